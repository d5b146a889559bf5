package probes

import (
	"errors"
	"sync/atomic"
	"testing"
)

// TestAtOnce: each number once, its error in its place, and so many at the same time but
// not more.
func TestAtOnce(t *testing.T) {
	const n = 3 * mostAtOnce
	var (
		done        [n]int
		under, most atomic.Int32
		failed      = errors.New("failed")
	)
	full := make(chan struct{})
	errs := atOnce(n, func(i int) error {
		defer under.Add(-1)
		now := under.Add(1)
		if now == mostAtOnce && most.Swap(now) < now {
			close(full)
		}
		if now > mostAtOnce {
			t.Errorf("%d at the same time", now)
		}
		<-full
		done[i]++
		if i%2 == 1 {
			return failed
		}
		return nil
	})
	for i := range n {
		want := error(nil)
		if i%2 == 1 {
			want = failed
		}
		if done[i] != 1 || errs[i] != want {
			t.Errorf("%d: %d times, %v", i, done[i], errs[i])
		}
	}
	if errs := atOnce(0, nil); len(errs) != 0 {
		t.Errorf("of nothing: %v", errs)
	}
}
