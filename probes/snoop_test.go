package probes

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel"
)

// What the tests share that need a kernel which can be captured on.

// snoop captures while traffic runs and returns all messages.
func snoop(t *testing.T, o Options, traffic func(), patterns ...string) ([]*format.Message, Stats) {
	t.Helper()
	var kept keeper
	stats := snoopTo(t, o, &kept, traffic, patterns...)
	return kept.messages, stats
}

// unhurried is a hold that does not pass in a test: who receives, and in what order messages
// are shown, then does not depend on who waited for a processor, and for how long. What is still
// open when the traffic is over is settled then. A test that waits for what is shown with the
// hold behind it asks for DefaultHold.
const unhurried = time.Hour

// here are the options for this kernel and the sockets of these patterns.
func here(t *testing.T, o Options, patterns []string) Options {
	t.Helper()
	o.Offsets = testkernel.Need(t)
	o.Tracefs = kernel.Tracefs() != ""
	o.Hold = cmp.Or(o.Hold, unhurried)
	for _, s := range patterns {
		p, err := format.ParsePattern(s)
		if err != nil {
			t.Fatal(err)
		}
		o.Filter.Names = append(o.Filter.Names, p)
	}
	return o
}

// snoopTo lets out keep the messages.
func snoopTo(t *testing.T, o Options, out *keeper, traffic func(), patterns ...string) Stats {
	t.Helper()
	c, err := Start(here(t, o, patterns))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if out.prepare != nil {
		out.prepare(c)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer time.AfterFunc(testrun.TooLong, func() { panic(fmt.Sprintf("%s: what it waits for does not come", t.Name())) }).Stop()
	go func() {
		defer cancel()
		traffic()
	}()
	if err := c.Run(ctx, out); err != nil {
		t.Fatal(err)
	}
	stats, err := c.Stats()
	if err != nil {
		t.Fatal(err)
	}
	checkHowMany(t, c.loaded)
	if got := out.whole; got+stats.Lost()+stats.Refused+stats.InFlight != stats.Matched {
		t.Errorf("%d messages do not add up: %+v", got, stats)
	}
	return stats
}

// checkHowMany: the programs' count of the sends in flight is that of the sends in the
// map, now that no probe is there any more. It returns their number.
func checkHowMany(t *testing.T, loaded *ebpf.Collection) (sends uint64) {
	t.Helper()
	var thread, counted uint64
	inFlight := loaded.Maps["in_flight"]
	send := make([]byte, inFlight.ValueSize())
	entries := inFlight.Iterate()
	for entries.Next(&thread, &send) {
		sends++
	}
	check(t, entries.Err())
	check(t, loaded.Maps["how_many"].Lookup(uint32(0), &counted))
	if counted != sends {
		t.Errorf("%d sends are in flight, the programs have counted %d", sends, counted)
	}
	return sends
}

// capture captures in the background, until stop is called.
func capture(t *testing.T, o Options, messages *[]*format.Message) (stop func()) {
	t.Helper()
	o.Tracefs = kernel.Tracefs() != ""
	c, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var out keeper
	done := make(chan error)
	go func() { done <- c.Run(ctx, &out) }()
	return func() {
		t.Helper()
		cancel()
		check(t, <-done)
		checkHowMany(t, c.loaded)
		check(t, c.Close())
		*messages = out.messages
	}
}

type keeper struct {
	messages []*format.Message
	prepare  func(*Capture)        // nil, or what to do before the traffic
	see      func(*format.Message) // nil, or whom to tell of every message
	discard  bool                  // keep no messages after see
	whole    uint64                // messages, of those in pieces the last
}

func (k *keeper) Write(m *format.Message) error {
	if m.Counts() {
		k.whole++
	}
	if !k.discard {
		m = m.Clone() // else it is there until this returns
		k.messages = append(k.messages, m)
	}
	if k.see != nil {
		k.see(m)
	}
	return nil
}
func (k *keeper) Flush() error { return nil }

// payload is the whole payload of a message.
func payload(t *testing.T, m *format.Message) []byte {
	t.Helper()
	if holes := m.Holes(); len(holes) > 0 {
		t.Fatalf("%s has holes: %v", format.Header(m), holes)
	}
	if len(m.Parts) == 0 {
		return []byte{}
	}
	return m.Parts[0].Data
}

// together are the payloads of the pieces of one stream.
func together(t *testing.T, messages []*format.Message) []byte {
	t.Helper()
	var all []byte
	for _, m := range messages {
		all = append(all, payload(t, m)...)
	}
	return all
}

// wire is a pair of sockets, the server's bound to path.
type wire struct {
	path           string
	client, server int
}

// connect makes a wire.
func connect(t *testing.T, typ int, path string) wire {
	t.Helper()
	if typ == unix.SOCK_DGRAM {
		server := testsock.Bound(t, typ, path)
		return wire{path: path, client: testsock.Connected(t, typ, path), server: server}
	}
	listener := testsock.Listening(t, typ, path, 1)
	client := testsock.Connected(t, typ, path)
	return wire{path: path, client: client, server: testsock.Accepted(t, listener)}
}

// receive reads n bytes, less at the end of a stream.
func (w wire) receive(t *testing.T, n int) []byte {
	t.Helper()
	all := make([]byte, n)
	at := 0
	for at < n {
		got, err := unix.Read(w.server, all[at:])
		if err == unix.EINTR {
			continue
		}
		check(t, err)
		if got <= 0 {
			break
		}
		at += got
	}
	return all[:at]
}

// sendAll sends the segments, in several sends if a signal of Go's own ends one.
func (w wire) sendAll(t *testing.T, segments ...[]byte) {
	t.Helper()
	for len(segments) > 0 {
		n, err := unix.SendmsgBuffers(w.client, segments, nil, nil, 0)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			t.Error(err)
			return
		}
		for len(segments) > 0 && n >= len(segments[0]) {
			n -= len(segments[0])
			segments = segments[1:]
		}
		if n > 0 {
			segments = append([][]byte{segments[0][n:]}, segments[1:]...)
		}
	}
}

// noise is n random bytes.
func noise(n int) []byte {
	b := make([]byte, n)
	random := rand.NewChaCha8([32]byte{byte(n), byte(n >> 8), byte(n >> 16)})
	random.Read(b)
	return b
}

// check fails the test on errors in traffic, which runs in its own goroutine.
func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

func only(messages []*format.Message, keep func(*format.Message) bool) []*format.Message {
	var kept []*format.Message
	for _, m := range messages {
		if keep(m) {
			kept = append(kept, m)
		}
	}
	return kept
}
