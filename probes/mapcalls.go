package probes

import (
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

// While a task is in a map call of the system call bpf, the kernel runs no kprobe program on
// its CPU (bpf_disable_instrumentation), ours and those of others: before Linux 6.7 nobody
// is told. That harms nobody unless the task stands still there and another one sends
// meanwhile, as can happen on preemptible kernels. So map calls are made by a thread that
// no ordinary task can take the CPU from.

// mapCall calls a function that makes map calls, and little else, as others wait for the CPU
// meanwhile. Where the thread may not have its priority (CAP_SYS_NICE), it is called all the
// same.
func mapCall(call func() error) error {
	made := make(chan error)
	mapCaller() <- func() { made <- call() }
	return <-made
}

// mapCaller is where to send what makes map calls. It is made when first asked for, while
// this process has all its capabilities.
var mapCaller = sync.OnceValue(func() chan<- func() {
	calls := make(chan func())
	go func() {
		runtime.LockOSThread()
		// Threads that the runtime makes from here on are to be ordinary ones.
		_ = unix.SchedSetAttr(0, &unix.SchedAttr{
			Policy: unix.SCHED_FIFO, Priority: 1, Flags: unix.SCHED_FLAG_RESET_ON_FORK,
		}, 0)
		for call := range calls {
			call()
		}
	}()
	return calls
})
