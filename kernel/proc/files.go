package proc

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// maxFileName is how much of a file's name OpenPath compares: callers may know no
// more of it.
const maxFileName = 63

// OpenPath is the path of the file that a process has open under a descriptor,
// as /proc at the given path tells it, with " (deleted)" behind one that was
// removed. It is "" if the process has gone, or has another file there by now, or
// one that is in no directory. Which file it is, the inode's number says, or before
// Linux 5.14, which does not tell that, its name: the last component of a path that
// is not the root of a mount. The file itself is not touched: its file system may
// be slow, or under the control of whoever is observed.
func OpenPath(proc string, pid, descriptor int, inode uint64, name string) string {
	path, err := os.Readlink(Path(proc, pid, "fd", strconv.Itoa(descriptor)))
	if err != nil || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "/memfd:") {
		return ""
	}
	info, err := os.ReadFile(Path(proc, pid, "fdinfo", strconv.Itoa(descriptor)))
	if err != nil {
		return ""
	}
	if now, told := openInode(info); told && now != inode || !told && !isNamed(path, name) {
		return ""
	}
	return path
}

// openInode is what the given contents of /proc/PID/fdinfo/N say of the inode.
func openInode(info []byte) (inode uint64, told bool) {
	number, _ := Field(info, "ino")
	inode, err := strconv.ParseUint(number, 10, 64)
	return inode, err == nil
}

// isNamed reports whether name is the last component of path, as far as it is known.
func isNamed(path, name string) bool {
	base := filepath.Base(strings.TrimSuffix(path, " (deleted)"))
	if len(name) >= maxFileName {
		base = base[:min(len(base), maxFileName)]
	}
	return base == name
}
