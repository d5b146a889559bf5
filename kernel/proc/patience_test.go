package proc

import (
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// TestHangingLooks: others wait for a look that hangs for a moment, and not at all for more
// than are let hang.
func TestHangingLooks(t *testing.T) {
	const most, wait = 3, 50 * time.Millisecond
	p, hang := NewPatience(most, wait), make(chan struct{})
	start := time.Now()
	if !p.Look(func() { <-hang }) || time.Since(start) < wait {
		t.Error("it was not waited for")
	}
	for range most - 1 {
		p.hung <- struct{}{}
	}
	if p.Look(func() { t.Error("it is looked at") }) {
		t.Error("one too many")
	}
	for range most - 1 {
		<-p.hung
	}
	close(hang)
	if !testrun.Until(func() bool { return p.Hung() == 0 }) || !p.Look(func() {}) {
		t.Error("nothing is looked at any more")
	}
}
