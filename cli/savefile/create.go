package savefile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/confine"
)

// Create creates a file, or empties the one that is there, to be written by us and
// read by its owner alone: its mode is 0600 and it belongs to owner.
//
// A file that is there is used only if it is a regular file with no other hard
// link, and belongs to owner, to root or to who we run as: in a directory like
// /tmp, anybody could have put it there to read what we write, or to have us
// write over another file. A symbolic link is not followed if it is the last
// component of path. Processes that have the file open already keep it so.
//
// A FIFO that belongs to one of these users, and any character device, is opened
// and left as it is. Opening a FIFO waits until it is opened for reading, and only
// a signal that ends the process ends that wait. /dev/stdout, /dev/stderr,
// /dev/fd/N and /proc/self/fd/N stand for that descriptor, which is duplicated.
//
// Errors are to be shown as they are. The cause in them can be tested by errors.Is.
//
// Whoever was given capabilities to capture was given none to write files: it is done with
// the rights of the user who started this program.
func Create(path string, owner *Owner) (file *os.File, err error) {
	err = confine.AsInvoker(func() error {
		file, err = create(path, owner)
		return err
	})
	return file, err
}

func create(path string, owner *Owner) (*os.File, error) {
	if fd, ok := descriptor(path); ok {
		return duplicate(path, fd)
	}
	// What is there may vanish before it is opened, and come again.
	for range 10 {
		fd, err := createNew(path)
		if errors.Is(err, unix.EEXIST) {
			fd, err = openExisting(path, owner)
			if errors.Is(err, unix.ENOENT) {
				continue
			}
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
	return nil, fmt.Errorf("creating %s: it keeps being created and removed by another process; choose another name", path)
}

func createNew(path string) (int, error) {
	fd, err := open(path, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC)
	switch err {
	case nil, unix.EEXIST:
		return fd, err
	case unix.ENOENT:
		return -1, fmt.Errorf("creating %s: %w; is there a directory %s?", path, err, filepath.Dir(path))
	case unix.EACCES, unix.EPERM, unix.EROFS:
		return -1, fmt.Errorf("creating %s: %w; choose a directory that you can write to", path, err)
	}
	return -1, fmt.Errorf("creating %s: %w", path, err)
}

// openExisting looks at what is there before it opens it: to open a FIFO or a
// device has effects already.
func openExisting(path string, owner *Owner) (int, error) {
	place, err := open(path, unix.O_PATH|unix.O_NOFOLLOW|unix.O_CLOEXEC)
	if err != nil {
		return -1, fmt.Errorf("opening %s: %w", path, err)
	}
	defer unix.Close(place)
	var st unix.Stat_t
	if err := unix.Fstat(place, &st); err != nil {
		return -1, fmt.Errorf("examining %s: %w", path, err)
	}
	if err := refuse(path, &st, owner); err != nil {
		return -1, err
	}
	// This opens what was looked at, whatever has the name by now.
	fd, err := open("/proc/self/fd/"+strconv.Itoa(place), unix.O_WRONLY|unix.O_NOCTTY|unix.O_CLOEXEC)
	if err == unix.ENOENT {
		return -1, fmt.Errorf("opening %s: files that exist can be opened only where /proc is mounted", path)
	}
	if err != nil {
		return -1, fmt.Errorf("opening %s: %w", path, err)
	}
	return fd, nil
}

// refuse is why what is at path must not be written to, if so.
func refuse(path string, st *unix.Stat_t, owner *Owner) error {
	kind := st.Mode & unix.S_IFMT
	switch kind {
	case unix.S_IFCHR:
		return nil
	case unix.S_IFREG, unix.S_IFIFO:
	case unix.S_IFLNK:
		return fmt.Errorf("%s is a symbolic link, which is not followed as somebody else may have put it there; give the name that it leads to", path)
	default:
		return fmt.Errorf("%s is a %s, which can't be written to; choose another name", path, kindName(kind))
	}
	switch {
	case st.Nlink == 0:
		return fmt.Errorf("opening %s: %w", path, unix.ENOENT)
	case !owner.trusts(st.Uid):
		return fmt.Errorf("%s exists and belongs to %s, who could read what is written there; choose another name", path, nameOf(st.Uid))
	case kind == unix.S_IFREG && st.Nlink > 1:
		return fmt.Errorf("%s is a file that has another name too (a hard link), and would be lost under both; choose another name or remove this one", path)
	}
	return nil
}

// prepare empties a regular file and makes it owner's, and nobody else's.
func prepare(fd int, path string, owner *Owner) error {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return fmt.Errorf("examining %s: %w", path, err)
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
	case unix.S_IFIFO:
		// Lets Close end a Write that a reader keeps waiting.
		return unix.SetNonblock(fd, true)
	default:
		return nil
	}
	// Some file systems know neither modes nor owners, and refuse to change them
	// even where they are as wanted.
	if st.Mode&0o7777 != 0o600 {
		if err := unix.Fchmod(fd, 0o600); err != nil {
			return fmt.Errorf("making %s private (mode 600): %w; choose another file system", path, err)
		}
	}
	if owner != nil && (st.Uid != uint32(owner.UID) || st.Gid != uint32(owner.GID)) {
		if err := unix.Fchown(fd, owner.UID, owner.GID); err != nil {
			return fmt.Errorf("giving %s to %s: %w; choose another file system, or unset SUDO_UID to leave it to root",
				path, nameOf(uint32(owner.UID)), err)
		}
	}
	// Last, so that nothing is lost if the file can't be had.
	if err := unix.Ftruncate(fd, 0); err != nil {
		return fmt.Errorf("emptying %s: %w", path, err)
	}
	return nil
}

func open(path string, flags int) (int, error) {
	for {
		fd, err := unix.Open(path, flags, 0o600)
		if err != unix.EINTR {
			return fd, err
		}
	}
}

func kindName(kind uint32) string {
	switch kind {
	case unix.S_IFDIR:
		return "directory"
	case unix.S_IFBLK:
		return "block device"
	case unix.S_IFSOCK:
		return "socket"
	}
	return "special file"
}
