package probes

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestPrecedence: the thread of the reader runs first while a ring fills and for a while
// longer, and then as it did before.
func TestPrecedence(t *testing.T) {
	testhost.Need(t, testhost.InGuests, allowPrecedence())
	p, err := newPrecedence()
	check(t, err)
	start := time.Now()
	for _, step := range []struct {
		full  float64
		after time.Duration
		first bool
	}{
		{0, 0, false},
		{behindFrom / 2, 0, false},
		{behindFrom, 0, true},
		{1, time.Second, true},
		{0, time.Second + afterwards/2, true},
		{0, time.Second + afterwards, false},
		{0, time.Second + afterwards, false},
		{1, 2 * time.Second, true},
	} {
		check(t, p.see(step.full, start.Add(step.after)))
		nice, err := niceValue(unix.Gettid())
		check(t, err)
		if nice != p.own && nice != leastNice || (nice == leastNice) != step.first {
			t.Errorf("%v: nice %d", step, nice)
		}
	}
	thread := p.thread
	check(t, p.end())
	if nice, err := niceValue(thread); err != nil || nice != p.own {
		t.Errorf("at the end nice %d, want %d: %v", nice, p.own, err)
	}
}

// TestNoPrecedence: who is to give way does.
func TestNoPrecedence(t *testing.T) {
	var p *precedence
	check(t, p.see(1, time.Now()))
	check(t, p.end())
	done := make(chan error)
	go func() {
		// Never unlocked: the thread ends with its nice value.
		p, err := newPrecedence()
		if err == nil {
			err = unix.Setpriority(unix.PRIO_PROCESS, p.thread, 5)
		}
		if err != nil {
			t.Error(err)
		}
		done <- allowPrecedence()
	}()
	if <-done == nil {
		t.Error("a process that was made nice may run first")
	}
}
