package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// emitSteps bounds the loop of the emit program: 128 took the verifier most of its time for all
// programs together. The kernel allows 33 runs in a row: enough for a buffer of which each byte
// or two come from a segment of their own, of 1,024 (UIO_MAXIOV), and its pages.
const emitSteps = 36

// emitter is the emit program, and what its registers hold.
type emitter struct {
	*assembler
	work  place        // this CPU's work area
	send  place        // the send there
	steps asm.Register // done in this run
	count asm.Register // bytes of this step
	from  asm.Register // their address
	most  int          // bytes of a message that are wanted, all if 0, none if negative
}

// emitMessage builds the program that reads a message's bytes, from the sender or from the
// buffer that they are in, and outputs them: all that are left after the return, or at a
// checkpoint those that are queued already. It runs as a tail call of those programs and of itself.
// A step reads up to the end of one segment or one page, so that bytes
// that can't be read are known to the page. All state between steps is in the
// work area: the verifier then sees the same registers at every step.
// Of more bytes than are wanted, the rest is passed over.
func emitMessage(o *kernel.Offsets, most int) (*ebpf.ProgramSpec, error) {
	work := at[workArea](asm.R6)
	e := &emitter{
		assembler: newAssembler(o),
		work:      work, send: work.in("Send"),
		steps: asm.R7, count: asm.R8, from: asm.R9,
		most: most,
	}
	left, final := e.send.in("Left"), e.send.in("Final")

	e.tailCalled(e.work.base, "exit")
	e.emit(asm.Mov.Imm(e.steps, 0))

	e.label("step")
	e.step("all accepted bytes read")
	e.load(e.count, left)
	e.emit(asm.JEq.Imm(e.count, 0, "end"))
	if most != 0 {
		e.ifUnwanted("unwanted")
	}
	e.load(asm.R1, e.send.in("Here"))
	e.emit(asm.JNE.Imm(asm.R1, 0, "read"))
	e.nextSegment("nowhere")
	e.load(asm.R1, e.send.in("Here"))

	e.label("read")
	e.choose(asm.R1)
	e.step("read n bytes to payload + fill")
	e.read("first")
	e.emit(asm.JEq.Imm(asm.R0, 0, "got"))
	e.step("a page that is just being moved fails for a moment only")
	e.read("second")
	e.emit(asm.JNE.Imm(asm.R0, 0, "hole"))
	e.label("got")
	e.add(e.send.in("Fill"), e.count, asm.R1)

	e.label("advance")
	e.advance()
	e.load(asm.R1, e.send.in("Fill"))
	e.emit(asm.JLE.Imm(asm.R1, flushAt, "next"))
	e.step("another page might not fit: output a part")
	e.flush(e.work)

	e.label("next")
	e.repeat(e.steps, emitSteps, "step")
	e.step("continue in a fresh run; the kernel allows 33")
	e.tailCall(TailEmit)
	e.step("refused: a checkpoint goes on at the next, else the rest is missing")
	e.load(asm.R1, final)
	e.emit(asm.JEq.Imm(asm.R1, 0, "end"))
	e.countOne(e.work.in("Counts.TailRefused"))
	e.load(e.count, left)
	e.pass("before_refused")
	e.jump("end")

	if most != 0 {
		e.label("unwanted")
		e.passUnwanted()
		e.jump("end")
	}

	e.label("hole")
	e.step("not readable: the gap between two records' offsets is the hole")
	e.pass("before_hole")
	e.jump("advance")

	e.label("nowhere")
	e.step("more accepted than segments tell of: all the rest is unreadable")
	e.pass("before_rest")

	e.label("end")
	e.load(asm.R1, final)
	e.emit(
		asm.JEq.Imm(asm.R1, 0, "goes_on"),
		asm.JNE.Imm(asm.R1, queuedPart, "last"),
	)
	e.label("goes_on")
	e.goesOn("exit")
	e.jump("exit")

	e.label("last")
	e.finishAny()
	e.load(asm.R1, final)
	e.emit(asm.JNE.Imm(asm.R1, returned, "exit"))
	e.thisThread()
	e.forget()
	e.label("exit")
	e.exit()
	return e.program("emit")
}

