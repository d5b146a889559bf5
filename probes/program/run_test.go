package program

import (
	"encoding/binary"
	"math/bits"
	"testing"

	"github.com/cilium/ebpf/asm"
)

// runner runs instructions of a program that read the kernel's memory and nothing else,
// on memory that tests make up. It knows only what such instructions are made of.
type runner struct {
	insns  asm.Instructions
	labels map[string]int
	kernel []byte // its memory, from the address kernelBase on
	order  binary.ByteOrder
	queued bool // it is called with a list and a buffer

	steps, reads int // instructions of the last run, and calls of a helper among them
}

const (
	kernelBase = 1 << 20
	stackTop   = 1 << 40
	contextAt  = 1 << 41
)

func newRunner(insns asm.Instructions) *runner {
	r := &runner{insns: insns, labels: map[string]int{}, order: binary.NativeEndian}
	for i, ins := range insns {
		if ins.Symbol() != "" {
			r.labels[ins.Symbol()] = i
		}
	}
	return r
}

// run returns what a program returns that is called with this struct pt_regs.
func (r *runner) run(t *testing.T, context []byte) uint64 {
	t.Helper()
	var (
		regs  [11]uint64
		stack [512]byte
	)
	regs[asm.R1], regs[asm.R10] = contextAt, stackTop
	// at is where a program itself may read and write.
	at := func(address uint64, n int) []byte {
		switch {
		case address >= contextAt:
			return context[address-contextAt:][:n]
		case address < stackTop:
			return stack[len(stack)-int(stackTop-address):][:n]
		}
		t.Fatalf("%#x is neither on the stack nor in the context", address)
		return nil
	}
	r.steps, r.reads = 0, 0
	for i := 0; ; i++ {
		ins := r.insns[i]
		r.steps++
		op, operand := ins.OpCode, uint64(ins.Constant)
		if class := op.Class(); class == asm.ALU64Class || class.IsJump() {
			if op.Source() == asm.RegSource {
				operand = regs[ins.Src]
			}
		}
		dst := &regs[ins.Dst]
		compared := *dst
		if op.Class() == asm.Jump32Class {
			compared, operand = uint64(uint32(compared)), uint64(uint32(operand))
		}
		switch class := op.Class(); {
		case op == asm.LoadImmOp(asm.DWord):
			*dst = operand
		case class == asm.LdXClass:
			b := make([]byte, 8)
			n := op.Size().Sizeof()
			address := regs[ins.Src] + uint64(int64(ins.Offset))
			if address < stackTop-uint64(len(stack)) { // by a cast
				b = b[:n]
				r.probeRead(b, address)
				*dst = r.number(b)
				break
			}
			*dst = r.number(append(b[:0], at(address, n)...))
		case class == asm.StXClass:
			r.put(at(*dst+uint64(int64(ins.Offset)), op.Size().Sizeof()), regs[ins.Src])
		case class == asm.ALUClass && op.ALUOp() == asm.Swap:
			*dst <<= 64 - ins.Constant // of the bytes that are swapped
			if r.order.Uint16([]byte{1, 0}) == 1 {
				*dst = bits.ReverseBytes64(*dst)
			} else {
				*dst >>= 64 - ins.Constant
			}
		case class == asm.ALU64Class && op.ALUOp() == asm.Mov:
			*dst = operand
		case class == asm.ALU64Class && op.ALUOp() == asm.Add:
			*dst += operand
		case class == asm.ALU64Class && op.ALUOp() == asm.Sub:
			*dst -= operand
		case class == asm.ALU64Class && op.ALUOp() == asm.Or:
			*dst |= operand
		case class == asm.ALU64Class && op.ALUOp() == asm.ArSh:
			*dst = uint64(int64(*dst) >> operand)
		case ins.IsBuiltinCall() && asm.BuiltinFunc(ins.Constant) == asm.FnProbeReadKernel:
			r.reads++
			r.probeRead(at(regs[asm.R1], int(regs[asm.R2])), regs[asm.R3])
		case ins.IsKfuncCall():
			regs[asm.R0] = regs[asm.R1] // bpf_rdonly_cast
		case op.JumpOp() == asm.Exit:
			return regs[asm.R0]
		case op.JumpOp() == asm.Ja,
			op.JumpOp() == asm.JEq && compared == operand,
			op.JumpOp() == asm.JNE && compared != operand,
			op.JumpOp() == asm.JLT && compared < operand:
			i = r.labels[ins.Reference()] - 1
		case op.JumpOp() == asm.JEq, op.JumpOp() == asm.JNE, op.JumpOp() == asm.JLT:
		default:
			t.Fatalf("instruction %d is of a kind that was not expected: %v", i, ins)
		}
	}
}

// probeRead reads the kernel's memory; what is not there reads as zeros.
func (r *runner) probeRead(to []byte, from uint64) {
	clear(to)
	if from >= kernelBase && from+uint64(len(to)) <= kernelBase+uint64(len(r.kernel)) {
		copy(to, r.kernel[from-kernelBase:])
	}
}

func (r *runner) number(b []byte) uint64 {
	switch len(b) {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(r.order.Uint16(b))
	case 4:
		return uint64(r.order.Uint32(b))
	}
	return r.order.Uint64(b)
}

func (r *runner) put(b []byte, n uint64) {
	switch len(b) {
	case 1:
		b[0] = byte(n)
	case 2:
		r.order.PutUint16(b, uint16(n))
	case 4:
		r.order.PutUint32(b, uint32(n))
	default:
		r.order.PutUint64(b, n)
	}
}
