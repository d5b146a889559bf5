package replay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// serveWith has a function serve every connection to a socket of some type.
func serveWith(t *testing.T, typ format.SocketType, serve func(*net.UnixConn)) format.Name {
	t.Helper()
	name := socketName(t, false)
	network := map[format.SocketType]string{format.Stream: "unix", format.Seqpacket: "unixpacket"}[typ]
	l, err := net.Listen(network, string(name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				serve(c.(*net.UnixConn))
			}()
		}
	}()
	return name
}

// says is a server that reads what is asked, says something and closes.
func says(question string, answers ...string) func(*net.UnixConn) {
	return func(c *net.UnixConn) {
		io.ReadFull(c, make([]byte, len(question)))
		for _, a := range answers {
			c.Write([]byte(a))
		}
		io.Copy(io.Discard, c)
	}
}

// closes is such a server that does not wait for the client's end.
func closes(question string, answers ...string) func(*net.UnixConn) {
	return func(c *net.UnixConn) {
		io.ReadFull(c, make([]byte, len(question)))
		for _, a := range answers {
			c.Write([]byte(a))
		}
	}
}

// TestDifferences: what servers do otherwise, in words.
func TestDifferences(t *testing.T) {
	usual := stream("cask", "sfirst", "sand second", "cmore", "slast")
	for _, test := range []struct {
		name          string
		captured      *format.Conversation
		serve         func(*net.UnixConn)
		message, last int
		offset        int64
		expected, got string
		reason        string
	}{
		{"another byte", usual, says("ask", "firs", "t and second"), 2, 3, 5, "firstand second", "first", "other bytes than were captured"},
		{"early end", usual, closes("ask", "firstan"), 2, 3, 7, "firstand second", "firstan", "the server ended after 7 of 15 bytes"},
		{"end in the next turn", usual, func(c *net.UnixConn) {
			closes("ask", "firstand second")(c)
			io.ReadFull(c, make([]byte, len("more")))
		}, 5, 5, 0, "last", "", "the server ended after 0 of 4 bytes"},
		{"closed at once", usual, func(*net.UnixConn) {}, 2, 3, 0, "firstand second", "", "the server ended after 0 of 15 bytes"},
		{"closed with a question unread", stream("cask", "sfirst"), closes("as"), 2, 2, 0, "first", "", "the server ended after 0 of 5 bytes"},
		{"a long question refused", stream("c"+strings.Repeat("x", 1<<20), "sfine"), closes("x", "no!"), 2, 2, 0, "fine", "no!", "other bytes than were captured"},
		{"surplus", usual, func(c *net.UnixConn) {
			closes("ask", "firstand second")(c)
			says("more", "last", "!!")(c)
		}, 5, 5, 4, "", "!!", "more bytes than were captured"},
		{"surplus before our turn", usual, says("ask", "firstand second!"), 5, 5, 0, "last", "!", "other bytes than were captured"},
		{"an answer to nobody's question", stream("cask"), says("ask", "?"), 0, 0, 0, "", "?", "more bytes than were captured"},
		{"a long question not taken", stream("c" + strings.Repeat("x", 1<<20)), closes("xxx"), 1, 1, -1, "", "", "the server went away when "},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := Options{Role: Client, Socket: serveWith(t, format.Stream, test.serve)}
			all, err := results(t, t.Context(), o, test.captured)
			if err != nil || len(all) != 1 || all[0].Verdict != Different || all[0].Difference == nil {
				t.Fatalf("%+v, %v", all[0], err)
			}
			r, d := all[0], *all[0].Difference
			if test.offset < 0 {
				test.offset = d.Offset
			}
			if d.Message != test.message || d.Last != test.last || d.Offset != test.offset || !strings.HasPrefix(r.Reason, test.reason) {
				t.Errorf("%q, %+v", r.Reason, d)
			}
			// A stream may bring some bytes later than others.
			if string(d.Expected) != test.expected || !strings.HasPrefix(string(d.Got), test.got) {
				t.Errorf("expected %q, got %q", d.Expected, d.Got)
			}
		})
	}
}