// wanted loads how many bytes are still wanted of the message. It clobbers R2.
func (e *emitter) wanted(dst asm.Register) {
	e.emit(asm.Mov.Imm(dst, int32(max(0, e.most))))
	for _, had := range []place{e.send.in("Record.Offset"), e.send.in("Fill")} {
		e.load(asm.R2, had)
		e.emit(asm.Sub.Reg(dst, asm.R2))
	}
}

// ifUnwanted jumps to the label if no more bytes are wanted.
func (e *emitter) ifUnwanted(label string) {
	e.step("nobody wants more of it?")
	e.wanted(asm.R1)
	e.emit(asm.JSLE.Imm(asm.R1, 0, label))
}

// passUnwanted passes over the bytes in count, which nobody wants. If the message goes on,
// they are counted. Its last record says by its Result how many they are.
func (e *emitter) passUnwanted() {
	e.load(asm.R1, e.send.in("Final"))
	e.emit(
		asm.JEq.Imm(asm.R1, 0, "more_to_come"),
		asm.JNE.Imm(asm.R1, queuedPart, "none_to_come"),
	)
	e.label("more_to_come")
	e.flushAny(e.work, "before_unwanted")
	e.add(e.send.in("Record.Offset"), e.count, asm.R1)
	e.add(e.send.in("Record.Unwanted"), e.count, asm.R1)
	e.step("that it got so far is told, though there is nothing with it")
	e.flush(e.work)
	e.label("none_to_come")
	e.set(e.send.in("Left"), 0, asm.R1)
}

// nextSegment turns to the next segment. Without one it jumps to none.
func (e *emitter) nextSegment(none string) {
	segs, next, skip := e.send.in("Segs"), e.send.in("Next"), e.send.in("Skip")
	e.step("next segment")
	e.load(asm.R1, segs)
	e.emit(
		asm.JEq.Imm(asm.R1, 0, none),
		asm.Sub.Imm(asm.R1, 1),
	)
	e.store(segs, asm.R1)
	e.load(e.from, next)
	e.readSegment(asm.R3)

	e.add(next, asm.R3, asm.R1)
	e.load(asm.R3, skip)
	e.load(asm.R1, slotSegment.in("Base"))
	e.emit(asm.Add.Reg(asm.R1, asm.R3))
	e.store(e.send.in("Base"), asm.R1)
	e.load(asm.R1, slotSegment.in("Len"))
	e.emit(asm.Sub.Reg(asm.R1, asm.R3))
	e.store(e.send.in("Here"), asm.R1)
	e.set(skip, 0, asm.R1)
}

// readSegment reads the segment at from to slotSegment, and its own size to a register.
func (e *emitter) readSegment(size asm.Register) {
	if e.Pages.Known() {
		e.load(asm.R1, e.send.in("Memory"))
		e.emit(asm.JEq.Imm(asm.R1, int32(memoryPages), "bvec"))
	}
	e.copyKernel(slotSegment.in("Base"), kernelAt(e.from, e.IovBase))
	e.copyKernel(slotSegment.in("Len"), kernelAt(e.from, e.IovLen))
	e.emit(asm.Mov.Imm(size, int32(e.IovSize)))
	if !e.Pages.Known() {
		return
	}
	e.jump("segment")
	e.label("bvec")
	e.step("a struct bio_vec: make it look like an iovec")
	e.readKernel(asm.R0, e.from, e.BvecOffset)
	e.store(slotSegment.in("Base"), asm.R0)
	e.readKernel(asm.R0, e.from, e.BvecLen)
	e.store(slotSegment.in("Len"), asm.R0)
	e.readKernel(e.from, e.from, e.BvecPage)
	e.pageAddress(e.from)
	e.load(asm.R1, slotSegment.in("Base"))
	e.emit(asm.Add.Reg(e.from, asm.R1))
	e.store(slotSegment.in("Base"), e.from)
	e.emit(asm.Mov.Imm(size, int32(e.BvecSize)))
	e.label("segment")
}

// choose takes the bytes of a step from those that are left, of which here are in this
// segment. It clobbers that register.
func (e *emitter) choose(here asm.Register) {
	e.step("n = min(left, here, bytes to the end of the page)")
	e.load(e.from, e.send.in("Base"))
	e.minimum(e.count, here)
	if e.most > 0 {
		e.wanted(here)
		e.minimum(e.count, here)
	}
	e.emit(
		asm.Mov.Reg(here, e.from),
		asm.And.Imm(here, stepSize-1),
		asm.Neg.Imm(here, 0),
		asm.Add.Imm(here, stepSize),
	)
	e.minimum(e.count, here)
	e.emit(asm.And.Imm(e.count, stepMask)) // for the verifier: n is at most a page
}

