package kernel

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
// removed. It is "" if the process has gone, or has by now a file of another name
// there than the given one, or one that is in no directory. The file itself is not
// touched: its file system may be slow, or under the control of whoever is observed.
func OpenPath(proc string, pid, descriptor int, name string) string {
	link := filepath.Join(proc, strconv.Itoa(pid), "fd", strconv.Itoa(descriptor))
	path, err := os.Readlink(link)
	if err != nil || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "/memfd:") {
		return ""
	}
	base := filepath.Base(strings.TrimSuffix(path, " (deleted)"))
	if len(name) >= maxFileName {
		base = base[:min(len(base), maxFileName)]
	}
	if base != name {
		return ""
	}
	return path
}
