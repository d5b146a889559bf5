package kernel

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cilium/ebpf/btf"
	"github.com/google/go-cmp/cmp"
)

// TestLookedAt: all that is looked at keeps its name, and nothing else does.
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

// TestReduce: types keep their ids, sizes and members; pointers lead nowhere, and names are
// gone but for those that are looked up.
func TestReduce(t *testing.T) {
	number := &btf.Int{Name: "number", Size: 4}
	inner := &btf.Struct{Name: "inner", Size: 4, Members: []btf.Member{{Name: "value", Type: number}}}
	far := &btf.Struct{Name: "far", Size: 4, Members: []btf.Member{{Name: "value", Type: number}}}
	outer := &btf.Struct{Name: "outer", Size: 20, Members: []btf.Member{
		{Name: "inner", Type: inner},
		{Name: "far", Type: &btf.Pointer{Target: far}, Offset: 64},
		{Name: "choice", Type: &btf.Enum{Name: "choice", Size: 4, Values: []btf.EnumValue{{Name: "A", Value: 1}}}, Offset: 128},
	}}
	call := &btf.Func{Name: "call", Type: &btf.FuncProto{Return: number, Params: []btf.FuncParam{{Name: "of", Type: &btf.Pointer{Target: outer}}}}}
	b, err := btf.NewBuilder([]btf.Type{
		outer, call, &btf.Func{Name: "other", Type: call.Type},
		&btf.Var{Name: "variable", Type: number}, &btf.Float{Name: "double", Size: 8},
		&btf.Typedef{Name: "outer", Type: number}, // of another kind
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := b.Marshal(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	load := func() *btf.Spec {
		s, err := btf.LoadSpecFromReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	// Each type by its id: its name, its size, its members.
	type seen struct {
		Name    string
		Size    int
		Members []string
	}
	look := func(s *btf.Spec) (all []seen) {
		for typ, err := range s.All() {
			if err != nil {
				t.Fatal(err)
			}
			is := seen{Name: typ.TypeName()}
			is.Size, _ = btf.Sizeof(typ)
			for _, m := range membersOf(typ) {
				is.Members = append(is.Members, m.Name)
			}
			all = append(all, is)
		}
		return all
	}
	want := look(load())
	for i := range want {
		if want[i].Name != "call" && len(want[i].Members) != 3 {
			want[i].Name = ""
		}
	}

	names := map[string]bool{"outer": true, "call": true}
	reduce(raw, names)
	reduced := load()
	if diff := cmp.Diff(want, look(reduced)); diff != "" {
		t.Error(diff)
	}
	var s *btf.Struct
	if err := reduced.TypeByName("outer", &s); err != nil {
		t.Fatal(err)
	}
	if target := s.Members[1].Type.(*btf.Pointer).Target; target != (*btf.Void)(nil) {
		t.Errorf("the pointer leads to %v", target)
	}

	// Whatever is cut off, what is left is no reason to fail.
	for n := range raw {
		reduce(bytes.Clone(raw[:n]), names)
	}
}
