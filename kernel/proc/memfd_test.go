package proc

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// makeMemfd makes one with this content, and says which file it is.
func makeMemfd(t *testing.T, content string) (fd int, id FileID) {
	t.Helper()
	fd, err := unix.MemfdCreate("test", unix.MFD_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := unix.Write(fd, []byte(content)); err != nil {
		t.Fatal(err)
	}
	var info unix.Stat_t
	if err := unix.Fstat(fd, &info); err != nil {
		t.Fatal(err)
	}
	return fd, FileID{device(unix.Major(info.Dev), unix.Minor(info.Dev)), info.Ino}
}

// TestReadMemfd: it is read where its sender or its receiver has it, and nothing else is that is
// there instead.
func TestReadMemfd(t *testing.T) {
	const content = "hello there"
	self := os.Getpid()
	fd, id := makeMemfd(t, content)
	read := func(p Passed, most int, want string) {
		t.Helper()
		data, size, err := p.Read("/proc", most)
		if err != nil || string(data) != want || size != int64(len(content)) {
			t.Errorf("%+v: %q of %d, %v", p, data, size, err)
		}
	}
	gone := func(p Passed) {
		t.Helper()
		if data, _, err := p.Read("/proc", 100); err == nil || len(data) > 0 {
			t.Errorf("%+v: %q", p, data)
		}
	}
	read(Passed{File: id, Sender: self, Descriptor: fd}, 100, content)
	read(Passed{File: id, Sender: self, Descriptor: fd}, 5, content[:5])
	read(Passed{File: id, Sender: 1 << 30, Descriptor: fd, Receiver: self}, 100, content) // under any number
	gone(Passed{File: FileID{id.Device, id.Inode + 1<<40}, Sender: self, Descriptor: fd})
	gone(Passed{File: FileID{id.Device + 1, id.Inode}, Sender: self, Descriptor: fd, Receiver: self})
	if at, err := unix.Seek(fd, 0, 1); err != nil || at != int64(len(content)) {
		t.Errorf("its owner's place in it moved to %d, %v", at, err)
	}

	mapped, err := unix.Mmap(fd, 0, len(content), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	unix.Close(fd)
	p := Passed{File: id, Sender: self, Descriptor: fd}
	if place, ok := p.mapping("/proc", self); !ok || !strings.Contains(place, "map_files") {
		t.Errorf("no mapping: %q", place)
	} else if _, err := os.Readlink(place); errors.Is(err, os.ErrPermission) {
		t.Log("mappings can't be read without CAP_CHECKPOINT_RESTORE")
	} else {
		read(p, 100, content)
		read(Passed{File: id, Sender: 1 << 30, Receiver: self}, 100, content)
	}
	if err := unix.Munmap(mapped); err != nil {
		t.Fatal(err)
	}
	gone(p)
	gone(Passed{File: id, Sender: self, Descriptor: fd, Receiver: self})
}

// TestOtherFile: a FIFO that is there instead is not opened, which would wait for a writer.
func TestOtherFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	var info unix.Stat_t
	if err := unix.Stat(path, &info); err != nil {
		t.Fatal(err)
	}
	id := FileID{device(unix.Major(info.Dev), unix.Minor(info.Dev)), info.Ino}
	if _, err := (Passed{File: id}).at(path); !errors.Is(err, errNotHeld) {
		t.Errorf("%v", err)
	}
}

func TestParseMapping(t *testing.T) {
	for line, want := range map[string]FileID{
		"7f0000000000-7f0000001000 rw-s 00000000 00:01 1042                       /memfd:x (deleted)": {1, 1042},
		"55d0c0a00000-55d0c0a20000 r-xp 0000f000 fe:10 77 /usr/bin/x":                                 {0xfe<<20 | 0x10, 77},
		"7f0000000000-7f0000001000 rw-p 00000000 00:00 0 ":                                            {},
		"../x rw-p 00000000 00:01 7 ":                                                                 {},
		"":                                                                                            {},
	} {
		place, id, ok := parseMapping(line)
		if ok != (want != FileID{}) || ok && (id != want || !strings.HasPrefix(line, place+" ")) {
			t.Errorf("%q: %q, %v, %v", line, place, id, ok)
		}
	}
}

// FuzzMapping: whatever a process maps, no path leads out of its directory.
func FuzzMapping(f *testing.F) {
	f.Add("7f0000000000-7f0000001000 rw-s 00000000 00:01 1042 /memfd:x (deleted)")
	f.Fuzz(func(t *testing.T, line string) {
		if place, _, ok := parseMapping(line); ok && strings.ContainsAny(place, "/.") {
			t.Errorf("%q: %q", line, place)
		}
	})
}
