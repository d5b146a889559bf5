package program

import (
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// What happens besides what is sent is told by programs of their own, which nobody pays for
// who does not ask for it (Filter.Connections, Filter.Refused). Each judges what happened as
// entries do a send, and outputs one record: of what succeeds before it has an effect on
// anybody, so that it is in the rings before any reaction to it, and of what is refused when
// that is known.

// newEvent is a program that tells of what a socket's process does: sock is the struct sock
// of it, peer that of the other end.
func newEvent(o *kernel.Offsets, f Filter) *entry { return newEntry(o, f, nil, Capturing) }

// event is what follows the record.
func (e *entry) event() place { return as[Event](e.work.in("Payload")) }

// beginEvent fills in what the two sockets say of themselves.
func (e *entry) beginEvent(exit string) {
	e.who(exit)
	e.clear(e.event())
	e.step("type = sk->sk_type")
	e.readKernel(asm.R0, e.sock, e.SockType)
	e.ofType(exit)
	e.boundName(e.from().in("Name"), e.sock, "from")
	e.boundName(e.to().in("Name"), e.peer, "to")
	e.step("ino = SOCK_INODE(sk->sk_socket)->i_ino")
	e.inode(e.from().in("Inode"), e.sock)
	e.inode(e.to().in("Inode"), e.peer)
}

// judgeEvent starts the verdict and adds what both ends do.
func (e *entry) judgeEvent() {
	e.knownReceiver()
	e.step("the verdict of the filter")
	e.set(e.send.in("Verdict"), int32(e.filter.initial()), asm.R0)
	e.judgeSocket(e.filter, e.judged, e.from(), e.sock, "from")
	e.judgeProcess(e.filter, e.judged, e.from(), "sender")
	e.judgeReceiver()
}

// tellEvent outputs what happened if the verdict is as wanted.
func (e *entry) tellEvent(kind EventKind, exit string) {
	e.step("is it wanted?")
	e.load(asm.R0, e.send.in("Verdict"))
	e.emit(asm.JNE.Imm(asm.R0, int32(wanted), exit))
	e.outputEvent(kind)
}

// ifAsked continues if what failed is wanted, or may be: no socket was found, so it is not
// known which file the path that was asked for means. Whoever reads the record finds out.
// Else it jumps to exit.
func (e *entry) ifAsked(exit string) {
	e.step("is it wanted, or may it be by another path to the same file?")
	e.load(asm.R0, e.send.in("Verdict"))
	if !e.filter.byFile() {
		e.emit(asm.JNE.Imm(asm.R0, int32(wanted), exit))
		return
	}
	e.emit(
		asm.JEq.Imm(asm.R0, int32(wanted), "asked_for_it"),
		asm.JNE.Imm(asm.R0, int32(wanted&^wantSocket), exit),
	)
	e.load(asm.R0, e.to().in("Inode"))
	e.emit(asm.JNE.Imm(asm.R0, 0, exit))
	e.load(asm.R0, e.to().in("Name.Kind"))
	e.emit(asm.JNE.Imm(asm.R0, int32(namePath), exit))
	e.label("asked_for_it")
}

// tellOpen is tellEvent where the other end may not be accepted yet: then what happened may
// be wanted for who accepts, and has no name for that.
func (e *entry) tellOpen(kind EventKind, exit string) {
	const closed = 7 // TCP_CLOSE, and what a new one has
	e.step("is there another end that nobody has accepted yet?")
	e.load(asm.R0, e.to().in("Inode"))
	e.emit(
		asm.JNE.Imm(asm.R0, 0, "decided"),
		asm.JEq.Imm(e.peer, 0, "decided"),
	)
	e.load(asm.R0, e.send.in("Record.Type"))
	e.emit(asm.JEq.Imm(asm.R0, unix.SOCK_DGRAM, "decided"))
	if kind != EventConnect {
		e.readKernel(asm.R0, e.peer, e.SockState)
		e.emit(asm.JEq.Imm(asm.R0, closed, "decided"))
	}
	e.load(asm.R0, e.send.in("Verdict"))
	if e.filter.byOwner() {
		e.emit(asm.JEq.Imm(asm.R0, int32(wantSocket), "number"))
	}
	e.emit(asm.JNE.Imm(asm.R0, int32(wanted), exit))
	e.label("number")
	e.numberReceiver("numbered")
	e.jump("tell")
	e.label("decided")
	e.step("is it wanted?")
	e.load(asm.R0, e.send.in("Verdict"))
	e.emit(asm.JNE.Imm(asm.R0, int32(wanted), exit))
	e.label("tell")
	e.outputEvent(kind)
}

// outputEvent outputs what happened. It is now.
func (e *entry) outputEvent(kind EventKind) {
	record := e.send.in("Record")
	e.step("what happened, and when")
	e.set(e.event().in("Kind"), int32(kind), asm.R0)
	e.set(e.send.in("Fill"), int32(eventSize), asm.R0)
	e.clear(span(record.in("Result"), record.in("Unwanted")))
	e.move(record.in("Verdict"), e.send.in("Verdict"), asm.R0)
	e.load(asm.R0, slotThread)
	e.store(record.in("Thread"), asm.R0)
	e.takeTime(e.work)
	e.store(record.in("Time"), asm.R0)
	e.store(record.in("Now"), asm.R0)
	e.outputPayload(e.work, RecordEvent)
	e.emit(asm.JSGE.Imm(asm.R0, 0, "told"))
	e.countLost()
	e.label("told")
	e.idle(e.work, asm.R0)
}

// countLost counts an event that is not told of.
func (e *entry) countLost() {
	e.address(asm.R1, e.work.in("Events.Lost")) // too far away for a load
	e.emit(asm.Mov.Imm(asm.R2, 1))
	e.addAtomic(at[uint64](asm.R1), asm.R2)
}

// nobodyThere fills in that it is not known whose the other end is.
func (e *entry) nobodyThere() {
	e.clear(e.to().in("Process"))
	e.nobody(e.to().in("Process"))
	e.set(e.send.in("Record.Use"), int32(useUnknown), asm.R0)
}

// askedName fills in the name that somebody asked for, from the address in slotConnect. The
// kernel has put a NUL behind a path by the time that it says that it failed. A path may
// fill all of sun_path, without a NUL in there.
func (e *entry) askedName(to place) {
	const family = 2 // bytes, in front of the name
	address, length := slotConnect.in("Address"), slotConnect.in("Length")
	e.step("the name that was asked for")
	e.clear(to)
	e.set(to.in("PrefixLen"), nameBits, asm.R0)
	e.load(asm.R2, length)
	e.emit(
		asm.JLE.Imm(asm.R2, family, "asked"),
		asm.JGT.Imm(asm.R2, family+nameSize, "asked"), // no such name: leave it empty
	)
	e.load(asm.R1, address)
	e.readKernel(asm.R0, asm.R1, kernel.Field{Offset: family, Size: 1})
	e.emit(asm.JNE.Imm(asm.R0, 0, "asked_path"))
	e.set(to.in("Kind"), int32(nameAbstract), asm.R0)
	e.load(asm.R2, length)
	e.emit(asm.Sub.Imm(asm.R2, family))
	e.store(to.in("Len"), asm.R2)
	e.emit( // for the verifier, which has lost what it knew
		asm.JEq.Imm(asm.R2, 0, "asked"),
		asm.JGT.Imm(asm.R2, nameSize, "asked"),
	)
	e.load(asm.R3, address)
	e.emit(asm.Add.Imm(asm.R3, family))
	e.address(asm.R1, to.in("Bytes"))
	e.emit(asm.FnProbeReadKernel.Call())
	e.jump("asked")

	e.label("asked_path")
	e.load(asm.R3, address)
	e.emit(asm.Add.Imm(asm.R3, family))
	e.copyString(to.in("Bytes"))
	e.emit(
		asm.JSLE.Imm(asm.R0, 1, "asked"),
		asm.Sub.Imm(asm.R0, 1),
	)
	e.store(to.in("Len"), asm.R0)
	e.set(to.in("Kind"), int32(namePath), asm.R1)
	e.emit(asm.JNE.Imm(asm.R0, nameSize-1, "asked"))
	e.step("a byte more, where the NUL was put?")
	e.load(asm.R1, length)
	e.emit(asm.JNE.Imm(asm.R1, family+nameSize, "asked"))
	e.load(asm.R1, address)
	e.readKernel(asm.R0, asm.R1, kernel.Field{Offset: family + nameSize - 1, Size: 1})
	e.emit(asm.JEq.Imm(asm.R0, 0, "asked"))
	e.store(to.in("Bytes").part(nameSize-1, 1), asm.R0)
	e.set(to.in("Len"), nameSize, asm.R0)
	e.label("asked")
}

// describeAddressed is describe for datagrams whose refusal is told of: who receives one with
// an address is not the peer, and may stay unknown.
func (e *entry) describeAddressed() {
	e.step("with an address it is not for the peer")
	e.readKernel(asm.R0, e.msg, e.MsgNameLen)
	e.emit(asm.JEq.Imm(asm.R0, 0, "for_peer"))
	e.load(asm.R0, e.send.in("Record.Type"))
	e.emit(asm.JNE.Imm(asm.R0, unix.SOCK_DGRAM, "for_peer"))
	e.clear(e.to())
	e.nobodyThere()
	e.label("for_peer")
	e.describe()
}

// refused tells of a send that the kernel refused, with what it returned in result: of one in
// the work area, or, where the label unmatched begins, of one in flight that did not match. A
// datagram of these may be to an address that the filter asks for: where there is no such
// socket, nothing else is known. Others jump to exit.
func (e *entry) refused(result asm.Register, exit string) {
	const interrupted = -512 // ERESTARTSYS: it is called again, or ends with EINTR
	sk := e.msg              // of an address there is none
	e.jump("refused")
	e.label("unmatched")
	e.workArea(e.work.base, exit)
	e.lookup(mapInFlight, slotThread, exit)
	e.copyKernel(e.send, at[send](asm.R0))

	e.label("refused")
	e.step("nothing was refused if nothing was offered over a stream, or if it is called again")
	e.emit(
		asm.JSGE.Imm(result, 0, exit),
		asm.JEq.Imm(result, interrupted, exit),
	)
	e.ifAddressed("has_receiver")
	e.askedName(e.to().in("Name"))
	e.label("has_receiver")
	e.load(asm.R0, e.send.in("Matched"))
	e.emit(asm.JNE.Imm(asm.R0, 0, "wanted"))
	e.emit(asm.Mov.Imm(sk, 0))
	e.judgeSocket(e.filter, e.judged, e.to(), sk, "asked_for")
	e.ifAsked(exit)
	e.label("wanted")
	e.clear(e.event())
	e.store(e.event().in("Result"), result)
	e.move(e.event().in("Offered"), e.send.in("Count"), asm.R0)
	e.outputEvent(EventRefused)
}

// ifAddressed loads the address that a datagram is sent to into slotConnect, if who receives
// it was not found. Else it jumps to the label.
func (e *entry) ifAddressed(label string) {
	e.load(asm.R0, e.to().in("Inode"))
	e.emit(asm.JNE.Imm(asm.R0, 0, label))
	e.load(asm.R0, e.send.in("Record.Type"))
	e.emit(asm.JNE.Imm(asm.R0, unix.SOCK_DGRAM, label))
	e.clear(slotConnect)
	for _, of := range []struct {
		member string
		field  kernel.Field
	}{{"Length", e.MsgNameLen}, {"Address", e.MsgName}} {
		e.load(asm.R1, e.send.in("Msg"))
		e.readKernel(asm.R0, asm.R1, of.field)
		e.emit(asm.JEq.Imm(asm.R0, 0, label))
		e.store(slotConnect.in(of.member), asm.R0)
	}
}
