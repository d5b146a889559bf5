package program

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/kernel"
)

// TestCompareName: a program matches the names that Go does.
func TestCompareName(t *testing.T) {
	longest := format.Name("/run/" + strings.Repeat("x", nameSize-len("/run/")))
	rnd := testrand.New(t)
	var names []format.Name
	for _, name := range []format.Name{"", "\x00", "\x00x", "/", "relative", "/run/x.sock", "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7", longest} {
		names = append(names, name)
		if n := len(name); n > 0 {
			names = append(names, name[:n-1], name[:rnd.IntN(n)], name[:n-1]+"\x00")
			if n < nameSize {
				names = append(names, name+"y", name+"\x00")
			}
		}
	}
	for _, p := range names {
		for _, prefix := range []bool{false, true} {
			pattern := format.Pattern{Name: p, Prefix: prefix}
			compare := comparing(t, pattern)
			for _, name := range names {
				laid := nameOf(name)
				got := compare.run(t, unsafe.Slice((*byte)(unsafe.Pointer(&laid)), unsafe.Sizeof(laid)))
				if (got == 1) != pattern.Match(name) {
					t.Errorf("%q, which is a prefix: %v, matches %q: %v", p, prefix, name, got == 1)
				}
			}
		}
	}
}

// comparing is a program that returns 1 for a Name that matches a pattern.
func comparing(t *testing.T, p format.Pattern) *runner {
	t.Helper()
	a := newAssembler(&kernel.Offsets{})
	a.step("the name")
	a.emit(asm.Mov.Reg(asm.R6, asm.R1))
	a.unlessNamed(at[Name](asm.R6), p, "other")
	a.emit(asm.Mov.Imm(asm.R0, 1), asm.Return())
	a.label("other")
	a.emit(asm.Mov.Imm(asm.R0, 0), asm.Return())
	program, err := a.program("compare")
	if err != nil {
		t.Fatal(err)
	}
	return newRunner(program.Instructions)
}

// TestFewAreCompared: only filters with many patterns have a trie of names.
func TestFewAreCompared(t *testing.T) {
	for n, trie := range map[int]bool{0: false, maxCompared: false, maxCompared + 1: true} {
		var f Filter
		for i := range n {
			f.Names = append(f.Names, format.Pattern{Name: format.Name(rune('a' + i))})
		}
		found := false
		for _, m := range filterMaps(f, nil) {
			found = found || m.Name == mapNames
		}
		if found != trie {
			t.Errorf("%d patterns: a trie of names: %v", n, found)
		}
	}
}