// TestMessageDifferences: messages have boundaries, be they empty.
func TestMessageDifferences(t *testing.T) {
	usual := []string{"cask", "s", "stwelve bytes", "s"}
	for _, test := range []struct {
		name    string
		live    []string
		message int
		offset  int64
		reason  string
	}{
		{"same", usual, 0, 0, ""},
		{"shorter", []string{"cask", "s", "stwelve byte", "s"}, 3, 11, "it has 11 bytes instead of 12"},
		{"longer", []string{"cask", "s", "stwelve bytes!", "s"}, 3, 12, "it has 13 bytes instead of 12"},
		{"empty", []string{"cask", "s", "s", "stwelve bytes"}, 3, 0, "it has 0 bytes instead of 12"},
		{"not empty", []string{"cask", "stwelve bytes", "s"}, 2, 0, "it has 12 bytes instead of 0"},
	} {
		for _, typ := range []format.SocketType{format.Seqpacket, format.Datagram} {
			t.Run(test.name+" "+typ.String(), func(t *testing.T) {
				t.Parallel()
				r := playAgainst(t, Options{}, conversation(typ, usual...), conversation(typ, test.live...))
				if test.reason == "" {
					if r.Verdict != Same || r.Compared != 3 {
						t.Errorf("%+v %+v", r, r.Difference)
					}
					return
				}
				if d := r.Difference; d == nil || d.Message != test.message || d.Offset != test.offset || r.Reason != test.reason {
					t.Errorf("%+v %+v", r, r.Difference)
				}
			})
		}
	}
	// The end of a connection is no empty message.
	o := Options{Role: Client, Socket: serveWith(t, format.Seqpacket, func(c *net.UnixConn) { c.Read(make([]byte, 10)) })}
	all, err := results(t, t.Context(), o, conversation(format.Seqpacket, "ca", "s"))
	if err != nil || all[0].Verdict != Different || all[0].Reason != "the server ended where a message of 0 bytes was captured" {
		t.Errorf("%+v, %v", all[0], err)
	}
}

// TestMessageInPieces: what was captured in pieces is one message nevertheless.
func TestMessageInPieces(t *testing.T) {
	for _, typ := range types {
		whole := conversation(typ, "cask this", "sfine")
		pieces := conversation(typ, "cask this", "sfine")
		pieces.Messages[0].Parts = []format.Part{{Data: []byte("ask ")}, {Offset: 4, Data: []byte("this")}}
		if r := playAgainst(t, Options{}, pieces, whole); r.Verdict != Same {
			t.Errorf("%v: %+v", typ, r)
		}
	}
}

// TestOutOfBand: such a byte is one of the stream as any other.
func TestOutOfBand(t *testing.T) {
	o := Options{Role: Client, Socket: serveWith(t, format.Stream, func(c *net.UnixConn) {
		raw, err := c.SyscallConn()
		if err == nil {
			raw.Control(func(fd uintptr) { err = unix.Send(int(fd), []byte("urgent"), unix.MSG_OOB) })
		}
		if err != nil { // the kernel has none
			c.Write([]byte("urgent"))
		}
		c.Write([]byte(" and more"))
		io.Copy(io.Discard, c)
	})}
	all, err := results(t, t.Context(), o, stream("surgent and more"))
	if err != nil || all[0].Verdict != Same {
		t.Errorf("%+v %+v, %v", all[0], all[0].Difference, err)
	}
}

// TestMessageBehindTheLast: it is a difference, be it empty.
func TestMessageBehindTheLast(t *testing.T) {
	for _, typ := range []format.SocketType{format.Seqpacket, format.Datagram} {
		ours, theirs := testsock.Pair(t, int(typ)|unix.SOCK_NONBLOCK)
		// All is there before anybody looks.
		for _, text := range []string{"answer", ""} {
			if err := unix.Send(theirs, []byte(text), 0); err != nil {
				t.Fatal(err)
			}
		}
		p := newPlay(conversation(typ, "sanswer"), &Options{Role: Client})
		e := &exchange{socket: &socket{fd: ours, typ: typ}, script: p.script, timeout: long, alone: true, result: &p.result}
		e.run(t.Context())
		r := p.result
		if d := r.Difference; d == nil || d.Message != 1 || d.Offset != 6 || r.Reason != "behind it a message of 0 bytes that was not captured" {
			t.Errorf("%v: %+v %+v", typ, r, d)
		}
	}
}

