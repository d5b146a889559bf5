package probes

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
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

// TestEvents: a connection is told of from its beginning to its end, in order with what is said
// over it, with who did it; and what the kernel refuses, with why, and the name that was asked
// for.
func TestEvents(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	path := dir + "/s"
	server, client := startActor(t, nil), startActor(t, nil)
	server.do(t, "name srv")
	client.do(t, "name cli")
	listener := server.do(t, "socket %d", unix.SOCK_STREAM)
	server.do(t, "bind %s %s", listener, path)
	server.do(t, "listen %s", listener)
	refusals := newRefusals(t, dir)

	var byServer []*format.Message
	ofServer := testhost.Guest() == "6.12" || testhost.Guest() == "" // what differs is seen there
	stop := func() {}
	if ofServer {
		o := here(t, Options{Filter: Filter{Connections: true}}, nil)
		o.Filter.Pids = []int{server.pid()}
		stop = capture(t, o, &byServer)
	}
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
		refusals.provoke()
	}, dir+"/*", "@us/*")
	stop()

	want := []string{
		"cli >  connect", "srv > cli accept", `cli > srv "ask"`, `srv > cli "tell"`,
		"cli > srv shutdown write", "srv > cli close first", "cli > srv close",
		"cli >  connect", "cli >  close first", "srv > cli accept", "srv > cli shutdown both", "srv > cli close",
		"srv >  close",
	}
	// Who will accept may be known by then or not.
	early := strings.NewReplacer("cli > srv connect", "cli >  connect", "cli > srv close first", "cli >  close first")
	talk := only(messages, func(m *format.Message) bool { return m.From.Pid != os.Getpid() })
	got := lines(talk)
	for i := range got {
		got[i] = early.Replace(got[i])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("by path: %s", diff)
	} else {
		for i, m := range talk {
			if first := talk[i/7*7]; i < 12 && m.Conversation() != first.Conversation() {
				t.Errorf("%s is of the conversation %s, not %s", want[i], m.Conversation(), first.Conversation())
			}
			if string(m.SocketName()) != path || m.From.Inode == 0 || m.From.Pid == 0 {
				t.Errorf("%+v", m)
			}
		}
	}
	got = lines(byServer)
	for i := range got { // what waits for who accepts may be out of order
		got[i] = strings.TrimSuffix(early.Replace(got[i]), " late")
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(got))); diff != "" && ofServer {
		t.Errorf("by the server's process: %s", diff)
	}
	refusals.check(only(messages, func(m *format.Message) bool { return m.From.Pid == os.Getpid() }))
	if stats.EventsLost > 0 || stats.Late > 0 || stats.Lost() > 0 {
		t.Errorf("%+v", stats)
	}
	proves(t, "connect, accept, shutdown and close, with who (`--events`)", "yes")
	proves(t, "attempts to connect and sends that are refused, with the error (`--refused`)", "yes")
}

// refusals are sockets at which this process is refused.
type refusals struct {
	t       *testing.T
	dir     string
	longest string // a path that fills a socket's name
	broken  wire
}

func newRefusals(t *testing.T, dir string) *refusals {
	testsock.Listening(t, unix.SOCK_STREAM, dir+"/full", 0)
	testsock.Bound(t, unix.SOCK_STREAM, dir+"/deaf")
	testsock.Bound(t, unix.SOCK_DGRAM, dir+"/queue")
	return &refusals{t: t, dir: dir, longest: longest(dir), broken: connect(t, unix.SOCK_STREAM, dir+"/broken")}
}

// provoke has the kernel refuse.
func (r *refusals) provoke() {
	refuse := func(want error, err error) {
		if !errors.Is(err, want) {
			r.t.Errorf("got %v, want %v: the test is wrong", err, want)
		}
	}
	open := func(typ int) int {
		fd, err := unix.Socket(unix.AF_UNIX, typ|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
		check(r.t, err)
		r.t.Cleanup(func() { unix.Close(fd) })
		return fd
	}
	tries := func(name string) error {
		return unix.Connect(open(unix.SOCK_STREAM), &unix.SockaddrUnix{Name: name})
	}
	refuse(unix.ENOENT, tries(r.dir+"/none"))
	refuse(unix.ENOENT, tries(r.longest))
	check(r.t, os.Symlink(r.dir, r.dir+"link"))
	refuse(unix.ENOENT, tries(r.dir+"link/other"))
	refuse(unix.ENOENT, tries(r.dir+"link2/other"))
	refuse(unix.ECONNREFUSED, tries(r.dir+"/deaf"))
	refuse(unix.ECONNREFUSED, tries("@us/none"))
	check(r.t, tries(r.dir+"/full"))
	refuse(unix.EAGAIN, tries(r.dir+"/full"))
	refuse(unix.EPROTOTYPE, tries(r.dir+"/queue"))

	sender, to := open(unix.SOCK_DGRAM), &unix.SockaddrUnix{Name: r.dir + "/queue"}
	refuse(unix.ENOENT, unix.Sendto(sender, []byte("lost"), 0, &unix.SockaddrUnix{Name: r.dir + "/nobody"}))
	refuse(unix.ENOENT, unix.Sendto(sender, []byte("elsewhere"), 0, &unix.SockaddrUnix{Name: "/nowhere"}))
	refuse(unix.ECONNREFUSED, unix.Sendto(sender, []byte("lost"), 0, &unix.SockaddrUnix{Name: "@us/none"}))
	var err error
	for err == nil {
		err = unix.Sendto(sender, []byte("many"), 0, to)
	}
	refuse(unix.EAGAIN, err)
	check(r.t, unix.Connect(sender, to))
	refuse(unix.EMSGSIZE, unix.Send(sender, make([]byte, 4<<20), 0))
	refuse(unix.ENOENT, unix.Sendto(sender, []byte("past"), 0, &unix.SockaddrUnix{Name: r.dir + "/nobody"}))
	unix.Shutdown(r.broken.server, unix.SHUT_RD)
	refuse(unix.EPIPE, unix.Send(r.broken.client, []byte("lost"), unix.MSG_NOSIGNAL))
}

// check looks at what was told of this process.
func (r *refusals) check(messages []*format.Message) {
	var got []string
	for _, m := range messages {
		if m.Event != nil {
			what := strings.TrimPrefix(happened(m), m.From.Comm+" > "+m.To.Comm+" ")
			got = append(got, strings.TrimPrefix(m.SocketName().String(), r.dir)+" "+what)
		} else if string(payload(r.t, m)) != "many" {
			r.t.Errorf("a message: %s", happened(m))
		}
	}
	want := []string{
		"/none connect failed: ENOENT", strings.TrimPrefix(r.longest, r.dir) + " connect failed: ENOENT",
		"link/other connect failed: ENOENT",
		"/deaf connect failed: ECONNREFUSED", "@us/none connect failed: ECONNREFUSED",
		"/full connect", "/full connect failed: EAGAIN", "/queue connect failed: EPROTOTYPE",
		"/nobody send refused: ENOENT 4", "@us/none send refused: ECONNREFUSED 4", "/queue send refused: EAGAIN 4",
		"/queue connect", "/queue send refused: EMSGSIZE 4194304", "/nobody send refused: ENOENT 4",
		"/broken shutdown read", "/broken send refused: EPIPE 4",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		r.t.Error(diff)
	}
}
