package terminal

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// pty is a pseudo terminal: its number, and the devpts file system that has it as a file of
// this name. Containers have a devpts of their own, and so may any user: an unprivileged
// user namespace suffices to make as many terminals of a number as one likes.
type pty struct {
	devpts uint64 // device number of the file system, 0 if unknown
	index  int
}

// same reports whether a and b are known to be one terminal. What is unknown is not: a
// process that likes to be left out would see to it that nothing is known.
func (a pty) same(b pty) bool { return a == b && a.devpts != 0 }

// slaveOf is the terminal whose slave side the file at a path is, and the user whom it
// belongs to. Of one that is in no devpts nothing is known.
func slaveOf(path string) (_ pty, owner int, ok bool) {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return pty{}, 0, false
	}
	defer unix.Close(fd)
	return slave(fd)
}

// slave is slaveOf for a file that is open, be it by O_PATH.
func slave(fd int) (_ pty, owner int, ok bool) {
	var fs unix.Statfs_t
	var stat unix.Stat_t
	if unix.Fstatfs(fd, &fs) != nil || fs.Type != unix.DEVPTS_SUPER_MAGIC || unix.Fstat(fd, &stat) != nil {
		return pty{}, 0, false
	}
	if stat.Mode&unix.S_IFMT != unix.S_IFCHR || unix.Major(stat.Rdev) != slaves {
		return pty{}, 0, false // /dev/pts/ptmx
	}
	return pty{stat.Dev, int(unix.Minor(stat.Rdev))}, int(stat.Uid), true
}

// slaves is the major number of slave sides, UNIX98_PTY_SLAVE_MAJOR.
const slaves = 136

// masterOf is the terminal whose master side a descriptor of a process is. Its path does not
// tell: the device /dev/ptmx opens a terminal of the devpts beside it, which is another one
// in each mount namespace. But the kernel leads from a master to the slave's file
// (ptm_open_peer in drivers/tty/pty.c, since Linux 4.13), which O_PATH does not open. It
// takes a copy of the descriptor, so the right to trace the process (Linux 5.6).
func masterOf(pid int, fd string) (pty, bool) {
	number, err := strconv.Atoi(fd)
	if err != nil {
		return pty{}, false
	}
	process, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return pty{}, false
	}
	defer unix.Close(process)
	master, err := unix.PidfdGetfd(process, number, 0)
	if err != nil {
		return pty{}, false
	}
	defer unix.Close(master)
	return peer(master)
}

// peer is the terminal of a master side of ours.
func peer(master int) (pty, bool) {
	fd, _, failed := unix.Syscall(unix.SYS_IOCTL, uintptr(master), unix.TIOCGPTPEER, unix.O_PATH|unix.O_CLOEXEC)
	if failed != 0 {
		return pty{}, false
	}
	defer unix.Close(int(fd))
	t, _, ok := slave(int(fd))
	return t, ok
}

// masterInMount is masterOf without the right to trace the process: where its file is in the
// mount of our own /dev/ptmx, the devpts beside that is ours. A mount is in one mount
// namespace only, so that others can't have put another devpts there.
func masterInMount(info []byte, index int) (pty, bool) {
	fd, err := unix.Open("/dev/ptmx", unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return pty{}, false
	}
	defer unix.Close(fd)
	ours, err := os.ReadFile("/proc/self/fdinfo/" + strconv.Itoa(fd))
	if err != nil {
		return pty{}, false
	}
	if mount := mountOf(ours); mount == "" || mount != mountOf(info) {
		return pty{}, false
	}
	t, _, ok := slaveOf(ourDevpts(index))
	return t, ok
}

// ourDevpts is the file of a slave side in our mount namespace.
func ourDevpts(index int) string { return "/dev/pts/" + strconv.Itoa(index) }
