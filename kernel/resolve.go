package kernel

import (
	"fmt"
	"slices"

	"github.com/cilium/ebpf/btf"
)

// anySize accepts a member of any size: an embedded structure, or a scalar
// whose size the programs follow.
const anySize = 0

// resolver looks members up and remembers the first failure, so that a list of
// look-ups reads as a list.
type resolver struct {
	spec    *btf.Spec
	release string
	err     error

	// What was looked at, for Prune.
	types   []btf.Type      // structs and enums
	members map[string]bool // by any alias
}

func newResolver(spec *btf.Spec, release string) *resolver {
	return &resolver{spec: spec, release: release, members: map[string]bool{}}
}

// field finds a member of the named struct by the first of its aliases that
// the kernel has, wherever anonymous structs and unions nest it.
func (r *resolver) field(structName string, size uint32, aliases ...string) Field {
	s := r.structure(structName)
	if s == nil {
		return Field{}
	}
	f, _ := r.member(structName, s.Members, size, aliases)
	return f
}

// has reports whether the named struct has a member of that name.
func (r *resolver) has(structName, name string) bool {
	s := r.structure(structName)
	if s == nil {
		return false
	}
	r.members[name] = true
	_, _, ok := (&search{name: name}).in(s.Members, 0)
	return ok
}

// either is the first of two names that the elements of an array in the named struct have
// a member of.
func (r *resolver) either(structName, array, first, second string) string {
	s := r.structure(structName)
	if s == nil {
		return ""
	}
	if m, _, ok := (&search{name: array}).in(s.Members, 0); ok {
		if _, _, ok := (&search{name: first}).in(membersOf(elementOf(m.Type)), 0); ok {
			return first
		}
	}
	return second
}

// path follows nested members: path("pid", 4, "numbers", "nr") is
// numbers[0].nr.
func (r *resolver) path(structName string, size uint32, names ...string) Field {
	s := r.structure(structName)
	if s == nil {
		return Field{}
	}
	var at Field
	members, label := s.Members, structName
	for i, name := range names {
		want := uint32(anySize)
		if i == len(names)-1 {
			want = size
		}
		f, typ := r.member(label, members, want, []string{name})
		if r.err != nil {
			return Field{}
		}
		at = Field{at.Offset + f.Offset, f.Size}
		members, label = membersOf(elementOf(typ)), label+"."+name
	}
	return at
}

// size is the size of the named struct in bytes.
func (r *resolver) size(structName string) uint32 {
	if s := r.structure(structName); s != nil {
		return s.Size
	}
	return 0
}

// enum finds a value of the named enum. A kernel may lack it.
func (r *resolver) enum(enumName, value string) Kind {
	var e *btf.Enum
	if err := r.spec.TypeByName(enumName, &e); err != nil {
		return Kind{}
	}
	r.looked(e)
	for _, v := range e.Values {
		if v.Name == value {
			return Kind{Value: int32(v.Value), Known: true}
		}
	}
	return Kind{}
}

func (r *resolver) structure(name string) *btf.Struct {
	if r.err != nil {
		return nil
	}
	var s *btf.Struct
	if err := r.spec.TypeByName(name, &s); err != nil {
		r.err = &MissingError{Kernel: r.release, Type: "struct " + name}
		return nil
	}
	r.looked(s)
	return s
}

func (r *resolver) looked(typ btf.Type) {
	if !slices.Contains(r.types, typ) {
		r.types = append(r.types, typ)
	}
}

// member finds one of the aliases among members and checks that a program can
// read it as it is: no bitfield, and of the size the caller relies on.
func (r *resolver) member(structName string, members []btf.Member, size uint32, aliases []string) (Field, btf.Type) {
	missing := &MissingError{Kernel: r.release, Type: "struct " + structName, Member: aliases[0]}
	for _, name := range aliases {
		r.members[name] = true
		m, at, ok := (&search{name: name}).in(members, 0)
		if !ok {
			continue
		}
		missing.Member = name
		if m.BitfieldSize > 0 || at%8 != 0 {
			missing.Reason = fmt.Sprintf("is a bitfield of %d bits", m.BitfieldSize)
			break
		}
		got, err := btf.Sizeof(m.Type)
		if err != nil {
			missing.Reason = fmt.Sprintf("has no size: %v", err)
			break
		}
		if size != anySize && uint32(got) != size {
			missing.Reason = fmt.Sprintf("has %d bytes where %d are expected", got, size)
			break
		}
		return Field{Offset: at.Bytes(), Size: uint32(got)}, m.Type
	}
	if r.err == nil {
		r.err = missing
	}
	return Field{}, nil
}

// search is for a member of a name.
type search struct {
	name   string
	within []btf.Type // anonymous ones where it was looked for
}

// in looks among members and inside anonymous ones. The result's offset counts from the
// outermost structure. A type is looked into once: in a damaged file it may contain itself.
func (s *search) in(members []btf.Member, at btf.Bits) (btf.Member, btf.Bits, bool) {
	for _, m := range members {
		if m.Name == s.name {
			return m, at + m.Offset, true
		}
		if m.Name != "" {
			continue
		}
		typ := m.Type
		if typ != nil {
			typ = btf.UnderlyingType(typ)
		}
		if slices.Contains(s.within, typ) {
			continue
		}
		s.within = append(s.within, typ)
		if got, off, ok := s.in(membersOf(typ), at+m.Offset); ok {
			return got, off, true
		}
	}
	return btf.Member{}, 0, false
}

func membersOf(typ btf.Type) []btf.Member {
	if typ == nil {
		return nil
	}
	switch t := btf.UnderlyingType(typ).(type) {
	case *btf.Struct:
		return t.Members
	case *btf.Union:
		return t.Members
	}
	return nil
}

// elementOf is the element type of an array, or typ itself.
func elementOf(typ btf.Type) btf.Type {
	if typ == nil {
		return nil
	}
	if a, ok := btf.UnderlyingType(typ).(*btf.Array); ok {
		return a.Type
	}
	return typ
}
