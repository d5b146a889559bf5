package program

import (
	"math"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// The kernel's helpers, by what they are called for here. R0 to R5 are lost with each.

// argument loads a member of the struct pt_regs that R1 points to when a program starts.
func (a *assembler) argument(dst asm.Register, f kernel.Field) {
	a.load(dst, kernelAt(asm.R1, f))
}

// readKernel loads the member f of the kernel structure at base into dst, zero
// extended. What can't be read (a NULL base) reads as 0: the kernel clears the
// destination of a failed read. It takes a helper only where a cast does not serve.
func (a *assembler) readKernel(dst, base asm.Register, f kernel.Field) {
	if a.Cast.Known() {
		a.cast(base, f.Offset)
		a.load(dst, place{base: asm.R0, size: int(f.Size)})
		return
	}
	scalar := slotScalar.start(int(f.Size))
	a.emit(asm.Mov.Reg(asm.R3, base))
	a.guard(asm.R3, int32(f.Offset))
	a.probeRead(asm.FnProbeReadKernel, scalar)
	a.load(dst, scalar)
}

// readMembers reads members of the kernel structure at base, by one call if they are near
// each other and it takes one, and returns where they are on the stack, until it is called
// again.
func (a *assembler) readMembers(base asm.Register, members ...kernel.Field) []place {
	places := make([]place, len(members))
	first, end := members[0].Offset, uint32(0)
	for _, f := range members {
		first, end = min(first, f.Offset), max(end, f.Offset+f.Size)
	}
	first &^= 7 // each is aligned on the stack as it is in the structure
	for i, f := range members {
		places[i] = slotMembers.part(int(f.Offset-first), int(f.Size))
	}
	if size := int(end - first); size <= slotMembers.size && !a.Cast.Known() {
		a.emit(asm.Mov.Reg(asm.R3, base))
		a.guard(asm.R3, int32(first))
		a.probeRead(asm.FnProbeReadKernel, slotMembers.start(size))
		return places
	}
	for i, f := range members {
		places[i] = slotMembers.part(8*i, int(f.Size))
		a.readKernel(asm.R0, base, f)
		a.store(places[i], asm.R0)
	}
	return places
}

// copyKernel copies what the kernel has somewhere, zeros if it can't be read. It also
// serves for what maps hold.
func (a *assembler) copyKernel(to, from place) {
	a.alike(to, from)
	a.emit(asm.Mov.Reg(asm.R3, from.base)) // first: to or from may be by R1 or R2
	if from.offset != 0 {
		a.emit(asm.Add.Imm(asm.R3, int32(from.offset)))
	}
	a.probeRead(asm.FnProbeReadKernel, to)
}

// copyString copies a string of the kernel's, with its NUL and at most as many bytes as
// there is room, from the address in R3. R0 is its length with the NUL, negative if it
// can't be read.
func (a *assembler) copyString(to place) {
	a.guard(asm.R3, 0)
	a.probeRead(asm.FnProbeReadKernelStr, to)
}

// probeRead has a helper fill a place from the kernel address in R3.
func (a *assembler) probeRead(helper asm.BuiltinFunc, to place) {
	a.address(asm.R1, to)
	a.emit(
		asm.Mov.Imm(asm.R2, int32(to.size)),
		helper.Call(),
	)
}

// guard adds offset to the kernel address in the register. NULL becomes an address
// that can't be read. It clobbers R4 where that takes something.
func (a *assembler) guard(address asm.Register, offset int32) {
	if a.NullReadable {
		// All ones if it is NULL, else none: kernel addresses are below 1<<63 there.
		a.emit(
			asm.Mov.Reg(asm.R4, address),
			asm.Sub.Imm(asm.R4, 1),
			asm.ArSh.Imm(asm.R4, 63),
		)
	}
	if offset != 0 {
		a.emit(asm.Add.Imm(address, offset))
	}
	if a.NullReadable {
		a.emit(asm.Or.Reg(address, asm.R4))
	}
}

// lookup leaves the address of the value for a key in R0 and jumps to absent if the map
// has none.
func (a *assembler) lookup(mapName string, key place, absent string) {
	a.address(asm.R2, key)
	a.emit(
		asm.LoadMapPtr(asm.R1, 0).WithReference(mapName),
		asm.FnMapLookupElem.Call(),
		asm.JEq.Imm(asm.R0, 0, absent),
	)
}

// update puts a value into a map. R0 is 0 afterwards, or negative.
func (a *assembler) update(mapName string, key, value place, how ebpf.MapUpdateFlags) {
	a.address(asm.R2, key)
	a.address(asm.R3, value)
	a.emit(
		asm.Mov.Imm(asm.R4, int32(how)),
		asm.LoadMapPtr(asm.R1, 0).WithReference(mapName),
		asm.FnMapUpdateElem.Call(),
	)
}

// remove takes a key out of a map, if it is there.
func (a *assembler) remove(mapName string, key place) {
	a.address(asm.R2, key)
	a.emit(
		asm.LoadMapPtr(asm.R1, 0).WithReference(mapName),
		asm.FnMapDeleteElem.Call(),
	)
}

// keepContext notes the program's context, which R1 points to when it starts.
func (a *assembler) keepContext() { a.store(slotContext, asm.R1) }

// thisThread puts the key of the in-flight map into its slot and into R0.
func (a *assembler) thisThread() {
	a.emit(asm.FnGetCurrentPidTgid.Call())
	a.store(slotThread, asm.R0)
}

// now loads the time into R0.
func (a *assembler) now() { a.emit(asm.FnKtimeGetNs.Call()) }

// workArea loads the address of this CPU's work area.
func (a *assembler) workArea(dst asm.Register, absent string) {
	a.emit(asm.FnGetSmpProcessorId.Call())
	a.store(slotCPU, asm.R0)
	a.lookup(MapWork, slotCPU, absent)
	a.emit(asm.Mov.Reg(dst, asm.R0))
}

// count adds the value of by to a counter.
func (a *assembler) count(counter place, by asm.Register) {
	a.add(counter, by, asm.R1)
}

// countOne adds 1 to a counter.
func (a *assembler) countOne(counter place) {
	a.emit(asm.Mov.Imm(asm.R2, 1))
	a.count(counter, asm.R2)
}

// output sends a record to this CPU's ring. R5 holds its size; R0 is negative
// afterwards if the ring had no room.
func (a *assembler) output(record place) { a.outputTo(MapEvents, record) }

// outputTo is output to the rings of another map.
func (a *assembler) outputTo(rings string, record place) {
	a.address(asm.R4, record)
	a.load(asm.R1, slotContext)
	a.emit(
		asm.LoadMapPtr(asm.R2, 0).WithReference(rings),
		asm.LoadImm(asm.R3, math.MaxUint32, asm.DWord), // BPF_F_CURRENT_CPU
		asm.FnPerfEventOutput.Call(),
	)
}

// notify outputs a record as a notice, which has no payload. What finds no room is
// counted: the order of messages may suffer.
func (a *assembler) notify(kind RecordKind, record, counts place) {
	a.set(record.in("Kind"), int32(kind), asm.R1)
	a.emit(asm.Mov.Imm(asm.R5, int32(noticeSize)))
	a.output(record)
	a.failed(asm.R0)
	a.count(counts.in("Unordered"), asm.R0)
}

// outputPayload outputs the record of the send in a work area with what is filled in of
// the payload behind it. R0 is negative afterwards if the ring had no room.
func (a *assembler) outputPayload(work place, kind RecordKind) {
	record := work.in("Send.Record")
	a.set(record.in("Kind"), int32(kind), asm.R1)
	a.load(asm.R5, work.in("Send.Fill"))
	a.emit(asm.And.Imm(asm.R5, fillMask)) // for the verifier: fill stays below it
	a.store(record.in("Size"), asm.R5)
	a.emit(asm.Add.Imm(asm.R5, int32(recordSize)))
	a.output(record)
}

// behindFill has R1 point behind what is filled in of the payload.
func (a *assembler) behindFill(work place) {
	a.load(asm.R1, work.in("Send.Fill"))
	a.emit(
		asm.And.Imm(asm.R1, fillMask), // for the verifier: fill stays below it
		asm.Add.Reg(asm.R1, work.base),
		asm.Add.Imm(asm.R1, int32(work.in("Payload").offset)),
	)
}

// repeat jumps back to a label until a register has counted so many steps. The verifier walks
// every step, and gives up at 8192 jumps in a row: steps times branches of one step.
func (a *assembler) repeat(steps asm.Register, most int32, label string) {
	a.emit(
		asm.Add.Imm(steps, 1),
		asm.JLT.Imm(steps, most, label),
	)
}

// tailCall continues in another program, for good. The kernel refuses the 34th
// call in a row, or one to a program that is not there: then what follows runs.
//
// The caller's whole stack is used before, for where a kernel interprets programs
// the called one runs on it. It is meant to get 512 bytes then, but from 6.10 on
// do_misc_fixups sets stack_depth back to what the caller itself uses, and the
// called program would write over the kernel's own stack.
func (a *assembler) tailCall(program int32) {
	a.load(asm.R1, slotContext)
	a.store(deepest, asm.R1)
	a.emit(
		asm.LoadMapPtr(asm.R2, 0).WithReference(MapTails),
		asm.Mov.Imm(asm.R3, program),
		asm.FnTailCall.Call(),
	)
}

// tailCalled starts a program that is tail called: work is in this CPU's work area.
func (a *assembler) tailCalled(work asm.Register, exit string) {
	a.step("tail call: only the context is left of the caller")
	a.keepContext()
	a.workArea(work, exit)
}
