package program

import (
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// maySend builds the program for security_unix_may_send, which the kernel asks
// once it has found the receiver of a datagram, by whatever path, relative
// path, abstract name or connection. Its answer replaces the connected peer.
func maySend(o *kernel.Offsets, f Filter, m Mode) (*ebpf.ProgramSpec, error) {
	const (
		regWork  = asm.R6 // this CPU's struct work
		regSend  = asm.R7 // the send in flight, in the map
		regOther = asm.R8 // struct socket of the receiver
		regSk    = asm.R9 // its struct sock
	)
	matched := int16(unsafe.Offsetof(send{}.Matched))
	to := sendRecord + recordTo

	a := newAssembler(o)
	a.step("(struct socket *sock, struct socket *other)")
	a.argument(regOther, o.Registers.Arg2)
	a.emit(asm.StoreMem(asm.R10, slotContext, asm.R1, asm.DWord))

	a.step("connect asks too: only a send that is in flight is ours")
	a.thisThread()
	a.lookup(mapInFlight, asm.R10, slotThread, "exit")
	a.emit(asm.Mov.Reg(regSend, asm.R0))

	a.workArea(regWork, "exit")

	a.step("ino = SOCK_INODE(other)->i_ino; sk = other->sk")
	a.readKernel(asm.R0, regOther, o.SocketIno)
	a.emit(asm.StoreMem(regSend, int16(to+endInode), asm.R0, asm.DWord))
	a.readKernel(regSk, regOther, o.SocketSk)
	a.boundName(o, regSend, to+endName, regSk, "to")
	a.owner(regSend, to, "receiver")

	a.step("decided already: it may have waited for room at the receiver")
	a.emit(
		asm.LoadMem(asm.R0, regSend, matched, asm.DWord),
		asm.JNE.Imm(asm.R0, 0, "decided"),
	)
	j := judged{send: regSend, work: regWork}
	a.judgeSocket(o, f, j, recordTo, regSk, "to")
	a.judgeProcess(f, j, recordTo, "receiver")
	a.judgeUnnamed(f, j)
	a.emit(
		asm.LoadMem(asm.R0, regSend, j.member(sendVerdict), asm.DWord),
		asm.JNE.Imm(asm.R0, int32(wanted), "exit"),
	)

	a.step("the filter wants what this socket receives; nobody knew of it until now")
	a.countOne(regWork, unsafe.Offsetof(Counts{}.Matched))
	a.emit(
		asm.Mov.Imm(asm.R0, 1),
		asm.StoreMem(regSend, matched, asm.R0, asm.DWord),
	)
	if m == Counting {
		a.label("decided")
		a.label("exit")
		a.exit()
		return a.program("may_send")
	}
	a.emit(asm.FnKtimeGetNs.Call())
	a.stepped(regSend, asm.R0)
	a.notify(RecordBegin, regSend, sendRecord, regWork)
	a.awaitReceiver(regSend, int32(to+endInode), "new")

	a.step("ancillary data")
	a.emit(
		asm.LoadMem(asm.R1, regSend, int16(unsafe.Offsetof(send{}.ControlLen)), asm.DWord),
		asm.JEq.Imm(asm.R1, 0, "exit"),
	)
	a.copyKernel(regWork, int32(workSend), regSend, 0, uint32(unsafe.Sizeof(send{})))
	a.tailCall(tailControl)
	a.countOne(regWork, unsafe.Offsetof(Counts{}.ControlLost))
	a.emit(asm.Ja.Label("exit"))

	a.label("decided")
	a.awaitReceiver(regSend, int32(to+endInode), "decided")
	a.resume(regSend, regWork, regSk)

	a.label("exit")
	a.exit()
	return a.program("may_send")
}
