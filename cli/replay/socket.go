package replay

import (
	"context"
	"errors"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// socket is one that never blocks. System calls are made without the standard library,
// which can't tell an empty seqpacket from the end, and cuts names at a NUL.
type socket struct {
	fd     int
	typ    format.SocketType
	file   *socketFile // that it made, nil without
	shared bool        // by all clients of a server of datagrams
	peer   address     // who sent the last datagram
}

// address is a socket's as the kernel gives it, with its length.
type address struct {
	raw unix.RawSockaddrUnix
	len uint32
}

func newSocket(typ format.SocketType) (*socket, error) {
	fd, err := unix.Socket(unix.AF_UNIX, int(typ)|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	return &socket{fd: fd, typ: typ}, nil
}

func (s *socket) close() {
	unix.Close(s.fd)
	s.file.remove()
}

// sockaddr is a name for bind and connect.
func sockaddr(n format.Name) *unix.SockaddrUnix {
	if n != "" && n[0] == '@' { // a relative path, and not an abstract name
		n = "./" + n
	}
	return &unix.SockaddrUnix{Name: string(n)}
}

// prepare sets what the exchange needs. Largest is the largest message to send.
func (s *socket) prepare(largest int64) {
	switch s.typ {
	case format.Stream:
		// Before Linux 5.15 there is no out-of-band byte, and so nothing to set.
		unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_OOBINLINE, 1)
	case format.Seqpacket:
		// Every message, be it empty, comes with credentials then, the end without.
		unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_PASSCRED, 1)
	}
	const usual = 1 << 16 // room that there is in any case
	if s.typ != format.Stream && largest > usual {
		// If it does not suffice, sending fails.
		unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_SNDBUF, int(min(largest+usual, largestMessage)))
	}
}

// errEnd is why nothing more can be received: the other side has closed its end.
var errEnd = errors.New("the end")

// receive takes some bytes of a stream, or a message, into b. It returns how long they
// are, which is more than b has room for if a message was cut.
func (s *socket) receive(b []byte) (int, error) {
	var (
		from    unix.RawSockaddrUnix
		control [64]byte // room for credentials
	)
	iov := unix.Iovec{Base: &b[0]}
	iov.SetLen(len(b))
	h := unix.Msghdr{Name: (*byte)(unsafe.Pointer(&from)), Namelen: unix.SizeofSockaddrUnix, Iov: &iov}
	h.SetIovlen(1)
	flags := 0
	if s.typ != format.Stream {
		flags = unix.MSG_TRUNC // tells of the length of what was cut
	}
	if s.typ == format.Seqpacket {
		h.Control = &control[0]
		// No more, or descriptors that are passed would come along.
		h.SetControllen(unix.CmsgLen(unix.SizeofUcred))
	}
	n, err := message(unix.SYS_RECVMSG, s.fd, &h, flags)
	switch {
	case err != nil:
		return 0, err
	case n == 0 && s.typ == format.Stream, n == 0 && s.typ == format.Seqpacket && h.Controllen == 0:
		return 0, errEnd
	}
	if s.shared {
		s.peer = address{from, h.Namelen}
	}
	return n, nil
}

// unnamed is the length of the address of a socket that is not bound.
const unnamed = 2

// send sends as many bytes of a stream as there is room for, or a message.
func (s *socket) send(b []byte) (int, error) {
	var h unix.Msghdr
	if len(b) > 0 {
		iov := unix.Iovec{Base: &b[0]}
		iov.SetLen(len(b))
		h.Iov = &iov
		h.SetIovlen(1)
	}
	if s.shared {
		if s.peer.len <= unnamed {
			return 0, errors.New("the client has no name to send it to; bind its socket")
		}
		h.Name, h.Namelen = (*byte)(unsafe.Pointer(&s.peer.raw)), s.peer.len
	}
	return message(unix.SYS_SENDMSG, s.fd, &h, unix.MSG_NOSIGNAL)
}

func message(call uintptr, fd int, h *unix.Msghdr, flags int) (int, error) {
	for {
		n, _, errno := unix.Syscall(call, uintptr(fd), uintptr(unsafe.Pointer(h)), uintptr(flags))
		switch errno {
		case 0:
			return int(n), nil
		case unix.EINTR:
		default:
			return 0, errno
		}
	}
}

// errTimeout is why a wait ends if nothing happens.
var errTimeout = errors.New("nothing happened")

// wait waits until one of the events, or an error, is there. It waits for ever if the
// limit is 0.
func (s *socket) wait(ctx context.Context, events int16, limit time.Duration) (int16, error) {
	const tick = 50 * time.Millisecond // between looks at ctx
	start := time.Now()
	for {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		slice := tick
		if limit > 0 {
			left := limit - time.Since(start)
			if left <= 0 {
				return 0, errTimeout
			}
			slice = min(tick, left)
		}
		poll := []unix.PollFd{{Fd: int32(s.fd), Events: events}}
		n, err := unix.Poll(poll, int((slice+time.Millisecond-1)/time.Millisecond))
		if err != nil && err != unix.EINTR {
			return 0, err
		}
		if n > 0 {
			return poll[0].Revents, nil
		}
	}
}
