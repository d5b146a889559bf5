package program

import (
	"math"

	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// A plain send is one of bytes and nothing else that the kernel puts into one buffer, as
// it does nearly all. The program queued sees that, whole, at the moment when it becomes a
// message. So the programs at the entry of a send leave it alone. They see to those that
// have more to tell than a buffer does, or that take several.

const (
	// plainFlags are flags that change nothing for who receives: how a sender waits, how
	// it is told that nobody receives any more, and that a record ends, which the kernel
	// adds to each write over a seqpacket socket. The highest bit is its own
	// MSG_CMSG_COMPAT, for 32-bit programs.
	plainFlags = unix.MSG_DONTWAIT | unix.MSG_NOSIGNAL | unix.MSG_EOR | 1<<31

	// maxBuffer is what unix_stream_sendmsg puts into one buffer at least: the 32 KiB of
	// UNIX_SKB_FRAGS_SZ, and before them what fits in front of their pages.
	maxBuffer = 32 << 10
	// alwaysRoom is what a sender's own limit allows for each buffer at least, half of
	// it, but for 64 bytes: it is never below twice 2048 (SOCK_MIN_SNDBUF).
	alwaysRoom = 2048 - 64
	bufferCost = 64

	// Of more than this, some lies in pages: SKB_MAX_HEAD(0), with 4 KiB pages, for
	// streams, SKB_MAX_ALLOC for datagrams, less what the kernel itself needs there.
	maxStreamHead = 3 << 10
	maxDgramHead  = 12 << 10
)

// leavePlain has a plain send of this function continue at plain, the others at more,
// the label of what follows.
func (e *entry) leavePlain(function, plain, more string) {
	length := e.peer // it gets its own meaning later
	stream := function == kernel.StreamSend
	most := 0 // no limit
	switch {
	case stream && e.Pages.Known():
		most = maxBuffer
	case stream:
		most = maxStreamHead
	case !e.Pages.Known():
		most = maxDgramHead
	}

	e.step("nothing but bytes, all in one buffer? that one is seen when it is queued")
	e.argument(length, e.Registers.Arg3)
	if most > 0 {
		e.emit(asm.JGT.Imm(length, int32(most), more))
	}
	about := e.readMembers(e.msg, e.MsgFlags, e.MsgControlLen)
	e.load(asm.R0, about[0])
	e.emit(
		asm.And.Imm(asm.R0, ^plainFlags&math.MaxInt32),
		asm.JNE.Imm(asm.R0, 0, more),
	)
	e.load(asm.R0, about[1])
	e.emit(asm.JNE.Imm(asm.R0, 0, more))
	if !stream {
		e.jump(plain)
		e.label(more)
		return
	}
	e.emit(asm.JLE.Imm(length, alwaysRoom, plain))
	e.step("sk->sk_sndbuf / 2 - 64: is the sender's own limit lower?")
	e.readKernel(asm.R0, e.sock, e.SocketSk)
	e.readKernel(asm.R0, asm.R0, e.SockSendMax)
	e.emit(
		asm.RSh.Imm(asm.R0, 1),
		asm.Sub.Imm(asm.R0, bufferCost),
		asm.JLE.Reg(length, asm.R0, plain),
	)
	e.label(more)
}
