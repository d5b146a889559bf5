package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// cast leaves in R0 a pointer by which what is at an offset from base can be loaded, 8 bytes
// at most. That takes no call: the verifier makes a move of it. 0 is loaded of what can't be
// read. R1 to R5 are lost as with a helper.
func (a *assembler) cast(base asm.Register, offset uint32) {
	a.emit(asm.Mov.Reg(asm.R1, base))
	if offset != 0 {
		a.emit(asm.Add.Imm(asm.R1, int32(offset)))
	}
	a.emit(
		asm.Mov.Imm(asm.R2, a.Cast.Word),
		asm.Instruction{
			OpCode: asm.OpCode(asm.JumpClass).SetJumpOp(asm.Call), Src: asm.PseudoKfuncCall, Constant: int64(a.Cast.Function),
		},
	)
}

// Cast builds a program that does nothing but a cast: a kernel that takes it takes others
// with casts.
func Cast(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.step("what is at address 0")
	a.emit(asm.Mov.Imm(asm.R6, 0))
	a.cast(asm.R6, 0)
	a.load(asm.R0, at[uint64](asm.R0))
	a.exit()
	return a.program("cast")
}
