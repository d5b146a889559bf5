package probes

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// TestFileNotSpelling captures sockets by other names than they were bound by.
func TestFileNotSpelling(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	path := func(elements ...string) string { return filepath.Join(append([]string{dir}, elements...)...) }
	mkdir := func(elements ...string) string {
		t.Helper()
		p := path(elements...)
		if err := os.MkdirAll(p, 0o755); err != nil {
			t.Fatal(err)
		}
		return p
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	mkdir("real")
	must(os.Symlink("real", path("link")))
	mkdir("bound")
	must(unix.Mount(path("real"), path("bound"), "", unix.MS_BIND, ""))
	defer unix.Unmount(path("bound"), unix.MNT_DETACH)
	mkdir("root", "run")
	server := startActor(t, nil)
	jailed := startActor(t, nil)
	jailed.do(t, "chroot %s", path("root"))
	server.do(t, "directory %s", path("real"))

	client := testsock.Open(t, unix.SOCK_DGRAM)
	// bind has an actor bind a socket under a name of its own, and reach is by which
	// others know it.
	bind := func(a *actor, name string) {
		fd := a.do(t, "socket %d", unix.SOCK_DGRAM)
		a.do(t, "bind %s %s", fd, name)
	}
	type spelling struct{ name, pattern, bound, reach string }
	tests := []spelling{
		{"symbolic link to the directory", path("link", "a"), path("real", "a"), path("real", "a")},
		{"relative path", path("real", "b"), "b", path("real", "b")},
		{"bind mount", path("bound", "c"), path("real", "c"), path("real", "c")},
		{"the other way round", path("real", "d"), path("bound", "d"), path("real", "d")},
		{"prefix", path("link", "e*"), path("real", "e1"), path("real", "e1")},
	}
	outside := spelling{"chroot", path("root", "run", "f"), "/run/f", path("root", "run", "f")}
	hard := spelling{"hard link", path("hard"), path("real", "g"), path("hard")}
	soft := spelling{"symbolic link to the socket", path("soft"), path("real", "h"), path("soft")}
	moved := spelling{"renamed", path("moved"), path("real", "i"), path("moved")}
	removed := spelling{"removed", path("real", "j"), "j", ""}
	fresh := make([]spelling, len(tests)) // those of which there is nothing when the capture starts
	for i, s := range tests {
		fresh[i] = spelling{s.name + ", bound later", s.pattern, s.bound + "n", s.reach + "n"}
		if s.pattern[len(s.pattern)-1] != '*' {
			fresh[i].pattern += "n"
		}
		bind(server, s.bound)
	}
	jailedLater := spelling{"chroot, bound later", path("root", "run", "fn"), "/run/fn", path("root", "run", "fn")}
	bind(jailed, outside.bound)
	for _, s := range []spelling{hard, soft, moved, removed} {
		bind(server, s.bound)
	}
	must(os.Link(hard.bound, hard.pattern))
	must(os.Symlink(soft.bound, soft.pattern))
	must(os.Rename(moved.bound, moved.pattern))
	gone := testsock.Open(t, unix.SOCK_DGRAM)
	must(unix.Connect(gone, &unix.SockaddrUnix{Name: path("real", "j")}))

	all := slices.Concat(tests, []spelling{outside, hard, soft, moved, removed}, fresh, []spelling{jailedLater})
	var patterns []string
	for _, s := range all {
		patterns = append(patterns, s.pattern)
	}
	messages, _ := snoop(t, Options{}, func() {
		check(t, os.Remove(path("real", "j")))
		for _, s := range fresh {
			bind(server, s.bound)
		}
		bind(jailed, jailedLater.bound)
		bind(server, path("real", "unwanted"))
		check(t, unix.Sendto(client, []byte("unwanted"), 0, &unix.SockaddrUnix{Name: path("real", "unwanted")}))
		for _, s := range all {
			if s.reach == "" {
				check(t, unix.Send(gone, []byte(s.name), 0))
				continue
			}
			check(t, unix.Sendto(client, []byte(s.name), 0, &unix.SockaddrUnix{Name: s.reach}))
		}
	}, patterns...)
	var want, got []string
	for _, s := range all {
		want = append(want, s.name)
	}
	for _, m := range messages {
		got = append(got, string(payload(t, m)))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("captured:\n%s", diff)
	}
}

// TestOverlay: a container's root is often an overlay, whose files have another
// device to stat than to the kernel.
func TestOverlay(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	for _, name := range []string{"lower", "upper", "work", "merged"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	// Upper and work have to be on a file system that can be an upper one.
	if err := unix.Mount("tmpfs", filepath.Join(dir, "upper"), "tmpfs", 0, ""); err != nil {
		t.Fatal(err)
	}
	defer unix.Unmount(filepath.Join(dir, "upper"), unix.MNT_DETACH)
	for _, name := range []string{"upper/u", "upper/w"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	options := fmt.Sprintf("lowerdir=%[1]s/lower,upperdir=%[1]s/upper/u,workdir=%[1]s/upper/w", dir)
	merged := filepath.Join(dir, "merged")
	if err := unix.Mount("overlay", merged, "overlay", 0, options); err == unix.ENODEV {
		t.Skip("this kernel has no overlay file system here")
	} else if err != nil {
		t.Fatal(err)
	}
	defer unix.Unmount(merged, unix.MNT_DETACH)
	container := startActor(t, nil)
	container.do(t, "chroot %s", merged)
	bind := func(name string) {
		container.do(t, "bind %s %s", container.do(t, "socket %d", unix.SOCK_DGRAM), name)
	}
	bind("/before")
	client := testsock.Open(t, unix.SOCK_DGRAM)
	messages, _ := snoop(t, Options{}, func() {
		bind("/later")
		for _, name := range []string{"before", "later"} {
			check(t, unix.Sendto(client, []byte(name), 0, &unix.SockaddrUnix{Name: filepath.Join(merged, name)}))
		}
	}, merged+"/before", merged+"/later")
	if len(messages) != 2 {
		t.Errorf("%d messages captured, want 2", len(messages))
	}
}

// TestFiltersAgree holds the kernel's filter against format.Filter: of the same
// traffic, each capture must show what its filter matches in the capture of
// everything.
func TestFiltersAgree(t *testing.T) {
	testhost.MuchTheSame(t)
	o := testkernel.Need(t)
	rnd := testrand.New(t)
	dir := t.TempDir()

	// Four actors, each at both ends of wires to the others.
	const actors = 4
	types := []int{unix.SOCK_STREAM, unix.SOCK_SEQPACKET, unix.SOCK_DGRAM}
	type place struct{ actor, number int }
	var (
		descriptors [actors][]int
		others      [actors][]place // at the other ends of those
		names       []string
	)
	for i := range actors {
		for j := range i {
			others[i] = append(others[i], place{j, len(descriptors[j])})
			others[j] = append(others[j], place{i, len(descriptors[i])})
			typ := types[(i+j)%len(types)]
			if (i+j)%2 == 0 {
				a, b := testsock.Pair(t, typ)
				descriptors[i], descriptors[j] = append(descriptors[i], a), append(descriptors[j], b)
				continue
			}
			name := filepath.Join(dir, fmt.Sprintf("%d-%d", i, j))
			if rnd.IntN(2) == 0 {
				name = "@" + name
			}
			w := connect(t, typ, name)
			names = append(names, name)
			if typ == unix.SOCK_DGRAM {
				back := &unix.SockaddrUnix{Name: name + "-back"}
				check(t, unix.Bind(w.client, back))
				check(t, unix.Connect(w.server, back))
				names = append(names, back.Name)
			}
			descriptors[i], descriptors[j] = append(descriptors[i], w.client), append(descriptors[j], w.server)
		}
	}
	var cast [actors]*actor
	for i := range cast {
		cast[i] = startActor(t, nil, descriptors[i]...)
		cast[i].do(t, "name actor%d", i)
		cast[i].do(t, "user %d", 1000+i%2)
		for fd := range descriptors[i] {
			cast[i].do(t, "send %d hello", 3+fd)
		}
	}
	for i := range cast {
		for fd := range descriptors[i] {
			cast[i].do(t, "receive %d", 3+fd)
		}
	}

	pick := func(n int) bool { return rnd.IntN(n) == 0 }
	pattern := func() format.Pattern {
		p, err := format.ParsePattern(names[rnd.IntN(len(names))])
		if err != nil {
			t.Fatal(err)
		}
		if pick(3) {
			p.Name, p.Prefix = p.Name[:rnd.IntN(len(p.Name)+1)], true
		}
		return p
	}
	filters := []format.Filter{{}} // the first for comparison
	more := 14
	if testing.Short() {
		more = 5
	}
	for range more {
		var f format.Filter
		for pick(2) {
			f.Names = append(f.Names, pattern())
		}
		if pick(4) { // names are found in another way if there are many
			for range 5 {
				f.Names = append(f.Names, pattern())
			}
		}
		if pick(4) {
			f.Exclude = append(f.Exclude, pattern())
		}
		for pick(4) {
			of := descriptors[rnd.IntN(actors)]
			f.Inodes = append(f.Inodes, testsock.Inode(t, of[rnd.IntN(len(of))]))
		}
		f.Unnamed = pick(5)
		for pick(4) {
			f.Types = append(f.Types, format.SocketType(types[rnd.IntN(len(types))]))
		}
		for pick(4) {
			f.Pids = append(f.Pids, cast[rnd.IntN(actors)].pid())
		}
		for pick(4) {
			f.Comms = append(f.Comms, "actor"+strconv.Itoa(rnd.IntN(actors)))
		}
		if pick(4) {
			f.UIDs = append(f.UIDs, 1000+rnd.IntN(2))
		}
		filters = append(filters, f)
	}

	seen := make([][]*format.Message, len(filters))
	captures := make([]func(), len(filters))
	for i, f := range filters {
		// It is who receives that tells whose a socket is, as we have each, too.
		captures[i] = capture(t, Options{Offsets: o, Filter: Filter{Filter: f}, Hold: unhurried}, &seen[i])
	}
	for n := range 100 {
		i := rnd.IntN(actors)
		fd := rnd.IntN(len(descriptors[i]))
		cast[i].do(t, "send %d message%d", 3+fd, n)
		to := others[i][fd]
		cast[to.actor].do(t, "receive %d", 3+to.number)
	}
	for _, stop := range captures {
		stop()
	}

	ids := func(messages []*format.Message, f format.Filter) []string {
		ids := []string{}
		for _, m := range messages {
			if id := string(payload(t, m)); len(id) > 7 && id[:7] == "message" && f.Match(m) {
				ids = append(ids, id)
			}
		}
		return ids
	}
	if got := len(ids(seen[0], format.Filter{})); got != 100 {
		t.Fatalf("%d messages captured without a filter, want 100", got)
	}
	matches := 0
	for i, f := range filters {
		want, got := ids(seen[0], f), ids(seen[i], format.Filter{})
		matches += len(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v: wanted (-), captured (+):\n%s", f, diff)
		}
	}
	t.Logf("%d of %d matched", matches-100, 100*(len(filters)-1))
}

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
