package program

import (
	"strings"
	"testing"

	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// TestMistakesDoNotBuild: what is wrong with a program shows when it is built, on every
// machine, and not on the kernel that refuses it, or runs it.
func TestMistakesDoNotBuild(t *testing.T) {
	work := at[workArea](asm.R6)
	for _, test := range []struct {
		mistake string
		emit    func(a *assembler)
		want    string // in the error
	}{
		{"none", func(a *assembler) { a.load(asm.R0, work.in("Send.Record.From.Process.Pid")) }, ""},
		{"no such member", func(a *assembler) { a.load(asm.R0, work.in("Send.Left.Right")) }, "has no member"},
		{"misspelt member", func(a *assembler) { a.store(work.in("Send.Recrod.Time"), asm.R0) }, "no member Recrod"},
		{"misspelt member, copied", func(a *assembler) { a.copyKernel(work.in("Send"), at[workArea](asm.R7).in("Sent")) }, "no member Sent"},
		{"misspelt key", func(a *assembler) { a.lookup(mapNames, work.in("Fiel"), "exit") }, "no member Fiel"},
		{"misspelt end of a span", func(a *assembler) { a.clear(span(work.in("Send.Final"), work.in("Send.Full"))) }, "no member Full"},
		{"more than a register holds", func(a *assembler) { a.load(asm.R0, work.in("Send.Record.From")) }, "no register holds"},
		{"no whole words", func(a *assembler) { a.clear(work.in("Entry.Bytes")) }, "no whole words"},
		{"copy of another size", func(a *assembler) { a.move(slotInode, slotCPU, asm.R0) }, "do not fill"},
		{"copy of the kernel's of another size", func(a *assembler) { a.copyKernel(slotInode, kernelAt(asm.R1, kernel.Field{Size: 4})) }, "do not fill"},
		{"more than a slot has", func(a *assembler) { a.readKernel(asm.R0, asm.R1, kernel.Field{Size: 16}) }, "not 16"},
		{"out of reach", func(a *assembler) {
			a.load(asm.R0, at[struct {
				Large [1 << 15]byte
				Far   uint64
			}](asm.R6).in("Far"))
		}, "out of reach"},
		{"8 bytes at once", func(a *assembler) { a.emit(asm.StoreImm(asm.R10, -8, 1, asm.DWord)) }, "none of this kind"},
		{"constant of 33 bits", func(a *assembler) { a.emit(asm.StoreImm(asm.R10, -8, 1<<32, asm.Word)) }, "does not fit"},
		{"jump to nowhere", func(a *assembler) { a.jump("nowhere") }, "no label nowhere"},
		{"the same label twice", func(a *assembler) { a.label("x"); a.emit(asm.Mov.Imm(asm.R0, 0)); a.label("x") }, "two labels x"},
	} {
		t.Run(test.mistake, func(t *testing.T) {
			a := newAssembler(&kernel.Offsets{})
			a.step("the first instruction has a comment")
			test.emit(a)
			a.label("exit")
			a.exit()
			_, err := a.program("x")
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestStopsAtLabelsThatLeadNowhere(t *testing.T) {
	a := newAssembler(&kernel.Offsets{})
	a.exit()
	a.label("after the end")
	if _, err := a.program("x"); err == nil {
		t.Error("no error")
	}
}

// TestWhatNothingLeadsToIsLeftOut: the kernel would refuse the program.
func TestWhatNothingLeadsToIsLeftOut(t *testing.T) {
	a := newAssembler(&kernel.Offsets{})
	a.step("two ways to the end, and a loop")
	a.emit(asm.Mov.Imm(asm.R0, 0))
	a.label("again")
	a.emit(asm.Add.Imm(asm.R0, 1), asm.JEq.Imm(asm.R0, 2, "end"))
	a.emit(asm.JLT.Imm(asm.R0, 9, "again"))
	a.jump("end")
	a.jump("nobody's")
	a.label("nobody's")
	a.emit(asm.Mov.Imm(asm.R0, -1))
	a.jump("nobody's")
	a.label("end")
	a.exit()
	a.exit()
	p, err := a.program("x")
	if err != nil {
		t.Fatal(err)
	}
	for i, ins := range p.Instructions {
		if ins.Constant == -1 || ins.Reference() == "nobody's" {
			t.Errorf("instruction %d, %v, is still there", i, ins)
		}
	}
	if r := newRunner(p.Instructions).run(t, nil); r != 0 || len(p.Instructions) != 7 {
		t.Errorf("returns %d, has %d instructions, want 0 and 7", r, len(p.Instructions))
	}
}
