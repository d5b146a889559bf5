package probes

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// happened is a message or an event in a line: who, to whom, and what.
func happened(m *format.Message) string {
	what := ""
	if m.Event != nil {
		what, _, _ = strings.Cut(m.Event.String(), " (")
		if m.Event.Kind == format.Refused {
			what += fmt.Sprint(" ", m.Event.Offered)
		}
	} else if len(m.Parts) > 0 {
		what = fmt.Sprintf("%q", m.Parts[0].Data)
	}
	if m.Late {
		what += " late"
	}
	return strings.TrimSpace(m.From.Comm + " > " + m.To.Comm + " " + what)
}

func lines(messages []*format.Message) (all []string) {
	for _, m := range messages {
		all = append(all, happened(m))
	}
	return all
}

// TestConnections: a connection is told of from its beginning to its end, in order with what
// is said over it, with who did it; also if the filter asks for who accepts it.
func TestConnections(t *testing.T) {
	testkernel.Need(t)
	path := t.TempDir() + "/s"
	server, client := startActor(t, nil), startActor(t, nil)
	server.do(t, "name srv")
	client.do(t, "name cli")
	listener := server.do(t, "socket %d", unix.SOCK_STREAM)
	server.do(t, "bind %s %s", listener, path)
	server.do(t, "listen %s", listener)
	var byServer []*format.Message
	o := here(t, Options{Filter: Filter{Connections: true}}, nil)
	o.Filter.Pids = []int{server.pid()}
	stop := capture(t, o, &byServer)
	messages, stats := snoop(t, Options{Filter: Filter{Connections: true, Refused: true}}, func() {
		c := client.do(t, "socket %d", unix.SOCK_STREAM)
		client.do(t, "connect %s %s", c, path)
		s := server.do(t, "accept %s", listener)
		client.do(t, "send %s ask", c)
		server.do(t, "receive %s", s)
		server.do(t, "send %s tell", s)
		client.do(t, "receive %s", c)
		client.do(t, "shutdown %s %d", c, unix.SHUT_WR)
		server.do(t, "close %s", s)
		client.do(t, "close %s", c)

		c = client.do(t, "socket %d", unix.SOCK_STREAM) // that has gone before it is accepted
		client.do(t, "connect %s %s", c, path)
		client.do(t, "close %s", c)
		s = server.do(t, "accept %s", listener)
		server.do(t, "shutdown %s %d", s, unix.SHUT_RDWR)
		server.do(t, "close %s", s)
		server.do(t, "close %s", listener)
	}, path)
	stop()
	want := []string{
		"cli >  connect", "srv > cli accept", `cli > srv "ask"`, `srv > cli "tell"`,
		"cli > srv shutdown write", "srv > cli close first", "cli > srv close",
		"cli >  connect", "cli >  close first", "srv > cli accept", "srv > cli shutdown both", "srv > cli close",
		"srv >  close",
	}
	// Who will accept may be known by then or not.
	early := strings.NewReplacer("cli > srv connect", "cli >  connect", "cli > srv close first", "cli >  close first")
	got := lines(messages)
	for i := range got {
		got[i] = early.Replace(got[i])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("by path: %s", diff)
	}
	got = lines(byServer)
	for i := range got { // what waits for who accepts may be out of order
		got[i] = strings.TrimSuffix(early.Replace(got[i]), " late")
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(got))); diff != "" {
		t.Errorf("by the server's process: %s", diff)
	}
	if len(messages) == len(want) {
		for i, m := range messages {
			if first := messages[i/7*7]; i < 12 && m.Conversation() != first.Conversation() {
				t.Errorf("%s: %s is of the conversation %s, not %s", want[i], happened(m), m.Conversation(), first.Conversation())
			}
			if string(m.SocketName()) != path || m.From.Inode == 0 || m.From.Pid == 0 {
				t.Errorf("%+v", m)
			}
		}
	}
	if stats.EventsLost > 0 || stats.Late > 0 {
		t.Errorf("%+v", stats)
	}
	proves(t, "connect, accept, shutdown and close, with who (`--events`)", "yes")
}