// read reads the bytes of a step behind what is filled in. R0 is 0 if they could be
// read. The label keeps its jumps apart.
func (e *emitter) read(label string) {
	e.behindFill(e.work)
	e.emit(
		asm.Mov.Reg(asm.R2, e.count),
		asm.Mov.Reg(asm.R3, e.from),
	)
	e.load(asm.R4, e.send.in("Memory"))
	e.emit(
		asm.JNE.Imm(asm.R4, int32(memoryUser), label+"_kernel"),
		asm.FnProbeReadUser.Call(),
		asm.Ja.Label(label+"_done"),
	)
	e.label(label + "_kernel")
	e.emit(asm.FnProbeReadKernel.Call())
	e.label(label + "_done")
}

// advance moves on past the bytes of a step.
func (e *emitter) advance() {
	e.step("base += n; here -= n; left -= n")
	e.emit(asm.Add.Reg(e.from, e.count))
	e.store(e.send.in("Base"), e.from)
	for _, less := range []string{"Here", "Left"} {
		e.load(asm.R1, e.send.in(less))
		e.emit(asm.Sub.Reg(asm.R1, e.count))
		e.store(e.send.in(less), asm.R1)
	}
}

// pass outputs what is filled in and passes over the bytes of a step, which can't be
// read.
func (e *emitter) pass(label string) {
	e.flushAny(e.work, label)
	e.skip(e.send, e.count)
}

// goesOn ends a run at a checkpoint, or with a buffer: the send goes on from here at the
// next. If it is in flight no more, it jumps to gone.
func (e *emitter) goesOn(gone string) {
	now, step := e.send.in("Record.Now"), e.send.in("Record.Step")
	e.thisThread()
	e.step("what is not told of by now goes out later")
	e.now()
	e.store(now, asm.R0)
	e.flushAny(e.work, "queued")
	e.idle(e.work, asm.R1)
	e.load(asm.R1, now)
	e.store(step, asm.R1)
	e.step("in_flight[thread] = work.send: continue from there")
	e.lookup(mapInFlight, slotThread, gone)
	e.copyKernel(at[send](asm.R0), e.send)
}

// finishAny outputs the last record of a message. Mostly, it is the only one.
func (e *emitter) finishAny() {
	e.load(asm.R2, e.send.in("Record.Offset"))
	e.emit(
		asm.JNE.Imm(asm.R1, queuedWhole, "announced"),
		asm.JNE.Imm(asm.R2, 0, "announced"), // by a part
	)
	e.step("nothing else tells of this message")
	e.outputPayload(e.work, RecordWhole)
	e.jump("told")
	e.label("announced")
	e.step("the end record: with it the message is complete")
	e.outputPayload(e.work, RecordEnd)
	e.label("told")
	e.countEnd(e.work)
	e.idle(e.work, asm.R1)
}

// skip moves the message's offset past the bytes in count, which can't be read.
func (a *assembler) skip(send place, count asm.Register) {
	a.add(send.in("Record.Offset"), count, asm.R1)
	a.add(send.in("Record.Unreadable"), count, asm.R1)
}

// flushAny flushes if anything is filled in.
func (a *assembler) flushAny(work place, label string) {
	a.load(asm.R1, work.in("Send.Fill"))
	a.emit(asm.JEq.Imm(asm.R1, 0, label+"_flushed"))
	a.flush(work)
	a.label(label + "_flushed")
}

// flush outputs what is filled in as a part and moves the message's offset past
// it, whether or not the ring had room: what it had not is missing there.
func (a *assembler) flush(work place) {
	fill, record := work.in("Send.Fill"), work.in("Send.Record")
	a.outputPayload(work, RecordPart)
	a.failed(asm.R0)
	a.load(asm.R1, fill)
	a.add(record.in("Offset"), asm.R1, asm.R2)
	a.emit(asm.Mul.Reg(asm.R1, asm.R0))
	a.add(record.in("Dropped"), asm.R1, asm.R2)
	a.set(fill, 0, asm.R1)
}
