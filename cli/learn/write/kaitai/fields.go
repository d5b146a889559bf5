package kaitai

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// kind is the type of a kind, or of an element.
func (d *description) kind(about string, fields []*code.Field) mapping {
	seq := list{}
	for _, f := range fields {
		if f.Fixed() != 0 {
			seq = append(seq, d.attribute(f))
		}
	}
	m := mapping{{"doc", doc(about)}}
	if len(seq) > 0 {
		m.set("seq", seq)
	}
	return m
}

// elements are the types of elements.
func (d *description) elements(fields []*code.Field) (types mapping) {
	for _, f := range fields {
		if f.Items != nil {
			types.set(d.types[f], d.kind("Of "+d.ids[f]+".", f.Items))
			if name, ok := d.runs[f]; ok {
				elements := mapping{{"id", "elements"}}
				d.list(&elements, f)
				types.set(name, mapping{{"doc", doc("The bytes of " + d.ids[f] + ".")}, {"seq", list{elements}}})
			}
			types = append(types, d.elements(f.Items)...)
		}
	}
	return types
}

// attribute is a field.
func (d *description) attribute(f *code.Field) mapping {
	m := mapping{{"id", d.ids[f]}}
	switch size := f.Size; {
	case f.IsRun():
		m.set("size", d.measure(f, size))
		m.set("type", cmp.Or(d.runs[f], d.types[f]))
	case f.IsRecord():
		m.set("type", d.types[f])
	case f.IsList():
		d.list(&m, f)
	case f.IsFloat():
		m.set("type", fmt.Sprintf("f%d%s", size.N, order(f)))
	case f.Bits() == 8:
		m.set("type", "u1")
	case f.Bits() > 0:
		m.set("type", fmt.Sprintf("u%d%s", size.N, order(f)))
	default:
		switch size.How {
		case model.SizeFixed:
			m.set("size", size.N)
		case model.SizeBy:
			m.set("size", d.measure(f, size))
		case model.SizeUntil:
			m.set("terminator", size.N)
		case model.SizeAlign:
			m.set("size", fmt.Sprintf("(%d - _io.pos %% %d) %% %d", size.N, size.N, size.N))
		case model.SizeRest:
			if behind := f.Behind + size.N; behind > 0 {
				m.set("size", fmt.Sprintf("_io.size - _io.pos - %d", behind))
			} else {
				m.set("size-eos", true)
			}
		}
		if f.Type == model.Text && !f.Steers() {
			m.set("type", "str")
			m.set("encoding", "UTF-8")
		}
	}
	m.set("doc", doc(code.Capital(f.About())))
	return m
}

func order(f *code.Field) string {
	if f.Little() {
		return "le"
	}
	return "be"
}

// measure is the size that another field gives, as an expression.
func (d *description) measure(f *code.Field, size model.Size) string {
	n := d.number(f, f.By)
	if none, ok := f.None(); ok {
		n = fmt.Sprintf("(%s == %#x ? 0 : %s)", n, none, n)
	}
	if f.Asker != nil {
		n = fmt.Sprintf("(%s ? %s : 0)", d.holds(d.number(f, f.Asker), size.Only), n)
	}
	if size.Scale > 1 {
		n = fmt.Sprintf("%s * %d", n, size.Scale)
	}
	switch {
	case size.Add > 0:
		n = fmt.Sprintf("%s + %d", n, size.Add)
	case size.Add < 0:
		n = fmt.Sprintf("%s - %d", n, -size.Add)
		n = fmt.Sprintf("%s < 0 ? 0 : %s", n, n)
	}
	return n
}

// holds is a condition about what is asked as an expression.
func (d *description) holds(asked string, only *model.Only) string {
	equal, join, none := " == ", " or ", "false"
	if only.Not {
		equal, join, none = " != ", " and ", "true"
	}
	var all []string
	for _, v := range only.Values {
		all = append(all, asked+equal+fmt.Sprintf("%#x", v))
	}
	if all == nil {
		return none
	}
	return "(" + strings.Join(all, join) + ")"
}

// number is the number that another field, which a field follows, is, as an expression.
func (d *description) number(f, by *code.Field) string {
	return d.named(strings.Repeat("_parent.", d.levels[f]-d.levels[by])+d.ids[by], by)
}

// named is the number that a field of this name is.
func (d *description) named(name string, by *code.Field) string {
	if by.Bits() > 0 {
		return name
	}
	var sum []string
	for i := range by.Size.N {
		shift := 8 * (by.Size.N - 1 - i)
		if by.Little() {
			shift = 8 * i
		}
		sum = append(sum, fmt.Sprintf("(%s[%d] << %d)", name, i, shift))
	}
	return "(" + strings.Join(sum, " + ") + ")"
}

// list has a list be of its elements, or of bytes where a reader would never end.
func (d *description) list(m *mapping, f *code.Field) {
	if f.IsOpen() && code.MinSize(f.Items) == 0 {
		m.set("size", fmt.Sprintf("_io.size - _io.pos - %d", f.Left()))
		return
	}
	m.set("type", d.types[f])
	d.repeat(m, f)
}

// repeat says how many elements there are.
func (d *description) repeat(m *mapping, f *code.Field) {
	behind := 0
	if f.IsOpen() {
		behind = f.Left()
	}
	switch {
	case f.IsOptional():
		m.set("if", d.holds(d.number(f, f.Asker), f.Repeat.Only))
	case f.Last != nil:
		m.set("repeat", "until")
		m.set("repeat-until", d.holds(d.named("_."+d.ids[f.Last], f.Last), f.Repeat.Until))
	case !f.IsOpen():
		m.set("repeat", "expr")
		n := d.number(f, f.By)
		if f.Repeat.Add != 0 {
			n = fmt.Sprintf("%s + (%d)", n, f.Repeat.Add)
		}
		m.set("repeat-expr", n)
	case behind == 0:
		m.set("repeat", "eos")
	default:
		m.set("if", fmt.Sprintf("_io.pos < _io.size - %d", behind))
		m.set("repeat", "until")
		m.set("repeat-until", fmt.Sprintf("_io.pos >= _io.size - %d", behind))
	}
}
