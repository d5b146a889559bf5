package probes

import (
	"encoding/binary"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// passed looks at files as they are passed: whoever did may close them at once, so it can't
// wait, and the rings must not wait for it.
type passed struct {
	memfd     int // bytes to read of each memfd
	allowance allowance
	left      uint64 // files that there was no time to look at
}

// maxContents bounds what is in memory of memfds, in bytes.
const maxContents = 64 << 20

// look names the files that the sender of a record passes, and reads what is in memfds, of which
// there are so many bytes already that wait to be shown.
func (p *passed) look(files []format.File, devices []uint32, record *program.Record, waiting int64) {
	sender, receiver := int(record.Thread>>32), int(record.To.Process.Pid)
	open := proc.OpenFilesOf("/proc", sender)
	read := map[proc.FileID]bool{}
	room := maxContents - waiting
	for i := range files {
		f, is := &files[i], proc.FileID{Device: devices[i], Inode: files[i].Inode}
		looked := p.allowance.spend(func() {
			nameFile(f, open.Path, is)
			if f.Kind == format.Memfd && p.memfd > 0 && !read[is] {
				file := proc.Passed{File: is, Sender: sender, Descriptor: f.Descriptor, Receiver: receiver}
				data, size, err := file.Read("/proc", int(min(int64(p.memfd), max(0, room))))
				f.Content = &format.Content{Size: size, Data: data, Gone: err != nil}
				read[is] = true // under another descriptor it is the same
				room -= int64(len(data))
			}
		})
		if !looked {
			p.left++
		}
	}
}

// nameFile replaces the last component of a path, which is what the kernel programs know, by
// the whole path where the process still has the file open.
func nameFile(f *format.File, pathOf func(int, proc.FileID, string) string, is proc.FileID) {
	if f.Kind == format.Socket || f.Kind == format.Pipe || f.Kind == format.NotOpen {
		return
	}
	path := pathOf(f.Descriptor, is, f.Name)
	if path == "" {
		return
	}
	f.Name = path
	if f.Kind == format.Memfd || f.Kind == format.Anonymous {
		f.Kind = format.RegularFile // a file may have such a name, too
	}
}

// allowance is the time for what is done between looks at the rings: half of what passes, and
// a second of it at once. How long such things take is up to those who are observed: they may have
// many mappings, mounts and descriptors.
type allowance struct {
	left time.Duration
	at   time.Time
}

const maxAllowance = time.Second

// spend calls a function if there is time left, and takes from that what it took.
func (a *allowance) spend(do func()) bool {
	start := time.Now()
	a.left = min(a.left+start.Sub(a.at)/2, maxAllowance)
	a.at = start
	if a.left <= 0 {
		return false
	}
	do()
	a.left -= time.Since(start)
	return true
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
