package program

import (
	"errors"
	"fmt"
	"math"
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// Stack slots, the same in every program. Offsets from the frame pointer.
const (
	slotScalar  = -8  // where readKernel puts what it read
	slotThread  = -16 // key of the in-flight map
	slotCPU     = -24 // key of the work map
	slotContext = -32 // the program's context, for output and tail calls
	slotSegment = -48 // 16 bytes: a struct iovec or cmsghdr
	slotInode   = -56 // key of the owners map
	slotOwner   = -96 // 40 bytes: a value of the owners map
	slotFlow    = -96 // 24 bytes, at the return only: a key of the flows map
	slotDeepest = -96 // the end of the stack
)

// assembler collects a program's instructions. Its methods emit; each does one
// thing, and clobbers R0 to R5 when it calls a helper.
type assembler struct {
	insns asm.Instructions
	mark  string            // label of the next instruction
	alias map[string]string // more labels of an instruction → its first
	note  asm.Comment       // comment of the next instruction
	null  bool              // a NULL pointer leads to something readable
	err   error
}

func newAssembler(o *kernel.Offsets) *assembler { return &assembler{null: o.NullReadable} }

// step starts a step of the program with a comment that says why.
func (a *assembler) step(comment string) { a.note = asm.Comment(comment) }

// label names the next instruction as a jump target.
func (a *assembler) label(name string) {
	if a.mark == "" {
		a.mark = name
		return
	}
	if a.alias == nil {
		a.alias = map[string]string{}
	}
	a.alias[name] = a.mark
}

func (a *assembler) emit(insns ...asm.Instruction) {
	for _, ins := range insns {
		if a.mark != "" {
			ins = ins.WithSymbol(a.mark)
			a.mark = ""
		}
		if a.note != "" {
			ins = ins.WithSource(a.note)
			a.note = ""
		}
		// The library encodes such an immediate as an invalid opcode.
		if ins.OpCode.Class() == asm.StClass && (ins.Constant > math.MaxInt32 || ins.Constant < math.MinInt32) {
			a.err = errors.Join(a.err, fmt.Errorf("%v: constant does not fit 32 bits", ins))
		}
		a.insns = append(a.insns, ins)
	}
}

// program finishes the collected instructions as a kprobe program.
func (a *assembler) program(name string) (*ebpf.ProgramSpec, error) {
	if a.mark != "" || a.note != "" {
		a.err = errors.Join(a.err, fmt.Errorf("%q stands behind the last instruction", a.mark+string(a.note)))
	}
	if len(a.insns) > 0 && a.insns[0].Source() == nil {
		a.err = errors.Join(a.err, errors.New("the kernel wants a comment on the first instruction if there is any"))
	}
	if a.err != nil {
		return nil, fmt.Errorf("program %s: %w", name, a.err)
	}
	for i, ins := range a.insns {
		if label, ok := a.alias[ins.Reference()]; ok {
			a.insns[i] = ins.WithReference(label)
		}
	}
	return &ebpf.ProgramSpec{
		Name:         name,
		Type:         ebpf.Kprobe,
		Instructions: a.insns,
		License:      "Dual MIT/GPL",
	}, nil
}

// sized is the load or store width for a scalar.
func (a *assembler) sized(bytes uint32) asm.Size {
	switch bytes {
	case 1:
		return asm.Byte
	case 2:
		return asm.Half
	case 4:
		return asm.Word
	case 8:
		return asm.DWord
	}
	a.err = errors.Join(a.err, fmt.Errorf("no scalar has %d bytes", bytes))
	return asm.DWord
}

// argument loads a member of the struct pt_regs that the context points to.
func (a *assembler) argument(dst asm.Register, f kernel.Field) {
	a.emit(asm.LoadMem(dst, asm.R1, int16(f.Offset), a.sized(f.Size)))
}

// readKernel loads the member f of the kernel structure at base into dst, zero
// extended. What can't be read (a NULL base) reads as 0: the kernel clears the
// destination of a failed read.
func (a *assembler) readKernel(dst, base asm.Register, f kernel.Field) {
	size := a.sized(f.Size)
	a.emit(asm.Mov.Reg(asm.R3, base))
	a.member(asm.R3, int32(f.Offset))
	a.probeRead(asm.FnProbeReadKernel, asm.R10, slotScalar, f.Size)
	a.emit(asm.LoadMem(dst, asm.R10, slotScalar, size))
}

// copyKernel copies size bytes from the kernel address base+offset to to+at,
// zeros if they can't be read. It also serves for what maps hold.
func (a *assembler) copyKernel(to asm.Register, at int32, base asm.Register, offset, size uint32) {
	a.emit(asm.Mov.Reg(asm.R3, base)) // first: to or base may be R1 or R2
	if offset != 0 {
		a.emit(asm.Add.Imm(asm.R3, int32(offset)))
	}
	a.probeRead(asm.FnProbeReadKernel, to, at, size)
}

// probeRead has a helper copy up to size bytes from the kernel address in R3 to to+at.
func (a *assembler) probeRead(helper asm.BuiltinFunc, to asm.Register, at int32, size uint32) {
	a.emit(
		asm.Mov.Reg(asm.R1, to),
		asm.Add.Imm(asm.R1, at),
		asm.Mov.Imm(asm.R2, int32(size)),
		helper.Call(),
	)
}

// member adds offset to the kernel address in the register. NULL becomes an address
// that can't be read. It clobbers R4 where that takes something.
func (a *assembler) member(address asm.Register, offset int32) {
	if a.null {
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
	if a.null {
		a.emit(asm.Or.Reg(address, asm.R4))
	}
}

// lookup leaves the address of the value for the key at key+at in R0 and jumps
// to absent if the map has none.
func (a *assembler) lookup(mapName string, key asm.Register, at int32, absent string) {
	a.emit(
		asm.Mov.Reg(asm.R2, key),
		asm.Add.Imm(asm.R2, at),
		asm.LoadMapPtr(asm.R1, 0).WithReference(mapName),
		asm.FnMapLookupElem.Call(),
		asm.JEq.Imm(asm.R0, 0, absent),
	)
}

// clear writes zeros to size bytes at to+at, a multiple of 8. It clobbers R0.
func (a *assembler) clear(to asm.Register, at int16, size uintptr) {
	a.emit(asm.Mov.Imm(asm.R0, 0))
	for word := int16(0); word < int16(size); word += 8 {
		a.emit(asm.StoreMem(to, at+word, asm.R0, asm.DWord))
	}
}

// copyString copies a string of the kernel's, with its NUL and at most size bytes,
// from the address in R3 to to+at. R0 is its length with the NUL, negative if it
// can't be read.
func (a *assembler) copyString(to asm.Register, at int32, size uint32) {
	a.member(asm.R3, 0)
	a.probeRead(asm.FnProbeReadKernelStr, to, at, size)
}

// update puts the value at value+from into a map, for the key at key+at.
func (a *assembler) update(mapName string, key asm.Register, at int32, value asm.Register, from int32) {
	a.emit(
		asm.Mov.Reg(asm.R2, key),
		asm.Add.Imm(asm.R2, at),
		asm.Mov.Reg(asm.R3, value),
		asm.Add.Imm(asm.R3, from),
		asm.Mov.Imm(asm.R4, 0),
		asm.LoadMapPtr(asm.R1, 0).WithReference(mapName),
		asm.FnMapUpdateElem.Call(),
	)
}

// remove takes the key at key+at out of a map, if it is there.
func (a *assembler) remove(mapName string, key asm.Register, at int32) {
	a.emit(
		asm.Mov.Reg(asm.R2, key),
		asm.Add.Imm(asm.R2, at),
		asm.LoadMapPtr(asm.R1, 0).WithReference(mapName),
		asm.FnMapDeleteElem.Call(),
	)
}

// thisThread puts the key of the in-flight map into its slot and into R0.
func (a *assembler) thisThread() {
	a.emit(
		asm.FnGetCurrentPidTgid.Call(),
		asm.StoreMem(asm.R10, slotThread, asm.R0, asm.DWord),
	)
}

// workArea loads the address of this CPU's work area.
func (a *assembler) workArea(dst asm.Register, absent string) {
	a.emit(
		asm.FnGetSmpProcessorId.Call(),
		asm.StoreMem(asm.R10, slotCPU, asm.R0, asm.Word),
	)
	a.lookup(MapWork, asm.R10, slotCPU, absent)
	a.emit(asm.Mov.Reg(dst, asm.R0))
}

// count adds the value of by to a counter of the work area at area.
func (a *assembler) count(area asm.Register, counter uintptr, by asm.Register) {
	a.emit(
		asm.LoadMem(asm.R1, area, int16(counter), asm.DWord),
		asm.Add.Reg(asm.R1, by),
		asm.StoreMem(area, int16(counter), asm.R1, asm.DWord),
	)
}

// countOne adds 1 to a counter.
func (a *assembler) countOne(area asm.Register, counter uintptr) {
	a.emit(asm.Mov.Imm(asm.R2, 1))
	a.count(area, counter, asm.R2)
}

// output sends the record at from+at to this CPU's ring. R5 holds its size; R0
// is negative afterwards if the ring had no room.
func (a *assembler) output(from asm.Register, at uintptr) {
	a.emit(
		asm.Mov.Reg(asm.R4, from),
		asm.Add.Imm(asm.R4, int32(at)),
		asm.LoadMem(asm.R1, asm.R10, slotContext, asm.DWord),
		asm.LoadMapPtr(asm.R2, 0).WithReference(MapEvents),
		asm.LoadImm(asm.R3, math.MaxUint32, asm.DWord), // BPF_F_CURRENT_CPU
		asm.FnPerfEventOutput.Call(),
	)
}

// notify outputs the record at from+at as a notice, which has no payload. What
// finds no room is counted at area: the order of messages may suffer.
func (a *assembler) notify(kind RecordKind, from asm.Register, at uintptr, area asm.Register) {
	a.emit(
		asm.Mov.Imm(asm.R1, int32(kind)),
		asm.StoreMem(from, int16(at+unsafe.Offsetof(Record{}.Kind)), asm.R1, asm.Word),
		asm.Mov.Imm(asm.R5, int32(noticeSize)),
	)
	a.output(from, at)
	a.failed(asm.R0)
	a.count(area, unsafe.Offsetof(Counts{}.Unordered), asm.R0)
}

// tailCall continues in another program, for good. The kernel refuses the 34th
// call in a row, or one to a program that is not there: then what follows runs.
//
// The caller's whole stack is used before, for where a kernel interprets programs
// the called one runs on it. It is meant to get 512 bytes then, but from 6.10 on
// do_misc_fixups sets stack_depth back to what the caller itself uses, and the
// called program would write over the kernel's own stack.
func (a *assembler) tailCall(program int32) {
	a.emit(
		asm.LoadMem(asm.R1, asm.R10, slotContext, asm.DWord),
		asm.StoreMem(asm.R10, slotDeepest, asm.R1, asm.DWord),
		asm.LoadMapPtr(asm.R2, 0).WithReference(MapTails),
		asm.Mov.Imm(asm.R3, program),
		asm.FnTailCall.Call(),
	)
}

// tailCalled starts a program that is tail called: regWork is this CPU's work area.
func (a *assembler) tailCalled(regWork asm.Register) {
	a.step("tail call: only the context is left of the caller")
	a.emit(asm.StoreMem(asm.R10, slotContext, asm.R1, asm.DWord))
	a.workArea(regWork, "exit")
}

// words returns instructions that load and store a word at base.
func words(base asm.Register) (load func(dst asm.Register, at int16) asm.Instruction, store func(at int16, src asm.Register) asm.Instruction) {
	load = func(dst asm.Register, at int16) asm.Instruction { return asm.LoadMem(dst, base, at, asm.DWord) }
	store = func(at int16, src asm.Register) asm.Instruction { return asm.StoreMem(base, at, src, asm.DWord) }
	return load, store
}

// failed turns a helper's result in dst into 1 if it is negative, else 0.
func (a *assembler) failed(dst asm.Register) {
	a.emit(asm.RSh.Imm(dst, 63))
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

// exit ends the program. A kprobe program's return value only filters perf
// samples that nobody takes.
func (a *assembler) exit() {
	a.emit(
		asm.Mov.Imm(asm.R0, 0),
		asm.Return(),
	)
}
