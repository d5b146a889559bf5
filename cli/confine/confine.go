package confine

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/invoker"
	"github.com/unixsnoop/unixsnoop/kernel/capability"
)

// later are the capabilities that looks at the kernel and at processes take, once the
// probes are in place.
var later = []struct {
	number    uint
	name, use string
}{
	{unix.CAP_BPF, "CAP_BPF", "rings of CPUs that come online"},
	{unix.CAP_PERFMON, "CAP_PERFMON", "the same"},
	{unix.CAP_SYS_ADMIN, "CAP_SYS_ADMIN", "such rings while kernel.perf_event_paranoid is above 2, and without tracefs whether programs still run"},
	{unix.CAP_IPC_LOCK, "CAP_IPC_LOCK", "memory of such rings"},
	{unix.CAP_SYS_PTRACE, "CAP_SYS_PTRACE", "whose a socket is, which files are passed"},
	{unix.CAP_DAC_READ_SEARCH, "CAP_DAC_READ_SEARCH", "the same"},
}

// looks are these.
var looks = func() (set capability.Set) {
	for _, l := range later {
		set |= capability.Of(l.number)
	}
	return set
}()

// Kept says in words what this process would keep once it captures, and for what.
func Kept() (string, error) {
	held, err := capability.Held()
	if err != nil {
		return "", err
	}
	var kept []string
	for _, l := range later {
		if held.Permitted&capability.Of(l.number) != 0 {
			kept = append(kept, l.name+" ("+l.use+")")
		}
	}
	if len(kept) == 0 {
		return "there is no capability to give up", nil
	}
	return "once it captures, all capabilities are given up but " + strings.Join(kept, ", "), nil
}

// Needs are what else is to come.
type Needs struct {
	Administrator bool // what only CAP_SYS_ADMIN allows

	Files   bool          // more files will be made, by root in directories of others
	Command bool          // signals are handed on to a command of another user
	As      *invoker.User // to run as, nil to stay who we are
}

// capabilities are those to keep.
func (n *Needs) capabilities(euid int) capability.Set {
	keep := looks
	if !n.Administrator {
		keep &^= capability.Of(unix.CAP_SYS_ADMIN)
	}
	if n.Files && n.As == nil && euid == 0 {
		// Not for others: whoever gave this program capabilities gave its users no right to
		// write files that are not theirs.
		keep |= capability.Of(unix.CAP_DAC_OVERRIDE, unix.CAP_CHOWN, unix.CAP_FOWNER)
	}
	if n.Command {
		keep |= capability.Of(unix.CAP_KILL)
	}
	return keep
}

// Process confines this process, for good.
func Process(n Needs) error {
	held, err := capability.Held()
	if err != nil {
		return err
	}
	euid := unix.Geteuid()
	if n.As != nil {
		if err := become(n.As); err != nil {
			return fmt.Errorf("can't go on as %s: %w", n.As.Name, err)
		}
	}
	keep := n.capabilities(euid)
	if read := capability.Of(unix.CAP_DAC_READ_SEARCH); held.Permitted&read == 0 {
		keep |= capability.Of(unix.CAP_DAC_OVERRIDE) // which does for it, where there is nothing less
	}
	keep &= held.Permitted
	err = capability.Sets{Effective: keep, Permitted: keep}.Become(onAllThreads)
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("giving up capabilities: %w", err)
	}
	// What was captured is in our memory: nobody of the same user is to read it, and no dump
	// of it is to be left behind.
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("keeping memory private: %w", err)
	}
	return filterCalls()
}

// Possible says why capabilities can't be given up, nil if they can.
func Possible() error {
	held, err := capability.Held()
	if err == nil {
		err = held.Become(onAllThreads) // which changes nothing
	}
	return err
}

// become changes all threads to a user. What they are permitted stays.
func become(u *invoker.User) error {
	if err := prctlOnAllThreads(unix.PR_SET_KEEPCAPS, 1); err != nil {
		if errors.Is(err, errors.ErrUnsupported) {
			return errors.New("this binary was built with cgo; build it with CGO_ENABLED=0")
		}
		return fmt.Errorf("keeping what a capture needs: %w", err)
	}
	// In this order: each step takes the right to do the one before.
	if err := syscall.Setgroups(u.Groups); err != nil {
		return fmt.Errorf("setting the groups: %w", err)
	}
	if err := syscall.Setgid(u.Gid); err != nil {
		return fmt.Errorf("setting the group %d: %w", u.Gid, err)
	}
	if err := syscall.Setuid(u.Uid); err != nil {
		return fmt.Errorf("setting the user %d: %w", u.Uid, err)
	}
	return nil
}

// onAllThreads makes a system call on each thread. It fails with errors.ErrUnsupported in a
// binary that has cgo in it.
func onAllThreads(trap uintptr, a1, a2 unsafe.Pointer) error {
	_, _, errno := syscall.AllThreadsSyscall(trap, uintptr(a1), uintptr(a2), 0)
	return failure(errno)
}

func prctlOnAllThreads(option, value uintptr) error {
	_, _, errno := syscall.AllThreadsSyscall6(unix.SYS_PRCTL, option, value, 0, 0, 0, 0)
	return failure(errno)
}

// onThisThread makes one on the thread that it runs on.
func onThisThread(trap uintptr, a1, a2 unsafe.Pointer) error {
	_, _, errno := unix.RawSyscall(trap, uintptr(a1), uintptr(a2), 0)
	return failure(errno)
}

func failure(errno syscall.Errno) error {
	if errno == 0 {
		return nil
	}
	return errno
}

// AsInvoker does something with the rights of the user who started this program, without
// those that the program's file adds to them: open a file that this user has named. For root
// there are no others.
func AsInvoker(do func() error) error {
	held, err := capability.Held()
	if err != nil || unix.Geteuid() == 0 || held.Effective == 0 {
		return do()
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	without := held
	without.Effective = 0
	if err := without.Become(onThisThread); err != nil {
		return fmt.Errorf("doing without capabilities for a moment: %w", err)
	}
	defer func() {
		if held.Become(onThisThread) != nil {
			runtime.LockOSThread() // once more: the thread ends with its goroutine
		}
	}()
	return do()
}

// HandOnNone has this thread hand no capability on to a program that it executes: none is
// inheritable then, and none ambient. What root gets by being root stays. Anybody else has none
// from here on, so that no program is found, or executed, which this user can't get at.
func HandOnNone() error {
	held, err := capability.Held()
	if err != nil {
		return err
	}
	held.Inheritable = 0
	if unix.Geteuid() != 0 {
		held = capability.Sets{}
	}
	return held.Become(onThisThread)
}
