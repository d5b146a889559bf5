package kernel

import (
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// Clock converts times of CLOCK_MONOTONIC, which programs read, to wall time, as that was
// then: wall time may be set or slewed while the monotonic clock runs on. A clock that is
// set is noticed at once (clockwatch.go), one that is slewed at every Sync.
//
// It can be used by several goroutines at once.
type Clock struct {
	watch *clockWatch // nil where the kernel does not tell that the clock was set

	lock  sync.Mutex
	spans []span // by ascending from, one at least; the last one goes on
}

// span is a time during which the two clocks were as far apart.
type span struct {
	from   uint64 // monotonic nanoseconds; the first one begins earlier
	offset int64  // wall minus monotonic, nanoseconds
}

const (
	// maxSpans bounds what is remembered. While the clock is slewed as fast as can be, by
	// 0.05 %, that is half an hour.
	maxSpans = 1 << 14
	// slewed is less than what can be told apart from what measuring takes.
	slewed = 50 * time.Microsecond
)

// NewClock returns a clock that is in sync. Close ends it.
func NewClock() *Clock {
	c := &Clock{}
	c.Sync()
	c.watch = watchClock(c.set)
	return c
}

// Close has the clock notice no more.
func (c *Clock) Close() { c.watch.Close() }

// Sync measures the distance between the two clocks and returns the monotonic time.
func (c *Clock) Sync() (monotonic uint64) {
	monotonic, offset := measure()
	c.apart(monotonic, offset)
	return monotonic
}

// measure returns the monotonic time and how far wall time is ahead. Of a few readings the
// one with the least time between its two ends is taken: the others were interrupted.
func measure() (monotonic uint64, offset int64) {
	best := int64(1<<63 - 1)
	for range 3 {
		before := Monotonic()
		wall := time.Now().UnixNano()
		monotonic = Monotonic()
		if took := int64(monotonic - before); took < best {
			best = took
			offset = wall - int64(before) - took/2
		}
	}
	return monotonic, offset
}

// set is told the monotonic time when the clock had just been set.
func (c *Clock) set(monotonic uint64) {
	_, offset := measure()
	c.apart(monotonic, offset)
}

// apart notes that the two clocks are as far apart from a monotonic time on.
func (c *Clock) apart(from uint64, offset int64) {
	c.lock.Lock()
	defer c.lock.Unlock()
	n := len(c.spans)
	if n == 0 {
		c.spans = []span{{from, offset}}
		return
	}
	last := &c.spans[n-1]
	switch moved := time.Duration(offset - last.offset).Abs(); {
	case moved >= slewed && from > last.from:
		c.spans = append(c.spans, span{from, offset})
	case moved < slewed && from < last.from && n > 1 && from > c.spans[n-2].from:
		last.from = from // Sync has seen it before we were told
	}
	if len(c.spans) > maxSpans {
		c.spans = slices.Delete(c.spans, 0, 1)
	}
}

// Wall is what wall time was at a monotonic time in nanoseconds.
func (c *Clock) Wall(monotonic uint64) time.Time {
	c.lock.Lock()
	defer c.lock.Unlock()
	i := len(c.spans) - 1
	for i > 0 && c.spans[i].from > monotonic {
		i--
	}
	return time.Unix(0, int64(monotonic)+c.spans[i].offset)
}

// Monotonic reads CLOCK_MONOTONIC in nanoseconds, the clock of
// bpf_ktime_get_ns.
func Monotonic() uint64 {
	var ts unix.Timespec
	// It fails for unknown clocks only.
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts)
	return uint64(ts.Nano())
}
