package layout

import (
	"fmt"
	"maps"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/tagged"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// tagFields makes the fields of tagged elements.
type tagFields struct {
	*tagged.Table
	x        *layer
	evidence string
	left     int // fields that may still be made
}

// maxTagFields is how many fields there are in a layout for elements within others.
const maxTagFields = 400

// elements are the fields of one element.
func (m *tagFields) elements(seen *tagged.Seen) (items []model.Field) {
	if m.Front > 0 {
		items = append(items, m.name(m.Front, seen.N)...)
	}
	items = append(items, m.typ("type", seen.N))
	var rest []model.Field
	if m.Named {
		rest = append(rest, model.Field{Name: "name", Type: model.Text, Size: model.Size{How: model.SizeUntil}, Sure: 0.9, Evidence: m.evidence, Held: seen.N, Of: seen.N})
	}
	if m.ID > 0 && len(seen.IDs) > 0 {
		inner := m.x.inner("type")
		f := inner.field(seen.IDs, segment.Piece{Size: m.ID}, -1)
		f.Name = "id"
		rest = append(rest, f)
	}
	rest = append(rest, m.byType("type", seen.Types)...)
	switch {
	case !m.Stop:
		return append(items, rest...)
	case len(rest) > 0:
		items = append(items, model.Field{
			Name: "field", Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.9, Evidence: "where type is not 00", Held: seen.N, Of: seen.N,
			Repeat: &model.Repeat{Only: &model.Only{By: "type", Values: []uint64{0}, Not: true}}, Items: rest,
		})
	}
	return items
}

// name are the fields of a name, with its length before it.
func (m *tagFields) name(size, n int) []model.Field {
	return []model.Field{m.length("name_length", size, n), {
		Name: "name", Type: model.Text, Size: model.Size{How: model.SizeBy, By: "name_length", Scale: 1}, Sure: 0.9, Evidence: m.evidence, Held: n, Of: n,
	}}
}

// length is the field of a number of bytes or elements.
func (m *tagFields) length(name string, size, n int) model.Field {
	f := model.Field{Name: name, Type: model.Length, Order: m.Order, Size: model.Size{How: model.SizeFixed, N: size}, Sure: 0.9, Evidence: m.evidence, Held: n, Of: n}
	if size == 1 {
		f.Order = model.None
	}
	return f
}

// typ is the field of a type.
func (m *tagFields) typ(name string, n int) model.Field {
	return model.Field{Name: name, Type: model.Enum, Size: model.Size{How: model.SizeFixed, N: 1}, Sure: 0.9, Evidence: m.evidence, Held: n, Of: n}
}

// byType are values, of which a field before tells the type.
func (m *tagFields) byType(by string, types map[byte]*tagged.TypeSeen) (fields []model.Field) {
	for _, typ := range slices.Sorted(maps.Keys(types)) {
		items := m.value(typ, types[typ])
		if len(items) == 0 {
			continue
		}
		where := fmt.Sprintf("where %s is %02x", by, typ)
		if m.Letter {
			where += fmt.Sprintf(", %c", typ)
		}
		fields = append(fields, model.Field{
			Name: fmt.Sprintf("%s_%02x", by, typ), Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.85, Evidence: where,
			Held: types[typ].N, Of: types[typ].N, Repeat: &model.Repeat{Only: &model.Only{By: by, Values: []uint64{uint64(typ)}}}, Items: items,
		})
	}
	return fields
}

// value are the fields of a value of a type.
func (m *tagFields) value(typ byte, seen *tagged.TypeSeen) []model.Field {
	if m.left--; m.left < 0 {
		return nil
	}
	form := m.Forms[typ]
	switch form.How {
	case tagged.Plain:
		return m.plain(form, seen)
	case tagged.Pair, tagged.Counted:
		value := model.Field{Name: "value", Type: model.Bytes, Size: model.Size{How: model.SizeBy, By: "length", Scale: 1}, Sure: 0.85, Evidence: m.evidence, Held: seen.N, Of: seen.N}
		if allText(seen.Values) {
			value.Type = model.Text
		}
		counted := []model.Field{m.length("length", form.Size, seen.N), value}
		if form.How == tagged.Pair {
			return append(m.name(1, seen.N), counted...)
		}
		return counted
	case tagged.Numbers:
		return m.numbers(form, seen)
	case tagged.Ended:
		return []model.Field{{Name: "text", Type: model.Text, Size: model.Size{How: model.SizeUntil}, Sure: 0.85, Evidence: m.evidence, Held: seen.N, Of: seen.N}}
	case tagged.List, tagged.Map:
		return m.list(form, seen)
	}
	return m.nested(form, seen)
}

// plain is the field of a value of fixed size.
func (m *tagFields) plain(form tagged.Form, seen *tagged.TypeSeen) []model.Field {
	if form.Size == 0 || len(seen.Values) == 0 {
		return nil
	}
	p := segment.Piece{Size: form.Size}
	if form.Size == 4 || form.Size == 8 {
		if c, ok := claim.FloatIn(seen.Values, form.Size, m.Order); ok {
			p.Claim = &c
		}
	}
	f := m.x.inner().field(seen.Values, p, -1)
	f.Name = "value"
	if f.Value = nil; f.Type == model.Constant { // in what was seen here
		f.Type = model.Integer
	}
	return []model.Field{f}
}

// count is the field of how many things a value is made of.
func (m *tagFields) count(form tagged.Form, seen *tagged.TypeSeen) model.Field {
	f := m.length("count", form.Size, seen.N)
	f.Type = model.Count
	return f
}

// numbers are the fields of a value that is made of so many numbers.
func (m *tagFields) numbers(form tagged.Form, seen *tagged.TypeSeen) []model.Field {
	return []model.Field{m.count(form, seen), {
		Name: "numbers", Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.85, Evidence: m.evidence, Held: seen.N, Of: seen.N,
		Repeat: &model.Repeat{By: "count"},
		Items:  []model.Field{{Name: "number", Type: model.Integer, Order: m.Order, Size: model.Size{How: model.SizeFixed, N: tagged.EachNumber}, Sure: 0.8, Evidence: m.evidence, Held: seen.N, Of: seen.N}},
	}}
}

// nested are the fields of a value that is made of elements.
func (m *tagFields) nested(form tagged.Form, seen *tagged.TypeSeen) []model.Field {
	inner := seen.Within()
	list := model.Field{
		Name: "elements", Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.85, Evidence: m.evidence, Held: seen.N, Of: seen.N, Repeat: &model.Repeat{},
	}
	if form.How == tagged.Bare {
		list.Items = append([]model.Field{m.typ("type", inner.N)}, m.byType("type", inner.Types)...)
	} else {
		list.Items = m.elements(inner)
	}
	if form.Size == 0 {
		list.Repeat.Until = &model.Only{By: "type", Values: []uint64{0}}
		return []model.Field{list}
	}
	list.Size = model.Size{How: model.SizeBy, By: "length", Scale: 1}
	if form.How == tagged.Own {
		list.Size.Add = -form.Size
	}
	return []model.Field{m.length("length", form.Size, seen.N), list}
}

// list are the fields of values whose types are told once.
func (m *tagFields) list(form tagged.Form, seen *tagged.TypeSeen) []model.Field {
	count := m.count(form, seen)
	items := []model.Field{m.typ("of", seen.N)}
	each := m.byType("of", seen.Lists[0])
	if form.How == tagged.Map {
		items[0].Name = "keys"
		items = append(items, m.typ("values", seen.N))
		each = append(m.byType("keys", seen.Lists[0]), m.byType("values", seen.Lists[1])...)
	}
	items = append(items, count)
	if len(each) == 0 {
		return items
	}
	return append(items, model.Field{
		Name: "list", Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.85, Evidence: m.evidence, Held: seen.N, Of: seen.N,
		Repeat: &model.Repeat{By: "count"}, Items: each,
	})
}
