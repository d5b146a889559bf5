package proc

import (
	"fmt"
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// TestSendingOf: who is blocked in a send may send; not who receives, or is gone.
func TestSendingOf(t *testing.T) {
	proc := fakeProc(t, map[string]string{
		"7/task/7/syscall":  "running\n",
		"7/task/8/syscall":  fmt.Sprintf("%d 0x3 0x7f 0x0\n", unix.SYS_SENDMSG),
		"7/task/9/syscall":  fmt.Sprintf("%d 0x3 0x7f 0x0\n", unix.SYS_RECVMSG),
		"7/task/10/syscall": "-1 0x7f 0x0\n",
		"7/task/11/comm":    "no syscall file\n",
		"7/task/13/syscall": "-1 0x0 0x0\n",
	})
	for tid, want := range map[int]Sending{7: Running, 8: MaySend, 9: NotSending, 10: MaySend, 11: MaySend, 12: NotSending, 13: NotSending} {
		if got := SendingOf(proc, 7, tid); got != want {
			t.Errorf("thread %d: %v", tid, got)
		}
	}
}

// TestSendingOfThread: the same of a thread of this process that waits to receive.
func TestSendingOfThread(t *testing.T) {
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
	if !testrun.Until(func() bool { return SendingOf("/proc", os.Getpid(), thread) == NotSending }) {
		t.Error("it waits to receive, and may send")
	}
	unix.Close(ends[1])
	<-done
	if !testrun.Until(func() bool { return SendingOf("/proc", os.Getpid(), thread) == NotSending }) {
		t.Error("it is gone, and may send")
	}
}
