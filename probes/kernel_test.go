package probes

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/cilium/ebpf"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel"
)

// The tests in this file need a kernel that can be captured on. scripts/vm sets
// UNIXSNOOP_VM, and there they must not be skipped.

func needKernel(t *testing.T) *kernel.Offsets {
	t.Helper()
	o, err := kernelOffsets()
	switch {
	case err == nil:
	case os.Getenv("UNIXSNOOP_VM") != "":
		t.Fatal(err)
	default:
		t.Skipf("%v (scripts/test runs this on kernels that can)", err)
	}
	return o
}

// kernelOffsets takes its time, and always says the same.
var kernelOffsets = sync.OnceValues(func() (*kernel.Offsets, error) {
	host, err := kernel.ThisHost("")
	if err != nil {
		return nil, err
	}
	if err := host.Inspect().Err(); err != nil {
		return nil, err
	}
	return host.Offsets()
})

// snoop captures while traffic runs and returns all messages.
func snoop(t *testing.T, o Options, traffic func(), patterns ...string) ([]*format.Message, Stats) {
	t.Helper()
	var kept keeper
	stats := snoopTo(t, o, &kept, traffic, patterns...)
	return kept.messages, stats
}

// snoopTo lets out keep the messages.
func snoopTo(t *testing.T, o Options, out *keeper, traffic func(), patterns ...string) Stats {
	t.Helper()
	o.Offsets = needKernel(t)
	o.Tracefs = kernel.Tracefs() != ""
	for _, s := range patterns {
		p, err := format.ParsePattern(s)
		if err != nil {
			t.Fatal(err)
		}
		o.Filter.Sockets = append(o.Filter.Sockets, p)
	}
	c, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if out.prepare != nil {
		out.prepare(c)
	}
	ctx, cancel := context.WithCancel(t.Context())
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
	if got := out.whole; got+stats.Lost()+stats.Refused+stats.InFlight != stats.Matched {
		t.Errorf("%d messages do not add up: %+v", got, stats)
	}
	return stats
}

type keeper struct {
	messages []*format.Message
	prepare  func(*Capture)        // nil, or what to do before the traffic
	see      func(*format.Message) // nil, or whom to tell of every message
	discard  bool                  // keep no messages after see
	whole    uint64                // messages, of those in pieces the last
}

