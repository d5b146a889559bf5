package proc

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// makeProcess adds a process that holds sockets to a made-up /proc.
func makeProcess(t *testing.T, proc string, pid int, comm string, inodes ...uint64) {
	t.Helper()
	dir := filepath.Join(proc, fmt.Sprint(pid))
	if err := os.MkdirAll(filepath.Join(dir, "fd"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "comm"), []byte(comm+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	status := fmt.Sprintf("Name:\t%s\nPid:\t%d\nUid:\t1000\t0\t0\t0\n", comm, pid)
	if err := os.WriteFile(filepath.Join(dir, "status"), []byte(status), 0o600); err != nil {
		t.Fatal(err)
	}
	links := []string{"/dev/null", "pipe:[7]", "socket:[x]"}
	for _, inode := range inodes {
		links = append(links, fmt.Sprintf("socket:[%d]", inode))
	}
	for fd, target := range links {
		if err := os.Symlink(target, filepath.Join(dir, "fd", fmt.Sprint(fd))); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOwners(t *testing.T) {
	proc := fakeProc(t, map[string]string{"self/ns/pid@": initialLink})
	makeProcess(t, proc, 1, "init", 100)
	makeProcess(t, proc, 10, "listener", 100, 101)
	makeProcess(t, proc, 11, "worker", 101, 102)
	o, patient := NewOwners(proc), NewOwners(proc)
	patient.search.patience = time.Hour
	makeProcess(t, proc, 12, "newcomer", 103)

	for _, test := range []struct {
		inode uint64
		hint  int
		want  Process
	}{
		{100, 0, Process{Pid: 10, Comm: "listener", UID: 1000}},  // started on demand by process 1, which holds it too
		{102, 10, Process{Pid: 11, Comm: "worker", UID: 1000}},   // the holder counts, not the hint
		{103, 12, Process{Pid: 12, Comm: "newcomer", UID: 1000}}, // found through the hint
		{999, 12, Process{Pid: 12, Comm: "newcomer", UID: 1000}}, // the hint, for want of better
		{0, 10, Process{Pid: 10, Comm: "listener", UID: 1000}},   // not accepted yet
		{0, 0, Nobody},                           // nobody
		{998, 0, Nobody},                         // nobody holds it
		{998, 4711, Process{Pid: 4711, UID: -1}}, // gone
		{101, 11, Process{Pid: 10, Comm: "listener", UID: 1000}}, // one of both
	} {
		if got := o.Of(test.inode, test.hint); got != test.want {
			t.Errorf("Of(%d, %d) = %v, want %v", test.inode, test.hint, got, test.want)
		}
		if got := found(patient, test.inode, test.hint); got != test.want {
			t.Errorf("Find(%d, %d) = %v, want %v", test.inode, test.hint, got, test.want)
		}
	}

	o.Saw(101, &Process{Pid: 11, Comm: "worker", UID: 1000}, 1)
	if err := os.RemoveAll(filepath.Join(proc, "11")); err != nil {
		t.Fatal(err)
	}
	if got := o.Of(101, 10); got != (Process{Pid: 11, Comm: "worker", UID: 1000}) {
		t.Errorf("who was seen sending is forgotten: %v", got)
	}
}

// TestVerify: who has closed a socket, or is gone, is not whose it is.
func TestVerify(t *testing.T) {
	proc := fakeProc(t, map[string]string{"self/ns/pid@": initialLink})
	makeProcess(t, proc, 1, "init", 100, 101)
	makeProcess(t, proc, 10, "parent", 100)
	makeProcess(t, proc, 11, "child", 101, 102, 103)
	makeProcess(t, proc, 12, "other", 103, 103)
	o := NewOwners(proc)
	o.search.patience = time.Hour
	was := func(pid int) Process { return Process{Pid: pid, Comm: "as it was", UID: 7} }
	parent, child := Process{Pid: 10, Comm: "parent", UID: 1000}, Process{Pid: 11, Comm: "child", UID: 1000}
	for _, test := range []struct {
		inode uint64
		guess Process
		want  Process
	}{
		{100, was(10), was(10)},
		{101, was(10), child},   // not process 1
		{102, was(4711), child}, // gone
		{100, was(1), parent},   // nor when it is the guess
		{103, was(10), Nobody},  // one of both
		{103, was(11), Nobody},
		{999, was(10), Nobody},      // it has closed it, and nobody has it
		{999, was(4711), was(4711)}, // it had it until it ended
		{0, was(10), was(10)},
		{102, Nobody, Nobody},
	} {
		p, settled := o.Verify(test.inode, &test.guess, time.Hour)
		for !settled {
			runtime.Gosched()
			p, settled = o.Verify(test.inode, &test.guess, time.Hour)
		}
		if p != test.want {
			t.Errorf("%d of %d: %v, want %v", test.inode, test.guess.Pid, p, test.want)
		}
		if now := o.VerifyNow(test.inode, &test.guess); now != p {
			t.Errorf("%d of %d: searched for at once, %v", test.inode, test.guess.Pid, now)
		}
	}
}

// TestVerifyAgain: what was found before a socket was handed on does not serve later, nor does
// what was found in a look at all processes that began before.
func TestVerifyAgain(t *testing.T) {
	proc := fakeProc(t, map[string]string{"self/ns/pid@": initialLink})
	makeProcess(t, proc, 10, "parent", 100)
	o := NewOwners(proc)
	o.search.patience = time.Hour
	parent, child := Process{Pid: 10, Comm: "parent", UID: 1000}, Process{Pid: 11, Comm: "child", UID: 1000}
	began := time.Now()
	verify := func(after time.Time) Process {
		for {
			if p, settled := o.Verify(100, &parent, time.Since(after)); settled {
				return p
			}
			runtime.Gosched()
		}
	}
	if got := verify(began); got != parent {
		t.Errorf("alone: %v", got)
	}
	makeProcess(t, proc, 11, "child", 100)
	if got := verify(time.Now()); got != Nobody {
		t.Errorf("one of both: %v", got)
	}
	if err := os.RemoveAll(filepath.Join(proc, "10", "fd")); err != nil {
		t.Fatal(err)
	}
	if got := verify(time.Now()); got != child {
		t.Errorf("handed on: %v", got)
	}
	if got := verify(began); got != child {
		t.Errorf("and again: %v", got)
	}
}

// found asks until it is settled.
func found(o *Owners, inode uint64, hint int) Process {
	for {
		p, settled := o.Find(inode, hint)
		if settled {
			return p
		}
		runtime.Gosched()
	}
}

// TestOwnersFindWaitsForNobody: while a search goes on, nothing is settled; if it takes
// too long, the hint is the answer, until the search has a better one.
func TestOwnersFindWaitsForNobody(t *testing.T) {
	proc := fakeProc(t, map[string]string{"self/ns/pid@": initialLink})
	o := NewOwners(proc)
	makeProcess(t, proc, 12, "newcomer", 103)
	o.search.patience = time.Hour
	o.search.searching.Lock() // it takes long
	for range 3 {
		if p, settled := o.Find(103, 12); settled {
			t.Fatalf("settled: %v", p)
		}
	}
	o.search.patience = 0
	for range 3 {
		if p, settled := o.Find(103, 12); !settled || p != (Process{Pid: 12, UID: -1}) {
			t.Fatalf("%v, settled %v", p, settled)
		}
	}
	if n := len(o.search.asked); n != 1 {
		t.Errorf("one question is asked %d times", n)
	}
	o.search.patience = time.Hour
	o.search.searching.Unlock()
	if p := found(o, 103, 12); p != (Process{Pid: 12, Comm: "newcomer", UID: 1000}) {
		t.Errorf("found %v", p)
	}
}

// TestOwnersAsksAreBounded: of any number of questions few are remembered, and the
// latest get their answers nevertheless.
func TestOwnersAsksAreBounded(t *testing.T) {
	proc := fakeProc(t, map[string]string{"self/ns/pid@": initialLink})
	makeProcess(t, proc, 12, "holder")
	o := NewOwners(proc)
	o.search.patience = time.Hour
	o.search.searching.Lock()
	for i := range uint64(3 * maxAsked) {
		o.Find(1000+i, 12)
	}
	if n := len(o.search.asked); n > maxAsked {
		t.Errorf("%d are asked, want at most %d", n, maxAsked)
	}
	o.search.searching.Unlock()
	if p := found(o, 1000+3*maxAsked, 12); p.Comm != "holder" {
		t.Errorf("found %v", p)
	}
}

// TestAnswersAreBounded: so many answers are remembered at most, the last one always.
func TestAnswersAreBounded(t *testing.T) {
	proc := fakeProc(t, map[string]string{"self/ns/pid@": initialLink})
	makeProcess(t, proc, 12, "holder")
	o := NewOwners(proc)
	o.search.patience = time.Hour
	for i := range uint64(maxAnswers) {
		o.search.answers[question{inode: i}] = answer{}
	}
	if p := found(o, 1<<20, 12); p.Comm != "holder" {
		t.Errorf("found %v", p)
	}
	o.search.mu.Lock()
	defer o.search.mu.Unlock()
	if n := len(o.search.answers); n > maxAnswers {
		t.Errorf("%d are remembered", n)
	}
}

// TestOwnersReceive: who receives what was sent over a connection that nobody had
// accepted yet.
func TestOwnersReceive(t *testing.T) {
	o := NewOwners(t.TempDir())
	worker := Process{Pid: 11, Comm: "worker"}
	o.SawReceive(200, 100, &worker, 50)
	if got := o.Behind(100); got != 200 {
		t.Errorf("behind 100 is %d", got)
	}
	if got := o.Behind(101); got != 0 {
		t.Errorf("behind 101 is %d", got)
	}
	if got, _, ok := o.Since(200, 49); !ok || got != worker {
		t.Errorf("%v %v", got, ok)
	}
	if _, _, ok := o.Since(200, 50); ok {
		t.Error("seen before, not since")
	}
	o.Saw(200, &Process{Pid: 12}, 40)
	if got, _, _ := o.Since(200, 0); got != worker {
		t.Errorf("an older use counts more: %v", got)
	}
	o.SawAccept(400, 100, &worker, 50)
	if got, guess, ok := o.Since(400, 49); !ok || !guess || got != worker {
		t.Errorf("accepted: %v, a guess %v, %v", got, guess, ok)
	}
	o.SawReceive(400, 100, &Process{Pid: 12}, 60)
	if got, guess, _ := o.Since(400, 49); guess || got.Pid != 12 {
		t.Errorf("accepted, received: %v, a guess %v", got, guess)
	}
	o.SawReceive(300, 0, &worker, 60)
	if got := o.Behind(0); got != 0 {
		t.Errorf("behind nothing is %d", got)
	}
}

// TestOwnersForgetRatherThanGrow: a name in use survives any number of others, and so
// does who receives; there never are more than so many.
func TestOwnersForgetRatherThanGrow(t *testing.T) {
	const inUse, peer, unused = 1 << 40, 1<<40 + 1, 1<<40 + 2
	named := Process{Pid: 10, Comm: "named", UID: 1000}
	o := NewOwners(t.TempDir())
	o.SawReceive(inUse, peer, &named, 1)
	o.SawReceive(unused, unused+1, &named, 1)
	for other := range uint64(3 * maxOwners) {
		o.SawReceive(other, other+1, &Process{Pid: 1, Comm: "x", UID: 1000}, 1)
		if other%1000 != 0 {
			continue
		}
		if got := o.Of(inUse, 0); got != named {
			t.Fatalf("after %d others, %v", other, got)
		}
		if got := o.Behind(peer); got != inUse {
			t.Fatalf("after %d others, %d is behind", other, got)
		}
	}
	if got := o.used.len(); got > maxOwners {
		t.Errorf("%d sockets remembered, want at most %d", got, maxOwners)
	}
	if got := o.behind.len(); got > maxOwners {
		t.Errorf("%d connections remembered, want at most %d", got, maxOwners)
	}
	if got := o.Of(unused, 0); got != Nobody {
		t.Errorf("what was not used for so long is still known: %v", got)
	}
	if got := o.Behind(unused + 1); got != 0 {
		t.Errorf("what was not used for so long is still known: %d", got)
	}
}

// TestOwnersScanDisplacesNobody: however many sockets /proc shows, who was seen using
// one is still known.
func TestOwnersScanDisplacesNobody(t *testing.T) {
	o := NewOwners(t.TempDir())
	named := Process{Pid: 10, Comm: "named", UID: 1000}
	o.Saw(1<<40, &named, 1)
	for inode := range uint64(3 * maxOwners) {
		o.search.hold(inode, Process{Pid: 11, Comm: "holder", UID: 1000})
	}
	if got := o.Of(1<<40, 0); got != named {
		t.Errorf("%v, want %v", got, named)
	}
	if got := o.search.held.len(); got > maxOwners {
		t.Errorf("%d sockets remembered, want at most %d", got, maxOwners)
	}
	o.Saw(3*maxOwners-1, &named, 1) // of a holder, too
	all := map[uint64]Process{}
	for inode, p := range o.All() {
		if _, twice := all[inode]; twice {
			t.Fatalf("%d comes twice", inode)
		}
		all[inode] = p.Process
	}
	if all[1<<40] != named || all[3*maxOwners-1] != named {
		t.Errorf("%v and %v, want %v", all[1<<40], all[3*maxOwners-1], named)
	}
}

// TestOwnersAlone: who holds a socket alone is known to, whatever process 1 holds as well.
func TestOwnersAlone(t *testing.T) {
	proc := fakeProc(t, map[string]string{"self/ns/pid@": initialLink})
	makeProcess(t, proc, 1, "init", 100)
	makeProcess(t, proc, 10, "one", 100, 101)
	makeProcess(t, proc, 11, "two", 101, 102, 102)
	o := NewOwners(proc)
	o.Saw(103, &Process{Pid: 12}, 1)
	alone := map[uint64]bool{}
	for inode, h := range o.All() {
		alone[inode] = h.Alone
	}
	want := map[uint64]bool{100: true, 101: false, 102: true, 103: false}
	if len(alone) != len(want) {
		t.Errorf("%v, want %v", alone, want)
	}
	for inode := range want {
		if alone[inode] != want[inode] {
			t.Errorf("%d: %v", inode, alone[inode])
		}
	}
}

// TestOwnersInTurns: each message is for who received next, whoever did later, or sent.
func TestOwnersInTurns(t *testing.T) {
	const socket = 7
	o := NewOwners(t.TempDir())
	a, b := &Process{Pid: 1, Comm: "a"}, &Process{Pid: 2, Comm: "b"}
	o.SawAccept(socket, 0, b, 5)
	o.SawReceive(socket, 0, b, 20)
	o.SawReceive(socket, 0, a, 12)
	o.SawReceive(socket, 0, a, 10) // the rings of CPUs are read one by one
	o.Saw(socket, a, 25)
	o.SawReceive(socket, 0, b, 30)
	o.Saw(socket, a, 40)
	for at, want := range map[uint64]string{1: "a", 11: "a", 12: "b", 26: "b", 35: "a", 40: ""} {
		if got, _, ok := o.Since(socket, at); ok != (want != "") || ok && got.Comm != want {
			t.Errorf("%d: %+v, want %q", at, got, want)
		}
	}
	for i := range uint64(3 * maxReceipts) {
		o.SawReceive(socket, 0, []*Process{a, b}[i%2], 100+i)
	}
	if n := len(o.used.find(socket).receipts); n != maxReceipts {
		t.Errorf("%d are remembered", n)
	}
	if got, _, _ := o.Since(socket, 1); got.Pid == 0 {
		t.Error("it is not known any more who received at all")
	}
}