// TestRefusals: what the kernel refuses is told of, with why, and the name that was asked for.
func TestRefusals(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	testsock.Listening(t, unix.SOCK_STREAM, dir+"/full", 0)
	testsock.Bound(t, unix.SOCK_STREAM, dir+"/deaf")
	testsock.Bound(t, unix.SOCK_DGRAM, dir+"/queue")
	broken := connect(t, unix.SOCK_STREAM, dir+"/broken")
	longest := longest(dir)
	refuse := func(want error, err error) {
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v: the test is wrong", err, want)
		}
	}
	tries := func(name string) error {
		fd := testsock.Open(t, unix.SOCK_STREAM|unix.SOCK_NONBLOCK)
		return unix.Connect(fd, &unix.SockaddrUnix{Name: name})
	}
	messages, stats := snoop(t, Options{Filter: Filter{Refused: true}}, func() {
		refuse(unix.ENOENT, tries(dir+"/none"))
		refuse(unix.ENOENT, tries(longest))
		refuse(unix.ECONNREFUSED, tries(dir+"/deaf"))
		refuse(unix.ECONNREFUSED, tries("@us/none"))
		check(t, tries(dir+"/full"))
		refuse(unix.EAGAIN, tries(dir+"/full"))
		refuse(unix.EPROTOTYPE, tries(dir+"/queue"))

		sender := testsock.Open(t, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK)
		refuse(unix.ENOENT, unix.Sendto(sender, []byte("lost"), 0, &unix.SockaddrUnix{Name: dir + "/nobody"}))
		refuse(unix.ENOENT, unix.Sendto(sender, []byte("elsewhere"), 0, &unix.SockaddrUnix{Name: "/nowhere"}))
		refuse(unix.ECONNREFUSED, unix.Sendto(sender, []byte("lost"), 0, &unix.SockaddrUnix{Name: "@us/none"}))
		to := &unix.SockaddrUnix{Name: dir + "/queue"}
		var err error
		for err == nil {
			err = unix.Sendto(sender, []byte("many"), 0, to)
		}
		refuse(unix.EAGAIN, err)
		check(t, unix.Connect(sender, to))
		refuse(unix.EMSGSIZE, unix.Send(sender, make([]byte, 4<<20), 0))
		refuse(unix.ENOENT, unix.Sendto(sender, []byte("past"), 0, &unix.SockaddrUnix{Name: dir + "/nobody"}))
		unix.Shutdown(broken.server, unix.SHUT_RD)
		refuse(unix.EPIPE, unix.Send(broken.client, []byte("lost"), unix.MSG_NOSIGNAL))
		check(t, unix.Send(broken.client, nil, unix.MSG_NOSIGNAL)) // of nothing, nothing is refused
	}, dir+"/*", "@us/*")
	var got []string
	for _, m := range messages {
		if m.Event != nil {
			got = append(got, fmt.Sprintf("%s %s", strings.TrimPrefix(m.SocketName().String(), dir), strings.TrimPrefix(happened(m), m.From.Comm+" > "+m.To.Comm+" ")))
		} else if string(payload(t, m)) != "many" {
			t.Errorf("a message: %s", happened(m))
		}
	}
	want := []string{
		"/none connect failed: ENOENT", strings.TrimPrefix(longest, dir) + " connect failed: ENOENT",
		"/deaf connect failed: ECONNREFUSED", "\x00us/none connect failed: ECONNREFUSED",
		"/full connect failed: EAGAIN", "/queue connect failed: EPROTOTYPE",
		"/nobody send refused: ENOENT 4", "\x00us/none send refused: ECONNREFUSED 4", "/queue send refused: EAGAIN 4",
		"/queue send refused: EMSGSIZE 4194304", "/nobody send refused: ENOENT 4", "/broken send refused: EPIPE 4",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if stats.EventsLost > 0 || stats.Lost() > 0 {
		t.Errorf("%+v", stats)
	}
	proves(t, "attempts to connect and sends that are refused, with the error (`--refused`)", "yes")
}
