package program

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// place is where something lies in memory: what a register points to, a slot of the
// stack, or a member of either. It knows how large that is, so the width of a load or
// store is said nowhere else, and neither is an offset.
type place struct {
	base   asm.Register
	offset int // bytes from where base points
	size   int // bytes
	typ    reflect.Type
	err    error // why there is no such place: whoever uses it fails to build
}

// at is the T that a register points to.
func at[T any](base asm.Register) place { return placed(base, 0, reflect.TypeFor[T]()) }

// slot is a T on the stack, at an offset from its start, where it grows from.
func slot[T any](offset int) place { return placed(asm.R10, offset, reflect.TypeFor[T]()) }

// kernelAt is a member of a structure of the kernel's that a register points to. It can
// be read by way of copy only, but for those of the program's context.
func kernelAt(base asm.Register, f kernel.Field) place {
	return place{base: base, offset: int(f.Offset), size: int(f.Size)}
}

func placed(base asm.Register, offset int, typ reflect.Type) place {
	return place{base: base, offset: offset, size: int(typ.Size()), typ: typ}
}

// as is a T that begins here.
func as[T any](p place) place {
	t := placed(p.base, p.offset, reflect.TypeFor[T]())
	t.err = p.err
	return t
}

// in is a member of the struct that lies here, by its name, or the path of names to it,
// as in "Record.From.Inode".
func (p place) in(path string) place {
	for name := range strings.SplitSeq(path, ".") {
		if p.err != nil {
			return p
		}
		if p.typ == nil || p.typ.Kind() != reflect.Struct {
			return place{err: fmt.Errorf("%v has no members, so no %s", p.typ, path)}
		}
		f, ok := p.typ.FieldByName(name)
		if !ok {
			return place{err: fmt.Errorf("%v has no member %s", p.typ, name)}
		}
		p = placed(p.base, p.offset+int(f.Offset), f.Type)
	}
	return p
}

// span is from one member to another, both included.
func span(first, last place) place {
	p := place{base: first.base, offset: first.offset, size: last.offset + last.size - first.offset, err: first.err}
	if p.err == nil {
		p.err = last.err
	}
	if p.err == nil && (last.base != first.base || p.size < first.size) {
		p.err = fmt.Errorf("nothing spans from %v to %v", first.typ, last.typ)
	}
	return p
}

// before is all that lies here in front of a member.
func (p place) before(member string) place {
	end := p.in(member)
	return place{base: p.base, offset: p.offset, size: end.offset - p.offset, err: end.err}
}

// start is the first bytes of what lies here.
func (p place) start(size int) place {
	if p.err == nil && size > p.size {
		p.err = fmt.Errorf("%v has %d bytes, not %d", p.typ, p.size, size)
	}
	p.size, p.typ = size, nil
	return p
}

// part is some of the bytes of what lies here.
func (p place) part(offset, size int) place {
	p.offset, p.size, p.typ = p.offset+offset, size, nil
	return p
}

// width is how an instruction loads or stores what lies here at once.
func (p place) width() (asm.Size, error) {
	if p.err != nil {
		return 0, p.err
	}
	switch p.size {
	case 1:
		return asm.Byte, nil
	case 2:
		return asm.Half, nil
	case 4:
		return asm.Word, nil
	case 8:
		return asm.DWord, nil
	}
	return 0, fmt.Errorf("no register holds the %d bytes of %v", p.size, p.typ)
}
