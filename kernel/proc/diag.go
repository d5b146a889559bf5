package proc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// The interface of unix_diag (include/uapi/linux/unix_diag.h, net/unix/diag.c):
// requests and messages of netlink, in the byte order of the machine, padded to
// 4 bytes.
const (
	udiagShowName  = 1 << 0
	udiagShowVFS   = 1 << 1
	udiagShowPeer  = 1 << 2
	udiagShowIcons = 1 << 3
	udiagShowRqlen = 1 << 4
	udiagShowUID   = 1 << 6 // since Linux 5.3

	unixDiagName     = 0 // as bound, a path with its terminator
	unixDiagVFS      = 1 // u32 inode, u32 device
	unixDiagPeer     = 2 // u32 inode
	unixDiagIcons    = 3 // u32 inodes of the sockets that wait to be accepted
	unixDiagRqlen    = 4 // u32 receive queue, u32 send queue
	unixDiagShutdown = 6 // u8, always there
	unixDiagUID      = 7 // u32

	attributeKind = 0x3fff // NLA_TYPE_MASK

	unixDiagReqSize = 24
	unixDiagMsgSize = 16

	tcpEstablished = 1  // enum of include/net/tcp_states.h, which unix
	tcpListen      = 10 // sockets share
	allStates      = ^uint32(0)

	shutdownBoth = 3 // RCV_SHUTDOWN | SEND_SHUTDOWN, also set when the peer closes
)

// errNoUnixDiag says how to get what is missing.
var errNoUnixDiag = errors.New("the kernel's module unix_diag is missing (modprobe unix_diag)")

// diagSockets lists the sockets that unix_diag knows.
//
// It only ever asks for all of them: the request for a single one dereferences
// NULL before Linux 6.1 if it wants the user (unix_diag_get_exact).
func diagSockets() ([]*Socket, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_SOCK_DIAG)
	if err != nil {
		return nil, fmt.Errorf("the kernel does not list sockets: %w", err)
	}
	defer unix.Close(fd)

	var (
		sockets []*Socket
		waiting bool // some connection is not accepted
	)
	known := map[uint64]int{} // one that is bound during the listing is told twice
	const show = udiagShowName | udiagShowVFS | udiagShowPeer | udiagShowRqlen | udiagShowUID
	err = dumpUnix(fd, allStates, show, func(payload []byte) error {
		s, err := decodeSocket(payload)
		if err != nil {
			return err
		}
		waiting = waiting || s.State == Pending || s.State == HungUp
		if i, ok := known[s.Inode]; ok {
			sockets[i] = s
			return nil
		}
		known[s.Inode] = len(sockets)
		sockets = append(sockets, s)
		return nil
	})
	if err != nil || !waiting {
		return sockets, err
	}

	// Asked for by itself, as the kernel ends the listing at a listener whose
	// queue does not fit its buffer, after 900 connections if it is the first
	// message, after 8,000 else.
	return sockets, dumpUnix(fd, 1<<tcpListen, udiagShowIcons, func(payload []byte) error {
		listener, clients, err := decodeIcons(payload)
		for _, inode := range clients {
			if i, ok := known[inode]; ok {
				sockets[i].State, sockets[i].Peer = Pending, listener
			}
		}
		return err
	})
}

// dumpUnix has the kernel tell of all sockets in these states (1 << TCP_*).
func dumpUnix(fd int, states, show uint32, each func(payload []byte) error) error {
	err := unix.Sendto(fd, dumpRequest(states, show), 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
	if err != nil {
		return fmt.Errorf("asking for the sockets: %w", err)
	}
	buf := make([]byte, 64<<10) // twice what netlink_dump sends at most
	for {
		n, _, err := unix.Recvfrom(fd, buf, unix.MSG_TRUNC)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return fmt.Errorf("listing the sockets: %w", err)
		case n > len(buf):
			return fmt.Errorf("listing the sockets: a message of %d bytes", n)
		}
		done, err := decodeDump(buf[:n], each)
		if done || err != nil {
			return err
		}
	}
}

// dumpRequest is a struct nlmsghdr and a struct unix_diag_req.
func dumpRequest(states, show uint32) []byte {
	order := binary.NativeEndian
	b := make([]byte, 0, unix.SizeofNlMsghdr+unixDiagReqSize)
	b = order.AppendUint32(b, uint32(cap(b)))
	b = order.AppendUint16(b, unix.SOCK_DIAG_BY_FAMILY)
	b = order.AppendUint16(b, unix.NLM_F_REQUEST|unix.NLM_F_DUMP)
	b = order.AppendUint64(b, 0) // sequence number, port: only one answer comes
	b = append(b, unix.AF_UNIX, 0, 0, 0)
	b = order.AppendUint32(b, states)
	b = order.AppendUint32(b, 0) // inode
	b = order.AppendUint32(b, show)
	return order.AppendUint64(b, 0) // cookie
}

