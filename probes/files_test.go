package probes

import (
	"encoding/binary"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

func TestCredentialsBehindDescriptors(t *testing.T) {
	control := append(unix.UnixRights(1, 2, 3), unix.UnixCredentials(&unix.Ucred{Pid: 4, Uid: 5, Gid: 6})...)
	if got, ok := credentials(control); !ok || got != (format.Credentials{Pid: 4, UID: 5, GID: 6}) {
		t.Errorf("got %v", got)
	}
	if got, ok := credentials(unix.UnixRights(1)); ok {
		t.Errorf("got %v", got)
	}
}

// FuzzControl: ancillary data is what a process made it, though the kernel has
// looked at it.
func FuzzControl(f *testing.F) {
	f.Add(unix.UnixRights(1, 2))
	f.Add(unix.UnixCredentials(&unix.Ucred{Pid: 1}))
	f.Add(binary.NativeEndian.AppendUint64(nil, 1<<63))
	f.Fuzz(func(t *testing.T, data []byte) { credentials(data) })
}

// TestAllowance: whatever looks take, as long is left for other things.
func TestAllowance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var a allowance
		look, start, looked, left := 300*time.Millisecond, time.Now(), time.Duration(0), 0
		for time.Since(start) < time.Minute {
			if !a.spend(func() { time.Sleep(look) }) {
				left++
				time.Sleep(10 * time.Millisecond)
				continue
			}
			looked += look
		}
		if looked < 25*time.Second || looked > 32*time.Second || left == 0 {
			t.Errorf("looks took %v of a minute, %d were left out", looked, left)
		}
		time.Sleep(time.Hour) // of which nothing is saved for later
		for a.spend(func() { time.Sleep(look) }) {
			looked += look
		}
		if looked > 36*time.Second {
			t.Errorf("looks took %v, of which most behind an hour without", looked)
		}
	})
}

// TestPassedMemfds: of the same memfd passed many times there is one copy, and what waits to be
// shown leaves less room for more.
func TestPassedMemfds(t *testing.T) {
	const size = 1000
	var info unix.Stat_t
	fd, err := unix.MemfdCreate("x", unix.MFD_CLOEXEC)
	if err == nil {
		defer unix.Close(fd)
		if err = unix.Ftruncate(fd, size); err == nil {
			err = unix.Fstat(fd, &info)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	record := &program.Record{Thread: uint64(unix.Getpid()) << 32}
	for waiting, want := range map[int64]int{0: size, maxContents - 10: 10, maxContents + 10: 0} {
		files, devices := make([]format.File, 253), make([]uint32, 253)
		for i := range files {
			files[i] = format.File{Descriptor: fd, Kind: format.Memfd, Inode: info.Ino, Name: "x"}
			devices[i] = unix.Major(info.Dev)<<20 | unix.Minor(info.Dev)
		}
		p := &passed{contents: newContents(1 << 20)}
		p.look(files, devices, record, waiting)
		var copies, bytes int
		for _, f := range files {
			if f.Content != nil {
				copies++
				bytes += len(f.Content.Data)
			}
		}
		if copies != 1 || bytes != want || files[0].Content.Size != size || files[0].Content.Gone {
			t.Errorf("with %d bytes waiting: %d copies of %d bytes in all, want 1 of %d", waiting, copies, bytes, want)
		}
	}
}
