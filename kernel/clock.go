package kernel

import (
	"time"

	"golang.org/x/sys/unix"
)

// Clock converts times of CLOCK_MONOTONIC, which programs read, to wall time.
// Wall time may be set or slewed while the monotonic clock runs on, so the
// distance is taken anew at every Sync.
type Clock struct {
	offset int64 // wall minus monotonic, nanoseconds
}

// NewClock returns a clock that is in sync.
func NewClock() *Clock {
	c := &Clock{}
	c.Sync()
	return c
}

// Sync measures the distance between the two clocks and returns the monotonic
// time. Of a few readings the one with the least time between its two ends is
// taken: the others were interrupted.
func (c *Clock) Sync() (monotonic uint64) {
	best := int64(1<<63 - 1)
	for range 3 {
		before := Monotonic()
		wall := time.Now().UnixNano()
		monotonic = Monotonic()
		if took := int64(monotonic - before); took < best {
			best = took
			c.offset = wall - int64(before) - took/2
		}
	}
	return monotonic
}

// Wall is the wall time of a monotonic time in nanoseconds.
func (c *Clock) Wall(monotonic uint64) time.Time {
	return time.Unix(0, int64(monotonic)+c.offset)
}

// Monotonic reads CLOCK_MONOTONIC in nanoseconds, the clock of
// bpf_ktime_get_ns.
func Monotonic() uint64 {
	var ts unix.Timespec
	// It fails for unknown clocks only.
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts)
	return uint64(ts.Nano())
}
