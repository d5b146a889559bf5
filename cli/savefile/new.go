package savefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/confine"
)

// CreateNew is Create of a file that must not be there yet, else the error is fs.ErrExist: for
// names that somebody else has a part in, so that nothing is ever written over. No link is
// followed.
func CreateNew(path string, owner *Owner) (file *os.File, err error) {
	err = confine.AsInvoker(func() error {
		file, err = createAnew(path, owner)
		return err
	})
	return file, err
}

func createAnew(path string, owner *Owner) (*os.File, error) {
	fd, err := createNew(path)
	if errors.Is(err, unix.EEXIST) {
		return nil, &fs.PathError{Op: "creating", Path: path, Err: unix.EEXIST}
	}
	if err != nil {
		return nil, err
	}
	if err := prepare(fd, path, owner); err != nil {
		unix.Close(fd)
		return nil, err
	}
	return os.NewFile(uintptr(fd), path), nil
}

// Reopen opens a file that we have created, to write behind what is in it. It must be the
// same one, as Stat told of it: somebody may have put something else there. As a file that
// was removed leaves its number to another, it must also be its owner's still, under no other
// name.
func Reopen(path string, is fs.FileInfo) (file *os.File, err error) {
	err = confine.AsInvoker(func() error {
		file, err = reopen(path, is)
		return err
	})
	return file, err
}

func reopen(path string, is fs.FileInfo) (*os.File, error) {
	fd, err := open(path, unix.O_WRONLY|unix.O_APPEND|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC)
	if err != nil {
		return nil, &fs.PathError{Op: "going on with", Path: path, Err: err}
	}
	file := os.NewFile(uintptr(fd), path)
	now, err := file.Stat()
	if err == nil && !(os.SameFile(now, is) && ownerOf(now) == ownerOf(is) && now.Sys().(*syscall.Stat_t).Nlink == 1) {
		err = fmt.Errorf("going on with %s: it is another file than the one that was begun; let nobody else write to the directory", path)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func ownerOf(file fs.FileInfo) uint32 { return file.Sys().(*syscall.Stat_t).Uid }
