package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// maySend builds the program for security_unix_may_send, which the kernel asks
// once it has found the receiver of a datagram, by whatever path, relative
// path, abstract name or connection. Its answer replaces the connected peer.
func maySend(o *kernel.Offsets, f Filter, m Mode) (*ebpf.ProgramSpec, error) {
	var (
		work  = at[workArea](asm.R6) // this CPU's
		send  = at[send](asm.R7)     // the send in flight, in the map
		other = asm.R8               // struct socket of the receiver
		sk    = asm.R9               // its struct sock
	)
	j := judged{send: send, keys: work}

	a := newAssembler(o)
	a.step("(struct socket *sock, struct socket *other)")
	a.argument(other, o.Registers.Arg2)
	a.keepContext()
	a.noneInFlight("exit")

	a.step("connect asks too: only a send that is in flight is ours")
	a.thisThread()
	a.lookup(mapInFlight, slotThread, "exit")
	a.emit(asm.Mov.Reg(send.base, asm.R0))

	a.workArea(work.base, "exit")

	a.step("ino = SOCK_INODE(other)->i_ino; sk = other->sk")
	a.readKernel(asm.R0, other, o.SocketIno)
	a.store(j.to().in("Inode"), asm.R0)
	a.readKernel(sk, other, o.SocketSk)
	a.boundName(j.to().in("Name"), sk, "to")
	a.holder(j)

	a.step("decided already: it may have waited for room at the receiver")
	a.load(asm.R0, send.in("Matched"))
	a.emit(asm.JNE.Imm(asm.R0, 0, "decided"))
	a.judgeSocket(f, j, j.to(), sk, "to")
	a.judgeProcess(f, j, j.to(), "receiver")
	a.judgeUnnamed(f, j)
	e := &entry{assembler: a, filter: f, mode: m, work: work, peer: sk, judged: j}
	e.decide("matched")
	e.undecided("matched")
	a.jump("exit")
	a.label("matched")
	e.decideReceiver("exit")

	a.step("the filter wants what this socket receives; nobody knew of it until now")
	a.countOne(work.in("Counts.Matched"))
	a.set(send.in("Matched"), 1, asm.R0)
	if m == Counting {
		a.label("decided")
		a.label("exit")
		a.exit()
		return a.program("may_send")
	}
	a.announce(send, work, RecordBegin)
	a.awaitReceiver(j.to().in("Inode"), "new")

	a.step("ancillary data")
	a.load(asm.R1, send.in("ControlLen"))
	a.emit(asm.JEq.Imm(asm.R1, 0, "exit"))
	a.copyKernel(work.in("Send"), send)
	e.ancillary()
	a.jump("exit")

	a.label("decided")
	a.awaitReceiver(j.to().in("Inode"), "decided")
	a.resume(send, work, "exit")

	a.label("exit")
	a.exit()
	return a.program("may_send")
}
