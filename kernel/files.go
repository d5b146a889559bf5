package kernel

import (
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// OpenPath is the path of the file that a process has open under a descriptor,
// as /proc at the given path tells it, with " (deleted)" behind one that was
// removed. It is "" if the process has gone or has by now another file there
// than the one with that inode number.
func OpenPath(proc string, pid, descriptor int, inode uint64) string {
	link := filepath.Join(proc, strconv.Itoa(pid), "fd", strconv.Itoa(descriptor))
	info, err := os.Stat(link)
	if err != nil {
		return ""
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || stat.Ino != inode {
		return ""
	}
	path, err := os.Readlink(link)
	if err != nil {
		return ""
	}
	return path
}
