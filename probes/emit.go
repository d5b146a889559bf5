package probes

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
// and outputs them. It runs as a tail call of the return program and of itself.
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
		left       = at(unsafe.Offsetof(send{}.Left))
		here       = at(unsafe.Offsetof(send{}.Here))
		base       = at(unsafe.Offsetof(send{}.Base))
		next       = at(unsafe.Offsetof(send{}.Next))
		segs       = at(unsafe.Offsetof(send{}.Segs))
		skip       = at(unsafe.Offsetof(send{}.Skip))
		fill       = at(unsafe.Offsetof(send{}.Fill))
		inKernel   = at(unsafe.Offsetof(send{}.Kernel))
		offset     = at(sendRecord + unsafe.Offsetof(record{}.Offset))
		unreadable = at(sendRecord + unsafe.Offsetof(record{}.Unreadable))
	)
	load := func(dst asm.Register, member int16) asm.Instruction {
		return asm.LoadMem(dst, regWork, member, asm.DWord)
	}
	store := func(member int16, src asm.Register) asm.Instruction {
		return asm.StoreMem(regWork, member, src, asm.DWord)
	}

	a := &assembler{}
	a.step("tail call: only the context is left of the caller")
	a.emit(asm.StoreMem(asm.R10, slotContext, asm.R1, asm.DWord))
	a.workArea(regWork, "exit")
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
		asm.Mov.Reg(asm.R1, regBase),
		asm.Add.Imm(asm.R1, int32(o.IovSize)),
		store(next, asm.R1),
	)
	a.copyKernel(asm.R10, slotSegment, regBase, o.IovBase.Offset, o.IovBase.Size)
	a.copyKernel(asm.R10, slotSegment+8, regBase, o.IovLen.Offset, o.IovLen.Size)
	a.emit(
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

	a.step("read n bytes to payload + fill")
	a.emit(
		load(asm.R1, fill),
		asm.And.Imm(asm.R1, fillMask),
		asm.Add.Reg(asm.R1, regWork),
		asm.Add.Imm(asm.R1, int32(unsafe.Offsetof(work{}.Payload))),
		asm.Mov.Reg(asm.R2, regCount),
		asm.Mov.Reg(asm.R3, regBase),
		load(asm.R4, inKernel),
		asm.JNE.Imm(asm.R4, 0, "kernel"),
		asm.FnProbeReadUser.Call(),
		asm.Ja.Label("got"),
	)
	a.label("kernel")
	a.emit(asm.FnProbeReadKernel.Call())
	a.label("got")
	a.emit(
		asm.JNE.Imm(asm.R0, 0, "hole"),
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
	a.emit(
		asm.LoadMem(asm.R1, asm.R10, slotContext, asm.DWord),
		asm.LoadMapPtr(asm.R2, 0).WithReference(mapEmit),
		asm.Mov.Imm(asm.R3, 0),
		asm.FnTailCall.Call(),
	)
	a.step("refused: the rest of the message is missing")
	a.countOne(regWork, unsafe.Offsetof(counts{}.TailRefused))
	a.emit(asm.Ja.Label("end"))

	a.label("hole")
	a.step("not readable: the gap between two records' offsets is the hole")
	a.flush(regWork)
	a.emit(
		load(asm.R1, offset),
		asm.Add.Reg(asm.R1, regCount),
		store(offset, asm.R1),
		load(asm.R1, unreadable),
		asm.Add.Reg(asm.R1, regCount),
		store(unreadable, asm.R1),
		asm.Ja.Label("advance"),
	)

	a.label("nowhere")
	a.step("more accepted than segments tell of: all the rest is unreadable")
	a.emit(
		load(asm.R1, unreadable),
		asm.Add.Reg(asm.R1, regCount),
		store(unreadable, asm.R1),
	)

	a.label("end")
	a.finish(regWork)
	a.thisThread()
	a.forget()
	a.label("exit")
	a.exit()
	return a.program("emit")
}

// minimum sets dst to the smaller of dst and other, without a branch; both are
// below 2^63. It clobbers R2 and R3.
func (a *assembler) minimum(dst, other asm.Register) {
	a.emit(
		asm.Mov.Reg(asm.R2, dst), // dst = other + (dst-other if negative)
		asm.Sub.Reg(asm.R2, other),
		asm.Mov.Reg(asm.R3, asm.R2),
		asm.ArSh.Imm(asm.R3, 63),
		asm.And.Reg(asm.R2, asm.R3),
		asm.Mov.Reg(dst, other),
		asm.Add.Reg(dst, asm.R2),
	)
}

// flush outputs what is filled in as a part and moves the message's offset past
// it, whether or not the ring had room: what it had not is missing there.
func (a *assembler) flush(regWork asm.Register) {
	var (
		fill    = int16(workSend + unsafe.Offsetof(send{}.Fill))
		offset  = int16(workRecord + unsafe.Offsetof(record{}.Offset))
		dropped = int16(workRecord + unsafe.Offsetof(record{}.Dropped))
	)
	a.outputPayload(regWork, recordPart)
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