// TestHoles: what was not captured is not compared and counted, what is around it is.
func TestHoles(t *testing.T) {
	captured := stream("cask", "sa..d", "s....", "sxyz")
	captured.Messages[1].Parts = []format.Part{{Offset: 0, Data: []byte("a")}, {Offset: 3, Data: []byte("d")}}
	captured.Messages[2].Parts = nil
	o := Options{Role: Client, Socket: serveWith(t, format.Stream, says("ask", "abcd", "efgh", "xyz"))}
	all, err := results(t, t.Context(), o, captured)
	if err != nil || all[0].Verdict != Same || all[0].Uncaptured != 6 || all[0].Compared != 3 {
		t.Errorf("%+v, %v", all[0], err)
	}
	o.Socket = serveWith(t, format.Stream, says("ask", "abcd", "efgh", "xyZ"))
	all, err = results(t, t.Context(), o, captured)
	d := all[0].Difference
	if err != nil || d == nil || d.Offset != 10 || d.Start != 8 || string(d.Expected) != "xyz" || string(d.Got) != "xyZ" {
		t.Errorf("%+v %+v, %v", all[0], d, err)
	}
}

// slowly tries with a short timeout, and with longer ones if the machine was too slow for that, until
// it is done.
func slowly(try func(timeout time.Duration) (done bool)) {
	for timeout := 20 * time.Millisecond; !try(timeout) && timeout < long; timeout *= 4 {
	}
}

// TestTimeout: who says nothing, or takes nothing, is waited for so long only.
func TestTimeout(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	name := serveWith(t, format.Stream, func(c *net.UnixConn) { c.Write([]byte("b")); <-release })
	var (
		all     []*Result
		err     error
		waited  time.Duration
		nothing = func(r *Result) bool { return r.Difference != nil && r.Difference.Offset == 0 }
	)
	slowly(func(timeout time.Duration) bool {
		waited = timeout
		o := Options{Role: Client, Socket: name, Timeout: timeout}
		all, err = results(t, t.Context(), o, stream("ca", "sbc"), stream("c"+strings.Repeat("x", 1<<20), "sb"))
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		return !nothing(all[0]) && !nothing(all[1])
	})
	if r := all[0]; r.Verdict != Different || r.Difference.Message != 2 || r.Difference.Offset != 1 || r.Reason != fmt.Sprintf("the server said nothing for %v after 1 of 2 bytes", waited) {
		t.Errorf("%+v", r)
	}
	if r := all[1]; r.Verdict != Different || r.Difference.Message != 1 || r.Difference.Offset == 0 || !strings.HasPrefix(r.Reason, fmt.Sprintf("the server took nothing for %v when ", waited)) {
		t.Errorf("%+v", r)
	}
	// A server waits for clients.
	o := Options{Role: Server, Socket: socketName(t, false), Timeout: 20 * time.Millisecond, Patience: 10 * time.Millisecond}
	all, err = results(t, t.Context(), o, stream("ca"), stream("cb"))
	if err != nil || len(all) != 2 || all[0].Verdict != Failed || all[1].Verdict != Failed || all[0].Reason != "no client came within 10ms" {
		t.Errorf("%v %v", all, err)
	}
}

// TestUnansweredDatagram: some servers answer paths only, so who has none is told.
func TestUnansweredDatagram(t *testing.T) {
	server, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Net: "unixgram", Name: string(socketName(t, false))})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	const silence = "the server said nothing for %v where a message of 6 bytes was captured"
	for bind, want := range map[format.Name]string{
		"":                   silence + "; if it answers paths only, give the client one by --bind PATH",
		socketName(t, true):  silence + "; if it answers paths only, give the client one by --bind PATH",
		socketName(t, false): silence,
	} {
		slowly(func(timeout time.Duration) bool {
			o := Options{Role: Client, Socket: format.Name(server.LocalAddr().String()), Bind: bind, Timeout: timeout}
			all, err := results(t, t.Context(), o, conversation(format.Datagram, "cask", "sanswer"))
			if err == nil && all[0].Difference != nil && all[0].Difference.Message == 1 && timeout < long {
				return false // it could not even ask
			}
			if err != nil || all[0].Verdict != Different || all[0].Reason != fmt.Sprintf(want, timeout) {
				t.Errorf("%q: %+v, %v", bind, all[0], err)
			}
			return true
		})
	}
}

