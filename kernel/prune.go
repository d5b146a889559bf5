package kernel

import (
	"fmt"

	"github.com/cilium/ebpf/btf"
)

// Prune reduces a kernel's BTF to the structures, members and enums that
// Resolve looks at: a few KB instead of megabytes, for tests and for LoadBTF on
// machines whose kernel has no BTF of its own. Offsets and sizes stay as they
// are; pointers lose what they point to.
func Prune(spec *btf.Spec, arch string) ([]byte, error) {
	convention, err := conventionOf(arch)
	if err != nil {
		return nil, err
	}
	r := newResolver(spec, "to prune")
	r.offsets(convention)
	if r.err != nil {
		return nil, r.err
	}

	p := pruner{members: r.members, done: map[btf.Type]btf.Type{}}
	var b btf.Builder
	for _, typ := range r.types {
		if _, err := b.Add(p.pruned(typ)); err != nil {
			return nil, fmt.Errorf("pruning %s: %w", typ.TypeName(), err)
		}
	}
	return b.Marshal(nil, nil)
}

// pruner copies types with only the wanted members.
type pruner struct {
	members map[string]bool
	// A type that is embedded and looked at by itself must stay one type:
	// look-ups by name fail on a second one of the same name.
	done map[btf.Type]btf.Type
}

func (p *pruner) pruned(typ btf.Type) btf.Type {
	typ = btf.UnderlyingType(typ)
	if copied, ok := p.done[typ]; ok {
		return copied
	}
	copied := typ
	switch t := typ.(type) {
	case *btf.Struct:
		copied = &btf.Struct{Name: t.Name, Size: t.Size, Members: p.kept(t.Members)}
	case *btf.Union:
		copied = &btf.Union{Name: t.Name, Size: t.Size, Members: p.kept(t.Members)}
	case *btf.Array:
		copied = &btf.Array{Index: p.pruned(t.Index), Type: p.pruned(t.Type), Nelems: t.Nelems}
	case *btf.Pointer:
		copied = &btf.Pointer{Target: (*btf.Void)(nil)}
	}
	p.done[typ] = copied
	return copied
}

func (p *pruner) kept(members []btf.Member) []btf.Member {
	var kept []btf.Member
	for _, m := range members {
		if m.Name != "" && !p.members[m.Name] {
			continue
		}
		m.Type = p.pruned(m.Type)
		m.Tags = nil
		if m.Name == "" && len(membersOf(m.Type)) == 0 {
			continue
		}
		kept = append(kept, m)
	}
	return kept
}
