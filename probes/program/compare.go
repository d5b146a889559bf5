package program

import (
	"encoding/binary"
	"fmt"

	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/format"
)

// maxCompared is with how many patterns a name is compared, one after the other. It takes a few
// instructions for each, and a look-up in a trie more than 500.
const maxCompared = 4

// compares reports whether there are so few patterns that names are compared with each.
func (f *Filter) compares() bool { return len(f.patterns()) <= maxCompared }

// compareName adds to the verdict what the patterns say that match a bound name.
func (a *assembler) compareName(f Filter, j judged, name place, label string) {
	for i, p := range f.patterns() {
		if len(p.Name) > nameSize {
			continue // no name is that long
		}
		other := fmt.Sprintf("%s_other_name_%d", label, i)
		a.unlessNamed(name, p, other)
		if i < len(f.Names) {
			a.want(j, wantSocket)
		} else {
			a.want(j, refused)
		}
		a.label(other)
	}
}

// unlessNamed jumps to other if a pattern does not match a name.
func (a *assembler) unlessNamed(name place, p format.Pattern, other string) {
	a.load(asm.R0, name.in("Len"))
	if p.Prefix {
		a.emit(asm.JLT.Imm(asm.R0, int32(len(p.Name)), other))
	} else {
		a.emit(asm.JNE.Imm(asm.R0, int32(len(p.Name)), other))
	}
	at := 0
	for _, size := range []int{8, 4, 2, 1} {
		for ; len(p.Name)-at >= size; at += size {
			a.unlessThere(name.in("Bytes").part(at, size), string(p.Name[at:at+size]), other)
		}
	}
}

// unlessThere jumps to other if a place has other bytes: 1, 2, 4 or 8.
func (a *assembler) unlessThere(there place, bytes, other string) {
	var number [8]byte
	copy(number[8-len(bytes):], bytes)
	wanted := binary.BigEndian.Uint64(number[:])
	a.load(asm.R0, there)
	if len(bytes) > 1 {
		a.emit(asm.HostTo(asm.BE, asm.R0, a.width(there)))
	}
	if len(bytes) <= 4 {
		a.emit(asm.JNE.Imm32(asm.R0, int32(uint32(wanted)), other))
		return
	}
	a.emit(
		asm.LoadImm(asm.R1, int64(wanted), asm.DWord),
		asm.JNE.Reg(asm.R0, asm.R1, other),
	)
}
