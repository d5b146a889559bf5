package proc

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestOpenPath: by the inode where the kernel tells it, else by the name.
func TestOpenPath(t *testing.T) {
	proc := t.TempDir()
	open := func(descriptor, path, info string) {
		t.Helper()
		for _, dir := range []string{"fd", "fdinfo"} {
			if err := os.MkdirAll(filepath.Join(proc, "7", dir), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Symlink(path, filepath.Join(proc, "7", "fd", descriptor)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(proc, "7", "fdinfo", descriptor), []byte(info), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const old, newer = "pos:\t0\nflags:\t0100000\nmnt_id:\t25\n", "pos:\t0\nflags:\t0100000\nmnt_id:\t25\nino:\t42\n"
	long := "/dir/" + strings.Repeat("x", 100)
	open("3", "/dir/file", old)
	open("4", "/dir/file (deleted)", old)
	open("5", "/memfd:x", newer)
	open("6", "anon_inode:[eventfd]", newer)
	open("7", long, old)
	open("9", "/dir/file", newer)
	open("10", "/mnt", newer)
	for _, test := range []struct {
		pid, descriptor int
		inode           uint64
		name            string
		want            string
	}{
		{7, 3, 42, "file", "/dir/file"},
		{7, 4, 42, "file", "/dir/file (deleted)"},
		{7, 3, 42, "other", ""}, // another file by now
		{7, 5, 42, "memfd:x", ""},
		{7, 6, 42, "[eventfd]", ""},
		{7, 7, 42, strings.Repeat("x", maxFileName), long},
		{7, 8, 42, "file", ""}, // closed
		{8, 3, 42, "file", ""}, // gone
		{7, 9, 42, "file", "/dir/file"},
		{7, 9, 43, "file", ""},   // another of the same name
		{7, 10, 42, "/", "/mnt"}, // the root of a mount
	} {
		if got := OpenPath(proc, test.pid, test.descriptor, test.inode, test.name); got != test.want {
			t.Errorf("%+v: got %q", test, got)
		}
	}
}

// TestOpenPathHere: what this kernel tells of the root of a mount.
func TestOpenPathHere(t *testing.T) {
	f, err := os.Open("/proc")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := os.ReadFile("/proc/self/fdinfo/" + strconv.Itoa(int(f.Fd())))
	if err != nil {
		t.Fatal(err)
	}
	inode, told := openInode(info)
	if !told {
		t.Skip("this kernel does not tell the inode of an open file")
	}
	stat, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if want := stat.Sys().(*syscall.Stat_t).Ino; inode != want {
		t.Errorf("inode %d, want %d", inode, want)
	}
	if got := OpenPath("/proc", os.Getpid(), int(f.Fd()), inode, "/"); got != "/proc" {
		t.Errorf("path %q", got)
	}
}
