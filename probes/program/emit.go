package program

import (
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// stepsPerRun bounds the loop of the emit program. The verifier walks every
// step, and gives up at 8192 jumps in a row: steps times branches of one step.
const stepsPerRun = 128

// emitMessage builds the program that reads a message's bytes from the sender
// and outputs them: all that are left after the return, or at a checkpoint those
// that are queued already. It runs as a tail call of those programs and of itself.
// A step takes one segment, or reads up to the end of one page, so that bytes
// that can't be read are known to the page. All state between steps is in the
// work area: the verifier then sees the same registers at every step.
func emitMessage(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const (
		regWork  = asm.R6 // this CPU's struct work
		regSteps = asm.R7 // steps done in this run
		regCount = asm.R8 // bytes of this step
		regBase  = asm.R9 // their address
	)
	at := func(member uintptr) int16 { return int16(workSend + member) }
	var (
		left  = at(unsafe.Offsetof(send{}.Left))
		here  = at(unsafe.Offsetof(send{}.Here))
		base  = at(unsafe.Offsetof(send{}.Base))
		next  = at(unsafe.Offsetof(send{}.Next))
		segs  = at(unsafe.Offsetof(send{}.Segs))
		skip  = at(unsafe.Offsetof(send{}.Skip))
		fill  = at(unsafe.Offsetof(send{}.Fill))
		where = at(unsafe.Offsetof(send{}.Memory))
		final = at(unsafe.Offsetof(send{}.Final))
		now   = at(sendRecord + unsafe.Offsetof(Record{}.Now))
		step  = at(sendRecord + unsafe.Offsetof(Record{}.Step))
	)
	load, store := words(regWork)

	a := newAssembler(o)
	a.tailCalled(regWork)
	a.emit(asm.Mov.Imm(regSteps, 0))

	a.label("step")
	a.step("all accepted bytes read")
	a.emit(
		load(regCount, left),
		asm.JEq.Imm(regCount, 0, "end"),
		load(asm.R1, here),
		asm.JNE.Imm(asm.R1, 0, "read"),
	)

	a.step("next segment")
	a.emit(
		load(asm.R1, segs),
		asm.JEq.Imm(asm.R1, 0, "nowhere"),
		asm.Sub.Imm(asm.R1, 1),
		store(segs, asm.R1),
		load(regBase, next),
	)
	if o.Pages.Known() {
		a.emit(
			load(asm.R1, where),
			asm.JEq.Imm(asm.R1, int32(memoryPages), "bvec"),
		)
	}
	a.copyKernel(asm.R10, slotSegment, regBase, o.IovBase.Offset, o.IovBase.Size)
	a.copyKernel(asm.R10, slotSegment+8, regBase, o.IovLen.Offset, o.IovLen.Size)
	a.emit(asm.Mov.Imm(asm.R3, int32(o.IovSize)))
	if o.Pages.Known() {
		a.emit(asm.Ja.Label("segment"))
		a.label("bvec")
		a.step("a struct bio_vec: make it look like an iovec")
		a.readKernel(asm.R0, regBase, o.BvecOffset)
		a.emit(asm.StoreMem(asm.R10, slotSegment, asm.R0, asm.DWord))
		a.readKernel(asm.R0, regBase, o.BvecLen)
		a.emit(asm.StoreMem(asm.R10, slotSegment+8, asm.R0, asm.DWord))
		a.readKernel(regBase, regBase, o.BvecPage)
		a.pageAddress(regBase, o)
		a.emit(
			asm.LoadMem(asm.R1, asm.R10, slotSegment, asm.DWord),
			asm.Add.Reg(regBase, asm.R1),
			asm.StoreMem(asm.R10, slotSegment, regBase, asm.DWord),
			asm.Mov.Imm(asm.R3, int32(o.BvecSize)),
		)
		a.label("segment")
	}
	a.emit(
		load(asm.R1, next),
		asm.Add.Reg(asm.R1, asm.R3),
		store(next, asm.R1),
		load(asm.R3, skip),
		asm.LoadMem(asm.R1, asm.R10, slotSegment, asm.DWord),
		asm.Add.Reg(asm.R1, asm.R3),
		store(base, asm.R1),
		asm.LoadMem(asm.R1, asm.R10, slotSegment+8, asm.DWord),
		asm.Sub.Reg(asm.R1, asm.R3),
		store(here, asm.R1),
		asm.Mov.Imm(asm.R1, 0),
		store(skip, asm.R1),
		asm.Ja.Label("next"),
	)

	a.label("read")
	a.step("n = min(left, here, bytes to the end of the page)")
	a.emit(load(regBase, base))
	a.minimum(regCount, asm.R1)
	a.emit(
		asm.Mov.Reg(asm.R1, regBase),
		asm.And.Imm(asm.R1, stepSize-1),
		asm.Neg.Imm(asm.R1, 0),
		asm.Add.Imm(asm.R1, stepSize),
	)
	a.minimum(regCount, asm.R1)
	a.emit(asm.And.Imm(regCount, stepMask)) // for the verifier: n is at most a page

	read := func(attempt string) {
		a.emit(
			load(asm.R1, fill),
			asm.And.Imm(asm.R1, fillMask),
			asm.Add.Reg(asm.R1, regWork),
			asm.Add.Imm(asm.R1, int32(unsafe.Offsetof(work{}.Payload))),
			asm.Mov.Reg(asm.R2, regCount),
			asm.Mov.Reg(asm.R3, regBase),
			load(asm.R4, where),
			asm.JNE.Imm(asm.R4, int32(memoryUser), attempt+"_kernel"),
			asm.FnProbeReadUser.Call(),
			asm.Ja.Label(attempt+"_done"),
		)
		a.label(attempt + "_kernel")
		a.emit(asm.FnProbeReadKernel.Call())
		a.label(attempt + "_done")
	}
	a.step("read n bytes to payload + fill")
	read("first")
	a.emit(asm.JEq.Imm(asm.R0, 0, "got"))
	a.step("a page that is just being moved fails for a moment only")
	read("second")
	a.emit(asm.JNE.Imm(asm.R0, 0, "hole"))

	a.label("got")
	a.emit(
		load(asm.R1, fill),
		asm.Add.Reg(asm.R1, regCount),
		store(fill, asm.R1),
	)

	a.label("advance")
	a.step("base += n; here -= n; left -= n")
	a.emit(
		asm.Add.Reg(regBase, regCount),
		store(base, regBase),
		load(asm.R1, here),
		asm.Sub.Reg(asm.R1, regCount),
		store(here, asm.R1),
		load(asm.R1, left),
		asm.Sub.Reg(asm.R1, regCount),
		store(left, asm.R1),
		load(asm.R1, fill),
		asm.JLE.Imm(asm.R1, flushAt, "next"),
	)
	a.step("another page might not fit: output a part")
	a.flush(regWork)

	a.label("next")
	a.emit(
		asm.Add.Imm(regSteps, 1),
		asm.JLT.Imm(regSteps, stepsPerRun, "step"),
	)
	a.step("continue in a fresh run; the kernel allows 33")
	a.tailCall(TailEmit)
	a.step("refused: a checkpoint goes on at the next, else the rest is missing")
	a.emit(
		load(asm.R1, final),
		asm.JEq.Imm(asm.R1, 0, "end"),
	)
	a.countOne(regWork, unsafe.Offsetof(Counts{}.TailRefused))
	a.emit(load(regCount, left))
	a.flushAny(regWork, "before_refused")
	a.skip(regWork, regCount)
	a.emit(asm.Ja.Label("end"))

	a.label("hole")
	a.step("not readable: the gap between two records' offsets is the hole")
	a.flushAny(regWork, "before_hole")
	a.skip(regWork, regCount)
	a.emit(asm.Ja.Label("advance"))

	a.label("nowhere")
	a.step("more accepted than segments tell of: all the rest is unreadable")
	a.flushAny(regWork, "before_rest")
	a.skip(regWork, regCount)

	a.label("end")
	a.thisThread()
	a.emit(
		load(asm.R1, final),
		asm.JNE.Imm(asm.R1, 0, "returned"),
	)
	a.step("checkpoint: what is not told of by now goes out later")
	a.emit(asm.FnKtimeGetNs.Call(), store(now, asm.R0))
	a.flushAny(regWork, "queued")
	a.emit(load(asm.R1, now), store(step, asm.R1))
	a.step("in_flight[thread] = work.send: continue from there")
	a.lookup(mapInFlight, asm.R10, slotThread, "exit")
	a.copyKernel(asm.R0, 0, regWork, uint32(workSend), uint32(unsafe.Sizeof(send{})))
	a.emit(asm.Ja.Label("exit"))

	a.label("returned")
	a.finish(regWork)
	a.forget()
	a.label("exit")
	a.exit()
	return a.program("emit")
}

// skip moves the message's offset past the bytes in count, which can't be read.
func (a *assembler) skip(regWork, count asm.Register) {
	for _, member := range []uintptr{unsafe.Offsetof(Record{}.Offset), unsafe.Offsetof(Record{}.Unreadable)} {
		at := int16(workRecord + member)
		a.emit(
			asm.LoadMem(asm.R1, regWork, at, asm.DWord),
			asm.Add.Reg(asm.R1, count),
			asm.StoreMem(regWork, at, asm.R1, asm.DWord),
		)
	}
}

// flushAny flushes if anything is filled in.
func (a *assembler) flushAny(regWork asm.Register, label string) {
	a.emit(
		asm.LoadMem(asm.R1, regWork, int16(workSend+unsafe.Offsetof(send{}.Fill)), asm.DWord),
		asm.JEq.Imm(asm.R1, 0, label+"_flushed"),
	)
	a.flush(regWork)
	a.label(label + "_flushed")
}

// flush outputs what is filled in as a part and moves the message's offset past
// it, whether or not the ring had room: what it had not is missing there.
func (a *assembler) flush(regWork asm.Register) {
	var (
		fill    = int16(workSend + unsafe.Offsetof(send{}.Fill))
		offset  = int16(workRecord + unsafe.Offsetof(Record{}.Offset))
		dropped = int16(workRecord + unsafe.Offsetof(Record{}.Dropped))
	)
	a.outputPayload(regWork, RecordPart)
	a.failed(asm.R0)
	a.emit(
		asm.LoadMem(asm.R1, regWork, fill, asm.DWord),
		asm.LoadMem(asm.R2, regWork, offset, asm.DWord),
		asm.Add.Reg(asm.R2, asm.R1),
		asm.StoreMem(regWork, offset, asm.R2, asm.DWord),
		asm.Mul.Reg(asm.R1, asm.R0),
		asm.LoadMem(asm.R2, regWork, dropped, asm.DWord),
		asm.Add.Reg(asm.R2, asm.R1),
		asm.StoreMem(regWork, dropped, asm.R2, asm.DWord),
		asm.Mov.Imm(asm.R1, 0),
		asm.StoreMem(regWork, fill, asm.R1, asm.DWord),
	)
}
