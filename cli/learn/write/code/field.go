package code

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Field is a field as it is written.
type Field struct {
	*model.Field
	By      *Field   // gives the size or the number of elements: a number before it; nil if none does
	Users   []*Field // those that it is the By of
	Asker   *Field   // the number that says whether By counts, or whether there is an element; nil if that is always so
	Last    *Field   // the number of an element that says whether it is the last one, nil if none does
	asked   bool     // it is the Asker or the Last of some
	Derived *Derived // its value, if that follows from others
	Items   []*Field // of an element
	Depth   int      // of the layout that it is in: 0 of a frame, 1 of an element, and so on
	Behind  int      // bytes at the end of the frame, or of the bytes that elements fill, that no field of its layout reaches
}

// layout resolves what fields of a frame refer to.
func layout(fields []model.Field) []*Field { return resolve(fields, nil, 0, 0) }

func resolve(fields []model.Field, outer [][]*Field, depth, behind int) []*Field {
	var list []*Field
	for i := range fields {
		f := &Field{Field: &fields[i], Depth: depth, Behind: behind}
		scope := append(outer[:len(outer):len(outer)], list)
		less := 0
		switch {
		case f.IsRun():
			f.By = find(scope, f.Size.By)
			if f.IsList() {
				less = f.Repeat.Less
			}
		case f.Size.How == model.SizeBy:
			f.By = find(scope, f.Size.By)
		case f.IsList():
			f.By, less = find(scope, f.Repeat.By), f.Repeat.Less
		}
		if f.By != nil {
			f.By.Users = append(f.By.Users, f)
		}
		if only := f.Only(); only != nil {
			f.Asker = find(scope, only.By)
			f.Asker.asked = true
		}
		switch {
		case f.IsRun():
			f.Items = resolve(f.Field.Items, scope, depth+1, less)
		case f.Composed():
			f.Items = resolve(f.Field.Items, scope, depth+1, behind+less)
		}
		if f.IsList() && f.Repeat.Until != nil {
			f.Last = find([][]*Field{f.Items}, f.Repeat.Until.By)
			f.Last.asked = true
		}
		list = append(list, f)
	}
	return list
}

// find is the field of a name in the innermost layout that has one.
func find(scope [][]*Field, name string) *Field {
	for i := len(scope) - 1; i >= 0; i-- {
		for _, f := range scope[i] {
			if f.Field.Name == name {
				return f
			}
		}
	}
	return nil
}

// Steers reports whether others follow its value.
func (f *Field) Steers() bool { return len(f.Users) > 0 || f.asked }

// IsList reports whether the field is any number of elements, one behind the other.
func (f *Field) IsList() bool { return f.Composed() && f.Repeat != nil }

// IsRecord reports whether the field is one element.
func (f *Field) IsRecord() bool { return f.Composed() && f.Repeat == nil }

// IsRun reports whether the field is elements, or one, that fill as many bytes as By says: a
// frame of their own.
func (f *Field) IsRun() bool { return f.Composed() && f.Size.How == model.SizeBy }

// IsOpen reports whether a list has as many elements as there are bytes for.
func (f *Field) IsOpen() bool {
	return f.IsList() && (f.By == nil || f.IsRun()) && !f.IsOptional() && f.Last == nil
}

// IsOptional reports whether the field is one element or none, as the Asker says.
func (f *Field) IsOptional() bool { return f.IsList() && f.Repeat.Only != nil }

// Only is the condition that is about the Asker, nil if there is none.
func (f *Field) Only() *model.Only {
	switch {
	case f.Size.How == model.SizeBy:
		return f.Size.Only
	case f.IsOptional():
		return f.Repeat.Only
	}
	return nil
}

// Left is how many bytes are left at the end of the frame or run by an open list.
func (f *Field) Left() int {
	if f.IsRun() {
		return f.Repeat.Less
	}
	return f.Behind + f.Repeat.Less
}

// Fixed is how many bytes the field always has, -1 if that differs.
func (f *Field) Fixed() int {
	switch f.Size.How {
	case model.SizeFixed:
		return f.Size.N
	case model.SizeAlign:
		if f.Size.N < 2 {
			return 0
		}
	case model.SizeItems:
		if f.IsRecord() {
			return FixedSize(f.Items)
		}
	}
	return -1
}

// FixedSize is how many bytes the fields always have, -1 if that differs.
func FixedSize(fields []*Field) int {
	sum := 0
	for _, f := range fields {
		n := f.Fixed()
		if n < 0 {
			return -1
		}
		sum += n
	}
	return sum
}

// Bits is the width of a number that languages have a type for, 0 of what is none.
func (f *Field) Bits() int {
	switch f.Type {
	case model.Text, model.Bytes, model.Padding, model.IPv4, model.IPv6:
		return 0
	case model.Timestamp:
		if strings.Contains(f.Unit, "+") {
			return 0
		}
	}
	if f.Size.How != model.SizeFixed {
		return 0
	}
	switch f.Size.N {
	case 1, 2, 4, 8:
		if f.Size.N == 1 || f.Order != model.None {
			return 8 * f.Size.N
		}
	}
	return 0
}

// IsFloat reports whether the field is a floating point number of 4 or 8 bytes.
func (f *Field) IsFloat() bool {
	return f.Type == model.Float && f.Bits() >= 32 && !f.Steers()
}

// None is the value of the field's By that stands for no bytes, if there is one.
func (f *Field) None() (value uint64, ok bool) {
	if f.Size.How != model.SizeBy || !f.Size.None {
		return 0, false
	}
	return ^uint64(0) >> (64 - 8*f.By.Size.N), true
}

// Little reports whether the first byte of the number is the lowest.
func (f *Field) Little() bool { return f.Order == model.Little }

// MinSize is how many bytes the fields have at least.
func MinSize(fields []*Field) int {
	sum := 0
	for _, f := range fields {
		switch {
		case f.Size.How == model.SizeFixed:
			sum += f.Size.N
		case f.Size.How == model.SizeUntil:
			sum++
		case f.IsRecord() && !f.IsRun():
			sum += MinSize(f.Items)
		}
	}
	return sum
}

// Run is how many of the fields, from the first on, have a fixed size, and how many bytes
// those have.
func Run(fields []*Field) (n, size int) {
	for _, f := range fields {
		fixed := f.Fixed()
		if fixed < 0 {
			break
		}
		n, size = n+1, size+fixed
	}
	return n, size
}
