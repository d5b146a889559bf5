package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// The programs that learn whose a socket is.

// socketMade builds the program for the functions that make a socket, which is
// their second argument.
func socketMade(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.step("the socket")
	a.argument(asm.R0, o.Registers.Arg2)
	a.readKernel(asm.R0, asm.R0, o.SocketIno)
	a.store(slotInode, asm.R0)
	a.ifForSomebody("exit")
	a.thisThread()
	a.clear(slotOwner)
	a.thisProcess(slotOwner.in("Process"))
	a.made()
	a.setOwner(slotInode, "made")
	a.label("exit")
	a.exit()
	return a.program("socket_made")
}

// socketClosed builds the program for unix_release, whose argument is a socket that nobody
// has open any more.
func socketClosed(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.step("delete owners[inode]")
	a.argument(asm.R0, o.Registers.Arg1)
	a.readKernel(asm.R0, asm.R0, o.SocketIno)
	a.store(slotInode, asm.R0)
	a.remove(MapOwners, slotInode)
	a.exit()
	return a.program("closed")
}

// socketUsed builds the program for the functions that receive over a socket, which
// is their first argument. If somebody else did so before, or nobody, and a
// captured message is on its way there, the reader is told who receives it.
// Who only counts is told if something that can't be decided else is on its way.
func socketUsed(o *kernel.Offsets, f Filter, m Mode) (*ebpf.ProgramSpec, error) {
	var (
		work     = at[workArea](asm.R6) // this CPU's
		sock     = asm.R7               // struct socket, then the struct sock of its peer
		pid      = asm.R8               // the process
		captured = asm.R9               // a captured message went to the socket
		owner    = at[Owner](asm.R0)    // as found in the map
	)
	a := newAssembler(o)
	a.step("the socket, and who uses it")
	a.argument(sock, o.Registers.Arg1)
	a.keepContext()
	a.thisThread()
	a.emit(
		asm.Mov.Reg(pid, asm.R0),
		asm.RSh.Imm(pid, 32),
	)
	a.readKernel(asm.R0, sock, o.SocketIno)
	a.store(slotInode, asm.R0)
	a.emit(asm.Mov.Imm(captured, 0))
	a.step("mostly, the same process uses it again")
	a.set(slotOwner.in("Turns"), 0, asm.R1)
	a.lookup(MapOwners, slotInode, "another")
	a.load(captured, owner.in("Captured"))
	a.turns(owner, pid)
	a.load(asm.R1, owner.in("Use"))
	a.emit(asm.JNE.Imm(asm.R1, int32(useReceived), "another")) // it is to be told
	a.load(asm.R1, owner.in("Process.Pid"))
	a.emit(asm.JNE.Reg(asm.R1, pid, "another"))
	if f.ByProcess() {
		a.step("it may have another name or user by now, which the filter asks for")
		a.thisProcess(slotOwner.in("Process"))
		a.lookup(MapOwners, slotInode, "exit")
		a.refresh(owner)
	}
	a.jump("exit")

	a.label("another")
	a.ifForSomebody("exit")
	a.thisProcess(slotOwner.in("Process"))
	a.store(slotOwner.in("Captured"), captured)
	a.usedAs(useReceived)
	a.setOwner(slotInode, "used")

	record := work.in("Send.Record")
	a.workArea(work.base, "exit")
	a.move(record.in("From.Inode"), slotInode, asm.R0)
	a.move(record.in("From.Process"), slotOwner.in("Process"), asm.R0)
	a.readKernel(sock, sock, o.SocketSk)
	a.step("its peer")
	a.readKernel(asm.R0, sock, o.UnixPeer)
	a.inode(record.in("To.Inode"), asm.R0)
	a.set(record.in("Receiver"), 0, asm.R0)
	a.step("was a message sent there when it was not known who receives it?")
	a.numberOf(sock, record.in("Receiver"), "not_awaited")
	a.remove(mapReceivers, slotSock)
	a.judgeTaker(f, work)
	if m == Counting {
		a.tellTaker(work, RecordOwner, m)
		a.label("not_awaited")
		a.label("exit")
		a.exit()
		return a.program("socket_used")
	}
	a.jump("tell")
	a.label("not_awaited")
	a.emit(asm.JNE.Imm(captured, 0, "tell"))
	a.lookup(MapOwners, record.in("To.Inode"), "exit")
	a.load(asm.R0, owner.in("Captured"))
	a.emit(asm.JEq.Imm(asm.R0, 0, "exit"))

	a.label("tell")
	a.step("without room for it, the receiver keeps the name that it had")
	a.tellTaker(work, RecordOwner, m)
	a.label("exit")
	a.exit()
	return a.program("socket_used")
}
