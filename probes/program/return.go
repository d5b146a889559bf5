package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// sendReturn builds the program for the return of all send functions: only
// now is it known how many bytes the kernel accepted, and only now are all the
// sender's pages sure to have been there.
func sendReturn(o *kernel.Offsets, f Filter) (*ebpf.ProgramSpec, error) {
	var (
		work   = at[workArea](asm.R6) // this CPU's
		send   = at[send](asm.R8)     // the send in flight, in the map
		result = asm.R9               // what the send returned
	)
	e := newEntry(o, f, nil, Capturing)
	a := e.assembler
	a.result(result)
	a.keepContext()
	a.noneInFlight("exit")
	unmatched := "forget"
	if f.Refused {
		unmatched = "unmatched"
	}
	a.step("not in flight: nobody asked for it")
	a.thisSend(send, "exit", unmatched)

	a.step("work.send = in_flight[thread]; its last bytes are left")
	a.workArea(work.base, "forget")
	a.copyKernel(work.in("Send"), send)
	send = work.in("Send")
	a.store(send.in("Record.Result"), result)
	a.ifRefused(send, result, "cancel")
	a.load(asm.R1, send.in("Record.Offset"))
	a.emit(asm.Sub.Reg(result, asm.R1))
	a.store(send.in("Left"), result)
	a.set(send.in("Final"), returned, asm.R1)
	a.step("what is queued is out already; had the kernel skipped that probe, the rest is missing")
	a.load(asm.R1, send.in("Queued"))
	a.emit(asm.JNE.Imm(asm.R1, 0, "unread"))

	a.step("emit outputs the message, and forgets the send afterwards")
	a.tailCall(TailEmit)
	a.step("refused: the message is told of, without its bytes")
	a.countOne(work.in("Counts.TailRefused"))
	a.label("unread")
	a.skip(send, result)
	a.finish(work)
	a.jump("forget")

	a.label("cancel")
	a.step("the kernel refused the send: no message, and nobody need wait for it")
	a.countOne(work.in("Counts.Cancelled"))
	a.notify(RecordCancel, send.in("Record"), work.in("Counts"))
	if f.Refused {
		e.refused(result, "forget")
	}

	a.label("forget")
	a.forget()
	a.label("exit")
	a.exit()
	return a.program("send_return")
}

// ifRefused jumps to refused if the kernel accepted nothing that anybody could receive,
// by what the send returned.
func (a *assembler) ifRefused(send place, result asm.Register, refused string) {
	a.emit(
		asm.JSLT.Imm(result, 0, refused),
		asm.JNE.Imm(result, 0, "accepted"),
	)
	a.load(asm.R1, send.in("Record.Type"))
	a.emit(asm.JEq.Imm(asm.R1, unix.SOCK_STREAM, refused)) // nothing for anybody to receive
	a.label("accepted")
}

// finish outputs the end record with the payload that is filled in.
func (a *assembler) finish(work place) {
	a.step("the end record: with it the message is complete")
	a.outputPayload(work, RecordEnd)
	a.countEnd(work)
}

// countEnd counts a message whose last record was output, or found no room.
func (a *assembler) countEnd(work place) {
	a.emit(
		asm.JSGE.Imm(asm.R0, 0, "ended"),
		asm.JNE.Imm(asm.R0, -int32(unix.ENOSPC), "no_ring"),
	)
	a.countOne(work.in("Counts.RingFull"))
	a.jump("finished")
	a.label("no_ring")
	a.step("ENOENT or EOPNOTSUPP: this CPU was offline until now")
	a.countOne(work.in("Counts.NoRing"))
	a.jump("finished")
	a.label("ended")
	a.countOne(work.in("Counts.Ended"))
	a.label("finished")
}

// result loads what the probed function returned.
func (a *assembler) result(result asm.Register) {
	a.step("int ret, sign extended")
	a.argument(result, a.Registers.Return)
	a.emit(
		asm.LSh.Imm(result, 32),
		asm.ArSh.Imm(result, 32),
	)
}

// forget takes this thread's send out of flight.
func (a *assembler) forget() {
	a.step("in_flight.delete(thread), after the output: no moment without either")
	a.takeOut()
}
