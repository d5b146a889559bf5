package proc

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// PathNow is where the file of a socket is now, if its bound name does not lead there: that
// may be relative, or lead through a descriptor of whoever bound it. It is looked for where
// the name leads for the given processes, by the file's identity, of whose inode number the
// low 32 bits count. "" is that the name leads there, or that the file is not found.
func PathNow(proc, name string, file FileID, pids []int) string {
	if file == (FileID{}) || name == "" || name[0] == 0 {
		return ""
	}
	if name[0] == '/' && !strings.HasPrefix(name, "/proc/") && leadsTo(name, file) {
		return ""
	}
	for _, pid := range pids {
		if path := findSocket(asSeenBy(proc, name, pid), file); path != "" && path != name {
			return path
		}
	}
	return ""
}

// asSeenBy is a path for us that leads where a name leads for a process.
func asSeenBy(proc, name string, pid int) string {
	own, isOwn := strings.CutPrefix(name, "/proc/self/")
	switch {
	case isOwn:
		return Path(proc, pid) + "/" + own
	case strings.HasPrefix(name, "/proc/"):
		return name
	case strings.HasPrefix(name, "/"):
		return Path(proc, pid, "root") + name
	}
	return Path(proc, pid, "cwd") + "/" + name
}

// leadsTo tells by the inode's number alone, as there may be thousands: a socket that has it
// there on another device would be a strange chance.
func leadsTo(path string, file FileID) bool {
	var stat unix.Stat_t
	err := unix.Stat(path, &stat)
	return err == nil && stat.Mode&unix.S_IFMT == unix.S_IFSOCK && uint32(stat.Ino) == uint32(file.Inode)
}

// IsLow reports whether a file is the one of which the kernel tells the low 32 bits of the
// inode number, as unix_diag does.
func (f FileID) IsLow(low FileID) bool {
	return f.Device == low.Device && uint32(f.Inode) == uint32(low.Inode)
}

// findSocket is the path of a socket's file that had the given one: its directory may have
// another path by now, and the file another name in it.
func findSocket(path string, file FileID) string {
	dir, base := splitPath(path)
	at, err := openAs(dir, unix.O_RDONLY|unix.O_DIRECTORY)
	if err != nil {
		return ""
	}
	list := os.NewFile(uintptr(at.fd), dir)
	defer list.Close()
	where, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", at.fd))
	if err != nil {
		return ""
	}
	names := []string{base}
	for range 2 {
		for _, name := range names {
			if at.has(name, file) {
				return strings.TrimSuffix(where, "/") + "/" + name
			}
		}
		names = namesOf(list, os.ModeSocket) // it may have been renamed
	}
	return ""
}

// has reports whether a directory has the socket under a name.
func (o opened) has(name string, file FileID) bool {
	fd, err := unix.Openat(o.fd, name, unix.O_PATH|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	id, kind, err := opened{fd, o.mounts}.identity()
	return err == nil && kind == unix.S_IFSOCK && id.IsLow(file)
}
