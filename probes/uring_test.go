package probes

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// As much of io_uring as it takes to send: <linux/io_uring.h>.

type opcode uint8

const (
	opWritev     opcode = 2
	opWriteFixed opcode = 5
	opSendmsg    opcode = 9
	opWrite      opcode = 23
	opSend       opcode = 26

	setupSQPoll     = 1 << 1
	enterGetEvents  = 1 << 0
	enterSQWakeup   = 1 << 1
	registerBuffers = 0
	registerFiles   = 2
	sqeFixedFile    = 1 << 0

	offsetSQ   = 0
	offsetCQ   = 0x8000000
	offsetSQEs = 0x10000000
)

type ringParams struct {
	sqEntries, cqEntries, flags, threadCPU, threadIdle, features, wqFd uint32
	_                                                                  [3]uint32
	sq                                                                 struct {
		head, tail, mask, entries, flags, dropped, array, _ uint32
		_                                                   uint64
	}
	cq struct {
		head, tail, mask, entries, overflow, cqes, flags, _ uint32
		_                                                   uint64
	}
}

type submission struct {
	op       opcode
	flags    uint8
	priority uint16
	fd       int32
	offset   uint64
	addr     uint64
	length   uint32
	opFlags  uint32
	userData uint64
	buffer   uint16
	_        [22]byte
}

type completion struct {
	userData uint64
	result   int32
	flags    uint32
}

// uring is a call by way of io_uring. The socket is a registered file, which a
// polling kernel thread needs before Linux 5.11.
func uring(setup uint32, op opcode) func(*testing.T, int, []byte) (int, error) {
	return func(_ *testing.T, fd int, data []byte) (int, error) { return 1, submit(setup, op, fd, data) }
}

func submit(setup uint32, op opcode, socket int, data []byte) error {
	p := ringParams{flags: setup, threadIdle: 1000}
	r, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, 4, uintptr(unsafe.Pointer(&p)), 0)
	if errno != 0 {
		return fmt.Errorf("io_uring_setup: %w", errno)
	}
	fd := int(r)
	defer unix.Close(fd)
	sq, err := unix.Mmap(fd, offsetSQ, int(p.sq.array+p.sqEntries*4), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return err
	}
	defer unix.Munmap(sq)
	cq, err := unix.Mmap(fd, offsetCQ, int(p.cq.cqes+p.cqEntries*uint32(unsafe.Sizeof(completion{}))), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return err
	}
	defer unix.Munmap(cq)
	sqes, err := unix.Mmap(fd, offsetSQEs, int(p.sqEntries)*int(unsafe.Sizeof(submission{})), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return err
	}
	defer unix.Munmap(sqes)
	register := func(what uintptr, arg unsafe.Pointer) error {
		if _, _, errno := unix.Syscall6(unix.SYS_IO_URING_REGISTER, uintptr(fd), what, uintptr(arg), 1, 0, 0); errno != 0 {
			return fmt.Errorf("io_uring_register: %w", errno)
		}
		return nil
	}
	file := int32(socket)
	if err := register(registerFiles, unsafe.Pointer(&file)); err != nil {
		return err
	}

	iovec := unix.Iovec{Base: &data[0]}
	iovec.SetLen(len(data))
	message := unix.Msghdr{Iov: &iovec}
	message.SetIovlen(1)
	var pinned runtime.Pinner
	defer pinned.Unpin()
	pinned.Pin(&data[0])
	pinned.Pin(&iovec)
	pinned.Pin(&message)

	sqe := (*submission)(unsafe.Pointer(&sqes[0]))
	*sqe = submission{op: op, flags: sqeFixedFile, fd: 0, addr: uint64(uintptr(unsafe.Pointer(&data[0]))), length: uint32(len(data))}
	switch op {
	case opWritev:
		sqe.addr, sqe.length = uint64(uintptr(unsafe.Pointer(&iovec))), 1
	case opSendmsg:
		sqe.addr, sqe.length = uint64(uintptr(unsafe.Pointer(&message))), 1
	case opWriteFixed:
		if err := register(registerBuffers, unsafe.Pointer(&iovec)); err != nil {
			return err
		}
	}
	word := func(area []byte, offset uint32) *uint32 { return (*uint32)(unsafe.Pointer(&area[offset])) }
	*word(sq, p.sq.array) = 0
	atomic.AddUint32(word(sq, p.sq.tail), 1)
	flags := uintptr(enterGetEvents)
	if setup&setupSQPoll != 0 {
		flags |= enterSQWakeup
	}
	// A signal, as the runtime sends itself, ends the wait and not the submission.
	for submitted := uintptr(1); atomic.LoadUint32(word(cq, p.cq.tail)) == 0; submitted = 0 {
		_, _, errno := unix.Syscall6(unix.SYS_IO_URING_ENTER, uintptr(fd), submitted, 1, flags, 0, 0)
		if errno != 0 && errno != unix.EINTR {
			return fmt.Errorf("io_uring_enter: %w", errno)
		}
	}
	done := (*completion)(unsafe.Pointer(&cq[p.cq.cqes]))
	if done.result < 0 {
		return fmt.Errorf("io_uring: %w", unix.Errno(-done.result))
	}
	if int(done.result) != len(data) {
		return fmt.Errorf("io_uring: %d bytes accepted of %d", done.result, len(data))
	}
	return nil
}
