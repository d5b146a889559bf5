package cli

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

func TestPercentAt(t *testing.T) {
	for live, want := range map[uint64]uint64{
		0: 10_000, 1: 10_000, leastGarbage / 8: 800, leastGarbage / 2: 200, leastGarbage: 100, 50 * leastGarbage: 100,
	} {
		if got := percentAt(live); got != want {
			t.Errorf("%d %% with %d bytes in use, want %d", got, live, want)
		}
	}
}

// TestCollectLater: the percentage follows what is in use, up and down.
func TestCollectLater(t *testing.T) {
	t.Setenv("GOGC", "")
	defer debug.SetGCPercent(debug.SetGCPercent(usualPercent))
	collectLater()
	awaitPercent := func(fits func(percent uint64) bool) {
		t.Helper()
		percent := []metrics.Sample{{Name: "/gc/gogc:percent"}}
		for start := time.Now(); time.Since(start) < time.Minute; {
			runtime.GC() // it has cleaned up some time after it returns
			metrics.Read(percent)
			if fits(percent[0].Value.Uint64()) {
				return
			}
		}
		t.Fatalf("it stays at %d %%", percent[0].Value.Uint64())
	}
	awaitPercent(func(p uint64) bool { return p > usualPercent })
	much := make([]byte, 8*leastGarbage)
	awaitPercent(func(p uint64) bool { return p == usualPercent })
	runtime.KeepAlive(much)
	awaitPercent(func(p uint64) bool { return p > usualPercent })
}
