package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// A connection from when it is accepted to its end. What these programs tell of can't fail
// any more, and nobody has noticed it yet.
//
// When an end is closed while the other one is open, nothing leads from that to the closed
// socket's inode and its process any more. The gone map has them, by the struct sock of the
// end that is open.

// acceptTold builds the program for security_sock_graft, by which a connection becomes that of
// a socket of who accepts it.
func acceptTold(o *kernel.Offsets, f Filter) (*ebpf.ProgramSpec, error) {
	e := newEvent(o, f)
	parent := e.msg // struct socket
	e.step("(struct sock *sk, struct socket *parent)")
	e.argument(e.sock, e.Registers.Arg1)
	e.argument(parent, e.Registers.Arg2)
	e.keepContext()
	e.readKernel(asm.R0, e.sock, e.SockFamily)
	e.emit(asm.JNE.Imm(asm.R0, unix.AF_UNIX, "exit"))
	e.readKernel(e.peer, e.sock, e.UnixPeer)
	e.beginEvent("exit")
	e.readKernel(asm.R0, parent, e.SocketIno)
	e.store(e.from().in("Inode"), asm.R0)
	e.sender()
	e.step("who connected is known for sure")
	e.nobodyThere()
	e.set(e.send.in("Record.Use"), int32(useSent), asm.R0)
	e.peerProcess(e.to().in("Process"), e.sock)
	e.goneEnd()
	e.judgeEvent()
	e.tellEvent(EventAccept, "exit")
	e.label("exit")
	e.exit()
	return e.program("accept_told")
}

// shutDown builds the program for unix_shutdown.
func shutDown(o *kernel.Offsets, f Filter) (*ebpf.ProgramSpec, error) {
	e := newEvent(o, f)
	how := e.msg
	e.step("(struct socket *sock, int mode)")
	e.argument(e.sock, e.Registers.Arg1)
	e.argument(how, e.Registers.Arg2)
	e.keepContext()
	e.emit(
		asm.LSh.Imm(how, 32), // an int leaves the upper half undefined
		asm.RSh.Imm(how, 32),
		asm.JGT.Imm(how, unix.SHUT_RDWR, "exit"), // the kernel refuses it
	)
	e.readKernel(e.sock, e.sock, e.SocketSk)
	e.readKernel(e.peer, e.sock, e.UnixPeer)
	e.beginEvent("exit")
	e.store(e.event().in("How"), how)
	e.sender()
	e.holder(e.judged)
	e.goneEnd()
	e.judgeEvent()
	e.tellOpen(EventShutdown, "exit")
	e.label("exit")
	e.exit()
	return e.program("shut_down")
}

// closeTold builds the program for unix_release. It is in place after the one that forgets
// whose the socket was (closed), and so runs before that (add_new_kprobe).
func closeTold(o *kernel.Offsets, f Filter) (*ebpf.ProgramSpec, error) {
	const closed = 7 // TCP_CLOSE
	e := newEvent(o, f)
	e.step("(struct socket *sock)")
	e.argument(e.sock, e.Registers.Arg1)
	e.keepContext()
	e.step("one that was never accepted for has no sock")
	e.readKernel(e.sock, e.sock, e.SocketSk)
	e.emit(asm.JEq.Imm(e.sock, 0, "exit"))
	e.readKernel(e.peer, e.sock, e.UnixPeer)
	e.step("nobody can have noticed one that has neither a peer nor a name")
	e.readKernel(asm.R0, e.sock, e.UnixAddr)
	e.emit(
		asm.Or.Reg(asm.R0, e.peer),
		asm.JEq.Imm(asm.R0, 0, "exit"),
	)
	e.beginEvent("exit")
	e.closer()
	e.holder(e.judged)
	e.goneEnd()
	e.load(asm.R0, e.send.in("Record.Type"))
	e.emit(
		asm.JEq.Imm(asm.R0, unix.SOCK_DGRAM, "not_first"), // the peer of one may be that of many
		asm.JEq.Imm(e.peer, 0, "not_first"),
	)
	e.step("for when the other end is closed")
	e.store(slotSock, e.sock)
	e.remove(MapGone, slotSock)
	e.store(slotSock, e.peer)
	e.move(slotGone.in("Inode"), e.from().in("Inode"), asm.R0)
	e.move(slotGone.in("Process"), e.from().in("Process"), asm.R0)
	e.update(MapGone, slotSock, slotGone, ebpf.UpdateAny)
	e.readKernel(asm.R0, e.peer, e.SockState)
	e.emit(asm.JEq.Imm(asm.R0, closed, "not_first"))
	e.set(e.event().in("How"), 1, asm.R0)
	e.label("not_first")
	e.judgeEvent()
	e.tellOpen(EventClose, "exit")
	e.label("exit")
	e.exit()
	return e.program("close_told")
}

// closer fills in who closes a socket: the process that runs, unless that is a thread of the
// kernel, which does so for somebody.
func (e *entry) closer() {
	e.ifKernelThread("by_kernel")
	e.thisProcess(e.from().in("Process"))
	e.jump("closer_filled_in")
	e.label("by_kernel")
	e.owner(e.from(), "closer")
	e.label("closer_filled_in")
}

// goneEnd fills in the other end of the connection, if that is closed.
func (e *entry) goneEnd() {
	gone := at[goneEnd](asm.R0)
	e.step("is the other end closed?")
	e.load(asm.R0, e.to().in("Inode"))
	e.emit(asm.JNE.Imm(asm.R0, 0, "not_gone"))
	e.store(slotSock, e.sock)
	e.lookup(MapGone, slotSock, "not_gone")
	e.move(e.to().in("Inode"), gone.in("Inode"), asm.R1)
	e.move(e.to().in("Process"), gone.in("Process"), asm.R1)
	e.label("not_gone")
}
