package container

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// maxFile bounds a file that is read: a list of ten thousand containers takes a tenth of it.
const maxFile = 16 << 20

// readFile reads a file of a runtime, and tells whose it is. Some are in the directories of
// users, who could put there what never ends, or what nobody ever writes to: so it must be a
// regular file, no link, and of no more bytes than most.
func readFile(path string, most int64) (text []byte, uid uint32, err error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_NONBLOCK|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, 0, err
	}
	file := os.NewFile(uintptr(fd), path)
	defer file.Close()
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil {
		return nil, 0, err
	}
	if stat.Mode&unix.S_IFMT != unix.S_IFREG || stat.Size > most {
		return nil, 0, fmt.Errorf("%s is no regular file of at most %d bytes", path, most)
	}
	text, err = io.ReadAll(io.LimitReader(file, most)) // it may grow
	return text, stat.Uid, err
}
