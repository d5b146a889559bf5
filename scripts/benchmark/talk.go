package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// between is how many messages pass between two looks at the clock, which under
// emulation may cost more than a message.
const between = 16

func (j *job) socketType() int {
	if j.Kind == datagram {
		return unix.SOCK_DGRAM
	}
	return unix.SOCK_STREAM
}

// serve receives until the other one ends, which an empty datagram tells of datagrams.
func (j *job) serve(ready func() error) (r result, err error) {
	fd, err := unix.Socket(unix.AF_UNIX, j.socketType()|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return r, err
	}
	defer unix.Close(fd)
	if err := os.Remove(j.Path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return r, err
	}
	if err := unix.Bind(fd, &unix.SockaddrUnix{Name: j.Path}); err != nil {
		return r, fmt.Errorf("binding %s: %w", j.Path, err)
	}
	defer os.Remove(j.Path)
	if j.Kind != datagram {
		if err := unix.Listen(fd, 1); err != nil {
			return r, err
		}
	}
	if err := ready(); err != nil {
		return r, err
	}
	if j.Kind == calls {
		err := j.answer(&r, fd)
		return r, err
	}
	if j.Kind != datagram {
		listener := fd
		if fd, _, err = unix.Accept4(listener, unix.SOCK_CLOEXEC); err != nil {
			return r, err
		}
		defer unix.Close(fd)
	}
	buffer := make([]byte, max(j.Size, 1))
	for {
		n, err := read(fd, buffer)
		if err != nil || n == 0 {
			return r, err
		}
		r.Received += uint64(n)
		if j.Kind != pingPong {
			continue
		}
		if n < j.Size {
			return r, fmt.Errorf("a message of %d bytes came in parts", j.Size)
		}
		if err := r.write(fd, buffer); err != nil {
			return r, err
		}
	}
}

// talk sends for the time that is wanted.
func (j *job) talk(ready func() error) (r result, err error) {
	if j.Kind == calls {
		return j.call(ready)
	}
	fd, err := unix.Socket(unix.AF_UNIX, j.socketType()|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return r, err
	}
	defer unix.Close(fd)
	if err := unix.Connect(fd, &unix.SockaddrUnix{Name: j.Path}); err != nil {
		return r, fmt.Errorf("connecting to %s: %w", j.Path, err)
	}
	buffer := make([]byte, j.Size)
	if err := ready(); err != nil {
		return r, err
	}
	start := time.Now()
	end := start.Add(j.Duration)
	for now := start; now.Before(end); now = time.Now() {
		for range between {
			if err := r.write(fd, buffer); err != nil {
				return r, err
			}
			if j.Kind != pingPong {
				continue
			}
			n, err := read(fd, buffer)
			if err != nil {
				return r, err
			}
			if n < j.Size {
				return r, fmt.Errorf("of an answer of %d bytes %d came", j.Size, n)
			}
			r.Received += uint64(n)
		}
	}
	r.Seconds = time.Since(start).Seconds()
	r.Counted = r.Sent
	switch j.Kind {
	case pingPong:
		r.Counted *= 2
	case datagram:
		r.Sent++
		return r, unix.Send(fd, nil, 0)
	}
	return r, nil
}

// write sends p in one message, or in more where a tracer interrupts it.
func (r *result) write(fd int, p []byte) error {
	for len(p) > 0 {
		n, err := onBytes(syscall.SYS_WRITE, fd, p)
		if err != nil {
			return err
		}
		r.Sent++
		r.Bytes += uint64(n)
		p = p[n:]
	}
	return nil
}

func read(fd int, p []byte) (int, error) { return onBytes(syscall.SYS_READ, fd, p) }

func onBytes(number uintptr, fd int, p []byte) (int, error) {
	return rawCall(number, uintptr(fd), uintptr(unsafe.Pointer(&p[0])), uintptr(len(p)))
}

// rawCall does nothing but the call: Go's scheduler, which would look after a thread that
// waits, is no part of the load.
func rawCall(number, a, b, c uintptr) (int, error) {
	for {
		n, _, e := syscall.RawSyscall(number, a, b, c)
		if e == 0 {
			return int(n), nil
		}
		if e != syscall.EINTR {
			return 0, e
		}
	}
}
