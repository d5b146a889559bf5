package program

import (
	"time"

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
	var (
		work = at[workArea](asm.R6) // this CPU's
		send = at[send](asm.R8)     // the send in flight, in the map
		left = asm.R9               // bytes queued since the checkpoint before
	)
	a := newAssembler(o)
	a.inFlight(send, "exit")
	a.step("a send of one page has no iterator, and no checkpoint either")
	a.load(left, send.in("Msg"))
	a.emit(asm.JEq.Imm(left, 0, "exit"))
	a.step("left = consumed - offset; 0 at the first, and for datagrams")
	a.readKernel(asm.R0, left, o.Iter.Count)
	a.load(left, send.in("Count"))
	a.emit(asm.Sub.Reg(left, asm.R0))
	a.load(asm.R0, send.in("Record.Offset"))
	a.emit(
		asm.Sub.Reg(left, asm.R0),
		asm.JSLE.Imm(left, 0, "exit"),
	)
	a.workArea(work.base, "exit")
	a.copyKernel(work.in("Send"), send)
	a.store(work.in("Send.Left"), left)
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
func resumed(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	var (
		work = at[workArea](asm.R6) // this CPU's
		send = at[send](asm.R7)     // the send in flight, in the map
	)
	a := newAssembler(o)
	a.inFlight(send, "exit")
	a.resume(send, work, "exit")
	a.label("exit")
	a.exit()
	return a.program("resumed")
}

// inFlight starts a program that is for the sends in flight that matched only,
// in functions that others call too.
func (a *assembler) inFlight(send place, exit string) {
	a.step("others call this function too")
	a.keepContext()
	a.noneInFlight(exit)
	a.thisSend(send, exit, exit)
}

// thisSend loads the address of this thread's send in flight. Without one it jumps to
// absent, and to unmatched if it did not match.
func (a *assembler) thisSend(send place, absent, unmatched string) {
	a.thisThread()
	a.lookup(mapInFlight, slotThread, absent)
	a.emit(asm.Mov.Reg(send.base, asm.R0))
	a.load(asm.R1, send.in("Matched"))
	a.emit(asm.JEq.Imm(asm.R1, 0, unmatched))
}

// resume announces a send anew if it paused, else it jumps to exit. Afterwards work is
// this CPU's work area.
func (a *assembler) resume(send, work place, exit string) {
	a.step("a pause since the last step?")
	a.now()
	a.load(asm.R1, send.in("Record.Step"))
	a.emit(
		asm.Sub.Reg(asm.R0, asm.R1),
		asm.JLT.Imm(asm.R0, int32(resumeAfter), exit),
	)
	a.workArea(work.base, exit)
	a.announce(send, work, RecordResume)
}

// announce outputs a notice of a send: what it sends from now on goes out after that.
func (a *assembler) announce(send, work place, kind RecordKind) {
	a.takeTime(work)
	a.store(send.in("Record.Step"), asm.R0)
	a.store(send.in("Record.Now"), asm.R0)
	a.notify(kind, send.in("Record"), work.in("Counts"))
	a.idle(work, asm.R0)
}
