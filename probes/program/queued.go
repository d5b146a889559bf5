package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// queued builds the program for skb_queue_tail, by which the kernel puts a buffer into the
// queue of who receives it. The receiver is locked then, all that could refuse the send
// is behind it, and nobody but the sender has seen the buffer. So what is output here is
// what will be received, before it can be, and the send needs not be followed.
func queued(o *kernel.Offsets, f Filter, s *sieve, m Mode) (*ebpf.ProgramSpec, error) {
	e := newEntry(o, f, s, m)
	e.addressed = true
	buffer := e.msg // struct sk_buff
	e.startQueued("exit")
	if s != nil {
		e.siftEnds("asked", "exit")
		e.label("asked")
	}
	e.ifUnix("exit")
	e.ifFollowed("followed", "exit")
	e.who("exit")
	e.step("type = sk->sk_type")
	e.readKernel(asm.R0, e.sock, o.SockType)
	e.ofType("exit")
	e.judgeSender()
	e.decideEarly("matched")
	e.judgeReceiver()
	e.decide("matched")
	e.undecided("matched")
	e.jump("exit")
	e.matched()
	e.decideReceiver("exit")
	e.countOne(e.work.in("Counts.Matched"))
	e.identify()
	e.toDatagram()
	e.step("all of it was accepted: buffer->len bytes")
	e.readKernel(asm.R0, buffer, e.BufferLen)
	e.store(e.send.in("Record.Result"), asm.R0)
	switch m {
	case Capturing:
		e.set(e.send.in("Record.Flags"), 0, asm.R0)
		e.set(e.send.in("Final"), queuedWhole, asm.R0)
		e.jump("bytes")
		e.label("followed")
		e.follow("bytes", "exit")
		e.label("bytes")
		e.bytesOf(buffer)
		e.tailCall(TailEmit)
		e.step("refused: the message is told of, without its bytes")
		e.countOne(e.work.in("Counts.TailRefused"))
		e.withoutBytes(buffer) // nobody needs it any more
	case Counting:
		flow, length := at[Flow](e.sock), e.peer // nobody needs them any more
		e.load(length, e.send.in("Record.Result"))
		e.countFlow(at[CountingArea](e.work.base), e.send.in("Record"), flow, length)
	}
	e.label("exit")
	e.exit()
	return e.program("queued")
}

// startQueued loads what the program is called with: the buffer, and the struct sock of both
// ends. If nobody sent the buffer it jumps to none.
func (e *entry) startQueued(none string) {
	e.step("(struct sk_buff_head *list, struct sk_buff *buffer)")
	e.argument(e.peer, e.Registers.Arg1)
	e.argument(e.msg, e.Registers.Arg2)
	e.keepContext()
	e.step("the list is the receiver's: container_of(list, struct sock, sk_receive_queue)")
	e.emit(asm.Sub.Imm(e.peer, int32(e.SockQueue.Offset)))
	e.readKernel(e.sock, e.msg, e.BufferSock)
	e.emit(asm.JEq.Imm(e.sock, 0, none)) // netlink has such buffers, too
}

// siftEnds holds a buffer against the sieve. What the filter may want continues at asked,
// the rest at unlisted.
func (e *entry) siftEnds(asked, unlisted string) {
	for _, end := range []struct {
		label string
		sk    asm.Register
	}{{"from", e.sock}, {"to", e.peer}} {
		e.siftInode(end.sk, end.label, asked)
		e.step("addr = unix_sk(sk)->addr, NULL while it has neither a name nor a file")
		bound := e.readMembers(end.sk, e.UnixAddr, e.UnixFile)
		e.siftBound(bound[0], bound[1], e.work.base, end.label, asked)
	}
	e.jump(unlisted)
}

// ifUnix jumps to other if these are not two unix sockets of one type: other families use
// the function, and other queues.
func (e *entry) ifUnix(other string) {
	e.step("sk->sk_family of both, and the types, which are the same")
	for _, sk := range []asm.Register{e.sock, e.peer} {
		e.readKernel(asm.R0, sk, e.SockFamily)
		e.emit(asm.JNE.Imm(asm.R0, unix.AF_UNIX, other))
	}
	socketType := e.work.base // it gets its own meaning later
	e.readKernel(socketType, e.sock, e.SockType)
	e.readKernel(asm.R0, e.peer, e.SockType)
	e.emit(asm.JNE.Reg(asm.R0, socketType, other))
}

