package testrun

import (
	"runtime"
	"testing"
)

// Bounded runs what decodes so many bytes and fails if that allocates out of proportion: no
// few bytes may take much memory, nor the time to fill it. It serves where nothing else
// runs, as in a fuzz target.
func Bounded(t testing.TB, size int, decode func()) {
	t.Helper()
	const (
		base = 8 << 20 // buffers and tables that do not depend on the input
		each = 4 << 10 // for each byte: a short record makes a message
	)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	decode()
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > base+each*uint64(size) {
		t.Errorf("%d bytes of input took %d of memory", size, took)
	}
}
