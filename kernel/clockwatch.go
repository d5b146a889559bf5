package kernel

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// clockWatch is told by the kernel when somebody sets the clock: a timer of
// CLOCK_REALTIME with TFD_TIMER_CANCEL_ON_SET is woken before the call that sets it returns
// (timerfd_clock_was_set), and its read says ECANCELED, each time anew. This goes for
// settimeofday, ADJ_SETOFFSET, leap seconds and the end of a suspend.
type clockWatch struct {
	timer *os.File
	ended chan struct{}
}

// watchClock calls set with the monotonic time whenever the clock was set, until Close. It
// is nil if the kernel has no such timer.
func watchClock(set func(monotonic uint64)) *clockWatch {
	fd, err := unix.TimerfdCreate(unix.CLOCK_REALTIME, unix.TFD_CLOEXEC|unix.TFD_NONBLOCK)
	if err != nil {
		return nil
	}
	const never = 1 << 33 // seconds since 1970
	at := unix.ItimerSpec{Value: unix.Timespec{Sec: never}}
	if err := unix.TimerfdSettime(fd, unix.TFD_TIMER_ABSTIME|unix.TFD_TIMER_CANCEL_ON_SET, &at, nil); err != nil {
		unix.Close(fd)
		return nil
	}
	w := &clockWatch{os.NewFile(uintptr(fd), "timerfd"), make(chan struct{})}
	go w.run(set)
	return w
}

func (w *clockWatch) run(set func(monotonic uint64)) {
	defer close(w.ended)
	for buffer := make([]byte, 8); ; {
		_, err := w.timer.Read(buffer)
		now := Monotonic()
		if !errors.Is(err, unix.ECANCELED) {
			return // it was closed
		}
		set(now)
	}
}

// Close ends it.
func (w *clockWatch) Close() {
	if w == nil {
		return
	}
	w.timer.Close() // again, too
	<-w.ended
}