// decodeDump hands out the payloads of the messages in what was received at once
// and reports whether the last one was there.
func decodeDump(b []byte, each func(payload []byte) error) (done bool, err error) {
	order := binary.NativeEndian
	for len(b) > 0 {
		if len(b) < unix.SizeofNlMsghdr {
			return false, errors.New("listing the sockets: a message is cut short")
		}
		size := int64(order.Uint32(b))
		if size < unix.SizeofNlMsghdr || size > int64(len(b)) {
			return false, fmt.Errorf("listing the sockets: a message claims %d of %d bytes", size, len(b))
		}
		payload := b[unix.SizeofNlMsghdr:size]
		switch order.Uint16(b[4:]) {
		case unix.NLMSG_DONE, unix.NLMSG_ERROR:
			return true, status(payload)
		case unix.SOCK_DIAG_BY_FAMILY:
			if err := each(payload); err != nil {
				return false, err
			}
		}
		b = b[min(align4(int(size)), len(b)):]
	}
	return false, nil
}

// status is the error number at the start of the messages NLMSG_ERROR and
// NLMSG_DONE, which is negative, or 0.
func status(payload []byte) error {
	if len(payload) < 4 {
		return nil
	}
	n := int32(binary.NativeEndian.Uint32(payload))
	switch err := syscall.Errno(-n); {
	case n >= 0:
		return nil
	case err == unix.ENOENT: // __sock_diag_cmd found no handler for the family
		return errNoUnixDiag
	default:
		return fmt.Errorf("listing the sockets: %w", err)
	}
}

// decodeSocket reads a struct unix_diag_msg and the attributes behind it.
func decodeSocket(payload []byte) (*Socket, error) {
	if len(payload) < unixDiagMsgSize {
		return nil, fmt.Errorf("listing the sockets: %d bytes about a socket", len(payload))
	}
	order := binary.NativeEndian
	s := &Socket{
		Inode:     uint64(order.Uint32(payload[4:])),
		Type:      uint32(payload[1]),
		UID:       -1,
		RecvQueue: -1,
		SendQueue: -1,
	}
	switch payload[2] {
	case tcpListen:
		s.State = Listening
	case tcpEstablished:
		s.State = Connected
	}
	var hasPeer, shutdown bool
	err := eachAttribute(payload[unixDiagMsgSize:], func(kind uint16, b []byte) {
		switch {
		case kind == unixDiagName:
			s.Name = boundName(b)
		case kind == unixDiagVFS && len(b) >= 8:
			s.File = FileID{Device: order.Uint32(b[4:]), Inode: uint64(order.Uint32(b))}
		case kind == unixDiagPeer && len(b) >= 4:
			hasPeer, s.Peer = true, uint64(order.Uint32(b))
		case kind == unixDiagRqlen && len(b) >= 8:
			s.RecvQueue, s.SendQueue = int64(order.Uint32(b)), int64(order.Uint32(b[4:]))
		case kind == unixDiagShutdown && len(b) >= 1:
			shutdown = b[0] == shutdownBoth
		case kind == unixDiagUID && len(b) >= 4:
			s.UID = int(order.Uint32(b))
		}
	})
	s.State = stateByPeer(s, hasPeer, shutdown)
	return s, err
}

// stateByPeer tells what the kernel's own state leaves open. A peer without an
// inode belongs to nobody: it was closed, or not accepted yet. Closing one end of a
// connection shuts the other down (unix_release_sock); a datagram socket is not
// told. Its state says nothing: before Linux 5.15 it never is established, since
// then also by another one that connects to it (unix_dgram_connect).
func stateByPeer(s *Socket, hasPeer, shutdown bool) SocketState {
	datagrams := s.Type == unix.SOCK_DGRAM
	switch {
	case !hasPeer && datagrams:
		return Unconnected
	case s.State == Listening, !hasPeer:
		return s.State
	case s.Peer != 0:
		return Connected
	case shutdown, datagrams:
		return HungUp
	}
	return Pending
}

// decodeIcons reads which sockets wait to be accepted by a listener.
func decodeIcons(payload []byte) (listener uint64, clients []uint64, err error) {
	if len(payload) < unixDiagMsgSize {
		return 0, nil, fmt.Errorf("listing the sockets: %d bytes about a socket", len(payload))
	}
	order := binary.NativeEndian
	err = eachAttribute(payload[unixDiagMsgSize:], func(kind uint16, b []byte) {
		if kind != unixDiagIcons {
			return
		}
		for ; len(b) >= 4; b = b[4:] {
			clients = append(clients, uint64(order.Uint32(b)))
		}
	})
	return uint64(order.Uint32(payload[4:])), clients, err
}

// eachAttribute hands out the attributes of a message: u16 length with this
// header, u16 kind, contents.
func eachAttribute(b []byte, each func(kind uint16, contents []byte)) error {
	order := binary.NativeEndian
	for len(b) >= unix.SizeofNlAttr {
		size := int(order.Uint16(b))
		if size < unix.SizeofNlAttr || size > len(b) {
			return fmt.Errorf("listing the sockets: an attribute claims %d of %d bytes", size, len(b))
		}
		each(order.Uint16(b[2:])&attributeKind, b[unix.SizeofNlAttr:size])
		b = b[min(align4(size), len(b)):]
	}
	return nil
}

// boundName drops the terminator of a path, which is there or, for a path as long
// as sun_path, not.
func boundName(b []byte) string {
	if len(b) > 0 && b[0] != 0 {
		if end := bytes.IndexByte(b, 0); end >= 0 {
			b = b[:end]
		}
	}
	return string(b)
}

func align4(n int) int { return (n + 3) &^ 3 }