// TestNoServer: what is wrong with the name is said.
func TestNoServer(t *testing.T) {
	old := socketName(t, false)
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: string(old)})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	l.Close()
	for _, test := range []struct {
		name format.Name
		typ  format.SocketType
		want string
	}{
		{socketName(t, false), format.Stream, "there is no socket /"},
		{socketName(t, true), format.Datagram, "there is no socket @"},
		{old, format.Stream, "nobody serves /"},
		{serveWith(t, format.Stream, says("")), format.Seqpacket, "is of another type than the socket that was captured, which was seqpacket"},
	} {
		all, err := results(t, t.Context(), Options{Role: Client, Socket: test.name}, conversation(test.typ, "ca"))
		if err != nil || all[0].Verdict != Failed || !strings.Contains(all[0].Reason, test.want) {
			t.Errorf("%+v, %v, want %s", all[0], err, test.want)
		}
	}
}

// TestBusyServer: a queue of connections that is full is waited for.
func TestBusyServer(t *testing.T) {
	name := socketName(t, true)
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if err := unix.Bind(fd, sockaddr(name)); err != nil {
		t.Fatal(err)
	}
	if err := unix.Listen(fd, 0); err != nil {
		t.Fatal(err)
	}
	first, err := newSocket(format.Stream)
	if err != nil {
		t.Fatal(err)
	}
	defer first.close()
	if err := first.connect(t.Context(), name, long); err != nil {
		t.Fatal(err)
	}
	all, err := results(t, t.Context(), Options{Role: Client, Socket: name, Timeout: 20 * time.Millisecond}, stream("ca"))
	if err != nil || !strings.HasSuffix(all[0].Reason, "accepted no connection within 20ms") {
		t.Errorf("%+v, %v", all[0], err)
	}
}

// TestLargeBothWays: a server that answers while it is asked does not stop either.
func TestLargeBothWays(t *testing.T) {
	data := strings.Repeat("8 MiB of this. .", 8<<20/16)
	captured := stream("c"+data, "s"+data)
	all, err := results(t, t.Context(), Options{Role: Client, Socket: serveWith(t, format.Stream, func(c *net.UnixConn) { io.Copy(c, c) })}, captured)
	if err != nil || all[0].Verdict != Same {
		t.Errorf("%+v, %v", all[0], err)
	}
	if r := playAgainst(t, Options{}, captured, captured); r.Verdict != Same {
		t.Errorf("%+v", r)
	}
}

// TestLargestMessages: as large as the kernel's default allows.
func TestLargestMessages(t *testing.T) {
	for _, typ := range []format.SocketType{format.Seqpacket, format.Datagram} {
		data := strings.Repeat("x", 200_000)
		if r := playAgainst(t, Options{}, conversation(typ, "c"+data, "s"+data), conversation(typ, "c"+data, "s"+data)); r.Verdict != Same {
			t.Errorf("%v: %+v", typ, r)
		}
		r := playAgainst(t, Options{}, conversation(typ, "c"+strings.Repeat("x", 8<<20)), conversation(typ, "ca"))
		if r.Verdict != Failed || !strings.Contains(r.Reason, "sending message 1: ") {
			t.Errorf("%v: %+v", typ, r)
		}
	}
}

