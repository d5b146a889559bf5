package proc

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHolders(t *testing.T) {
	proc := t.TempDir()
	makeProcess(t, proc, 10, "one", 100, 101)
	makeProcess(t, proc, 11, "new\nline", 101, 101)
	makeProcess(t, proc, 12, "no sockets")
	var many []uint64
	for inode := range uint64(3000) { // more than are read at once
		many = append(many, 5000+inode)
	}
	makeProcess(t, proc, 13, "many", many...)
	for _, dir := range []string{"14", "self"} { // going, and no process
		if err := os.Mkdir(filepath.Join(proc, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}

	got := map[uint64][]Process{}
	denied, err := Holders(proc, func(inode uint64, p Process) {
		got[inode] = append(got[inode], p)
	})
	if denied != 0 || err != nil {
		t.Fatal(denied, err)
	}
	one := Process{Pid: 10, Comm: "one", UID: 1000}
	two := Process{Pid: 11, Comm: "new\nline", UID: 1000}
	want := map[uint64][]Process{100: {one}, 101: {one, two, two}}
	for _, inode := range many {
		want[inode] = []Process{{Pid: 13, Comm: "many", UID: 1000}}
	}
	for _, holders := range got { // processes come in any order
		slices.SortFunc(holders, func(a, b Process) int { return a.Pid - b.Pid })
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHoldersOfWhatMayNotBeSeen(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may see everything")
	}
	proc := t.TempDir()
	makeProcess(t, proc, 10, "secret", 100)
	if err := os.Chmod(filepath.Join(proc, "10", "fd"), 0); err != nil {
		t.Fatal(err)
	}
	denied, err := Holders(proc, func(inode uint64, p Process) {
		t.Errorf("%d is held by %v", inode, p)
	})
	if denied != 1 || err != nil {
		t.Error(denied, err)
	}
}

func TestHoldersWithoutProc(t *testing.T) {
	if _, err := Holders(filepath.Join(t.TempDir(), "proc"), nil); err == nil {
		t.Error("no error")
	}
}

func BenchmarkHolders(b *testing.B) {
	for b.Loop() {
		if _, err := Holders("/proc", func(uint64, Process) {}); err != nil {
			b.Fatal(err)
		}
	}
}
