package program

import (
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// sendReturn builds the program for the return of all send functions: only
// now is it known how many bytes the kernel accepted, and only now are all the
// sender's pages sure to have been there.
func sendReturn(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const (
		regWork   = asm.R6 // this CPU's struct work
		regSend   = asm.R8 // the send in flight, in the map
		regResult = asm.R9 // what the send returned
	)
	a := newAssembler(o)
	a.returned(o, regResult)
	a.emit(asm.StoreMem(asm.R10, slotContext, asm.R1, asm.DWord))
	a.step("not in flight: nobody asked for it")
	a.thisSend(regSend, "forget")

	a.step("work.send = in_flight[thread]; its last bytes are left")
	a.workArea(regWork, "forget")
	a.copyKernel(regWork, int32(workSend), regSend, 0, uint32(unsafe.Sizeof(send{})))
	a.emit(
		asm.StoreMem(regWork, int16(workRecord+unsafe.Offsetof(Record{}.Result)), regResult, asm.DWord),
		asm.JSLT.Imm(regResult, 0, "cancel"),
		asm.JNE.Imm(regResult, 0, "accepted"),
		asm.LoadMem(asm.R1, regWork, int16(workRecord+unsafe.Offsetof(Record{}.Type)), asm.Word),
		asm.JEq.Imm(asm.R1, unix.SOCK_STREAM, "cancel"), // nothing for anybody to receive
	)
	a.label("accepted")
	a.emit(
		asm.LoadMem(asm.R1, regWork, int16(workRecord+unsafe.Offsetof(Record{}.Offset)), asm.DWord),
		asm.Sub.Reg(regResult, asm.R1),
		asm.StoreMem(regWork, int16(workSend+unsafe.Offsetof(send{}.Left)), regResult, asm.DWord),
		asm.Mov.Imm(asm.R1, 1),
		asm.StoreMem(regWork, int16(workSend+unsafe.Offsetof(send{}.Final)), asm.R1, asm.DWord),
	)

	a.step("emit outputs the message, and forgets the send afterwards")
	a.tailCall(TailEmit)
	a.step("refused: the message is told of, without its bytes")
	a.countOne(regWork, unsafe.Offsetof(Counts{}.TailRefused))
	a.skip(regWork, regResult)
	a.finish(regWork)
	a.emit(asm.Ja.Label("forget"))

	a.label("cancel")
	a.step("the kernel refused the send: no message, and nobody need wait for it")
	a.countOne(regWork, unsafe.Offsetof(Counts{}.Cancelled))
	a.notify(RecordCancel, regWork, workRecord, regWork)

	a.label("forget")
	a.forget()
	a.label("exit")
	a.exit()
	return a.program("send_return")
}

// finish outputs the end record with the payload that is filled in.
func (a *assembler) finish(regWork asm.Register) {
	a.step("the end record: with it the message is complete")
	a.outputPayload(regWork, RecordEnd)
	a.emit(asm.JSGE.Imm(asm.R0, 0, "ended"))
	a.countOne(regWork, unsafe.Offsetof(Counts{}.RingFull))
	a.emit(asm.Ja.Label("finished"))
	a.label("ended")
	a.countOne(regWork, unsafe.Offsetof(Counts{}.Ended))
	a.label("finished")
}

// outputPayload outputs the record header with what is filled in of the
// payload. R0 is negative afterwards if the ring had no room.
func (a *assembler) outputPayload(regWork asm.Register, kind RecordKind) {
	a.emit(
		asm.Mov.Imm(asm.R1, int32(kind)),
		asm.StoreMem(regWork, int16(workRecord+unsafe.Offsetof(Record{}.Kind)), asm.R1, asm.Word),
		asm.LoadMem(asm.R5, regWork, int16(workSend+unsafe.Offsetof(send{}.Fill)), asm.DWord),
		asm.And.Imm(asm.R5, fillMask), // for the verifier: fill stays below it
		asm.StoreMem(regWork, int16(workRecord+unsafe.Offsetof(Record{}.Size)), asm.R5, asm.Word),
		asm.Add.Imm(asm.R5, int32(recordSize)),
	)
	a.output(regWork, workRecord)
}

// returned loads what the probed function returned.
func (a *assembler) returned(o *kernel.Offsets, regResult asm.Register) {
	a.step("int ret, sign extended")
	a.argument(regResult, o.Registers.Return)
	a.emit(
		asm.LSh.Imm(regResult, 32),
		asm.ArSh.Imm(regResult, 32),
	)
}

// forget takes the send out of flight.
func (a *assembler) forget() {
	a.step("in_flight.delete(thread), after the output: no moment without either")
	a.takeOut()
}

// takeOut removes this thread's send from the in-flight map.
func (a *assembler) takeOut() {
	a.remove(mapInFlight, asm.R10, slotThread)
}
