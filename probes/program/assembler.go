package program

import (
	"errors"
	"fmt"
	"math"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// assembler collects the instructions of a program for one kernel. Its methods emit;
// each does one thing. The registers that one works on and the labels that it jumps to
// are its parameters, but for R0 to R5, which are lost wherever a helper is called.
type assembler struct {
	*kernel.Offsets
	insns  asm.Instructions
	mark   string            // label of the next instruction
	labels map[string]string // → the first one of the same instruction
	note   asm.Comment       // comment of the next instruction
	err    error
}

func newAssembler(o *kernel.Offsets) *assembler {
	return &assembler{Offsets: o, labels: map[string]string{}}
}

// step starts a step of the program with a comment that says why.
func (a *assembler) step(comment string) { a.note = asm.Comment(comment) }

// label names the next instruction as a jump target.
func (a *assembler) label(name string) {
	if _, twice := a.labels[name]; twice {
		a.fail(fmt.Errorf("there are two labels %s", name))
	}
	if a.mark == "" {
		a.mark = name
	}
	a.labels[name] = a.mark
}

// jump continues at a label.
func (a *assembler) jump(label string) { a.emit(asm.Ja.Label(label)) }

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
		a.insns = append(a.insns, ins)
	}
}

// fail has the program fail to build.
func (a *assembler) fail(err error) { a.err = errors.Join(a.err, err) }

// program finishes the collected instructions as a kprobe program, but for those that
// none leads to.
func (a *assembler) program(name string) (*ebpf.ProgramSpec, error) {
	if a.mark != "" || a.note != "" {
		a.fail(fmt.Errorf("%q stands behind the last instruction", a.mark+string(a.note)))
	}
	if len(a.insns) > 0 && a.insns[0].Source() == nil {
		a.fail(errors.New("the kernel wants a comment on the first instruction if there is any"))
	}
	for i, ins := range a.insns {
		if err := encodable(ins); err != nil {
			a.fail(fmt.Errorf("instruction %d: %w", i, err))
		}
		if ins.Reference() == "" || ins.IsLoadFromMap() {
			continue
		}
		label, ok := a.labels[ins.Reference()]
		if !ok {
			a.fail(fmt.Errorf("instruction %d: there is no label %s", i, ins.Reference()))
		}
		a.insns[i] = ins.WithReference(label)
	}
	if a.err != nil {
		return nil, fmt.Errorf("program %s: %w", name, a.err)
	}
	return &ebpf.ProgramSpec{
		Name:         name,
		Type:         ebpf.Kprobe,
		Instructions: reached(a.insns),
		License:      "Dual MIT/GPL",
	}, nil
}

// encodable tells what the library would not: that it has no such instruction, or
// would cut off a constant.
func encodable(ins asm.Instruction) error {
	switch {
	case ins.OpCode == asm.InvalidOpCode:
		return errors.New("there is none of this kind: store 8 bytes by way of a register")
	case ins.OpCode.Class() == asm.StClass && ins.Constant != int64(int32(ins.Constant)):
		return fmt.Errorf("the constant %d does not fit 32 bits", ins.Constant)
	}
	return nil
}

// load loads what lies at a place, zero extended.
func (a *assembler) load(dst asm.Register, from place) {
	a.emit(asm.LoadMem(dst, from.base, a.short(from), a.width(from)))
}

// store stores a register's lower bytes, as many as the place has.
func (a *assembler) store(to place, src asm.Register) {
	a.emit(asm.StoreMem(to.base, a.short(to), src, a.width(to)))
}

// set stores a number by way of a register.
func (a *assembler) set(to place, number int32, by asm.Register) {
	a.emit(asm.Mov.Imm(by, number))
	a.store(to, by)
}

// add adds the value of by to what lies at a place, by way of another register.
func (a *assembler) add(to place, by, over asm.Register) {
	a.load(over, to)
	a.emit(asm.Add.Reg(over, by))
	a.store(to, over)
}

// addAtomic adds the value of by to what lies at a place, though other CPUs may do so
// at the same time.
func (a *assembler) addAtomic(to place, by asm.Register) {
	a.emit(asm.AddAtomic.Mem(to.base, by, a.width(to), a.short(to)))
}

// clear writes zeros. It clobbers R0, which is 0 afterwards.
func (a *assembler) clear(to place) {
	a.emit(asm.Mov.Imm(asm.R0, 0))
	for _, word := range a.words(to) {
		a.store(word, asm.R0)
	}
}

// move copies from one place that can be loaded from to another, by way of a register.
func (a *assembler) move(to, from place, by asm.Register) {
	if !a.alike(to, from) {
		return
	}
	source := a.words(from)
	for i, word := range a.words(to) {
		a.load(by, source[i])
		a.store(word, by)
	}
}

// alike reports whether two places are of one size, and fails if they are not.
func (a *assembler) alike(to, from place) bool {
	err := errors.Join(to.err, from.err)
	if err == nil && to.size != from.size {
		err = fmt.Errorf("%d bytes of %v do not fill the %d of %v", from.size, from.typ, to.size, to.typ)
	}
	if err != nil {
		a.fail(err)
	}
	return err == nil
}

// words are what makes up a place, 8 bytes each, or the place itself if it has less.
func (a *assembler) words(p place) []place {
	if p.size < 8 {
		return []place{p}
	}
	if p.size%8 != 0 {
		a.fail(fmt.Errorf("the %d bytes of %v are no whole words", p.size, p.typ))
	}
	var words []place
	for at := 0; at < p.size; at += 8 {
		words = append(words, place{base: p.base, offset: p.offset + at, size: 8, err: p.err})
	}
	return words
}

// address loads the address of a place.
func (a *assembler) address(dst asm.Register, of place) {
	if of.err != nil {
		a.fail(of.err)
	}
	a.emit(
		asm.Mov.Reg(dst, of.base),
		asm.Add.Imm(dst, int32(of.offset)),
	)
}

// width is how wide a place is loaded or stored.
func (a *assembler) width(p place) asm.Size {
	width, err := p.width()
	if err != nil {
		a.fail(err)
	}
	return width
}

// short is a place's offset as instructions have it.
func (a *assembler) short(p place) int16 {
	if p.offset < math.MinInt16 || p.offset > math.MaxInt16 {
		a.fail(fmt.Errorf("%v at %d is out of reach: take its address", p.typ, p.offset))
	}
	return int16(p.offset)
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
