package capability

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// TestHeld: what is held is what the kernel says of this thread, and what a thread becomes.
func TestHeld(t *testing.T) {
	done := make(chan struct{})
	go func() {
		runtime.LockOSThread() // for good: it ends with this goroutine
		defer close(done)
		for range 2 {
			held, err := Held()
			if err != nil {
				t.Error(err)
				return
			}
			if got := (Sets{lineOf(t, "CapEff"), lineOf(t, "CapPrm"), lineOf(t, "CapInh")}); got != held {
				t.Errorf("%+v, the kernel says %+v", held, got)
			}
			held.Effective &^= Of(unix.CAP_CHOWN, unix.CAP_BPF)
			if err := held.Become(onThisThread); err != nil {
				t.Error(err)
			}
		}
		held, err := Held()
		if err != nil || held.Effective&Of(unix.CAP_CHOWN, unix.CAP_BPF) != 0 {
			t.Errorf("%+v, %v", held, err)
		}
	}()
	<-done
}

func onThisThread(trap uintptr, a1, a2 unsafe.Pointer) error {
	if _, _, errno := unix.RawSyscall(trap, uintptr(a1), uintptr(a2), 0); errno != 0 {
		return errno
	}
	return nil
}

// lineOf is a set as /proc has it.
func lineOf(t *testing.T, key string) Set {
	status, err := os.ReadFile("/proc/thread-self/status")
	if err != nil {
		t.Error(err)
	}
	for line := range strings.Lines(string(status)) {
		if text, ok := strings.CutPrefix(line, key+":"); ok {
			set, err := strconv.ParseUint(strings.TrimSpace(text), 16, 64)
			if err != nil {
				t.Error(err)
			}
			return Set(set)
		}
	}
	t.Errorf("there is no %s", key)
	return 0
}
