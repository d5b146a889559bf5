package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// leastGarbage is how much garbage there has to be before it is collected, in bytes. Go
	// collects when there is as much of it as is in use, and a capture that begins uses little:
	// a flood would have it collect every few milliseconds, while rings fill up.
	leastGarbage = 16 << 20
	// usualPercent is Go's default: garbage may be as much as is in use.
	usualPercent = 100
)

// collectLater has garbage collected when there are leastGarbage bytes of it, or as much as is
// in use, if that is more. It holds for the rest of the process, unless who started it has a
// wish of their own (GOGC).
func collectLater() {
	if os.Getenv("GOGC") != "" {
		return
	}
	setPercent()
	// What nobody refers to is cleaned up after each collection.
	collected := new([64]byte)
	runtime.AddCleanup(collected, func(struct{}) { collectLater() }, struct{}{})
}

func setPercent() {
	samples := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/gogc:percent"}}
	metrics.Read(samples)
	percent, now := percentAt(samples[0].Value.Uint64()), samples[1].Value.Uint64()
	// To set it stops all threads for a moment, so not for a change that makes none.
	if percent < now*3/4 || percent > now*5/4 {
		debug.SetGCPercent(int(percent))
	}
}

// percentAt is how much garbage there may be with so many bytes in use, in percent of them.
func percentAt(live uint64) uint64 {
	const mostPercent = 10_000 // of next to nothing
	if live == 0 {
		return mostPercent
	}
	return min(max(usualPercent, usualPercent*leastGarbage/live), mostPercent)
}
