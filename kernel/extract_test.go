package kernel

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/cilium/ebpf/btf"
	"github.com/google/go-cmp/cmp"
)

// TestLookedAt: what is looked at is all that is extracted for.
func TestLookedAt(t *testing.T) {
	looked := map[string]bool{"timespec64": true} // by castOf
	for _, kernel := range kernels {
		whole, err := btf.LoadSpec(btfFile(kernel))
		if err != nil {
			t.Fatal(err)
		}
		release, arch, _ := strings.Cut(kernel, "-")
		convention, err := conventionOf(arch)
		if err != nil {
			t.Fatal(err)
		}
		r := newResolver(whole, release)
		r.offsets(convention)
		for _, typ := range r.types {
			looked[typ.TypeName()] = true
		}

		want, err := Resolve(whole, release, arch)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, resolve(t, kernel)); diff != "" {
			t.Errorf("%s: offsets from what is left differ: %s", kernel, diff)
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(looked)), lookedAt); diff != "" {
		t.Error(diff)
	}
}

// TestExtract: of what is looked up there is all that it consists of, with sizes and members;
// pointers lead nowhere, and the kernel's ids are known. Nothing else is there.
func TestExtract(t *testing.T) {
	number := &btf.Int{Name: "number", Size: 4}
	alias := &btf.Typedef{Name: "alias", Type: &btf.Const{Type: number}}
	far := &btf.Struct{Name: "far", Size: 4, Members: []btf.Member{{Name: "value", Type: number}}}
	large := &btf.Enum{Name: "large", Size: 8, Values: []btf.EnumValue{{Name: "Huge", Value: 1 << 40}}}
	outer := &btf.Struct{Name: "outer", Size: 40, Members: []btf.Member{
		{Name: "inner", Type: &btf.Struct{Name: "inner", Size: 4, Members: []btf.Member{{Name: "value", Type: alias}}}},
		{Name: "far", Type: &btf.Pointer{Target: far}, Offset: 64},
		{Name: "choice", Type: &btf.Enum{Name: "choice", Size: 4, Values: []btf.EnumValue{{Name: "A", Value: 1}}}, Offset: 128},
		{Name: "row", Type: &btf.Array{Index: number, Type: alias, Nelems: 2}, Offset: 160},
		{Type: &btf.Union{Size: 8, Members: []btf.Member{{Name: "large", Type: large}, {Name: "real", Type: &btf.Float{Name: "double", Size: 8}}}}, Offset: 256},
	}}
	call := &btf.Func{Name: "call", Type: &btf.FuncProto{Return: number, Params: []btf.FuncParam{{Name: "of", Type: &btf.Pointer{Target: outer}}}}}
	b, err := btf.NewBuilder([]btf.Type{
		&btf.Func{Name: "other", Type: call.Type}, &btf.Var{Name: "variable", Type: number}, outer, call,
		&btf.Typedef{Name: "outer", Type: number}, // of another kind
		&btf.Struct{Name: "unasked", Size: 4, Members: []btf.Member{{Name: "far", Type: far}}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := b.Marshal(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	load := func(raw []byte) *btf.Spec {
		s, err := btf.LoadSpecFromReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	names := map[string]bool{"outer": true, "call": true}
	small, ids, err := extract(raw, names)
	if err != nil {
		t.Fatal(err)
	}
	whole, extracted := load(raw), &Types{load(small), ids}

	// All that there is now, as it is printed with all that it consists of.
	var there []string
	for typ, err := range extracted.All() {
		if err != nil {
			t.Fatal(err)
		}
		id, err := extracted.id(typ)
		if err != nil {
			t.Fatal(err)
		}
		was, err := whole.TypeByID(id)
		if err != nil {
			t.Fatal(err)
		}
		if now, then := shape(typ), shape(was); now != then {
			t.Errorf("type %d is %s and was %s", id, now, then)
		}
		if name := typ.TypeName(); name != "" {
			there = append(there, name)
		}
	}
	slices.Sort(there)
	if diff := cmp.Diff([]string{"alias", "call", "choice", "double", "inner", "large", "number", "outer"}, there); diff != "" {
		t.Error(diff)
	}
	var s *btf.Struct
	if err := extracted.TypeByName("outer", &s); err != nil {
		t.Fatal(err)
	}
	if target := s.Members[1].Type.(*btf.Pointer).Target; target != (*btf.Void)(nil) {
		t.Errorf("the pointer leads to %v", target)
	}

	// Whatever is cut off, and whatever byte is another, that is no reason to fail.
	for n := range raw {
		_, _, _ = extract(raw[:n], names)
		damaged := bytes.Clone(raw)
		damaged[n] ^= 0x1f
		_, _, _ = extract(damaged, names)
	}
}

// shape is a type with all that it consists of.
func shape(typ btf.Type) string {
	size, _ := btf.Sizeof(typ)
	text := fmt.Sprintf("%T %s %d", typ, typ.TypeName(), size)
	for _, m := range membersOf(typ) {
		text += fmt.Sprintf(" {%d %s %s}", m.Offset, m.Name, shape(m.Type))
	}
	switch t := typ.(type) {
	case *btf.Array:
		text += fmt.Sprintf(" [%d]%s", t.Nelems, shape(t.Type))
	case *btf.Typedef:
		text += " " + shape(t.Type)
	case *btf.Const:
		text += " " + shape(t.Type)
	case *btf.Enum:
		text += fmt.Sprint(t.Values)
	case *btf.Func:
		proto := t.Type.(*btf.FuncProto)
		text += fmt.Sprintf(" %s(%s %s)", shape(proto.Return), proto.Params[0].Name, shape(proto.Params[0].Type))
	}
	return text
}

// TestExtractOverlapping: strings that lie in each other are no way to a copy that is larger
// than what is copied.
func TestExtractOverlapping(t *testing.T) {
	const members = 10_000
	types := make([]byte, typeHeader+members*12)
	text := append(append([]byte("\x00outer\x00"), bytes.Repeat([]byte("x"), members)...), 0)
	order := binary.LittleEndian
	order.PutUint32(types, 1)
	order.PutUint32(types[4:], kindStruct<<24|members)
	for i := range members {
		order.PutUint32(types[typeHeader+12*i:], uint32(7+i)) // one byte less each
	}
	raw := (&extraction{rawTypes: &rawTypes{order: order}, copied: types, text: text}).marshal()
	if small, _, err := extract(raw, map[string]bool{"outer": true}); err == nil {
		t.Errorf("%d bytes were made of %d", len(small), len(raw))
	}
}

// BenchmarkLoadBTF reads the running kernel's.
func BenchmarkLoadBTF(b *testing.B) {
	if _, err := os.Stat(RunningBTF); err != nil {
		b.Skip(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := LoadBTF(""); err != nil {
			b.Fatal(err)
		}
	}
}
