package proc

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// FileID is the identity of a file, whatever it is called.
type FileID struct {
	Device uint32 // s_dev of its file system: major number << 20 | minor number
	Inode  uint64
}

// Place is where the socket of a path is, or would be if somebody bound it.
type Place struct {
	Dir  FileID // the directory, zero if there is none
	Base string // last component of the path
	File FileID // the socket, zero if there is none; reached through symbolic links, too
}

// Locate finds the place of a path. Of a prefix of paths there is no file.
func Locate(path string, prefix bool) Place {
	place := Place{Base: filepath.Base(path)}
	if strings.HasSuffix(path, "/") {
		place.Base = ""
	}
	place.Dir, _ = identify(path[:len(path)-len(place.Base)], unix.S_IFDIR)
	if !prefix {
		place.File, _ = identify(path, unix.S_IFSOCK)
	}
	return place
}

// identify returns the identity of the file of the given kind at path; "" is the
// working directory. What stat says of the device differs from the kernel's own
// number on overlayfs and btrfs, so it is taken from the mount, if it is one of
// this process's.
func identify(path string, kind uint32) (FileID, error) {
	if path == "" {
		path = "."
	}
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return FileID{}, err
	}
	defer unix.Close(fd)
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil {
		return FileID{}, err
	}
	if stat.Mode&unix.S_IFMT != kind {
		return FileID{}, fmt.Errorf("%s is another kind of file", path)
	}
	id := FileID{device(unix.Major(stat.Dev), unix.Minor(stat.Dev)), stat.Ino}
	info, err := os.ReadFile("/proc/self/fdinfo/" + strconv.Itoa(fd))
	if err != nil {
		return id, nil
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return id, nil
	}
	mount, _ := Field(info, "mnt_id")
	if device, ok := mountDevice(string(mounts), mount); ok {
		id.Device = device
	}
	return id, nil
}

// device is MKDEV of the kernel's kdev_t.h.
func device(major, minor uint32) uint32 { return major<<20 | minor }
