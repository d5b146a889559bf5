package proc

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// maxFileName is how much of a file's name is compared: callers may know no
// more of it.
const maxFileName = 63

// OpenFiles tells of the files that a process has open at this moment.
type OpenFiles struct {
	proc   string
	pid    int
	mounts string // of the process, read when there is need
}

// OpenFilesOf looks at a process that the /proc at the given path shows.
func OpenFilesOf(proc string, pid int) *OpenFiles { return &OpenFiles{proc: proc, pid: pid} }

// maxMounts bounds what is read of mounts: anybody may have a hundred thousand.
const maxMounts = 1 << 20

// mount is that of an open file, if the process sees it.
func (o *OpenFiles) mount(id string) (mount, bool) {
	if o.mounts == "" {
		file, err := os.Open(Path(o.proc, o.pid, "mountinfo"))
		if err != nil {
			return mount{}, false
		}
		defer file.Close()
		text, _ := io.ReadAll(io.LimitReader(file, maxMounts)) // what there is of it
		o.mounts = string(text)
	}
	return mountOf(o.mounts, id)
}

// Path is the path of the file that the process has open under a descriptor,
// as /proc tells it, with " (deleted)" behind one that was
// removed. It is "" if the process has gone, or has another file there by now, or
// one that is in no directory.
//
// Which file it was, the kernel has said when it was passed: by its identity and its name,
// the last component of its path. All of it has to fit what is there now, or a process could
// have the path of another file told for it: numbers of inodes are those of a file system,
// of which anybody can have one. The root of a mount has the name of the place where it is;
// before Linux 5.14, which does not tell the inode's number, it is not known to be it.
//
// The file itself is not touched: its file system may be slow, or under the control of
// whoever is observed. So a process that exchanges its files at this very moment can still
// have the directory told wrong, if both have the same name in the same mount.
func (o *OpenFiles) Path(descriptor int, file FileID, name string) string {
	fd := strconv.Itoa(descriptor)
	before, err := os.ReadFile(Path(o.proc, o.pid, "fdinfo", fd))
	if err != nil {
		return ""
	}
	path, err := os.Readlink(Path(o.proc, o.pid, "fd", fd))
	if err != nil || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "/memfd:") {
		return ""
	}
	inode, told := openInode(before)
	if told && inode != file.Inode || !told && !isNamed(path, name) {
		return ""
	}
	after, err := os.ReadFile(Path(o.proc, o.pid, "fdinfo", fd))
	if err != nil || openMount(after) != openMount(before) {
		return ""
	}
	if now, still := openInode(after); still != told || now != inode {
		return ""
	}
	in, ok := o.mount(openMount(after))
	if !ok { // one of another mount namespace
		return ""
	}
	if number, ok := in.number(); !ok || number != file.Device || !isNamed(path, name) && !in.isAt(path) {
		return ""
	}
	return path
}

// openMount is what the given contents of /proc/PID/fdinfo/N say of the mount.
func openMount(info []byte) string {
	id, _ := Field(info, "mnt_id")
	return id
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
