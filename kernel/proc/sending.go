package proc

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// waits are system calls in which threads wait for something else than that they can send.
// In no other numbering of the architecture do calls that send have these numbers.
var waits = map[int]bool{
	unix.SYS_READ: true, unix.SYS_RECVFROM: true, unix.SYS_RECVMSG: true, unix.SYS_WAIT4: true, unix.SYS_FUTEX: true,
	unix.SYS_EPOLL_PWAIT: true, unix.SYS_PPOLL: true, unix.SYS_PSELECT6: true,
	unix.SYS_NANOSLEEP: true, unix.SYS_CLOCK_NANOSLEEP: true,
}

// MaySend reports whether a thread can be in the middle of a send, by the /proc at the given
// path: not if it is no more, or waits for something else. Who is not allowed to look does
// not know, and it can.
func MaySend(proc string, pid, tid int) bool {
	call, err := os.ReadFile(Path(proc, pid, "task", strconv.Itoa(tid), "syscall"))
	if errors.Is(err, fs.ErrNotExist) {
		_, err := os.Stat(Path(proc, pid, "task", strconv.Itoa(tid)))
		return !errors.Is(err, fs.ErrNotExist) // not every kernel has the file
	}
	if err != nil {
		return !errors.Is(err, unix.ESRCH)
	}
	number, _, _ := bytes.Cut(call, []byte(" "))
	n, err := strconv.Atoi(string(number)) // or "running"
	return err != nil || !waits[n]
}
