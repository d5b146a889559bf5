package probes

import (
	"encoding/binary"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

func TestFileKind(t *testing.T) {
	for _, test := range []struct {
		mode uint32
		name string
		want format.FileKind
	}{
		{unix.S_IFREG | 0o644, "passwd", format.RegularFile},
		{unix.S_IFREG | 0o777, "memfd:x", format.Memfd},
		{unix.S_IFREG, "[eventfd]", format.Anonymous},
		{0o600, "[eventpoll]", format.Anonymous},
		{unix.S_IFDIR, "/", format.Directory},
		{unix.S_IFSOCK, "TCP", format.Socket},
		{unix.S_IFIFO, "", format.Pipe},
		{unix.S_IFCHR, "null", format.Device},
		{unix.S_IFBLK, "vda", format.Device},
		{unix.S_IFLNK, "x", format.SymbolicLink},
		{0, "", format.NotOpen},
	} {
		if got := fileKind(test.mode, test.name); got != test.want {
			t.Errorf("%o %q: %s, want %s", test.mode, test.name, got, test.want)
		}
	}
}

func TestCredentialsBehindDescriptors(t *testing.T) {
	control := append(unix.UnixRights(1, 2, 3), unix.UnixCredentials(&unix.Ucred{Pid: 4, Uid: 5, Gid: 6})...)
	if got := credentials(control); got == nil || *got != (format.Credentials{Pid: 4, UID: 5, GID: 6}) {
		t.Errorf("got %v", got)
	}
	if got := credentials(unix.UnixRights(1)); got != nil {
		t.Errorf("got %v", got)
	}
}

// FuzzControl: ancillary data is what a process made it, though the kernel has
// looked at it.
func FuzzControl(f *testing.F) {
	f.Add(unix.UnixRights(1, 2))
	f.Add(unix.UnixCredentials(&unix.Ucred{Pid: 1}))
	f.Add(binary.NativeEndian.AppendUint64(nil, 1<<63))
	f.Fuzz(func(t *testing.T, data []byte) {
		credentials(data)
		if got := len(decodeFiles(data)); got != len(data)/int(unsafe.Sizeof(file{})) {
			t.Errorf("%d files in %d bytes", got, len(data))
		}
	})
}
