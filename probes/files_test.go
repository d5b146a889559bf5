package probes

import (
	"encoding/binary"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
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
