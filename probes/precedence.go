package probes

import (
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// precedence lets the reader run before others while it falls behind. What a full ring loses
// is lost for good, and who fills it only has to wait. As long as the rings are nearly empty
// the reader is a process like any other: to run first at each of its looks at them would
// cost those who send more than it takes itself.
//
// It is the scheduler's weight of one thread, the nice value (setpriority(2)): the reader
// gets the time it needs, and those who send what is left. On a processor of their own
// nobody waits.
type precedence struct {
	thread int
	own    int // nice value that the thread has otherwise
	first  bool
	behind time.Time // when it was last
}

const (
	leastNice = -20
	// behindFrom is from which share of a ring on the reader has fallen behind.
	behindFrom = 1. / 8
	// afterwards is for how long it goes on to run first when it has caught up: floods come
	// in waves, and a change of the nice value is a system call.
	afterwards = time.Second
)

// allowPrecedence asks the kernel for the right to change nice values at will, which outlives
// capabilities: RLIMIT_NICE, of which 40 stands for -20 (getrlimit(2)). It is an error if the
// kernel refuses it, or if the user has asked us to give way (nice(1)).
func allowPrecedence() error {
	nice, err := niceValue(0)
	if err != nil {
		return err
	}
	if nice > 0 {
		return fmt.Errorf("the nice value is %d, so others come first", nice)
	}
	all := unix.Rlimit{Cur: 20 - leastNice, Max: 20 - leastNice}
	return unix.Setrlimit(unix.RLIMIT_NICE, &all)
}

// niceValue is that of a thread, of the caller's if it is 0.
func niceValue(thread int) (int, error) {
	n, err := unix.Getpriority(unix.PRIO_PROCESS, thread)
	return 20 - n, err // as the system call has it, so that no result looks like an error
}

// newPrecedence is that of the goroutine that calls, which has a thread of its own from now
// on, until end.
func newPrecedence() (*precedence, error) {
	runtime.LockOSThread()
	p := &precedence{thread: unix.Gettid()}
	var err error
	if p.own, err = niceValue(p.thread); err != nil {
		runtime.UnlockOSThread()
		return nil, fmt.Errorf("looking at the nice value of the reader: %w", err)
	}
	return p, nil
}

// see takes how full the fullest ring was found, from 0 to 1. Nil does nothing.
func (p *precedence) see(full float64, now time.Time) error {
	if p == nil {
		return nil
	}
	first := full >= behindFrom
	if first {
		p.behind = now
	} else {
		first = p.first && now.Sub(p.behind) < afterwards
	}
	return p.set(first)
}

func (p *precedence) set(first bool) error {
	if p.first == first {
		return nil
	}
	nice := p.own
	if first {
		nice = leastNice
	}
	if err := unix.Setpriority(unix.PRIO_PROCESS, p.thread, nice); err != nil {
		return fmt.Errorf("giving the reader the nice value %d: %w", nice, err)
	}
	p.first = first
	return nil
}

// end gives the thread back as it was.
func (p *precedence) end() error {
	if p == nil {
		return nil
	}
	defer runtime.UnlockOSThread()
	return p.set(false)
}
