package probes

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

func TestStreamBothDirections(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, other := testsock.Listen(t, path), testsock.Listen(t, path+"x")

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
	type row struct {
		kind      string
		typ       int
		address   string // of the receiver
		pattern   string
		connected bool
	}
	// A capture for each table.
	for _, rows := range [][]row{
		{
			{"stream", unix.SOCK_STREAM, dir + "/stream", dir + "/stream", true},
			{"seqpacket", unix.SOCK_SEQPACKET, dir + "/seq", dir + "/seq", true},
			{"datagram", unix.SOCK_DGRAM, dir + "/dgram", dir + "/dgram", false},
			{"connected datagram", unix.SOCK_DGRAM, dir + "/cdgram", dir + "/cdgram", true},
			{"abstract stream", unix.SOCK_STREAM, "@us/stream", "@us/stream", true},
			{"abstract datagram", unix.SOCK_DGRAM, "@us/dgram", "@us/dgram", false},
			{"abstract with NUL", unix.SOCK_DGRAM, "@us\x00\x00a", `@us\x00\x00a`, false},
			{"longest path", unix.SOCK_DGRAM, longest(dir), longest(dir), false},
		},
		{
			{"prefix", unix.SOCK_DGRAM, dir + "/prefix", dir + "/pre*", false},
			{"abstract prefix", unix.SOCK_DGRAM, "@pre/1", "@pre*", false},
		},
		{{"any", unix.SOCK_DGRAM, dir + "/any", "*", false}},
	} {
		var patterns []string
		for _, r := range rows {
			patterns = append(patterns, r.pattern)
		}
		messages, _ := snoop(t, Options{}, func() {
			for _, r := range rows {
				address := &unix.SockaddrUnix{Name: r.address}
				receiver := testsock.Bound(t, r.typ, r.address)
				if r.typ != unix.SOCK_DGRAM {
					check(t, unix.Listen(receiver, 1))
				}
				sender := testsock.Open(t, r.typ)
				if r.connected {
					check(t, unix.Connect(sender, address))
					check(t, unix.Send(sender, []byte("to "+r.kind), 0))
				} else {
					check(t, unix.Sendto(sender, []byte("to "+r.kind), 0, address))
				}
			}
		}, patterns...)
		// '*' shows whatever else the machine does
		messages = only(messages, func(m *format.Message) bool { return m.From.Pid == os.Getpid() })
		if len(messages) != len(rows) {
			t.Fatalf("%d messages, want %d", len(messages), len(rows))
		}
		for i, r := range rows {
			m := messages[i]
			if got := string(payload(t, m)); got != "to "+r.kind {
				t.Errorf("%s: %q", r.kind, got)
			}
			if uint32(m.Type) != uint32(r.typ) {
				t.Errorf("%s: type %v, want %d", r.kind, m.Type, r.typ)
			}
			name := format.Name(r.address)
			if name[0] == '@' {
				name = "\x00" + name[1:]
			}
			if m.To.Name != name || m.From.Name != "" {
				t.Errorf("%s: %q > %q, want receiver %q", r.kind, m.From.Name, m.To.Name, name)
			}
			taker := os.Getpid()
			if r.typ != unix.SOCK_DGRAM {
				taker = 0 // nobody has accepted the connection, ever
			}
			if m.To.Pid != taker {
				t.Errorf("%s: receiver %d, want %d", r.kind, m.To.Pid, taker)
			}
		}
	}
}

// longest is a path as long as a socket's name can be.
func longest(dir string) string {
	return dir + "/" + string(bytes.Repeat([]byte("x"), len(unix.RawSockaddrUnix{}.Path)-1-len(dir)-1))
}

// TestDatagramElsewhere sends over a connected socket to somebody else.
func TestDatagramElsewhere(t *testing.T) {
	dir := t.TempDir()
	bound := func(name string) (int, *unix.SockaddrUnix) {
		path := dir + "/" + name
		return testsock.Bound(t, unix.SOCK_DGRAM, path), &unix.SockaddrUnix{Name: path}
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
	testkernel.Need(t)
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
