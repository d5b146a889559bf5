package proc

import (
	"fmt"
	"os"
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
	dir, base := splitPath(path)
	place := Place{Base: base}
	place.Dir, _ = identify(dir, unix.S_IFDIR)
	if !prefix {
		place.File, _ = identify(path, unix.S_IFSOCK)
	}
	return place
}

// Places are that of a path and, if it leads to another as a symbolic link, of that one.
func Places(path string) []Place {
	places := []Place{Locate(path, false)}
	if end := follow(path); end != path {
		places = append(places, Locate(end, false))
	}
	return places
}

// SocketsIn are the files of sockets whose paths start with prefix, in its directory itself.
func SocketsIn(prefix string) []FileID {
	dir, base := splitPath(prefix)
	at, err := openAs(dir, unix.O_RDONLY|unix.O_DIRECTORY)
	if err != nil {
		return nil
	}
	list := os.NewFile(uintptr(at.fd), dir)
	defer list.Close()
	var files []FileID
	for _, name := range namesOf(list, os.ModeSocket) {
		if !strings.HasPrefix(name, base) {
			continue
		}
		fd, err := unix.Openat(at.fd, name, unix.O_PATH|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
		if err != nil {
			continue
		}
		if id, kind, err := (opened{fd, at.mounts}).identity(); err == nil && kind == unix.S_IFSOCK {
			files = append(files, id)
		}
		unix.Close(fd)
	}
	return files
}

// namesOf are the names of the files of these kinds in a directory, as far as it can be read.
func namesOf(dir *os.File, kinds os.FileMode) []string {
	var names []string
	for {
		const atOnce = 1024
		entries, err := dir.ReadDir(atOnce)
		for _, e := range entries {
			if e.Type()&kinds != 0 {
				names = append(names, e.Name())
			}
		}
		if err != nil || len(entries) == 0 {
			return names
		}
	}
}

// splitPath parts a path behind its last slash. The directory is never empty.
func splitPath(path string) (dir, base string) {
	end := strings.LastIndexByte(path, '/') + 1
	if end == 0 {
		return "./", path
	}
	return path[:end], path[end:]
}

// follow returns where a path leads to if its last component is a symbolic link, else the
// path itself. Links of /proc are none that have a path: what they show may be one of
// another root.
func follow(path string) string {
	const most = 40 // as the kernel has it
	for range most {
		dir, base := splitPath(path)
		at, err := openAs(dir, unix.O_PATH)
		if err != nil {
			return path
		}
		target, err := at.readlink(base)
		unix.Close(at.fd)
		if err != nil {
			return path
		}
		if root, _, ok := cutRoot(path); strings.HasPrefix(target, "/") && ok {
			path = root + target
		} else if strings.HasPrefix(target, "/") {
			path = target
		} else {
			path = dir + target
		}
	}
	return path
}

// identify returns the identity of the file of the given kind at path.
func identify(path string, kind uint32) (FileID, error) {
	at, err := openAs(path, unix.O_PATH)
	if err != nil {
		return FileID{}, err
	}
	defer unix.Close(at.fd)
	id, is, err := at.identity()
	if err == nil && is != kind {
		err = fmt.Errorf("%s is another kind of file", path)
	}
	if err != nil {
		return FileID{}, err
	}
	return id, nil
}

// opened is a file, and who has the mount that it is in.
type opened struct {
	fd     int
	mounts string // path of mountinfo
}

// openAs opens a path as its process would: behind /proc/PID/root, links that begin at the
// root lead from that one, as in the container that the path means, and not from ours.
func openAs(path string, flags int) (opened, error) {
	flags |= unix.O_CLOEXEC
	root, rest, ok := cutRoot(path)
	if !ok {
		fd, err := unix.Open(path, flags, 0)
		return opened{fd, "/proc/self/mountinfo"}, err
	}
	at, err := unix.Open(root, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return opened{}, err
	}
	defer unix.Close(at)
	fd, err := unix.Openat2(at, "./"+rest, &unix.OpenHow{Flags: uint64(flags), Resolve: unix.RESOLVE_IN_ROOT})
	return opened{fd, strings.TrimSuffix(root, "root") + "mountinfo"}, err
}

// cutRoot parts /proc/PID/root/REST.
func cutRoot(path string) (root, rest string, ok bool) {
	pid, ok := strings.CutPrefix(path, "/proc/")
	if !ok {
		return "", "", false
	}
	pid, rest, ok = strings.Cut(pid, "/root/")
	if _, err := strconv.ParseUint(pid, 10, 32); !ok || err != nil && pid != "self" {
		return "", "", false
	}
	return "/proc/" + pid + "/root", rest, true
}

// readlink reads a symbolic link in a directory that is open. Those of /proc are none.
func (o opened) readlink(name string) (string, error) {
	var fs unix.Statfs_t
	if err := unix.Fstatfs(o.fd, &fs); err != nil {
		return "", err
	}
	if fs.Type == unix.PROC_SUPER_MAGIC {
		return "", unix.EINVAL
	}
	buffer := make([]byte, unix.PathMax)
	n, err := unix.Readlinkat(o.fd, name, buffer)
	if err != nil {
		return "", err
	}
	return string(buffer[:n]), nil
}

// identity is what file it is, and of which kind. What stat says of the device differs
// from the kernel's own number on overlayfs and btrfs, so it is taken from the mount, if it
// can be found.
func (o opened) identity() (id FileID, kind uint32, err error) {
	var stat unix.Stat_t
	if err := unix.Fstat(o.fd, &stat); err != nil {
		return FileID{}, 0, err
	}
	id, kind = FileID{device(unix.Major(stat.Dev), unix.Minor(stat.Dev)), stat.Ino}, stat.Mode&unix.S_IFMT
	info, err := os.ReadFile("/proc/self/fdinfo/" + strconv.Itoa(o.fd))
	if err != nil {
		return id, kind, nil
	}
	mounts, err := os.ReadFile(o.mounts)
	if err != nil {
		return id, kind, nil
	}
	mount, _ := Field(info, "mnt_id")
	if device, ok := mountDevice(string(mounts), mount); ok {
		id.Device = device
	}
	return id, kind, nil
}

// device is MKDEV of the kernel's kdev_t.h.
func device(major, minor uint32) uint32 { return major<<20 | minor }
