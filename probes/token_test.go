package probes

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

const (
	tokenChains = 3
	tokenRelays = 4 // processes of a chain, in a ring
)

// relay passes a token from descriptor 3 to descriptor 4, one hop on, until it
// went far enough for every relay to have seen the last ones.
func relay(hops string) error {
	var limit uint64
	if _, err := fmt.Sscan(hops, &limit); err != nil {
		return err
	}
	var token [16]byte
	for {
		n, err := unix.Read(3, token[:])
		if err != nil || n != len(token) {
			return fmt.Errorf("relay read %d bytes: %w", n, err)
		}
		hop := binary.LittleEndian.Uint64(token[8:]) + 1
		binary.LittleEndian.PutUint64(token[8:], hop)
		if hop < limit {
			if _, err := unix.Write(4, token[:]); err != nil {
				return fmt.Errorf("relay: %w", err)
			}
		}
		if hop+tokenRelays >= limit {
			return nil
		}
	}
}

// TestTokens has processes pass tokens over sockets of every type as fast as they
// can, on all CPUs: every hop is caused by the one before, and none may be shown
// before it.
func TestTokens(t *testing.T) {
	testkernel.Need(t)
	hops := 100_000 // of all chains together
	if testing.Short() {
		hops = 10_000
	}
	limit := uint64(hops / tokenChains)
	dir := t.TempDir()
	var first [tokenChains]wire
	var relays []*exec.Cmd
	for chain := range tokenChains {
		var wires [tokenRelays]wire
		for i, typ := range []int{unix.SOCK_STREAM, unix.SOCK_SEQPACKET, unix.SOCK_DGRAM, unix.SOCK_STREAM} {
			wires[i] = connect(t, typ, filepath.Join(dir, fmt.Sprintf("%d.%d", chain, i)))
		}
		first[chain] = wires[0]
		for i := range wires {
			relay := exec.Command(os.Args[0])
			relay.Env = append(os.Environ(), fmt.Sprintf("%s=%d", relayVariable, limit), "GOMAXPROCS=1")
			relay.ExtraFiles = []*os.File{testsock.File(t, wires[i].server), testsock.File(t, wires[(i+1)%tokenRelays].client)}
			relay.Stderr = os.Stderr
			relays = append(relays, relay)
		}
	}

	var next [tokenChains]uint64
	out := &keeper{discard: true, see: func(m *format.Message) {
		data := payload(t, m)
		chain, hop := binary.LittleEndian.Uint64(data), binary.LittleEndian.Uint64(data[8:])
		if hop != next[chain] {
			t.Fatalf("chain %d: hop %d comes after hop %d", chain, hop, int64(next[chain])-1)
		}
		next[chain] = hop + 1
	}}
	// A virtual CPU may stand still, and with it a send that others wait for, for
	// longer than is usual: that is what the hold is for, and not the order.
	const hold = 10 * time.Second
	stats := snoopTo(t, Options{RingSize: bigRing, Hold: hold}, out, func() {
		for _, relay := range relays {
			check(t, relay.Start())
		}
		for chain := range tokenChains {
			token := binary.LittleEndian.AppendUint64(nil, uint64(chain))
			token = binary.LittleEndian.AppendUint64(token, 0)
			check(t, unix.Send(first[chain].client, token, 0))
		}
		for _, relay := range relays {
			check(t, relay.Wait())
		}
	}, dir+"/*")
	for chain, n := range next {
		if n != limit {
			t.Errorf("chain %d: %d hops of %d", chain, n, limit)
		}
	}
	if stats.Late > 0 || stats.Lost() > 0 || stats.Unordered > 0 {
		t.Errorf("%+v", stats)
	}
	if !t.Failed() {
		proves(t, "no effect before its cause", "yes")
	}
}

// TestBlockedSenderDelaysNobody: while a send is blocked, others are shown; what
// comes of the blocked send in the end is neither late nor before its time.
func TestBlockedSenderDelaysNobody(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	blocked := connect(t, unix.SOCK_STREAM, filepath.Join(dir, "blocked"))
	other := connect(t, unix.SOCK_STREAM, filepath.Join(dir, "other"))
	data := noise(1 << 20)
	seen := make(chan string, 1000)
	var order []string
	out := &keeper{see: func(m *format.Message) {
		name := filepath.Base(string(m.To.Name))
		if len(order) == 0 || order[len(order)-1] != name {
			order = append(order, name)
		}
		seen <- name
	}}
	await := func(name string) {
		for <-seen != name {
		}
	}
	stats := snoopTo(t, Options{RingSize: bigRing, Hold: DefaultHold}, out, func() {
		done := make(chan struct{})
		go func() {
			defer close(done)
			blocked.sendAll(t, data)
		}()
		await("blocked") // its first piece: it can't go on
		check(t, unix.Send(other.client, []byte("x"), 0))
		await("other")
		blocked.receive(t, len(data))
		<-done
		check(t, unix.Send(other.client, []byte("x"), 0)) // after all of the blocked send
	}, dir+"/*")
	if want := "[blocked other blocked other]"; fmt.Sprint(order) != want || stats.Late > 0 {
		t.Fatalf("%v, want %s: %+v", order, want, stats)
	}
	proves(t, "others are shown while a sender is blocked, in order", "yes")
}
