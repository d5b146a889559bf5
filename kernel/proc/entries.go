package proc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// NewEntries tells of what is made in directories, or moved to them (inotify(7)).
type NewEntries struct {
	events *os.File
	buf    [16 << 10]byte
}

// Entry is a new one in a directory. If the kernel had to leave some out, there is one that
// says so and has no name.
type Entry struct {
	Dir     int32 // as Watch has called it
	Name    string
	IsDir   bool
	LeftOut bool
}

// ListenForEntries begins to listen, in no directory yet.
func ListenForEntries() (*NewEntries, error) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, err
	}
	return &NewEntries{events: os.NewFile(uintptr(fd), "inotify")}, nil
}

// Watch listens in a directory, which may be listened in already, and returns the number that
// entries of it have. It fails if that is not there, or there are too many.
func (n *NewEntries) Watch(dir string) (number int32, err error) {
	raw, err := n.events.SyscallConn()
	if err != nil {
		return 0, err
	}
	var wd int
	controlled := raw.Control(func(fd uintptr) {
		wd, err = unix.InotifyAddWatch(int(fd), dir, unix.IN_CREATE|unix.IN_MOVED_TO|unix.IN_ONLYDIR)
	})
	return int32(wd), errors.Join(controlled, err)
}

// Next waits for entries. After Close it fails with os.ErrClosed.
func (n *NewEntries) Next() ([]Entry, error) {
	size, err := n.events.Read(n.buf[:])
	if err != nil {
		return nil, err
	}
	return decodeEntries(n.buf[:size]), nil
}

// decodeEntries reads events, up to one that is not whole.
func decodeEntries(events []byte) (entries []Entry) {
	for len(events) >= unix.SizeofInotifyEvent {
		// struct inotify_event: wd, mask, cookie, len, and then the name, padded with NULs
		dir, mask := int32(binary.NativeEndian.Uint32(events)), binary.NativeEndian.Uint32(events[4:])
		length := int(binary.NativeEndian.Uint32(events[12:]))
		events = events[unix.SizeofInotifyEvent:]
		if length > len(events) {
			break
		}
		name, _, _ := bytes.Cut(events[:length], []byte{0})
		events = events[length:]
		entries = append(entries, Entry{dir, string(name), mask&unix.IN_ISDIR != 0, mask&unix.IN_Q_OVERFLOW != 0})
	}
	return entries
}

// Close ends a Next that waits.
func (n *NewEntries) Close() error { return n.events.Close() }
