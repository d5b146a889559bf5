package probes

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// preforked is a server of which one process listens and two others accept, as nginx does.
type preforked struct {
	path    string
	boss    *actor
	workers [2]*actor // each has what is listened at as 3
}

func newPreforked(t *testing.T, typ int) *preforked {
	t.Helper()
	p := &preforked{path: t.TempDir() + "/s"}
	listener := testsock.Bound(t, typ, p.path)
	p.boss = startActor(t, nil, listener)
	p.boss.do(t, "name boss")
	p.boss.do(t, "listen 3")
	for i := range p.workers {
		p.workers[i] = startActor(t, nil, listener)
		p.workers[i].do(t, "name worker-%d", i)
	}
	return p
}

// dial is for sockets that the test closes itself.
func dial(t *testing.T, typ int, path string) (fd int) {
	t.Helper()
	fd, err := unix.Socket(unix.AF_UNIX, typ, 0)
	check(t, err)
	check(t, unix.Connect(fd, &unix.SockaddrUnix{Name: path}))
	return fd
}

func payloads(t *testing.T, messages []*format.Message) (all []string) {
	t.Helper()
	for _, m := range messages {
		all = append(all, string(payload(t, m)))
	}
	return all
}

// TestDecidedByWhoAccepts: what is sent before a connection is accepted is for who accepts
// it, and not for who listens, whatever it is that is sent.
func TestDecidedByWhoAccepts(t *testing.T) {
	testkernel.Need(t)
	proves(t, "with a filter for processes: to the process that accepts the connection, whichever process listens", "yes")
	sends := []struct {
		name string
		send func(fd int, text string) error
	}{
		{"plain", func(fd int, text string) error { return unix.Send(fd, []byte(text), 0) }},
		{"with a descriptor", func(fd int, text string) error {
			return unix.Sendmsg(fd, []byte(text), unix.UnixRights(fd), nil, 0)
		}},
		{"large", func(fd int, text string) error {
			_, err := unix.SendmsgBuffers(fd, [][]byte{[]byte(text), make([]byte, 40_000)}, nil, nil, 0)
			return err
		}},
	}
	for _, typ := range []int{unix.SOCK_STREAM, unix.SOCK_SEQPACKET} {
		p := newPreforked(t, typ)
		taker := p.workers[0]
		filter := format.Filter{Pids: []int{taker.pid()}, Comms: []string{"worker-0"}}
		if typ == unix.SOCK_SEQPACKET {
			filter = format.Filter{Comms: []string{"worker-0"}}
		}
		var want []string
		messages, stats := snoop(t, Options{Filter: Filter{Filter: filter}}, func() {
			for i := range 12 {
				s := sends[i/2%len(sends)]
				text := fmt.Sprintf("%s %d", s.name, i)
				client := dial(t, typ, p.path)
				check(t, s.send(client, text))
				worker := p.workers[i%2]
				if worker == taker {
					want = append(want, text)
				}
				fd := worker.do(t, "accept 3")
				worker.do(t, "receive %s", fd)
				worker.do(t, "close %s", fd)
				check(t, unix.Close(client))
			}
		})
		var got []string
		for _, m := range messages {
			text, _, _ := strings.Cut(string(payload(t, m)), "\x00") // those of a large one
			got = append(got, text)
			if m.To.Pid != taker.pid() || m.To.Comm != "worker-0" {
				t.Errorf("%s", format.Header(m))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("type %d:\n%s", typ, diff)
		}
		if lost := stats.Lost() + stats.Undecided + stats.InFlight; lost > 0 {
			t.Errorf("type %d: %+v", typ, stats)
		}
	}
}

// TestDecidedByWhoReceives: a connection may be handed on by who accepted it, and then what
// is sent there is for who receives. What nobody accepts is for nobody, and what nobody has
// accepted when the capture ends is perhaps lost.
func TestDecidedByWhoReceives(t *testing.T) {
	testkernel.Need(t)
	proves(t, "with a filter for processes: to the process that the socket is handed to", "yes")
	path, first, second := passing(t)
	closing := t.TempDir() + "/closing"
	unused, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	check(t, err)
	check(t, unix.Bind(unused, &unix.SockaddrUnix{Name: closing}))
	check(t, unix.Listen(unused, 10))
	filter := format.Filter{Comms: []string{"second"}}
	messages, stats := snoop(t, Options{Filter: Filter{Filter: filter}}, func() {
		client := testsock.Connected(t, unix.SOCK_STREAM, path)
		check(t, unix.Send(client, []byte("before"), 0))
		accepted := first.do(t, "accept 3")
		check(t, unix.Send(client, []byte("accepted"), 0))
		first.do(t, "pass %s 4", accepted)
		first.do(t, "close %s", accepted)
		check(t, unix.Send(client, []byte("on its way"), 0))
		taken := second.do(t, "take 3")
		second.do(t, "receive %s", taken)
		check(t, unix.Send(client, []byte("received"), 0))

		nobody := dial(t, unix.SOCK_STREAM, closing)
		check(t, unix.Send(nobody, []byte("to nobody"), 0))
		check(t, unix.Close(unused))
		check(t, unix.Close(nobody))
		check(t, unix.Send(testsock.Connected(t, unix.SOCK_STREAM, path), []byte("perhaps"), 0))
	})
	messages = only(messages, func(m *format.Message) bool { return m.Files == nil })
	want := []string{"before", "accepted", "on its way", "received"}
	if diff := cmp.Diff(want, payloads(t, messages)); diff != "" {
		t.Error(diff)
	}
	for _, m := range messages {
		if m.To.Comm != "second" || m.To.Pid != second.pid() {
			t.Errorf("%s", format.Header(m))
		}
	}
	if stats.Undecided != 1 || stats.Lost() > 0 {
		t.Errorf("%+v", stats)
	}
}

// TestAcceptorIsNamed: who accepted a connection is named as the receiver of what was sent
// before, whoever listened, and nobody is while that is not known.
func TestAcceptorIsNamed(t *testing.T) {
	testkernel.Need(t)
	p := newPreforked(t, unix.SOCK_STREAM)
	messages, _ := snoop(t, Options{}, func() {
		for i := range 6 {
			client := testsock.Connected(t, unix.SOCK_STREAM, p.path)
			check(t, unix.Send(client, []byte{byte('0' + i)}, 0))
			p.workers[i%2].do(t, "accept 3")
		}
		check(t, unix.Send(testsock.Connected(t, unix.SOCK_STREAM, p.path), []byte("x"), 0))
	}, p.path)
	if len(messages) != 7 {
		t.Fatalf("%d messages", len(messages))
	}
	for i, m := range messages[:6] {
		if worker := p.workers[i%2].pid(); m.To.Pid != worker || m.To.Inode == 0 {
			t.Errorf("to %d: %s", worker, format.Header(m))
		}
	}
	if to := messages[6].To; to.Pid != 0 {
		t.Errorf("to nobody yet: %s", format.Header(messages[6]))
	}
}

// TestBoundClient: a client that has a name, too, has one conversation, whoever speaks
// first and however late it is accepted.
func TestBoundClient(t *testing.T) {
	testkernel.Need(t)
	path := t.TempDir() + "/s"
	listener := testsock.Listening(t, unix.SOCK_STREAM, path, 10)
	var inodes []uint64
	seen := make(chan string, 10)
	out := &keeper{see: func(m *format.Message) {
		if m.More || len(m.Parts) == 0 {
			return
		}
		seen <- string(m.Parts[0].Data)
	}}
	snoopTo(t, Options{Hold: DefaultHold}, out, func() {
		for i, serverFirst := range []bool{false, true} {
			client := testsock.Bound(t, unix.SOCK_STREAM, fmt.Sprintf("%s-%d", path, i))
			inodes = append(inodes, testsock.Inode(t, client))
			check(t, unix.Connect(client, &unix.SockaddrUnix{Name: path}))
			if !serverFirst {
				check(t, unix.Send(client, []byte("request"), 0))
				<-seen // and not accepted yet
			}
			server := testsock.Accepted(t, listener)
			check(t, unix.Send(server, []byte("answer"), 0))
			<-seen
			check(t, unix.Send(client, []byte("thanks"), 0))
			<-seen
		}
	}, path)
	for i, m := range out.messages {
		inode := inodes[i/3] // three of the first, two of the other
		client, server := m.Sides()
		if m.Conversation() != fmt.Sprint(inode) || client.Inode != inode || server.Inode == inode {
			t.Errorf("client %d, conversation %s: %s", inode, m.Conversation(), format.Header(m))
		}
	}
	if len(out.messages) != 5 {
		t.Errorf("%d messages", len(out.messages))
	}
}

// TestWhoCanReceive: who has closed a socket is not named as the receiver of what goes
// there, and who splices from it is.
func TestWhoCanReceive(t *testing.T) {
	testkernel.Need(t)
	ours, theirs := testsock.Pair(t, unix.SOCK_STREAM)
	child := startActor(t, nil, theirs)
	messages, _ := snoop(t, Options{}, func() {
		for _, text := range []string{"not read", "spliced"} {
			pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
			check(t, err)
			check(t, unix.Sendmsg(ours, []byte("p"), unix.UnixRights(pair[1]), nil, 0))
			fd := child.do(t, "take 3")
			if text == "not read" {
				check(t, unix.Close(pair[1]))
			}
			check(t, unix.Send(pair[0], []byte(text), 0))
			if text == "spliced" {
				child.do(t, "splice %s %d", fd, len(text))
				check(t, unix.Close(pair[1]))
			}
			defer unix.Close(pair[0])
		}
	})
	messages = only(messages, func(m *format.Message) bool {
		text := string(payload(t, m))
		return text == "not read" || text == "spliced"
	})
	if len(messages) != 2 {
		t.Errorf("%d messages", len(messages))
	}
	for _, m := range messages {
		if m.To.Pid != child.pid() {
			t.Errorf("%q, to %d: %s", payload(t, m), child.pid(), format.Header(m))
		}
	}
}

// TestManyOtherSockets: whose a socket is stays known, whatever other sockets come and go.
func TestManyOtherSockets(t *testing.T) {
	const row = "with a filter for processes: however many other sockets come and go"
	spoke(row)
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	proves(t, row, "yes")
	path := t.TempDir() + "/s"
	listener := testsock.Listening(t, unix.SOCK_STREAM, path, 10)
	idle := startActor(t, nil, listener)
	idle.do(t, "name idle")
	filter := format.Filter{Comms: []string{"idle"}}
	messages, stats := snoop(t, Options{Filter: Filter{Filter: filter}}, func() {
		client := testsock.Connected(t, unix.SOCK_STREAM, path)
		fd := idle.do(t, "accept 3")
		for range 35_000 {
			fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
			check(t, err)
			for _, fd := range fds {
				check(t, unix.Close(fd))
			}
		}
		check(t, unix.Send(client, []byte("still known"), 0))
		idle.do(t, "receive %s", fd)
	})
	if len(messages) != 1 || messages[0].To.Comm != "idle" || stats.Unowned > 0 {
		t.Errorf("%d messages: %v, %+v", len(messages), messages, stats)
	}
}

// TestTooManySockets: that there is no room to note whose a socket is, is said.
func TestTooManySockets(t *testing.T) {
	testkernel.Need(t)
	out := &keeper{prepare: func(c *Capture) {
		owners := c.loaded.Maps[program.MapOwners]
		for i := range owners.MaxEntries() + 1 {
			err := owners.Update(1<<40+uint64(i), &program.Owner{}, ebpf.UpdateAny)
			if errors.Is(err, unix.E2BIG) {
				return // some are there already
			}
			check(t, err)
		}
		t.Error("there is room for more")
	}}
	filter := format.Filter{Comms: []string{"nobody"}}
	stats := snoopTo(t, Options{Filter: Filter{Filter: filter}}, out, func() { testsock.Pair(t, unix.SOCK_STREAM) })
	if stats.Unowned == 0 {
		t.Errorf("%+v", stats)
	}
	if losses := stats.Losses(); len(losses) == 0 || !strings.Contains(losses[0].Note, "perhaps lost") {
		t.Errorf("%v", losses)
	}
}
