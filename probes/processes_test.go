package probes

import (
	"encoding/binary"
	"os"
	"strconv"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// TestProcesses: both ends of a message have the right process, whatever way they
// came by their sockets, and even if they have gone.
func TestProcesses(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	type who struct {
		data     string
		from, to int
		comm     string // of the receiver
	}
	var want []who
	var worker, child, sender, receiver, taker, inner *actor
	paused := make(chan struct{}) // so that all has happened when the rings are read
	out := &keeper{prepare: func(c *Capture) { c.paused = paused }}
	snoopTo(t, Options{RingSize: bigRing}, out, func() {
		defer close(paused)
		// Who accepts is not who listens.
		listener := testsock.Open(t, unix.SOCK_STREAM)
		address := &unix.SockaddrUnix{Name: dir + "/listen"}
		check(t, unix.Bind(listener, address))
		check(t, unix.Listen(listener, 1))
		worker = startActor(t, nil, listener)
		worker.do(t, "name worker")
		client := testsock.Open(t, unix.SOCK_STREAM)
		check(t, unix.Connect(client, address))
		check(t, unix.Send(client, []byte("not accepted yet"), 0))
		fd := worker.do(t, "accept 3")
		worker.do(t, "receive %s", fd)
		check(t, unix.Send(client, []byte("to the worker"), 0))
		worker.do(t, "send %s from-the-worker", fd)
		want = append(want, who{"not accepted yet", os.Getpid(), worker.pid(), "worker"},
			who{"to the worker", os.Getpid(), worker.pid(), "worker"}, who{"from-the-worker", worker.pid(), os.Getpid(), ""})

		// Who accepts is not who receives.
		client = testsock.Open(t, unix.SOCK_STREAM)
		check(t, unix.Connect(client, address))
		accepted, _, err := unix.Accept(listener)
		check(t, err)
		child = startActor(t, nil, accepted)
		check(t, unix.Close(accepted))
		child.do(t, "name child")
		check(t, unix.Send(client, []byte("to the child"), 0))
		child.do(t, "receive 3")
		want = append(want, who{"to the child", os.Getpid(), child.pid(), "child"})

		// Datagrams between processes that made their sockets themselves, and go.
		receiver = startActor(t, nil)
		receiver.do(t, "name receiver")
		made := receiver.do(t, "socket %d", unix.SOCK_DGRAM)
		receiver.do(t, "bind %s %s/dgram", made, dir)
		sender = startActor(t, nil)
		made = sender.do(t, "socket %d", unix.SOCK_DGRAM)
		sender.do(t, "sendto %s datagram %s/dgram", made, dir)
		want = append(want, who{"datagram", sender.pid(), receiver.pid(), "receiver"})
		receiver.leave(t)
		sender.leave(t)

		// A descriptor is passed on.
		ours, theirs := testsock.Pair(t, unix.SOCK_STREAM)
		passed := connect(t, unix.SOCK_DGRAM, dir+"/passed")
		taker = startActor(t, nil, theirs)
		taker.do(t, "name taker")
		check(t, unix.Sendmsg(ours, []byte("x"), unix.UnixRights(passed.server), nil, 0))
		fd = taker.do(t, "take 3")
		check(t, unix.Send(passed.client, []byte("one"), 0))
		taker.do(t, "receive %s", fd)
		check(t, unix.Send(passed.client, []byte("passed"), 0))
		want = append(want, who{"passed", os.Getpid(), taker.pid(), "taker"})

		// In another pid namespace, shown by their pids here.
		inner = startActor(t, &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWPID})
		inner.do(t, "name inner")
		made = inner.do(t, "socket %d", unix.SOCK_DGRAM)
		inner.do(t, "bind %s %s/inner", made, dir)
		check(t, unix.Sendto(passed.client, []byte("inner"), 0, &unix.SockaddrUnix{Name: dir + "/inner"}))
		inner.do(t, "sendto %s outer %s/passed", made, dir)
		want = append(want, who{"inner", os.Getpid(), inner.pid(), "inner"}, who{"outer", inner.pid(), taker.pid(), "taker"})
	}, "*")
	inodes := map[string]uint64{}
	for _, w := range want {
		found := only(out.messages, func(m *format.Message) bool { return string(payload(t, m)) == w.data })
		if len(found) != 1 {
			t.Errorf("%s: %d messages", w.data, len(found))
			continue
		}
		if m := found[0]; m.From.Pid != w.from || m.To.Pid != w.to || w.comm != "" && m.To.Comm != w.comm {
			t.Errorf("%s, want %d > %s[%d]", format.Header(m), w.from, w.comm, w.to)
		}
		inodes[w.data] = found[0].To.Inode
	}
	if a, b := inodes["not accepted yet"], inodes["to the worker"]; a != b {
		t.Errorf("one connection with sockets %d and %d", a, b)
	}
}

// TestFollow: what a process says and hears, and what it starts.
func TestFollow(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	w := connect(t, unix.SOCK_DGRAM, dir+"/s")
	parent := startActor(t, nil, w.client)
	parent.do(t, "send 3 before")
	follow := Options{Filter: Filter{Filter: format.Filter{Pids: []int{parent.pid()}}, Follow: true}}
	var child string
	messages, _ := snoop(t, follow, func() {
		parent.do(t, "send 3 parent")
		child = parent.do(t, "start 3 child")
		check(t, unix.Send(w.client, []byte("other"), 0))
	})
	if len(messages) != 2 {
		t.Fatalf("%d messages, want 2", len(messages))
	}
	if m := messages[1]; string(payload(t, m)) != "child" || strconv.Itoa(m.From.Pid) != child {
		t.Errorf("%s: %q, want the child %s", format.Header(m), payload(t, m), child)
	}
}