// TestServerFile: a file that is there is nobody's to remove, and one of another that
// has taken our name's place neither.
func TestServerFile(t *testing.T) {
	name := socketName(t, false)
	if err := os.WriteFile(string(name), []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	isThere := func() {
		t.Helper()
		if b, err := os.ReadFile(string(name)); err != nil || string(b) != "precious" {
			t.Errorf("%q, %v", b, err)
		}
	}
	all, err := results(t, t.Context(), Options{Role: Server, Socket: name}, stream("ca"))
	if err == nil || len(all) != 0 || err.Error() != name.String()+" exists already; remove it if nobody uses it, or take another name" {
		t.Errorf("%v, %v", all, err)
	}
	isThere()
	if err := os.Remove(string(name)); err != nil {
		t.Fatal(err)
	}
	p := serve(t, Options{Socket: name}, stream("ca"))
	if err := errors.Join(os.Remove(string(name)), os.WriteFile(string(name), []byte("precious"), 0o600)); err != nil {
		t.Fatal(err)
	}
	p.cancel()
	<-p.done
	isThere()
	if !errors.Is(p.err, context.Canceled) || p.results[0].Reason != "interrupted" {
		t.Errorf("%v, %+v", p.err, p.results[0])
	}
}

// TestBoundClient: a server sees who asks, and may answer whoever it is.
func TestBoundClient(t *testing.T) {
	name, own := socketName(t, false), socketName(t, false)
	server, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Net: "unixgram", Name: string(name)})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	mode := make(chan os.FileMode, 1)
	go func() {
		b := make([]byte, 10)
		n, from, err := server.ReadFromUnix(b)
		if err != nil || from.Name != string(own) {
			return
		}
		if info, err := os.Stat(from.Name); err == nil {
			mode <- info.Mode().Perm()
		}
		server.WriteToUnix(bytes.ToUpper(b[:n]), from)
	}()
	all, err := results(t, t.Context(), Options{Role: Client, Socket: name, Bind: own}, conversation(format.Datagram, "cask", "sASK"))
	if err != nil || all[0].Verdict != Same {
		t.Fatalf("%+v, %v", all[0], err)
	}
	if got := <-mode; got != 0o666 {
		t.Errorf("mode %v", got)
	}
	if _, err := os.Stat(string(own)); !os.IsNotExist(err) {
		t.Errorf("the file is left: %v", err)
	}
}

// TestBoundClientInAnothersDirectory: who can write to the directory of our socket can put
// links there at any moment, and nothing that they lead to is changed or removed.
func TestBoundClientInAnothersDirectory(t *testing.T) {
	dir := t.TempDir()
	victim := filepath.Join(dir, "victim")
	if err := os.WriteFile(victim, []byte("root's"), 0o600); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, "s")
	stop, stopped := make(chan struct{}), make(chan struct{})
	var swapped atomic.Int64
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				if info, err := os.Lstat(own); err != nil || info.Mode()&os.ModeSocket == 0 {
					continue
				}
				if os.Remove(own) == nil && os.Symlink("victim", own) == nil {
					swapped.Add(1)
				}
			}
		}
	}()
	for tries, start := 0, time.Now(); tries < 3000 || swapped.Load() == 0 && time.Since(start) < testrun.Patience; tries++ {
		os.Remove(own) // the link of the last time
		s, err := newSocket(format.Datagram)
		if err != nil {
			t.Fatal(err)
		}
		_ = s.bind(format.Name(own), true) // what is there already is the other's
		s.close()
		if info, err := os.Lstat(victim); err != nil || info.Mode() != 0o600 {
			t.Fatalf("after %d tries the file is %v, %v", tries, info, err)
		}
	}
	close(stop)
	<-stopped
	if swapped.Load() == 0 {
		t.Error("nothing was put in the socket's place")
	}
}

// TestNamelessClient: nothing can be sent to it.
func TestNamelessClient(t *testing.T) {
	name := socketName(t, true)
	p := serve(t, Options{Socket: name}, conversation(format.Datagram, "cask", "sanswer"))
	nameless := conversation(format.Datagram, "cask")
	nameless.Client.Name = ""
	if all, err := results(t, t.Context(), Options{Role: Client, Socket: name}, nameless); err != nil || all[0].Verdict != Same {
		t.Errorf("%+v, %v", all[0], err)
	}
	<-p.done
	if r := p.results[0]; r.Verdict != Failed || r.Reason != "sending message 2: the client has no name to send it to; bind its socket" {
		t.Errorf("%+v", r)
	}
}
