package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// Who connects, is noted when the function for it is entered, with the address. That a
// connection is made over a stream, or for seqpackets, is told when nothing can refuse it any
// more and nobody can accept it yet; that a datagram socket has a peer from now on, which
// nobody but its own process notices, and what failed, when the function returns.

// connectEntry builds the program for the entry of unix_stream_connect and
// unix_dgram_connect.
func connectEntry(o *kernel.Offsets, f Filter) (*ebpf.ProgramSpec, error) {
	e := newEvent(o, f)
	address := e.msg
	e.step("(struct socket *sock, struct sockaddr *address, int length, ...)")
	e.argument(e.sock, e.Registers.Arg1)
	e.argument(address, e.Registers.Arg2)
	e.argument(e.peer, e.Registers.Arg3)
	e.step("AF_UNSPEC ends what there was")
	e.readKernel(asm.R0, address, kernel.Field{Size: 2})
	e.emit(asm.JNE.Imm(asm.R0, unix.AF_UNIX, "exit"))
	e.step("connects[thread] = who to where")
	e.clear(slotConnect)
	e.store(slotConnect.in("Address"), address)
	e.emit(
		asm.LSh.Imm(e.peer, 32), // an int leaves the upper half undefined
		asm.RSh.Imm(e.peer, 32),
	)
	e.store(slotConnect.in("Length"), e.peer)
	e.readKernel(asm.R0, e.sock, e.SocketSk)
	e.store(slotConnect.in("Sock"), asm.R0)
	e.thisThread()
	e.update(mapConnects, slotThread, slotConnect, ebpf.UpdateAny)
	e.emit(asm.JEq.Imm(asm.R0, 0, "exit"))
	e.workArea(e.work.base, "exit")
	e.countLost()
	e.label("exit")
	e.exit()
	return e.program("connect_entry")
}

// connectFound builds the program for the entry of security_unix_stream_connect, which knows
// who listens.
func connectFound(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const other, connection = asm.R7, asm.R8 // struct sock
	a := newAssembler(o)
	a.step("(struct sock *sock, struct sock *other, struct sock *newsk)")
	a.argument(other, o.Registers.Arg2)
	a.argument(connection, o.Registers.Arg3)
	a.thisThread()
	a.lookup(mapConnects, slotThread, "exit")
	a.store(at[connecting](asm.R0).in("Other"), other)
	a.store(at[connecting](asm.R0).in("New"), connection)
	a.label("exit")
	a.exit()
	return a.program("connect_found")
}

// connected builds the program for the return of security_unix_stream_connect: if that
// allows it, there is a connection. Both sockets are locked, and nobody has seen it.
func connected(o *kernel.Offsets, f Filter) (*ebpf.ProgramSpec, error) {
	e := newEvent(o, f)
	attempt := at[connecting](e.msg)
	e.result(e.msg)
	e.keepContext()
	e.emit(asm.JNE.Imm(e.msg, 0, "exit"))
	e.thisThread()
	e.lookup(mapConnects, slotThread, "exit")
	e.emit(asm.Mov.Reg(attempt.base, asm.R0))
	e.load(e.sock, attempt.in("Sock"))
	e.load(e.peer, attempt.in("Other"))
	e.emit(asm.JEq.Imm(e.peer, 0, "exit")) // the kernel skipped the entry
	e.beginEvent("exit")
	e.sender()
	e.step("the other end is not accepted yet, and nobody's")
	e.clear(e.to().in("Inode"))
	e.nobodyThere()
	e.judgeEvent()
	e.load(e.peer, attempt.in("New"))
	e.step("nobody can have closed an end yet")
	for _, sk := range []asm.Register{e.sock, e.peer} {
		e.store(slotSock, sk)
		e.remove(MapGone, slotSock)
	}
	e.tellOpen(EventConnect, "exit")
	e.label("exit")
	e.exit()
	return e.program("connected")
}

// connectReturn builds the program for the return of unix_stream_connect and
// unix_dgram_connect. Of the first, what succeeds was told of.
func connectReturn(o *kernel.Offsets, f Filter) (*ebpf.ProgramSpec, error) {
	const interrupted = -512 // ERESTARTSYS: it is called again, or ends with EINTR
	e := newEvent(o, f)
	result := e.msg
	e.result(result)
	e.keepContext()
	e.thisThread()
	e.lookup(mapConnects, slotThread, "exit")
	e.step("it connects no more")
	e.copyKernel(slotConnect, at[connecting](asm.R0))
	e.remove(mapConnects, slotThread)
	e.load(e.sock, slotConnect.in("Sock"))
	e.emit(
		asm.Mov.Imm(e.peer, 0),
		asm.JEq.Imm(result, interrupted, "exit"),
		asm.JNE.Imm(result, 0, "failed"),
	)
	if !f.Connections {
		e.jump("exit")
	} else {
		e.readKernel(asm.R0, e.sock, e.SockType)
		e.emit(asm.JNE.Imm(asm.R0, unix.SOCK_DGRAM, "exit"))
		e.readKernel(e.peer, e.sock, e.UnixPeer)
	}
	e.label("failed")
	e.beginEvent("exit")
	e.store(e.event().in("Result"), result)
	e.emit(asm.JNE.Imm(e.peer, 0, "to_peer"))
	e.askedName(e.to().in("Name"))
	e.label("to_peer")
	e.sender()
	e.holder(e.judged)
	e.judgeEvent()
	e.ifAsked("exit")
	e.outputEvent(EventConnect)
	e.label("exit")
	e.exit()
	return e.program("connect_return")
}
