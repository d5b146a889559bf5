package program

import (
	"time"
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// A large send over a stream goes out in steps: a buffer is made, for which it
// may have to wait, filled and queued. Two programs follow it.

// checkpoint builds the program for sock_alloc_send_pskb. What the iterator has
// consumed by then is queued for the receiver, so it is read and output now:
// the pages are there, and the message streams out while its sender is blocked.
func checkpoint(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const (
		regWork = asm.R6 // this CPU's struct work
		regSend = asm.R8 // the send in flight, in the map
		regLeft = asm.R9 // bytes queued since the checkpoint before
	)
	load := func(dst asm.Register, member uintptr) asm.Instruction {
		return asm.LoadMem(dst, regSend, int16(member), asm.DWord)
	}
	a := newAssembler(o)
	a.inFlight(regSend)
	a.step("a send of one page has no iterator, and no checkpoint either")
	a.emit(
		load(regLeft, unsafe.Offsetof(send{}.Msg)),
		asm.JEq.Imm(regLeft, 0, "exit"),
	)
	a.step("left = consumed - offset; 0 at the first, and for datagrams")
	a.readKernel(asm.R0, regLeft, o.Iter.Count)
	a.emit(
		load(regLeft, unsafe.Offsetof(send{}.Count)),
		asm.Sub.Reg(regLeft, asm.R0),
		load(asm.R0, sendRecord+unsafe.Offsetof(Record{}.Offset)),
		asm.Sub.Reg(regLeft, asm.R0),
		asm.JSLE.Imm(regLeft, 0, "exit"),
	)
	a.workArea(regWork, "exit")
	a.copyKernel(regWork, int32(workSend), regSend, 0, uint32(unsafe.Sizeof(send{})))
	a.emit(asm.StoreMem(regWork, int16(workSend+unsafe.Offsetof(send{}.Left)), regLeft, asm.DWord))
	a.tailCall(TailEmit)
	// Refused: the next checkpoint or the return makes up for it.
	a.label("exit")
	a.exit()
	return a.program("checkpoint")
}

// resumeAfter is how long a send may pause unnoticed. It bounds how much older
// than its effects a message can look, so it need only be well below the time
// for which the order of messages waits for senders.
const resumeAfter = time.Millisecond

// resumed builds the program for the functions that fill a buffer. A send that had
// to wait for it is announced anew: what it sends from now on can only now have an
// effect.
func resumed() (*ebpf.ProgramSpec, error) {
	const (
		regWork = asm.R6 // this CPU's struct work
		regSend = asm.R7 // the send in flight, in the map
		regNow  = asm.R9
	)
	a := &assembler{}
	a.inFlight(regSend)
	a.resume(regSend, regWork, regNow)
	a.label("exit")
	a.exit()
	return a.program("resumed")
}

// inFlight starts a program that is for the sends in flight that matched only,
// in functions that others call too.
func (a *assembler) inFlight(regSend asm.Register) {
	a.step("others call this function too")
	a.emit(asm.StoreMem(asm.R10, slotContext, asm.R1, asm.DWord))
	a.thisSend(regSend, "exit")
}

// thisSend loads the address of this thread's send in flight. Without one it jumps to
// exit, and to unmatched if it did not match.
func (a *assembler) thisSend(regSend asm.Register, unmatched string) {
	a.thisThread()
	a.lookup(mapInFlight, asm.R10, slotThread, "exit")
	a.emit(
		asm.Mov.Reg(regSend, asm.R0),
		asm.LoadMem(asm.R1, regSend, int16(unsafe.Offsetof(send{}.Matched)), asm.DWord),
		asm.JEq.Imm(asm.R1, 0, unmatched),
	)
}

// resume announces the send at regSend anew if it paused, else it jumps to exit.
// Afterwards regWork is this CPU's work area and regNow the time.
func (a *assembler) resume(regSend, regWork, regNow asm.Register) {
	a.step("a pause since the last step?")
	a.emit(
		asm.FnKtimeGetNs.Call(),
		asm.Mov.Reg(regNow, asm.R0),
		asm.LoadMem(asm.R1, regSend, int16(sendRecord+unsafe.Offsetof(Record{}.Step)), asm.DWord),
		asm.Sub.Reg(asm.R0, asm.R1),
		asm.JLT.Imm(asm.R0, int32(resumeAfter), "exit"),
	)
	a.workArea(regWork, "exit")
	a.stepped(regSend, regNow)
	a.notify(RecordResume, regSend, sendRecord, regWork)
}

// stepped notes that what the send at regSend sends from now on goes out after
// the time in regNow.
func (a *assembler) stepped(regSend, regNow asm.Register) {
	a.emit(
		asm.StoreMem(regSend, int16(sendRecord+unsafe.Offsetof(Record{}.Step)), regNow, asm.DWord),
		asm.StoreMem(regSend, int16(sendRecord+unsafe.Offsetof(Record{}.Now)), regNow, asm.DWord),
	)
}
