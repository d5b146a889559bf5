package kernel

import (
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	c := NewClock()
	before := time.Now()
	wall := c.Wall(Monotonic())
	after := time.Now()
	const slack = time.Millisecond // the two clocks can't be read at once
	if wall.Before(before.Add(-slack)) || wall.After(after.Add(slack)) {
		t.Errorf("%v is not between %v and %v", wall, before, after)
	}
}
