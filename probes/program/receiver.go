package program

import (
	"slices"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// What is sent over a connection before anybody has accepted it goes to nobody yet: who
// connected knows who listens there, but another process may accept. And who accepted, or
// made a pair of sockets, may hand them to others. So where it matters who receives, and
// nobody has used the receiving socket yet, a send can't be decided.
//
// It is output all the same, with a number for its receiver, which the receivers map has
// by the struct sock. Whoever reads the records keeps it until one with the same number
// tells who accepted the connection, who received over it first, or that nobody ever will.
// Who only counts has these in maps, and counts what can't be decided by its number.
// A number is given once, so it does not matter when the kernel uses the memory of a
// struct sock again.

// NoReceiver is the Receiver of what could get no number, as there are too many.
const NoReceiver = 1<<64 - 1

// cpuBits are the lower bits of a number: the CPU that gave it. CPUs count for themselves.
const cpuBits = 16

// awaits reports whether there are programs that tell who receives.
func (e *entry) awaits() bool { return !slices.Contains(e.Absent, kernel.Graft) }

// knownReceiver starts with a receiver that is known.
func (e *entry) knownReceiver() { e.set(e.send.in("Record.Receiver"), 0, asm.R0) }

// ifNotAccepted jumps to the label if the receiver's socket is not accepted: then whom the
// kernel has noted listens there, and may not be who accepts.
func (e *entry) ifNotAccepted(label string) {
	if !e.awaits() {
		return
	}
	e.load(asm.R0, e.to().in("Inode"))
	e.emit(asm.JEq.Imm(asm.R0, 0, label))
}

// undecided jumps to the label if all that is missing for the send to be wanted is a
// process, and it is not known who receives.
func (e *entry) undecided(label string) {
	if !e.awaits() || !e.filter.byOwner() {
		return
	}
	const known = "receiver_decided"
	e.step("may it be wanted for who receives it, which is not known yet?")
	e.load(asm.R0, e.send.in("Verdict"))
	e.emit(asm.JNE.Imm(asm.R0, int32(wantSocket), known))
	e.ifReceiverKnown(known)
	e.jump(label)
	e.label(known)
}

// ifReceiverKnown jumps to known if it is sure which process uses the receiver's socket.
func (e *entry) ifReceiverKnown(known string) {
	unknown := known + "_not"
	e.emit(asm.JEq.Imm(e.peer, 0, known)) // nobody: the kernel will refuse it
	e.load(asm.R0, e.to().in("Inode"))
	e.emit(asm.JEq.Imm(asm.R0, 0, unknown))
	e.load(asm.R0, e.send.in("Record.Use"))
	e.emit(
		asm.JLT.Imm(asm.R0, int32(UseAlone), unknown),
		asm.JLE.Imm(asm.R0, int32(useReceived), known),
	)
	e.label(unknown)
}

// decideReceiver gives a number to the receiver of a send that the filter wants but for the
// process. If it is known by now who receives and the filter does not want it, it jumps to
// unwanted.
func (e *entry) decideReceiver(unwanted string) {
	if !e.awaits() || !e.filter.byOwner() {
		return
	}
	const known = "receiver_known"
	e.step("is it wanted, whoever receives?")
	e.load(asm.R0, e.send.in("Verdict"))
	e.emit(asm.JEq.Imm(asm.R0, int32(wanted), known))
	e.numberReceiver("numbered_open")
	e.judgeAgain(known, unwanted)
	e.label(known)
}

// noteReceiver gives a number to the receiver of a send that is wanted, if it is not
// accepted: then it has no name yet.
func (e *entry) noteReceiver() {
	if !e.awaits() {
		return
	}
	const accepted = "receiver_accepted"
	e.step("is it accepted?")
	e.load(asm.R0, e.to().in("Inode"))
	e.emit(
		asm.JNE.Imm(asm.R0, 0, accepted),
		asm.JEq.Imm(e.peer, 0, accepted), // nobody: the kernel will refuse it
	)
	e.load(asm.R0, e.send.in("Record.Type"))
	e.emit(asm.JEq.Imm(asm.R0, unix.SOCK_DGRAM, accepted))
	if e.filter.byOwner() {
		e.load(asm.R0, e.send.in("Record.Receiver"))
		e.emit(asm.JNE.Imm(asm.R0, 0, accepted)) // it has one
	}
	e.numberReceiver("numbered")
	e.label(accepted)
}

// numberReceiver gives a number to the receiver, unless it has one, and notes that the
// verdict depends on it. The label keeps its jumps apart.
func (e *entry) numberReceiver(numbered string) {
	receiver := e.send.in("Record.Receiver")
	e.step("a number for it: a new one, unless it has one")
	e.store(slotSock, e.peer)
	e.countOne(e.work.in("Counts.Numbered"))
	e.load(asm.R0, e.work.in("Counts.Numbered"))
	e.load(asm.R1, slotCPU)
	e.emit(
		asm.LSh.Imm(asm.R0, cpuBits),
		asm.Or.Reg(asm.R0, asm.R1),
	)
	e.store(receiver, asm.R0)
	e.update(mapReceivers, slotSock, receiver, ebpf.UpdateNoExist)
	e.emit(asm.Mov.Imm(asm.R0, -1)) // NoReceiver
	e.store(receiver, asm.R0)
	e.numberOf(e.peer, receiver, numbered)
	e.label(numbered)
	e.move(e.send.in("Record.Verdict"), e.send.in("Verdict"), asm.R0)
}

// judgeAgain decides a send if somebody has received over the receiver's socket by now:
// the program that saw it may have looked for the number before it was there.
func (e *entry) judgeAgain(known, unwanted string) {
	owner := at[Owner](asm.R0)
	e.step("has somebody received there meanwhile?")
	e.inode(e.to().in("Inode"), e.peer)
	e.lookup(MapOwners, e.to().in("Inode"), known)
	e.load(asm.R1, owner.in("Use"))
	e.emit(asm.JNE.Imm(asm.R1, int32(useReceived), known))
	e.move(e.to().in("Process"), owner.in("Process"), asm.R1)
	e.set(e.send.in("Record.Use"), int32(useReceived), asm.R0)
	e.set(e.send.in("Record.Receiver"), 0, asm.R0)
	e.judgeProcess(e.filter, e.judged, e.to(), "taker")
	e.load(asm.R0, e.send.in("Verdict"))
	e.emit(asm.JNE.Imm(asm.R0, int32(wanted), unwanted))
}

// holder fills in the process whose the receiver's socket is, nobody if that is not known,
// and how it is known.
func (a *assembler) holder(j judged) {
	process, use := j.to().in("Process"), j.send.in("Record.Use")
	a.step("whose is the receiver's socket")
	a.clear(process)
	a.store(use, asm.R0)
	a.nobody(process)
	a.lookup(MapOwners, j.to().in("Inode"), "receiver_unknown")
	a.move(process, at[Owner](asm.R0).in("Process"), asm.R1)
	a.move(use, at[Owner](asm.R0).in("Use"), asm.R1)
	a.doubtUse(j)
	a.label("receiver_unknown")
}

// numberOf stores the number of who receives at the struct sock in sk, whose key stays in
// slotSock. It jumps to none if that has none.
func (a *assembler) numberOf(sk asm.Register, to place, none string) {
	a.store(slotSock, sk)
	a.lookup(mapReceivers, slotSock, none)
	a.move(to, at[uint64](asm.R0), asm.R1)
}

// judgeTaker stores what the filter says of the process at From of the record in the work
// area.
func (a *assembler) judgeTaker(f Filter, work place) {
	j := judged{send: work.in("Send"), keys: work}
	a.set(j.send.in("Verdict"), 0, asm.R0)
	a.judgeProcess(f, j, j.from(), "taker")
	a.move(j.send.in("Record.Verdict"), j.send.in("Verdict"), asm.R0)
}

// tellTaker tells who takes what is sent to a receiver, or that nobody will, by the record
// in the work area: it outputs that, without a payload, and the time. Who counts finds it in
// a map.
func (a *assembler) tellTaker(work place, kind RecordKind, m Mode) {
	if m == Counting {
		a.keepTaker(at[CountingArea](work.base), kind)
		return
	}
	a.now()
	a.store(work.in("Send.Record.Time"), asm.R0)
	a.set(work.in("Send.Fill"), 0, asm.R0)
	a.outputPayload(work, kind)
}

// keepTaker puts it into the map that goes with the kind.
func (a *assembler) keepTaker(work place, kind RecordKind) {
	record, taker := work.in("Send.Record"), work.in("Taker")
	a.step("takers[number] = who takes it")
	name, how := MapReceived, ebpf.UpdateAny
	a.clear(taker)
	switch kind {
	case RecordAccepted:
		name = MapAccepted
	case RecordFreed:
		how = ebpf.UpdateNoExist // somebody may have received
	}
	if kind != RecordFreed {
		a.move(taker.in("Verdict"), record.in("Verdict"), asm.R0)
		a.move(taker.in("Inode"), record.in("From.Inode"), asm.R0)
		a.move(taker.in("Process"), record.in("From.Process"), asm.R0)
	}
	a.update(name, record.in("Receiver"), taker, how)
}

// accepted builds the program for security_sock_graft, by which a connection becomes
// that of a socket of who accepts it. The connection is locked then, so what was sent
// before has a number, and what is sent later finds whose the socket is.
func accepted(o *kernel.Offsets, f Filter, m Mode) (*ebpf.ProgramSpec, error) {
	var (
		work   = at[workArea](asm.R6) // this CPU's
		sk     = asm.R7               // struct sock of the connection
		parent = asm.R8               // struct socket that it becomes the one of, then the struct sock that connected
		record = work.in("Send.Record")
	)
	a := newAssembler(o)
	a.step("(struct sock *sk, struct socket *parent)")
	a.argument(sk, o.Registers.Arg1)
	a.argument(parent, o.Registers.Arg2)
	a.keepContext()
	a.readKernel(asm.R0, sk, o.SockFamily)
	a.emit(asm.JNE.Imm(asm.R0, unix.AF_UNIX, "exit"))
	a.ifForSomebody("exit")
	a.thisThread()
	a.workArea(work.base, "exit")
	a.step("owners[inode] = this process")
	a.readKernel(asm.R0, parent, o.SocketIno)
	a.store(record.in("From.Inode"), asm.R0)
	a.clear(slotOwner)
	a.thisProcess(slotOwner.in("Process"))
	a.made()
	a.setOwner(record.in("From.Inode"), "accepted")

	a.step("who connected")
	a.move(record.in("From.Process"), slotOwner.in("Process"), asm.R0)
	a.readKernel(parent, sk, o.UnixPeer)
	a.inode(record.in("To.Inode"), parent)
	a.step("was a captured message sent before?")
	a.numberOf(sk, record.in("Receiver"), "not_awaited")
	if m == Counting {
		a.judgeTaker(f, work)
		a.tellTaker(work, RecordAccepted, m)
		a.label("not_awaited")
		a.label("exit")
		a.exit()
		return a.program("accepted")
	}
	a.jump("tell")
	a.label("not_awaited")
	a.step("else it is of interest which end connected, if that is bound, too")
	a.set(record.in("Receiver"), 0, asm.R0)
	a.readKernel(asm.R0, parent, o.UnixAddr)
	a.emit(asm.JEq.Imm(asm.R0, 0, "exit"))
	a.label("tell")
	a.step("where it was listened")
	a.boundName(record.in("From.Name"), sk, "from")
	a.judgeTaker(f, work)
	a.tellTaker(work, RecordAccepted, m)
	a.label("exit")
	a.exit()
	return a.program("accepted")
}

// freed builds the program for unix_sock_destructor: nobody can send to the struct sock any
// more, and nobody has received what was.
func freed(o *kernel.Offsets, m Mode) (*ebpf.ProgramSpec, error) {
	var (
		work   = at[workArea](asm.R6) // this CPU's
		sk     = asm.R7               // struct sock
		record = work.in("Send.Record")
	)
	a := newAssembler(o)
	a.step("(struct sock *sk)")
	a.argument(sk, o.Registers.Arg1)
	a.keepContext()
	a.workArea(work.base, "exit")
	a.numberOf(sk, record.in("Receiver"), "exit")
	a.remove(mapReceivers, slotSock)
	a.tellTaker(work, RecordFreed, m)
	a.label("exit")
	a.exit()
	return a.program("freed")
}