// ifFollowed jumps to followed if programs follow the send that the buffer is of, with its
// address in sock. Who counts does so when it returns.
func (e *entry) ifFollowed(followed, exit string) {
	e.noneInFlight("alone")
	e.thisThread()
	e.lookup(mapInFlight, slotThread, "alone")
	if e.mode == Counting {
		e.jump(exit)
	} else {
		e.emit(asm.Mov.Reg(e.sock, asm.R0))
		e.jump(followed)
	}
	e.label("alone")
}

// follow goes on with a send in flight, whose address is in sock: of one over a stream,
// this buffer is a part, and a datagram is complete with it. One that did not match, or
// whose bytes are read where they are sent from, goes to exit.
func (e *entry) follow(bytes, exit string) {
	followed := at[send](e.sock)
	record := e.send.in("Record")
	e.step("is it one that matched, and whose bytes are read here?")
	e.load(asm.R0, followed.in("Matched"))
	e.load(asm.R1, followed.in("Queued"))
	e.emit(
		asm.And.Reg(asm.R0, asm.R1),
		asm.JEq.Imm(asm.R0, 0, exit),
	)
	e.workArea(e.work.base, exit)
	e.copyKernel(e.send, followed)
	e.step("these bytes have an effect from now on")
	e.takeTime(e.work)
	e.store(record.in("Step"), asm.R0)
	e.store(record.in("Now"), asm.R0)
	e.set(e.send.in("Final"), queuedPart, asm.R0)
	e.load(asm.R0, record.in("Type"))
	e.emit(asm.JEq.Imm(asm.R0, unix.SOCK_STREAM, bytes))
	e.step("a datagram, or a record: its return tells nothing more")
	e.set(followed.in("Matched"), 0, asm.R0)
	e.set(e.send.in("Final"), queuedLast, asm.R0)
	e.readKernel(asm.R0, e.msg, e.BufferLen)
	e.store(record.in("Result"), asm.R0)
}

// withoutBytes outputs a message without its bytes, or goes on with the next buffer of one
// in flight, whose return then tells what is missing.
func (e *entry) withoutBytes(length asm.Register) {
	e.load(asm.R0, e.send.in("Final"))
	e.emit(asm.JEq.Imm(asm.R0, queuedPart, "told_later"))
	e.load(length, e.send.in("Left"))
	e.skip(e.send, length)
	e.finish(e.work)
	e.label("told_later")
	e.idle(e.work, asm.R0)
}

// toDatagram notes that who receives a datagram is of interest: it is not known from the
// sockets, as none is connected to the other.
func (e *entry) toDatagram() {
	if e.mode == Counting {
		return
	}
	e.load(asm.R0, e.send.in("Record.Type"))
	e.emit(asm.JNE.Imm(asm.R0, unix.SOCK_DGRAM, "connected"))
	e.awaitReceiver(e.to().in("Inode"), "datagram")
	e.label("connected")
}

// bytesOf notes where the bytes of a buffer are: at data, and then in pages.
func (e *entry) bytesOf(buffer asm.Register) {
	paged := e.peer // nobody needs it any more
	e.step("where its bytes are: len of them")
	e.readKernel(asm.R0, buffer, e.BufferLen)
	e.store(e.send.in("Left"), asm.R0)
	e.clear(span(e.send.in("Next"), e.send.in("Skip")))
	e.set(e.send.in("Memory"), int32(memoryPages), asm.R0)
	e.readKernel(asm.R0, buffer, e.BufferData)
	e.store(e.send.in("Base"), asm.R0)
	e.step("of them, at data: those that are not in pages")
	e.readKernel(paged, buffer, e.BufferPaged)
	e.load(asm.R0, e.send.in("Left"))
	e.emit(asm.Sub.Reg(asm.R0, paged))
	e.store(e.send.in("Here"), asm.R0)
	if !e.Pages.Known() {
		return
	}
	e.emit(asm.JEq.Imm(paged, 0, "no_pages"))
	e.step("shared = head + end")
	e.readKernel(paged, buffer, e.BufferHead)
	e.readKernel(asm.R0, buffer, e.BufferEnd)
	e.emit(asm.Add.Reg(paged, asm.R0))
	e.readKernel(asm.R0, paged, e.BufferPages)
	e.store(e.send.in("Segs"), asm.R0)
	e.emit(asm.Add.Imm(paged, int32(e.BufferVectors.Offset)))
	e.store(e.send.in("Next"), paged)
	e.label("no_pages")
}
