package program

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testgolden"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// everyCriterion is a filter that makes programs as long as they get.
var everyCriterion = Filter{
	Filter: format.Filter{
		Names:   []format.Pattern{{Name: "/run/x"}},
		Inodes:  []uint64{1},
		Unnamed: true,
		Types:   []format.SocketType{format.Stream, format.Datagram},
		Pids:    []int{1},
		Comms:   []string{"x"},
		UIDs:    []int{1},
		Cgroups: []uint64{1},
		Exclude: []format.Pattern{{Name: "/run/y"}},
	},
	Follow: true,
	Groups: proc.ContainerGroups("x"),
	Aside:  []int{2},
	Self:   4711,
}

// everythingTold is everyCriterion, with what happens to connections, what is refused, and what processes
// begin to run.
func everythingTold() Filter {
	f := everyCriterion
	f.Connections, f.Refused, f.Started = true, true, true
	return f
}

// memfdsTold is everythingTold, with what is in memfds.
func memfdsTold() Filter {
	f := everythingTold()
	f.Memfd = 64 << 10
	return f
}

// someCast has other ids on each kernel.
var someCast = kernel.Cast{Function: 1001, Word: 1002}

// onePath is the filter that most people use.
var (
	onePath = Filter{Filter: format.Filter{Names: []format.Pattern{{Name: "/run/x.sock"}}}, Self: 4711}
	itsFile = Places{{Name: "/run/x.sock"}: {{
		Dir: proc.FileID{Device: 1, Inode: 2}, Base: "x.sock", File: proc.FileID{Device: 1, Inode: 3},
	}}}
)

// TestListings holds each program against its listing, so that a change of a
// builder shows as a change of instructions. The oldest kernel and one with all
// kinds of iterator and with casts stand for the others, a filter by everything for its parts, and one
// by a path for what is held back at once.
// Elsewhere than on amd64 only other registers carry the calls: the programs with the
// most of them are enough.
func TestListings(t *testing.T) {
	for _, k := range []struct {
		release, arch string
		only          []string // all if empty
	}{
		{"5.10", "amd64", nil},
		{"6.12", "amd64", nil},
		{"6.12", "arm64", []string{"page_entry", "send_return"}},
		{"7.2", "s390x", []string{"page_entry", "send_return"}},
	} {
		suffix := k.release + "-" + k.arch
		offsets := offsetsOf(t, k.release, k.arch)
		offsets.Pages = kernel.Pages{Direct: 0xffff888000000000, Vmemmap: 0xffffea0000000000, Shift: 12}
		if k.release == "6.12" {
			offsets.Cast = someCast
		}
		captures := instructions(t, offsets, Capturing)
		listings := maps.Clone(captures)
		for name, listing := range instructions(t, offsets, Counting) {
			if captures[name] != listing { // else it is the same in both modes
				listings["counting-"+name] = listing
			}
		}
		for name, p := range programsOf(t, offsets, everythingTold(), nil, Capturing) {
			if listing := fmt.Sprint(p.Instructions); captures[name] != listing { // else nobody pays for it
				listings["events-"+name] = listing
			}
		}
		if offsets.ReadsMemfds() {
			listings["memfds"] = fmt.Sprint(programsOf(t, offsets, memfdsTold(), nil, Capturing)["memfds"].Instructions)
		}
		for name, p := range programsOf(t, offsets, onePath, itsFile, Capturing) {
			if strings.HasSuffix(name, "_entry") || name == "queued" {
				listings["path-"+name] = fmt.Sprint(p.Instructions)
			}
		}
		for name, got := range listings {
			if len(k.only) > 0 && !slices.Contains(k.only, name[strings.Index(name, "-")+1:]) {
				continue
			}
			file := filepath.Join("..", "..", "testdata", "listings", fmt.Sprintf("%s-%s.txt", name, suffix))
			testgolden.Check(t, file, []byte(got))
		}
	}
}

// instructions are the listings of all programs, by their names.
func instructions(t *testing.T, o *kernel.Offsets, m Mode) map[string]string {
	t.Helper()
	listings := map[string]string{}
	for name, p := range programs(t, o, m) {
		listings[name] = fmt.Sprint(p.Instructions)
	}
	return listings
}

// programs are those of a filter by everything.
func programs(t *testing.T, o *kernel.Offsets, m Mode) map[string]*ebpf.ProgramSpec {
	t.Helper()
	return programsOf(t, o, everyCriterion, nil, m)
}

func programsOf(t *testing.T, o *kernel.Offsets, f Filter, places Places, m Mode) map[string]*ebpf.ProgramSpec {
	t.Helper()
	spec, err := Collection(o, f, places, m, Sizes{})
	if err != nil {
		t.Fatal(err)
	}
	return spec.Programs
}

// TestStack: no program goes beyond the end of the stack, and none tail calls without
// having used all of it.
func TestStack(t *testing.T) {
	calls := 0
	offsets := offsetsOf(t, "6.12", "amd64")
	offsets.Pages.Shift = 12
	for _, p := range programsOf(t, offsets, memfdsTold(), nil, Capturing) {
		var copied asm.Register // of the frame pointer, by the instruction before
		used := int64(0)
		for i, ins := range p.Instructions {
			at := int64(0)
			switch class := ins.OpCode.Class(); {
			case class.IsStore() && ins.Dst == asm.R10, class.IsLoad() && ins.Src == asm.R10:
				at = int64(ins.Offset)
			case ins.OpCode == asm.Add.Op(asm.ImmSource) && i > 0 && ins.Dst == copied:
				at = ins.Constant
			case ins.IsBuiltinCall() && asm.BuiltinFunc(ins.Constant) == asm.FnTailCall:
				calls++
				if used != int64(deepest.offset) {
					t.Errorf("%s tail calls with %d bytes of its stack used, want %d", p.Name, -used, -deepest.offset)
				}
			}
			used = min(used, at)
			copied = asm.R0
			if ins.OpCode == asm.Mov.Op(asm.RegSource) && ins.Src == asm.R10 {
				copied = ins.Dst
			}
		}
		if used < int64(deepest.offset) {
			t.Errorf("%s uses %d bytes of stack, and the end is at %d", p.Name, -used, -deepest.offset)
		}
	}
	if calls == 0 {
		t.Error("no tail call was looked at")
	}
}

// offsetsOf resolves those of a kernel from testdata.
func offsetsOf(t *testing.T, release, arch string) *kernel.Offsets {
	t.Helper()
	types, err := kernel.LoadBTF(filepath.Join("..", "..", "testdata", "btf", release+"-"+arch+".btf"))
	if err != nil {
		t.Fatal(err)
	}
	offsets, err := kernel.Resolve(types.Spec, release, arch)
	if err != nil {
		t.Fatal(err)
	}
	return offsets
}
