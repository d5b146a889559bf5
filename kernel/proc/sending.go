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

// Sending is whether a thread is in the middle of a send.
type Sending int

const (
	// NotSending is who is gone, or waits for something else.
	NotSending Sending = iota
	// MaySend is who waits in a system call that may be a send, or may not be looked at.
	MaySend
	// Running is who has a processor, or waits for one: what it does is not known now.
	Running
)

// SendingOf tells what a thread does by the /proc at the given path.
func SendingOf(proc string, pid, tid int) Sending {
	call, err := os.ReadFile(Path(proc, pid, "task", strconv.Itoa(tid), "syscall"))
	switch {
	case errors.Is(err, fs.ErrNotExist): // not every kernel has the file
		if _, err := os.Stat(Path(proc, pid, "task", strconv.Itoa(tid))); errors.Is(err, fs.ErrNotExist) {
			return NotSending
		}
		return MaySend
	case errors.Is(err, unix.ESRCH):
		return NotSending
	case err != nil:
		return MaySend
	}
	switch call := string(bytes.TrimSpace(call)); call {
	case "running":
		return Running
	case "-1 0x0 0x0": // it has no stack any more
		return NotSending
	}
	number, _, _ := bytes.Cut(call, []byte(" "))
	if n, err := strconv.Atoi(string(number)); err == nil && waits[n] {
		return NotSending
	}
	return MaySend
}
