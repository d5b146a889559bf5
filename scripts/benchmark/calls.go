package main

import (
	"errors"
	"fmt"
	"io"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// call has a connection of its own for each message there and the one back. One over which
// nothing is said is the last.
func (j *job) call(ready func() error) (r result, err error) {
	if err := ready(); err != nil {
		return r, err
	}
	address, length := pathAddress(j.Path)
	connect := func() (int, error) {
		fd, err := rawCall(unix.SYS_SOCKET, unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return fd, err
		}
		if _, err := rawCall(unix.SYS_CONNECT, uintptr(fd), uintptr(unsafe.Pointer(address)), length); err != nil {
			return fd, errors.Join(fmt.Errorf("connecting to %s: %w", j.Path, err), unix.Close(fd))
		}
		return fd, nil
	}
	buffer := make([]byte, j.Size)
	start := time.Now()
	end := start.Add(j.Duration)
	for now := start; now.Before(end); now = time.Now() {
		for range between {
			fd, err := connect()
			if err != nil {
				return r, err
			}
			if err := r.exchange(fd, buffer); err != nil {
				return r, errors.Join(err, unix.Close(fd))
			}
			if _, err := rawCall(unix.SYS_CLOSE, uintptr(fd), 0, 0); err != nil {
				return r, err
			}
		}
	}
	r.Seconds = time.Since(start).Seconds()
	r.Counted = 2 * r.Sent
	fd, err := connect()
	if err != nil {
		return r, err
	}
	return r, unix.Close(fd)
}

// exchange says what is in p, and waits for as much.
func (r *result) exchange(fd int, p []byte) error {
	if err := r.write(fd, p); err != nil {
		return err
	}
	n, err := read(fd, p)
	if err == nil && n < len(p) {
		err = fmt.Errorf("of an answer of %d bytes %d came", len(p), n)
	}
	r.Received += uint64(max(n, 0))
	return err
}

// answer accepts connections and sends back what is said over each, until nothing is.
func (j *job) answer(r *result, listener int) error {
	buffer := make([]byte, j.Size)
	for {
		fd, err := accept(listener)
		if err != nil {
			return err
		}
		err = r.answer(fd, buffer)
		if _, closing := rawCall(unix.SYS_CLOSE, uintptr(fd), 0, 0); closing != nil {
			return closing
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// answer sends back what it reads, and waits for the other one to close. The error is EOF if
// nothing is said.
func (r *result) answer(fd int, buffer []byte) error {
	n, err := read(fd, buffer)
	switch {
	case err != nil:
		return err
	case n == 0:
		return io.EOF
	case n < len(buffer):
		return fmt.Errorf("a message of %d bytes came in parts", len(buffer))
	}
	r.Received += uint64(n)
	if err := r.write(fd, buffer); err != nil {
		return err
	}
	_, err = read(fd, buffer)
	return err
}

func accept(listener int) (int, error) {
	for {
		fd, _, e := unix.RawSyscall6(unix.SYS_ACCEPT4, uintptr(listener), 0, 0, unix.SOCK_CLOEXEC, 0, 0)
		if e == 0 {
			return int(fd), nil
		}
		if e != unix.EINTR {
			return 0, e
		}
	}
}

// pathAddress is a path as connect(2) takes it.
func pathAddress(path string) (*unix.RawSockaddrUnix, uintptr) {
	a := unix.RawSockaddrUnix{Family: unix.AF_UNIX}
	for i := range min(len(path), len(a.Path)-1) {
		a.Path[i] = int8(path[i])
	}
	return &a, unsafe.Sizeof(a)
}