func (k *keeper) Write(m *format.Message) error {
	if !m.More {
		k.whole++
	}
	if !k.discard {
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
	address := &unix.SockaddrUnix{Name: path}
	w := wire{path: path, client: socket(t, typ), server: socket(t, typ)}
	if err := unix.Bind(w.server, address); err != nil {
		t.Fatal(err)
	}
	if typ != unix.SOCK_DGRAM {
		if err := unix.Listen(w.server, 1); err != nil {
			t.Fatal(err)
		}
	}
	if err := unix.Connect(w.client, address); err != nil {
		t.Fatal(err)
	}
	if typ != unix.SOCK_DGRAM {
		server, _, err := unix.Accept4(w.server, unix.SOCK_CLOEXEC)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { unix.Close(server) })
		w.server = server
	}
	return w
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

func TestVerifierAcceptsPrograms(t *testing.T) {
	o := needKernel(t)
	for _, patterns := range [][]format.Pattern{nil, {{Prefix: true}}, {{Name: "/run/x"}, {Name: "\x00y", Prefix: true}}} {
		start := time.Now()
		loaded, err := load(o, Filter{Self: os.Getpid(), Sockets: patterns}, DefaultMaxInFlight)
		var verdict *ebpf.VerifierError
		if errors.As(err, &verdict) {
			t.Fatalf("%+v", verdict)
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%v: loaded in %v", patterns, time.Since(start))
		loaded.Close()
	}
}

func TestStreamBothDirections(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	other, err := net.Listen("unix", path+"x")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()

	messages, _ := snoop(t, Options{}, func() {
		for _, l := range []net.Listener{other, l} {
			client, err := net.Dial("unix", l.Addr().String())
			check(t, err)
			server, err := l.Accept()
			check(t, err)
			client.Write([]byte("ping"))
			buf := make([]byte, 4)
			server.Read(buf)
			server.Write([]byte("pong!"))
			client.Close()
			server.Close()
		}
	}, path)
	if len(messages) != 2 {
		t.Fatalf("%d messages, want 2", len(messages))
	}
	ping, pong := messages[0], messages[1]
	if got := payload(t, ping); string(got) != "ping" {
		t.Errorf("request %q", got)
	}
	if got := payload(t, pong); string(got) != "pong!" {
		t.Errorf("answer %q", got)
	}
	if string(ping.To.Name) != path || ping.From.Name != "" || string(pong.From.Name) != path || pong.To.Name != "" {
		t.Errorf("names: %q > %q, %q > %q", ping.From.Name, ping.To.Name, pong.From.Name, pong.To.Name)
	}
	if ping.From.Inode == 0 || ping.From.Inode != pong.To.Inode || ping.To.Inode != pong.From.Inode || ping.To.Inode == ping.From.Inode {
		t.Errorf("inodes: %d > %d, %d > %d", ping.From.Inode, ping.To.Inode, pong.From.Inode, pong.To.Inode)
	}
	for _, m := range messages {
		if m.Type != format.Stream || m.From.UID != os.Getuid() || m.Late {
			t.Errorf("%+v", m)
		}
		for _, e := range []format.End{m.From, m.To} {
			if e.Pid != os.Getpid() || e.Comm == "" {
				t.Errorf("process %q %d, want %d", e.Comm, e.Pid, os.Getpid())
			}
		}
		if age := time.Since(m.Time); age < 0 || age > time.Minute {
			t.Errorf("message of %v, now %v", m.Time, time.Now())
		}
	}
}

// TestSocketKinds sends one message over every kind of socket that has a name
// and compares what is said about it.
func TestSocketKinds(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		kind      string
		typ       int
		address   string // of the receiver
		pattern   string
		connected bool
	}{
		{"stream", unix.SOCK_STREAM, dir + "/stream", dir + "/stream", true},
		{"seqpacket", unix.SOCK_SEQPACKET, dir + "/seq", dir + "/seq", true},
		{"datagram", unix.SOCK_DGRAM, dir + "/dgram", dir + "/dgram", false},
		{"connected datagram", unix.SOCK_DGRAM, dir + "/cdgram", dir + "/cdgram", true},
		{"abstract stream", unix.SOCK_STREAM, "@us/stream", "@us/stream", true},
		{"abstract datagram", unix.SOCK_DGRAM, "@us/dgram", "@us/dgram", false},
		{"abstract with NUL", unix.SOCK_DGRAM, "@us\x00\x00a", `@us\x00\x00a`, false},
		{"prefix", unix.SOCK_DGRAM, dir + "/prefix", dir + "/pre*", false},
		{"abstract prefix", unix.SOCK_DGRAM, "@pre/1", "@pre*", false},
		{"any", unix.SOCK_DGRAM, dir + "/any", "*", false},
		{"longest path", unix.SOCK_DGRAM, longest(dir), longest(dir), false},
	} {
		t.Run(test.kind, func(t *testing.T) {
			address := &unix.SockaddrUnix{Name: test.address}
			receiver := socket(t, test.typ)
			if err := unix.Bind(receiver, address); err != nil {
				t.Fatal(err)
			}
			if test.typ != unix.SOCK_DGRAM {
				if err := unix.Listen(receiver, 1); err != nil {
					t.Fatal(err)
				}
			}
			sender := socket(t, test.typ)
			want := []byte("to " + test.kind)
			messages, _ := snoop(t, Options{}, func() {
				if test.connected {
					check(t, unix.Connect(sender, address))
					check(t, unix.Send(sender, want, 0))
				} else {
					check(t, unix.Sendto(sender, want, 0, address))
				}
			}, test.pattern)

			// '*' shows whatever else the machine does
			messages = only(messages, func(m *format.Message) bool { return m.From.Pid == os.Getpid() })
			if len(messages) != 1 {
				t.Fatalf("%d messages, want 1", len(messages))
			}
			m := messages[0]
			if diff := cmp.Diff(want, payload(t, m)); diff != "" {
				t.Error(diff)
			}
			if uint32(m.Type) != uint32(test.typ) {
				t.Errorf("type %v, want %d", m.Type, test.typ)
			}
			name := format.Name(test.address)
			if name[0] == '@' {
				name = "\x00" + name[1:]
			}
			if m.To.Name != name || m.From.Name != "" {
				t.Errorf("%q > %q, want receiver %q", m.From.Name, m.To.Name, name)
			}
			if m.To.Pid != os.Getpid() {
				t.Errorf("receiver %d, want %d", m.To.Pid, os.Getpid())
			}
		})
	}
}

// longest is a path as long as a socket's name can be.
func longest(dir string) string {
	return dir + "/" + string(bytes.Repeat([]byte("x"), nameSize-1-len(dir)-1))
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

func socket(t *testing.T, typ int) int {
	t.Helper()
	fd, err := unix.Socket(unix.AF_UNIX, typ|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	return fd
}

// TestDatagramElsewhere sends over a connected socket to somebody else.
func TestDatagramElsewhere(t *testing.T) {
	dir := t.TempDir()
	bound := func(name string) (int, *unix.SockaddrUnix) {
		fd, address := socket(t, unix.SOCK_DGRAM), &unix.SockaddrUnix{Name: dir + "/" + name}
		if err := unix.Bind(fd, address); err != nil {
			t.Fatal(err)
		}
		return fd, address
	}
	_, a := bound("a")
	_, b := bound("b")
	sender, _ := bound("sender")
	messages, _ := snoop(t, Options{}, func() {
		check(t, unix.Connect(sender, a))
		check(t, unix.Send(sender, []byte("to a"), 0))
		check(t, unix.Sendto(sender, []byte("to b"), 0, b))
		check(t, unix.Send(sender, nil, 0)) // an empty datagram is one
	}, dir+"/b", dir+"/a")
	var got []string
	for _, m := range messages {
		got = append(got, fmt.Sprintf("%s>%s %q", filepath.Base(string(m.From.Name)), filepath.Base(string(m.To.Name)), payload(t, m)))
	}
	want := []string{`sender>a "to a"`, `sender>b "to b"`, `sender>a ""`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestDatagramPastItsPeer: the filter wants what goes to the peer, not what is sent
// past it.
func TestDatagramPastItsPeer(t *testing.T) {
	needKernel(t)
	dir := t.TempDir()
	w := connect(t, unix.SOCK_DGRAM, filepath.Join(dir, "listed"))
	other := connect(t, unix.SOCK_DGRAM, filepath.Join(dir, "other"))
	messages, stats := snoop(t, Options{}, func() {
		check(t, unix.Sendto(w.client, []byte("past"), 0, &unix.SockaddrUnix{Name: other.path}))
		check(t, unix.Send(w.client, []byte("to the peer"), 0))
	}, w.path)
	if len(messages) != 1 || string(payload(t, messages[0])) != "to the peer" || stats.Matched != 1 {
		t.Fatalf("%d messages: %+v", len(messages), stats)
	}
	proves(t, "a datagram that does not go to the peer it is connected to", "yes")
}

// TestOnlyAccepted: what the kernel refuses is no message, and of a partial
// write only the part that went is shown.
func TestOnlyAccepted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	listener := socket(t, unix.SOCK_STREAM)
	address := &unix.SockaddrUnix{Name: path}
	if err := unix.Bind(listener, address); err != nil {
		t.Fatal(err)
	}
	if err := unix.Listen(listener, 1); err != nil {
		t.Fatal(err)
	}
	sent, received := sha256.New(), sha256.New()
	var accepted, refused int
	messages, stats := snoop(t, Options{RingSize: 8 << 20}, func() {
		client := socket(t, unix.SOCK_STREAM|unix.SOCK_NONBLOCK)
		check(t, unix.Connect(client, address))
		server, _, err := unix.Accept(listener)
		check(t, err)
		defer unix.Close(server)
		block := noise(100_000)
		for refused < 3 {
			n, err := unix.Write(client, block)
			if errors.Is(err, unix.EAGAIN) {
				refused++
				buf := make([]byte, 150_000)
				n, err := unix.Read(server, buf)
				check(t, err)
				received.Write(buf[:n])
				continue
			}
			check(t, err)
			sent.Write(block[:n])
			accepted += n
		}
		check(t, unix.Shutdown(client, unix.SHUT_WR))
		for {
			buf := make([]byte, 150_000)
			n, err := unix.Read(server, buf)
			check(t, err)
			if n <= 0 {
				break
			}
			received.Write(buf[:n])
		}
		unix.Write(client, []byte("nobody takes this")) // EPIPE
	}, path)
	captured := sha256.New()
	var total int
	for _, m := range messages {
		data := payload(t, m)
		captured.Write(data)
		total += len(data)
	}
	if total != accepted || !bytes.Equal(captured.Sum(nil), sent.Sum(nil)) {
		t.Errorf("captured %d bytes, accepted %d", total, accepted)
	}
	if !bytes.Equal(received.Sum(nil), sent.Sum(nil)) {
		t.Error("received is not what was sent: the test is wrong")
	}
	if stats.Refused != uint64(refused)+1 {
		t.Errorf("%d refused sends, want %d", stats.Refused, refused+1)
	}
	if !t.Failed() {
		proves(t, "what a non-blocking sender gets rid of until EAGAIN, once", "yes")
	}
}

// TestSegments sends messages of up to 16 segments, empty ones among them, and
// of sizes around every limit there is.
func TestSegments(t *testing.T) {
	path := filepath.Join(t.TempDir(), "d")
	receiver := socket(t, unix.SOCK_DGRAM)
	if err := unix.Bind(receiver, &unix.SockaddrUnix{Name: path}); err != nil {
		t.Fatal(err)
	}
	sender := socket(t, unix.SOCK_DGRAM)
	if err := unix.Connect(sender, &unix.SockaddrUnix{Name: path}); err != nil {
		t.Fatal(err)
	}
	shapes := [][]int{
		{0}, {1}, {4095}, {4096}, {4097}, {flushAt}, {flushAt + 1}, {65536}, {100_000},
		{1, 2, 3}, {0, 5, 0, 0, 7, 0}, {4096, 4096, 1},
		{4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000},
		{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 50_000},
	}
	var want [][]byte
	var offers [][][]byte
	for _, shape := range shapes {
		var segments [][]byte
		for _, size := range shape {
			segments = append(segments, noise(size))
		}
		offers = append(offers, segments)
		want = append(want, bytes.Join(segments, nil))
	}
	messages, _ := snoop(t, Options{}, func() {
		buf := make([]byte, 200_000)
		for i, segments := range offers {
			if n, err := unix.SendmsgBuffers(sender, segments, nil, nil, 0); n != len(want[i]) {
				t.Errorf("shape %v: sent %d bytes: %v", shapes[i], n, err)
			}
			if n, err := unix.Read(receiver, buf); !bytes.Equal(buf[:max(n, 0)], want[i]) {
				t.Errorf("shape %v: received %d bytes: %v", shapes[i], n, err)
			}
		}
	}, path)
	if len(messages) != len(shapes) {
		t.Fatalf("%d messages, want %d", len(messages), len(shapes))
	}
	for i, m := range messages {
		if !bytes.Equal(payload(t, m), want[i]) {
			t.Errorf("shape %v differs", shapes[i])
		}
	}
}
