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
		if err := write(fd, buffer); err != nil {
			return r, err
		}
		r.Sent++
	}
}

// talk sends for the time that is wanted.
func (j *job) talk(ready func() error) (r result, err error) {
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
			if err := write(fd, buffer); err != nil {
				return r, err
			}
			if j.Kind != pingPong {
				continue
			}
			if n, err := read(fd, buffer); err != nil {
				return r, err
			} else if n < j.Size {
				return r, fmt.Errorf("of an answer of %d bytes %d came", j.Size, n)
			}
		}
		r.Sent += between
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

// read and write do nothing but the call: Go's scheduler, which would look after a
// thread that waits, is no part of the load.

func read(fd int, p []byte) (int, error) {
	for {
		n, _, e := syscall.RawSyscall(syscall.SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(&p[0])), uintptr(len(p)))
		switch e {
		case 0:
			return int(n), nil
		case syscall.EINTR:
		default:
			return 0, os.NewSyscallError("read", e)
		}
	}
}

// write fails if not all is sent in one message.
func write(fd int, p []byte) error {
	for {
		n, _, e := syscall.RawSyscall(syscall.SYS_WRITE, uintptr(fd), uintptr(unsafe.Pointer(&p[0])), uintptr(len(p)))
		switch {
		case e == syscall.EINTR:
		case e != 0:
			return os.NewSyscallError("write", e)
		case int(n) < len(p):
			return fmt.Errorf("of %d bytes %d were sent", len(p), n)
		default:
			return nil
		}
	}
}
