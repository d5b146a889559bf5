package proc

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// Passed is a memfd, a file in memory that has no name in any directory, that a process passes
// on to another.
type Passed struct {
	File       FileID
	Sender     int
	Descriptor int // in the sender
	Receiver   int // 0 if unknown
}

// errNotHeld is why a memfd can't be read: who sent it has closed it, as is usual, and nobody who
// is known to have had it has it any more.
var errNotHeld = errors.New("nobody has it open or mapped any more")

// Read reads the first bytes of it, at most so many, and tells how long it is. It is opened where one of
// the two processes of the /proc at this path has it: under its descriptor, mapped into memory or,
// in the receiver, under any descriptor. What is read is what is in it now, and not what was
// when it was sent, if it is not sealed. The file that is read is the one that the kernel
// named, whatever the processes do meanwhile; nothing else is opened for reading.
func (p Passed) Read(proc string, most int) (data []byte, size int64, err error) {
	file, err := p.open(proc)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, 0, err
	}
	data = make([]byte, min(info.Size(), int64(most)))
	n, err := io.ReadFull(io.NewSectionReader(file, 0, int64(len(data))), data)
	if err == io.ErrUnexpectedEOF || err == io.EOF { // it has become shorter
		err = nil
	}
	return data[:n], info.Size(), err
}

func (p Passed) open(proc string) (*os.File, error) {
	if file, err := p.at(Path(proc, p.Sender, "fd", fmt.Sprint(p.Descriptor))); err == nil {
		return file, nil
	}
	for _, pid := range []int{p.Sender, p.Receiver} {
		if place, ok := p.mapping(proc, pid); ok {
			if file, err := p.at(place); err == nil {
				return file, nil
			}
		}
	}
	if p.Receiver > 0 {
		return p.among(proc)
	}
	return nil, errNotHeld
}

// at opens the file at a path of /proc if it is the one. Until that is known, it is only
// looked at.
func (p Passed) at(path string) (*os.File, error) {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	var info unix.Stat_t
	if err := unix.Fstat(fd, &info); err != nil {
		return nil, err
	}
	is := FileID{device(unix.Major(info.Dev), unix.Minor(info.Dev)), info.Ino}
	if is != p.File || info.Mode&unix.S_IFMT != unix.S_IFREG {
		return nil, errNotHeld
	}
	return os.Open(fmt.Sprintf("/proc/self/fd/%d", fd))
}

// maxMaps bounds what is read of a process's mappings.
const maxMaps = 8 << 20

// mapping is the path by which /proc leads to the file where a process has it mapped.
func (p Passed) mapping(proc string, pid int) (path string, ok bool) {
	if pid <= 0 {
		return "", false
	}
	file, err := os.Open(Path(proc, pid, "maps"))
	if err != nil {
		return "", false
	}
	defer file.Close()
	lines := bufio.NewScanner(io.LimitReader(file, maxMaps))
	for lines.Scan() {
		place, id, ok := parseMapping(lines.Text())
		if ok && id == p.File {
			return Path(proc, pid, "map_files", place), true
		}
	}
	return "", false
}

// parseMapping reads a line of /proc/PID/maps: ADDRESSES RIGHTS OFFSET MAJOR:MINOR INODE NAME.
func parseMapping(line string) (place string, id FileID, ok bool) {
	var (
		rights, offset string
		major, minor   uint32
	)
	n, _ := fmt.Sscanf(line, "%s %s %s %x:%x %d", &place, &rights, &offset, &major, &minor, &id.Inode)
	id.Device = device(major, minor)
	return place, id, n == 6 && id.Inode != 0 && strings.Trim(place, "0123456789abcdef-") == ""
}

// maxLooked is how many descriptors of a receiver are looked at.
const maxLooked = 4096

// among looks for it among all descriptors of the receiver.
func (p Passed) among(proc string) (*os.File, error) {
	dir, err := os.Open(Path(proc, p.Receiver, "fd"))
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(maxLooked) // what there is of them
	for _, name := range names {
		path := Path(proc, p.Receiver, "fd", name)
		if link, err := os.Readlink(path); err != nil || !strings.HasPrefix(link, "/memfd:") {
			continue
		}
		if file, err := p.at(path); err == nil {
			return file, nil
		}
	}
	return nil, errNotHeld
}
