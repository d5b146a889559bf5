package ring

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// poll waits for rings.
type poll struct {
	fd   int
	lock sync.Mutex // of wake
	wake int        // an eventfd, -1 when it is closed
	// What epoll_wait fills in. Which rings are filled does not matter: all are read.
	events [8]unix.EpollEvent
}

func newPoll() (_ *poll, err error) {
	p := &poll{fd: -1, wake: -1}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if p.fd, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return nil, fmt.Errorf("creating an epoll: %w", err)
	}
	if p.wake, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err != nil {
		return nil, fmt.Errorf("creating an eventfd: %w", err)
	}
	return p, p.add(p.wake)
}

// add has a descriptor end the wait each time it becomes readable: not for as long as it
// is, for an event whose CPU has gone may report its end for ever.
func (p *poll) add(fd int) error {
	event := unix.EpollEvent{Events: unix.EPOLLIN | unix.EPOLLET, Fd: int32(fd)}
	if err := unix.EpollCtl(p.fd, unix.EPOLL_CTL_ADD, fd, &event); err != nil {
		return fmt.Errorf("adding to the epoll: %w", err)
	}
	return nil
}

func (p *poll) remove(fd int) error {
	return unix.EpollCtl(p.fd, unix.EPOLL_CTL_DEL, fd, nil)
}

// Wait sleeps until a ring is filled up to the watermark, the time is over, which counts
// in milliseconds, or Wake is called: it may have been before. It reports whether it was woken
// before the time was over.
func (r *Rings) Wait(timeout time.Duration) (woken bool, err error) {
	n, err := unix.EpollWait(r.poll.fd, r.poll.events[:], int(timeout.Milliseconds()))
	if err != nil && !errors.Is(err, unix.EINTR) {
		return false, fmt.Errorf("waiting for the rings: %w", err)
	}
	return n > 0, nil
}

// Wake ends a Wait, the next one if there is none now. It may be called at any time.
func (r *Rings) Wake() {
	r.poll.lock.Lock()
	defer r.poll.lock.Unlock()
	if r.poll.wake < 0 {
		return
	}
	// It fails if it was written to 2^64-1 times: then it is readable, too.
	_, _ = unix.Write(r.poll.wake, binary.NativeEndian.AppendUint64(nil, 1))
}

func (p *poll) close() error {
	p.lock.Lock()
	defer p.lock.Unlock()
	var errs []error
	for _, fd := range []*int{&p.fd, &p.wake} {
		if *fd >= 0 {
			errs = append(errs, unix.Close(*fd))
			*fd = -1
		}
	}
	return errors.Join(errs...)
}
