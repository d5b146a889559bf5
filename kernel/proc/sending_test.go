package proc

import (
	"fmt"
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// TestMaySend: who runs may send, and who is blocked in a send; not who receives, or is gone.
func TestMaySend(t *testing.T) {
	proc := fakeProc(t, map[string]string{
		"7/task/7/syscall":  "running\n",
		"7/task/8/syscall":  fmt.Sprintf("%d 0x3 0x7f 0x0\n", unix.SYS_SENDMSG),
		"7/task/9/syscall":  fmt.Sprintf("%d 0x3 0x7f 0x0\n", unix.SYS_RECVMSG),
		"7/task/10/syscall": "-1 0x7f 0x0\n",
		"7/task/11/comm":    "no syscall file\n",
	})
	for tid, want := range map[int]bool{7: true, 8: true, 9: false, 10: true, 11: true, 12: false} {
		if got := MaySend(proc, 7, tid); got != want {
			t.Errorf("thread %d: %v", tid, got)
		}
	}
}

// TestMaySendOfThread: the same of a thread of this process that waits to receive.
func TestMaySendOfThread(t *testing.T) {
	if _, err := os.Stat("/proc/self/syscall"); err != nil {
		t.Skip(err)
	}
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(ends[0])
	tid, done := make(chan int), make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread() // it ends with the goroutine
		tid <- unix.Gettid()
		unix.Read(ends[0], make([]byte, 1))
	}()
	thread := <-tid
	if !testrun.Until(func() bool { return !MaySend("/proc", os.Getpid(), thread) }) {
		t.Error("it waits, and may send")
	}
	unix.Close(ends[1])
	<-done
	if !testrun.Until(func() bool { return !MaySend("/proc", os.Getpid(), thread) }) {
		t.Error("it is gone, and may send")
	}
}
