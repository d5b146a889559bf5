package kernel

import (
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	c := NewClock()
	defer c.Close()
	before := time.Now()
	wall := c.Wall(Monotonic())
	after := time.Now()
	const slack = time.Millisecond // the two clocks can't be read at once
	if wall.Before(before.Add(-slack)) || wall.After(after.Add(slack)) {
		t.Errorf("%v is not between %v and %v", wall, before, after)
	}
}

// TestClockSet: what was wall time stays so, whoever sets the clock, and whoever notices it
// first.
func TestClockSet(t *testing.T) {
	const hour = int64(time.Hour)
	wall := func(c *Clock, monotonic uint64) int64 { return c.Wall(monotonic).UnixNano() - int64(monotonic) }
	for name, told := range map[string][]span{
		"told at once":       {{1000, 0}, {2000, hour}, {3000, hour}, {4000, -hour}},
		"seen before told":   {{1000, 0}, {2500, hour}, {2000, hour}, {3500, hour + 7}, {4000, -hour}},
		"told for long":      {{1000, 0}, {2000, hour}, {2000, hour}, {2100, hour}, {3000, hour}, {4000, -hour}, {9000, -hour}},
		"measured with care": {{1000, 0}, {1500, 300}, {2000, hour}, {2600, hour - 300}, {4000, -hour}},
	} {
		c := &Clock{}
		for _, s := range told {
			c.apart(s.from, s.offset)
		}
		for monotonic, want := range map[uint64]int64{0: 0, 1: 0, 1000: 0, 1999: 0, 2000: hour, 3999: hour, 4000: -hour, 1 << 40: -hour} {
			if got := wall(c, monotonic); got != want {
				t.Errorf("%s: at %d %v apart, want %v", name, monotonic, time.Duration(got), time.Duration(want))
			}
		}
	}
	c := &Clock{}
	for i := range 3 * maxSpans { // slewed for ever
		c.apart(uint64(1+i), int64(i)*int64(slewed))
	}
	if got := wall(c, 3*maxSpans-100); got != int64(3*maxSpans-101)*int64(slewed) || len(c.spans) > maxSpans {
		t.Errorf("%v, of %d", got, len(c.spans))
	}
}

// TestClockSlewed: a clock that is slewed is followed.
func TestClockSlewed(t *testing.T) {
	c := &Clock{}
	for i := range int64(1000) {
		const step = int64(25 * time.Microsecond) // in 50 ms
		c.apart(uint64(i*50e6), i*step)
		if off := c.Wall(uint64(i*50e6)).UnixNano() - i*(50e6+step); off > 0 || off < -int64(slewed) {
			t.Fatalf("%v off", time.Duration(off))
		}
	}
}
