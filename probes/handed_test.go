package probes

import (
	"fmt"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// shared is a socket that two processes hold, and this one does not.
type shared struct {
	one, two *actor // each has it as 3
	send     func(text string, fd int) error
}

// newShared makes one of that type. A descriptor goes with what is sent if it is not below 0.
func newShared(t *testing.T, typ int) *shared {
	t.Helper()
	pair, err := unix.Socketpair(unix.AF_UNIX, typ, 0)
	check(t, err)
	var to unix.Sockaddr
	if typ == unix.SOCK_DGRAM { // to an address
		path := t.TempDir() + "/s"
		to = &unix.SockaddrUnix{Name: path}
		for i := range pair {
			check(t, unix.Close(pair[i]))
			pair[i], err = unix.Socket(unix.AF_UNIX, typ, 0)
			check(t, err)
		}
		check(t, unix.Bind(pair[1], to))
	}
	t.Cleanup(func() { unix.Close(pair[0]) })
	s := &shared{send: func(text string, fd int) error {
		var rights []byte
		if fd >= 0 {
			rights = unix.UnixRights(fd)
		}
		return unix.Sendmsg(pair[0], []byte(text), rights, to, 0)
	}}
	for _, a := range []struct {
		of   **actor
		name string
	}{{&s.one, "one"}, {&s.two, "two"}} {
		*a.of = startActor(t, nil, pair[1])
		(*a.of).do(t, "name %s", a.name)
		check(t, (*a.of).cmd.ExtraFiles[0].Close())
	}
	check(t, unix.Close(pair[1]))
	return s
}

// TestReceiversInTurns: of a socket that several processes have, each message is for the one
// that receives it, since before the capture, and when the one that did last has ended.
func TestReceiversInTurns(t *testing.T) {
	testkernel.Need(t)
	testhost.MuchTheSame(t)
	for _, typ := range []int{unix.SOCK_STREAM, unix.SOCK_DGRAM} {
		for _, comm := range []string{"", "two"} {
			t.Run(fmt.Sprint(format.SocketType(typ), comm), func(t *testing.T) {
				s := newShared(t, typ)
				var o Options
				if comm != "" {
					o.Filter.Comms = []string{comm}
				}
				messages, stats := snoop(t, o, func() {
					for i, by := range []*actor{s.two, s.one, s.two, s.one, s.two, s.one} {
						fd := -1
						if i%4 > 1 {
							fd = 0
						}
						check(t, s.send(fmt.Sprint(i), fd))
						by.do(t, "receive 3")
					}
					s.one.leave(t)
					check(t, s.send("left", -1))
					if comm != "" {
						s.two.do(t, "receive 3")
					}
				})
				want := map[string]string{"0": "two", "1": "one", "2": "two", "3": "one", "4": "two", "5": "one", "left": "two"}
				for _, m := range messages {
					text := string(payload(t, m))
					if want[text] != m.To.Comm {
						t.Errorf("%q, which %s received: %s", text, want[text], format.Header(m))
					}
					delete(want, text)
				}
				for text, by := range want {
					if comm == "" || comm == by {
						t.Errorf("%q to %s is missing", text, by)
					}
				}
				if stats.Lost()+stats.Undecided > 0 {
					t.Errorf("%+v", stats)
				}
			})
		}
	}
}

// passing starts two actors: the first has a listener at the path as descriptor 3, and can pass
// descriptors over 4 to 3 of the second.
func passing(t *testing.T) (path string, first, second *actor) {
	t.Helper()
	path = t.TempDir() + "/s"
	listener := testsock.Listening(t, unix.SOCK_STREAM, path, 10)
	ours, theirs := testsock.Pair(t, unix.SOCK_STREAM)
	first = startActor(t, nil, listener, ours)
	first.do(t, "name first")
	second = startActor(t, nil, theirs)
	second.do(t, "name second")
	return path, first, second
}

// TestReceiverAfterPass: who has used a connection and passed it on is not the one that what
// comes next is for.
func TestReceiverAfterPass(t *testing.T) {
	testkernel.Need(t)
	testhost.MuchTheSame(t)
	for _, comm := range []string{"", "second"} {
		path, first, second := passing(t)
		var o Options
		if comm != "" {
			o.Filter.Comms = []string{comm}
		}
		messages, stats := snoop(t, o, func() {
			client := testsock.Connected(t, unix.SOCK_STREAM, path)
			accepted := first.do(t, "accept 3")
			check(t, unix.Send(client, []byte("to first"), 0))
			first.do(t, "receive %s", accepted)
			first.do(t, "pass %s 4", accepted)
			first.do(t, "close %s", accepted)
			check(t, unix.Send(client, []byte("on its way"), 0))
			taken := second.do(t, "take 3")
			second.do(t, "receive %s", taken)
			check(t, unix.Send(client, []byte("next"), 0))
		})
		want := map[string]string{"to first": "first", "on its way": "second", "next": "second"}
		for _, m := range messages {
			text := string(payload(t, m))
			if by, ours := want[text]; ours && by != m.To.Comm {
				t.Errorf("filter %q: %q to %s: %s", comm, text, by, format.Header(m))
			}
			delete(want, text)
		}
		if delete(want, "to first"); len(want) > 0 || stats.Lost()+stats.Undecided > 0 {
			t.Errorf("filter %q: %v are missing, %+v", comm, want, stats)
		}
	}
}

// TestReceiverWaits: what nobody has received yet is for who alone has the socket by then,
// however short ago that was passed to it, and for nobody in particular if several have it.
func TestReceiverWaits(t *testing.T) {
	testkernel.Need(t)
	testhost.SameOnAllKernels(t)
	path, first, second := passing(t)
	shown := make(chan format.End, 2) // to whom
	out := &keeper{see: func(m *format.Message) {
		if text := string(payload(t, m)); text == "passed" || text == "shared" {
			shown <- m.To
		}
	}}
	// So long there is for a look at all processes.
	snoopTo(t, Options{Hold: 2 * time.Second}, out, func() {
		one, other := testsock.Pair(t, unix.SOCK_STREAM)
		startActor(t, nil, other) // and we have it, too
		client := testsock.Connected(t, unix.SOCK_STREAM, path)
		accepted := first.do(t, "accept 3")
		first.do(t, "pass %s 4", accepted)
		first.do(t, "close %s", accepted)
		second.do(t, "take 3")
		named := testrun.Until(func() bool { // if the look took longer, it is nobody
			check(t, unix.Send(client, []byte("passed"), 0))
			to := <-shown
			if to.Pid != 0 && to.Comm != "second" {
				t.Errorf("what was passed to the second is for %+v", to)
			}
			return to.Comm == "second"
		})
		if !named {
			t.Error("it is never for who alone has the socket")
		}
		check(t, unix.Send(one, []byte("shared"), 0))
		if to := <-shown; to.Pid != 0 {
			t.Errorf("what several can receive is for %+v", to)
		}
	})
}

// TestCountedByWhoAccepts: what is only counted is judged by who accepts a connection, too.
func TestCountedByWhoAccepts(t *testing.T) {
	testkernel.Need(t)
	testhost.MuchTheSame(t)
	p := newPreforked(t, unix.SOCK_STREAM)
	taker := p.workers[0]
	c := startCounter(t, Options{Filter: Filter{Filter: format.Filter{Comms: []string{"worker-0"}}}}, p.path)
	for i := range 6 {
		client := testsock.Connected(t, unix.SOCK_STREAM, p.path)
		check(t, unix.Send(client, []byte("hello"), 0))
		worker := p.workers[i%2]
		worker.do(t, "receive %s", worker.do(t, "accept 3"))
	}
	r := read(t, c)
	var messages uint64
	for _, f := range r.Flows {
		messages += f.Messages
		if f.To.Pid != taker.pid() || f.To.Inode == 0 {
			t.Errorf("to %+v", f.To)
		}
	}
	if messages != 3 || r.Stats.Counted != 3 {
		t.Errorf("%d messages, %+v", messages, r.Stats)
	}
	check(t, unix.Send(testsock.Connected(t, unix.SOCK_STREAM, p.path), []byte("x"), 0))
	r, err := c.Read()
	check(t, err)
	if s := r.Stats; s.Counted != 3 || s.Undecided != 1 || len(s.Losses()) != 1 {
		t.Errorf("nobody has accepted that: %+v", s)
	}
}
