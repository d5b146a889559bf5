package probes

import (
	"encoding/binary"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// nameFiles replaces the last component of a path, which is what the kernel
// programs know, by the whole path where the process still has the file open.
func nameFiles(files []format.File, devices []uint32, pid int) {
	open := proc.OpenFilesOf("/proc", pid)
	for i := range files {
		f := &files[i]
		if f.Kind == format.Socket || f.Kind == format.Pipe || f.Kind == format.NotOpen {
			continue
		}
		path := open.Path(f.Descriptor, proc.FileID{Device: devices[i], Inode: f.Inode}, f.Name)
		if path == "" {
			continue
		}
		f.Name = path
		if f.Kind == format.Memfd || f.Kind == format.Anonymous {
			f.Kind = format.RegularFile // a file may have such a name, too
		}
	}
}

// credentials finds SCM_CREDENTIALS in ancillary data as the kernel's own
// architecture lays it out: what the sender claims, and the kernel has checked.
func credentials(control []byte) (_ format.Credentials, ok bool) {
	const header = unix.SizeofCmsghdr
	for len(control) >= header {
		length := binary.NativeEndian.Uint64(control)
		level := binary.NativeEndian.Uint32(control[8:])
		kind := binary.NativeEndian.Uint32(control[12:])
		if length < header || length > uint64(len(control)) {
			break
		}
		if data := control[header:length]; level == unix.SOL_SOCKET && kind == unix.SCM_CREDENTIALS && len(data) >= unix.SizeofUcred {
			return format.Credentials{
				Pid: int(int32(binary.NativeEndian.Uint32(data))),
				UID: int(binary.NativeEndian.Uint32(data[4:])),
				GID: int(binary.NativeEndian.Uint32(data[8:])),
			}, true
		}
		control = control[min((length+7)&^7, uint64(len(control))):]
	}
	return format.Credentials{}, false
}
