package proc

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// TestOpenFiles: by its identity and its name, or no path is told.
func TestOpenFiles(t *testing.T) {
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
	mounts := `25 1 254:1 / / rw - ext4 /dev/vda1 rw
26 25 254:1 /etc/passwd /bound rw - ext4 /dev/vda1 rw
27 25 0:40 / /of\040his rw - tmpfs none rw
28 25 0:41 / /mnt rw - tmpfs none rw
`
	long := "/dir/" + strings.Repeat("x", 100)
	open("3", "/dir/file", old)
	open("4", "/dir/file (deleted)", old)
	open("5", "/memfd:x", newer)
	open("6", "anon_inode:[eventfd]", newer)
	open("7", long, old)
	open("9", "/dir/file", newer)
	open("10", "/mnt", strings.Replace(newer, "25", "28", 1))
	open("11", "/of his/file", strings.Replace(newer, "25", "27", 1))
	open("12", "/bound", strings.Replace(newer, "25", "26", 1))
	open("13", "/bound", strings.Replace(old, "25", "26", 1))
	open("14", "/elsewhere/file", strings.Replace(newer, "25", "99", 1))
	open("15", "/of his", strings.Replace(newer, "25", "27", 1))
	if err := os.WriteFile(filepath.Join(proc, "7", "mountinfo"), []byte(mounts), 0o600); err != nil {
		t.Fatal(err)
	}
	disk, his, mnt := device(254, 1), device(0, 40), device(0, 41)
	for _, test := range []struct {
		pid, descriptor int
		file            FileID
		name            string
		want            string
	}{
		{7, 3, FileID{disk, 42}, "file", "/dir/file"},
		{7, 4, FileID{disk, 42}, "file", "/dir/file (deleted)"},
		{7, 3, FileID{disk, 42}, "other", ""}, // another file by now
		{7, 3, FileID{his, 42}, "file", ""},   // of another file system
		{7, 5, FileID{disk, 42}, "memfd:x", ""},
		{7, 6, FileID{disk, 42}, "[eventfd]", ""},
		{7, 7, FileID{disk, 42}, strings.Repeat("x", maxFileName), long},
		{7, 8, FileID{disk, 42}, "file", ""}, // closed
		{8, 3, FileID{disk, 42}, "file", ""}, // gone
		{7, 9, FileID{disk, 42}, "file", "/dir/file"},
		{7, 9, FileID{disk, 43}, "file", ""},  // another of the same name
		{7, 9, FileID{disk, 42}, "other", ""}, // another of the same number, which was used again
		{7, 10, FileID{mnt, 42}, "/", "/mnt"}, // the root of a mount
		{7, 11, FileID{his, 42}, "file", "/of his/file"},
		{7, 11, FileID{disk, 42}, "file", ""},         // the same name and number elsewhere
		{7, 9, FileID{his, 42}, "file", ""},           // the same, the other way round
		{7, 12, FileID{disk, 42}, "passwd", "/bound"}, // a bind mount
		{7, 12, FileID{his, 42}, "passwd", ""},
		{7, 13, FileID{disk, 42}, "passwd", ""}, // the kernel does not tell the number
		{7, 14, FileID{disk, 42}, "file", ""},   // a mount that the process does not see
		{7, 15, FileID{his, 42}, "/", "/of his"},
	} {
		if got := OpenFilesOf(proc, test.pid).Path(test.descriptor, test.file, test.name); got != test.want {
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
	is := stat.Sys().(*syscall.Stat_t)
	if inode != is.Ino {
		t.Errorf("inode %d, want %d", inode, is.Ino)
	}
	id := FileID{device(unix.Major(is.Dev), unix.Minor(is.Dev)), inode}
	if got := OpenFilesOf("/proc", os.Getpid()).Path(int(f.Fd()), id, "/"); got != "/proc" {
		t.Errorf("path %q", got)
	}
}
