package testrun

import (
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Bounded runs what decodes so many bytes and fails if that allocates out of proportion: no
// few bytes may take much memory, nor the time to fill it. It fails, too, if that takes the
// processor for far longer than it should: a hundred times what it takes here, as it may be
// emulated, and not the time that passes, as others may be at work. It serves where nothing else
// runs, as in a fuzz target.
func Bounded(t testing.TB, size int, decode func()) {
	t.Helper()
	const (
		base = 8 << 20 // buffers and tables that do not depend on the input
		each = 4 << 10 // for each byte: a short record makes a message

		baseTime = 5 * time.Second
		eachTime = 20 * time.Microsecond
	)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	busy := threadTime(t)
	decode()
	busy = threadTime(t) - busy
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > base+each*uint64(size) {
		t.Errorf("%d bytes of input took %d of memory", size, took)
	}
	if busy > baseTime+eachTime*time.Duration(size) {
		t.Errorf("%d bytes of input took the processor for %v", size, busy)
	}
}

// threadTime is for how long this thread has had a processor.
func threadTime(t testing.TB) time.Duration {
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_THREAD, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
