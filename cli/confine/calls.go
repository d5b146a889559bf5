package confine

import (
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// useless are system calls that nothing here makes once a capture has begun, and that who
// got hold of this process would like to: to run programs, look into others' memory, change
// users, mounts, namespaces, modules and the clock, or open files by their numbers.
var useless = []uint32{
	unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PIDFD_GETFD,
	unix.SYS_SETUID, unix.SYS_SETGID, unix.SYS_SETREUID, unix.SYS_SETREGID, unix.SYS_SETRESUID, unix.SYS_SETRESGID, unix.SYS_SETGROUPS,
	unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT, unix.SYS_MOVE_MOUNT, unix.SYS_OPEN_TREE,
	unix.SYS_FSOPEN, unix.SYS_FSCONFIG, unix.SYS_FSMOUNT, unix.SYS_FSPICK, unix.SYS_MOUNT_SETATTR, unix.SYS_MKNODAT,
	unix.SYS_SETNS, unix.SYS_UNSHARE, unix.SYS_OPEN_BY_HANDLE_AT,
	unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE, unix.SYS_KEXEC_LOAD, unix.SYS_REBOOT,
	unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME, unix.SYS_ADJTIMEX, unix.SYS_CLOCK_ADJTIME,
	unix.SYS_SWAPON, unix.SYS_SWAPOFF, unix.SYS_QUOTACTL, unix.SYS_ACCT, unix.SYS_SETHOSTNAME, unix.SYS_SETDOMAINNAME,
	unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY, unix.SYS_KEYCTL, unix.SYS_USERFAULTFD, unix.SYS_IO_URING_SETUP,
}

// Where struct seccomp_data has what.
const (
	callNumber = 0
	callArch   = 4
)

// filter answers such calls with EPERM, and those of another architecture's numbers: a
// process of 32 bits is a different one to the kernel, and the x32 numbers of amd64 begin
// at 1<<30.
func filter() []unix.SockFilter {
	refuse := unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)}
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	// Each test skips the refusal behind it, so that no jump is long.
	unless := func(test uint16, k uint32, jt, jf uint8) []unix.SockFilter {
		return []unix.SockFilter{{Code: unix.BPF_JMP | test | unix.BPF_K, Jt: jt, Jf: jf, K: k}, refuse}
	}
	f := append([]unix.SockFilter{load(callArch)}, unless(unix.BPF_JEQ, arch, 1, 0)...)
	f = append(f, load(callNumber))
	f = append(f, unless(unix.BPF_JGE, 1<<30, 0, 1)...)
	for _, number := range useless {
		f = append(f, unless(unix.BPF_JEQ, number, 0, 1)...)
	}
	return append(f, unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW})
}

// filterCalls has the kernel refuse such calls of any thread, and gaining rights by executing
// a file. A kernel without seccomp does only the latter.
func filterCalls() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("giving up the right to gain privileges: %w", err)
	}
	f := filter()
	program := unix.SockFprog{Len: uint16(len(f)), Filter: &f[0]}
	// Threads get no_new_privs along with the filter (seccomp_sync_threads, kernel/seccomp.c).
	_, _, errno := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
	runtime.KeepAlive(f)
	err := failure(errno)
	switch {
	case err == nil:
	case errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EINVAL):
		err = prctlOnAllThreads(unix.PR_SET_NO_NEW_PRIVS, 1)
		if err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return fmt.Errorf("giving up the right to gain privileges: %w", err)
		}
	case errors.Is(err, unix.EPERM): // the kernel's own refusal would be EACCES
		return fmt.Errorf("giving up system calls: %w: a filter around this process, such as SystemCallFilter= of a systemd unit, refuses seccomp: allow it there", err)
	default:
		return fmt.Errorf("giving up system calls: %w", err)
	}
	return nil
}