// TestAside: who is left out says and hears nothing.
func TestAside(t *testing.T) {
	testkernel.Need(t)
	ours, theirs := testsock.Pair(t, unix.SOCK_STREAM)
	w := connect(t, unix.SOCK_DGRAM, t.TempDir()+"/s")
	aside := startActor(t, nil, theirs, w.server)
	aside.do(t, "send 3 hello")
	messages, _ := snoop(t, Options{Filter: Filter{Aside: []int{aside.pid()}}}, func() {
		check(t, unix.Send(ours, []byte("to aside"), 0))
		aside.do(t, "send 3 from-aside")
		check(t, unix.Sendto(w.client, []byte("elsewhere"), 0, &unix.SockaddrUnix{Name: w.path}))
		check(t, unix.Send(ours, binary.LittleEndian.AppendUint64(nil, 1), 0))
	})
	for _, m := range messages {
		if m.From.Pid == aside.pid() || m.To.Pid == aside.pid() {
			t.Errorf("%s: %q", format.Header(m), payload(t, m))
		}
	}
}

// TestContainer: by the control group, from the id of a container to what runs in
// a group inside it.
func TestContainer(t *testing.T) {
	testkernel.Need(t)
	const id = "0123456789ab0123456789ab0123456789ab0123456789ab0123456789ab0123"
	group := "/sys/fs/cgroup/docker-" + id + ".scope"
	inside := group + "/inside"
	if err := os.MkdirAll(inside, 0o755); err != nil {
		t.Skipf("no control groups (version 2): %v", err)
	}
	w := connect(t, unix.SOCK_STREAM, t.TempDir()+"/s")
	contained := startActor(t, nil, w.client)
	defer func() {
		contained.leave(t)
		emptied(t, inside)
		check(t, os.Remove(inside))
		check(t, os.Remove(group))
	}()
	if err := os.WriteFile(inside+"/cgroup.procs", []byte(strconv.Itoa(contained.pid())), 0o644); err != nil {
		t.Fatal(err)
	}
	groups, names := proc.NewCgroups("/proc").Containers(id[:12])
	if len(groups) != 2 || len(names) != 1 {
		t.Fatalf("control groups %v of %q", groups, names)
	}
	other := connect(t, unix.SOCK_STREAM, t.TempDir()+"/s")
	messages, _ := snoop(t, Options{Filter: Filter{Filter: format.Filter{Cgroups: groups}}}, func() {
		check(t, unix.Send(other.client, []byte("outside"), 0))
		contained.do(t, "send 3 from-inside")
		check(t, unix.Send(w.server, []byte("to inside"), 0))
	})
	var got []string
	for _, m := range messages {
		got = append(got, string(payload(t, m)))
	}
	if diff := cmp.Diff([]string{"from-inside", "to inside"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestPidIsUsedAgain: a process is not captured for having the pid of one that was.
func TestPidIsUsedAgain(t *testing.T) {
	testkernel.Need(t)
	w := connect(t, unix.SOCK_STREAM, t.TempDir()+"/s")
	first := startActor(t, nil, w.client)
	pid := first.pid()
	messages, _ := snoop(t, Options{Filter: Filter{Filter: format.Filter{Pids: []int{pid}}}}, func() {
		first.do(t, "send 3 first")
		first.leave(t)
		// The kernel hands out the next free one behind this.
		next := []byte(strconv.Itoa(pid - 1))
		for {
			if err := os.WriteFile("/proc/sys/kernel/ns_last_pid", next, 0o644); err != nil {
				t.Errorf("choosing the next pid: %v", err)
				return
			}
			second := startActor(t, nil, w.client)
			second.do(t, "send 3 second")
			if second.pid() == pid {
				return
			}
		}
	})
	if len(messages) != 1 || string(payload(t, messages[0])) != "first" {
		t.Errorf("captured %d messages", len(messages))
	}
}

// TestNotAcceptedYet: a connection that nobody has accepted is the listener's.
func TestNotAcceptedYet(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	listener := startActor(t, nil)
	listener.do(t, "name listener")
	fd := listener.do(t, "socket %d", unix.SOCK_STREAM)
	listener.do(t, "bind %s %s/s", fd, dir)
	check(t, os.Chmod(dir+"/s", 0o777))
	listener.do(t, "user 1234")
	listener.do(t, "listen %s", fd)
	filter := format.Filter{Comms: []string{"listener"}, UIDs: []int{1234}, Pids: []int{listener.pid()}}
	messages, _ := snoop(t, Options{Filter: Filter{Filter: filter}}, func() {
		client := testsock.Open(t, unix.SOCK_STREAM)
		check(t, unix.Connect(client, &unix.SockaddrUnix{Name: dir + "/s"}))
		check(t, unix.Send(client, []byte("hello"), 0))
		listener.do(t, "accept %s", fd)
	})
	if len(messages) != 1 {
		t.Fatalf("%d messages", len(messages))
	}
	if to := messages[0].To; to.Pid != listener.pid() || to.Comm != "listener" || to.UID != 1234 {
		t.Errorf("to %+v", to)
	}
}
