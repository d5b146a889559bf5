package top

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// stopSelf stops this process as an unhandled SIGTSTP would, and returns when it is
// continued. Go cannot give that signal back its default action, and SIGSTOP does the
// same but in one case: where no shell could continue it, the process goes on.
func stopSelf() {
	if orphaned(os.Getpid()) {
		return
	}
	// To this thread, so that it stops here and not a little later.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_ = unix.Tgkill(os.Getpid(), unix.Gettid(), unix.SIGSTOP)
}

// orphaned reports whether nobody in the session has the process's group as a job: no
// ancestor within the group has its parent in another group of the same session.
func orphaned(pid int) bool {
	group, err := unix.Getpgid(pid)
	if err != nil {
		return true
	}
	session, err := unix.Getsid(pid)
	if err != nil {
		return true
	}
	for {
		parent := proc.Parent("/proc", pid)
		if parent == 0 {
			return true
		}
		parentGroup, err := unix.Getpgid(parent)
		if err != nil {
			return true
		}
		if parentGroup != group {
			parentSession, err := unix.Getsid(parent)
			return err != nil || parentSession != session
		}
		pid = parent
	}
}
