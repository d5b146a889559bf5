package proc

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// show has a made-up /proc show a file of a process.
func show(t *testing.T, proc string, pid int, name, text string) {
	t.Helper()
	path := Path(proc, pid, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestStartTime(t *testing.T) {
	proc := t.TempDir()
	show(t, proc, 1, "stat", "1 (init) S 0 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4242 9 10")
	show(t, proc, 2, "stat", "2 (a ) b) (c) S 0 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4243 9 10")
	show(t, proc, 3, "stat", "3 (short) S 0")
	for pid, want := range map[int]string{1: "4242", 2: "4243", 3: "", 4: ""} {
		if got := StartTime(proc, pid); got != want {
			t.Errorf("process %d started at %q, want %q", pid, got, want)
		}
	}
	if got := StartTime("/proc", os.Getpid()); got == "" {
		t.Error("this process has no start time")
	}
}

func TestThreadGroup(t *testing.T) {
	proc := t.TempDir()
	show(t, proc, 10, "status", "Name:\tx\nTgid:\t10\nPid:\t10\n")
	show(t, proc, 11, "status", "Name:\tTgid:\nUmask:\t0022\nTgid:\t10\nPid:\t11\n")
	show(t, proc, 12, "status", "Name:\tx\n")
	for tid, want := range map[int]int{10: 10, 11: 10} {
		if got, err := ThreadGroup(proc, tid); got != want || err != nil {
			t.Errorf("thread %d is of process %d, %v; want %d", tid, got, err, want)
		}
	}
	if got, err := ThreadGroup(proc, 12); err == nil {
		t.Errorf("nothing is told, and yet it is process %d", got)
	}
	if _, err := ThreadGroup(proc, 13); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no such thread: %v", err)
	}

	done := make(chan struct{})
	go func() { // not on the first thread, which this test may run on
		defer close(done)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if got, err := ThreadGroup("/proc", unix.Gettid()); got != os.Getpid() || err != nil {
			t.Errorf("our thread %d is of process %d, %v", unix.Gettid(), got, err)
		}
	}()
	<-done
}

func TestPids(t *testing.T) {
	proc := t.TempDir()
	for _, pid := range []int{9, 10, 1} {
		show(t, proc, pid, "stat", "")
	}
	if err := os.Mkdir(filepath.Join(proc, "self"), 0o700); err != nil {
		t.Fatal(err)
	}
	got, err := Pids(proc)
	if want := []int{1, 9, 10}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
	if _, err := Pids(filepath.Join(proc, strconv.Itoa(11))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no such directory: %v", err)
	}
}
