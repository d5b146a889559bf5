package probes

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// contentRecord is a record of a piece of a file, as programs output it.
func contentRecord(thread, time, number uint64, size, offset int64, data string) (*program.Record, []byte) {
	header := []int64{int64(number), size, offset}
	raw := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(header))), 24)
	return &program.Record{Kind: program.RecordContent, Thread: thread, Time: time}, append(raw[:24:24], data...)
}

// TestContents: pieces are put together by the number of their descriptor; what is behind a gap is left
// out, and what is missing counts.
func TestContents(t *testing.T) {
	p := &passed{contents: newContents(10), foreign: true}
	c := &p.contents
	take := func(thread, time, number uint64, size, offset int64, data string) {
		t.Helper()
		if !c.take(contentRecord(thread, time, number, size, offset, data)) {
			t.Errorf("%d at %d: refused", number, offset)
		}
	}
	take(7, 1, 1, 100, 0, "of an earlier send")
	take(7, 2, 1, 6, 0, "abc")
	take(8, 2, 1, 6, 0, "xyz")
	take(7, 2, 1, 6, 3, "def")
	take(7, 2, 2, 12, 0, "first")
	take(7, 2, 2, 12, 8, "last")
	files := []format.File{{Kind: format.Socket}, {Kind: format.Memfd, Inode: 1}, {Kind: format.Memfd, Inode: 2}, {Kind: format.Memfd, Inode: 3}, {Kind: format.Memfd, Inode: 1}}
	p.look(files, make([]uint32, len(files)), &program.Record{Thread: 7, Time: 2}, 0)
	if files[0].Content != nil || files[4].Content != nil || string(files[1].Content.Data) != "abcdef" || string(files[2].Content.Data) != "first" || files[2].Content.Size != 12 || !files[3].Content.Gone {
		t.Errorf("%+v", files)
	}
	if c.gone != 1 || c.part != 1 || len(c.waiting) != 1 || c.bytes != 3 {
		t.Errorf("%+v", c)
	}
}

// TestContentsOfHeld: what programs could not read is read where a process has it still.
func TestContentsOfHeld(t *testing.T) {
	fd, err := unix.MemfdCreate("x", unix.MFD_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if _, err := unix.Write(fd, []byte("all of it")); err != nil {
		t.Fatal(err)
	}
	var info unix.Stat_t
	if err := unix.Fstat(fd, &info); err != nil {
		t.Fatal(err)
	}
	files := []format.File{{Kind: format.Memfd, Descriptor: fd, Inode: info.Ino}}
	device := []uint32{unix.Major(info.Dev)<<20 | unix.Minor(info.Dev)}
	record, payload := contentRecord(uint64(os.Getpid())<<32|1, 1, 0, 9, 0, "all")
	p := &passed{contents: newContents(100)}
	c := &p.contents
	if !c.take(record, payload) {
		t.Fatal("refused")
	}
	p.look(files, device, record, 0)
	if got := files[0].Content; got == nil || string(got.Data) != "all of it" || c.gone+c.part != 0 {
		t.Errorf("%+v, %+v", got, c)
	}
}

// TestHangingMemfds: processes that don't answer when it is looked for what is mapped in them hold
// the reader up for a moment, a few times in all.
func TestHangingMemfds(t *testing.T) {
	const pid = 12
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, fmt.Sprint(pid)), 0o755); err != nil {
		t.Fatal(err)
	}
	hangs := filepath.Join(dir, fmt.Sprint(pid), "maps") // who opens it waits for who writes
	if err := unix.Mkfifo(hangs, 0o600); err != nil {
		t.Fatal(err)
	}
	p := &passed{contents: newContents(10)}
	p.contents.proc = dir
	const asked = 3 * maxHungMemfds
	for range asked {
		p.allowance = allowance{left: maxAllowance, at: time.Now()}
		files := []format.File{{Kind: format.Memfd, Inode: 7}}
		p.look(files, []uint32{1}, &program.Record{Thread: pid << 32}, 0)
		if !files[0].Content.Gone {
			t.Fatalf("%+v", files[0].Content)
		}
	}
	if hung := p.contents.patience.Hung(); hung != maxHungMemfds || p.contents.gone != asked || p.left != 0 {
		t.Errorf("%d hang, of %d nothing was read, %d were left", hung, p.contents.gone, p.left)
	}
	if !testrun.Until(func() bool {
		w, err := os.OpenFile(hangs, os.O_WRONLY|unix.O_NONBLOCK, 0)
		if err == nil {
			w.Close()
		}
		return p.contents.patience.Hung() == 0
	}) {
		t.Error("some hang for ever")
	}
}

// TestContentsAreBounded: of sends whose own record was lost, little is kept.
func TestContentsAreBounded(t *testing.T) {
	c := &contents{most: 1 << 20}
	data := strings.Repeat("x", 1<<20)
	for thread := range uint64(200) {
		if !c.take(contentRecord(thread, 1, 0, 1<<20, 0, data)) {
			t.Fatal("refused")
		}
		kept := 0
		for _, p := range c.waiting {
			kept += p.bytes
		}
		if c.bytes > maxContents || c.bytes != kept {
			t.Fatalf("%d bytes, and %d are counted", kept, c.bytes)
		}
	}
	if c.take(&program.Record{}, make([]byte, 23)) {
		t.Error("a record that makes no sense was taken")
	}
}
