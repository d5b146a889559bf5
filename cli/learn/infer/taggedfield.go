package infer

import (
	"fmt"
	"maps"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// tagFields makes the fields of tagged elements.
type tagFields struct {
	*taggedTable
	x        *layer
	evidence string
	left     int // fields that may still be made
}

// maxTagFields is how many fields there are in a layout for elements within others.
const maxTagFields = 400

// elements are the fields of one element.
func (m *tagFields) elements(seen *tagSeen) (items []model.Field) {
	if m.front > 0 {
		items = append(items, m.name(m.front, seen.n)...)
	}
	items = append(items, m.typ("type", seen.n))
	var rest []model.Field
	if m.named {
		rest = append(rest, model.Field{Name: "name", Type: model.Text, Size: model.Size{How: model.SizeUntil}, Sure: 0.9, Evidence: m.evidence, Held: seen.n, Of: seen.n})
	}
	if m.id > 0 && len(seen.ids) > 0 {
		inner := m.x.inner("type")
		f := inner.field(seen.ids, piece{size: m.id}, -1)
		f.Name = "id"
		rest = append(rest, f)
	}
	rest = append(rest, m.byType("type", seen.types)...)
	switch {
	case !m.stop:
		return append(items, rest...)
	case len(rest) > 0:
		items = append(items, model.Field{
			Name: "field", Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.9, Evidence: "where type is not 00", Held: seen.n, Of: seen.n,
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
	f := model.Field{Name: name, Type: model.Length, Order: m.order, Size: model.Size{How: model.SizeFixed, N: size}, Sure: 0.9, Evidence: m.evidence, Held: n, Of: n}
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
func (m *tagFields) byType(by string, types map[byte]*typeSeen) (fields []model.Field) {
	for _, typ := range slices.Sorted(maps.Keys(types)) {
		items := m.value(typ, types[typ])
		if len(items) == 0 {
			continue
		}
		where := fmt.Sprintf("where %s is %02x", by, typ)
		if m.letter {
			where += fmt.Sprintf(", %c", typ)
		}
		fields = append(fields, model.Field{
			Name: fmt.Sprintf("%s_%02x", by, typ), Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.85, Evidence: where,
			Held: types[typ].n, Of: types[typ].n, Repeat: &model.Repeat{Only: &model.Only{By: by, Values: []uint64{uint64(typ)}}}, Items: items,
		})
	}
	return fields
}

// value are the fields of a value of a type.
func (m *tagFields) value(typ byte, seen *typeSeen) []model.Field {
	if m.left--; m.left < 0 {
		return nil
	}
	form := m.forms[typ]
	switch form.how {
	case plainValue:
		return m.plain(form, seen)
	case pairValue, countedValue:
		value := model.Field{Name: "value", Type: model.Bytes, Size: model.Size{How: model.SizeBy, By: "length", Scale: 1}, Sure: 0.85, Evidence: m.evidence, Held: seen.n, Of: seen.n}
		if allText(seen.values) {
			value.Type = model.Text
		}
		counted := []model.Field{m.length("length", form.size, seen.n), value}
		if form.how == pairValue {
			return append(m.name(1, seen.n), counted...)
		}
		return counted
	case numbersValue:
		return m.numbers(form, seen)
	case endedValue:
		return []model.Field{{Name: "text", Type: model.Text, Size: model.Size{How: model.SizeUntil}, Sure: 0.85, Evidence: m.evidence, Held: seen.n, Of: seen.n}}
	case listValue, mapValue:
		return m.list(form, seen)
	}
	return m.nested(form, seen)
}

// plain is the field of a value of fixed size.
func (m *tagFields) plain(form valueForm, seen *typeSeen) []model.Field {
	if form.size == 0 || len(seen.values) == 0 {
		return nil
	}
	p := piece{size: form.size}
	if form.size == 4 || form.size == 8 {
		frames := make([]*model.Frame, len(seen.values))
		for i, value := range seen.values {
			frames[i] = &model.Frame{Data: value}
		}
		v := read(frames, 0, form.size, m.order)
		if c, ok := floatClaim(nil, &v); ok {
			p.claim = &c
		}
	}
	f := m.x.inner().field(seen.values, p, -1)
	f.Name = "value"
	if f.Value = nil; f.Type == model.Constant { // in what was seen here
		f.Type = model.Integer
	}
	return []model.Field{f}
}

// count is the field of how many things a value is made of.
func (m *tagFields) count(form valueForm, seen *typeSeen) model.Field {
	f := m.length("count", form.size, seen.n)
	f.Type = model.Count
	return f
}

// numbers are the fields of a value that is made of so many numbers.
func (m *tagFields) numbers(form valueForm, seen *typeSeen) []model.Field {
	return []model.Field{m.count(form, seen), {
		Name: "numbers", Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.85, Evidence: m.evidence, Held: seen.n, Of: seen.n,
		Repeat: &model.Repeat{By: "count"},
		Items:  []model.Field{{Name: "number", Type: model.Integer, Order: m.order, Size: model.Size{How: model.SizeFixed, N: eachNumber}, Sure: 0.8, Evidence: m.evidence, Held: seen.n, Of: seen.n}},
	}}
}

// nested are the fields of a value that is made of elements.
func (m *tagFields) nested(form valueForm, seen *typeSeen) []model.Field {
	inner := seen.within()
	list := model.Field{
		Name: "elements", Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.85, Evidence: m.evidence, Held: seen.n, Of: seen.n, Repeat: &model.Repeat{},
	}
	if form.how == bareValue {
		list.Items = append([]model.Field{m.typ("type", inner.n)}, m.byType("type", inner.types)...)
	} else {
		list.Items = m.elements(inner)
	}
	if form.size == 0 {
		list.Repeat.Until = &model.Only{By: "type", Values: []uint64{0}}
		return []model.Field{list}
	}
	list.Size = model.Size{How: model.SizeBy, By: "length", Scale: 1}
	if form.how == ownValue {
		list.Size.Add = -form.size
	}
	return []model.Field{m.length("length", form.size, seen.n), list}
}

// list are the fields of values whose types are told once.
func (m *tagFields) list(form valueForm, seen *typeSeen) []model.Field {
	count := m.count(form, seen)
	items := []model.Field{m.typ("of", seen.n)}
	each := m.byType("of", seen.lists[0])
	if form.how == mapValue {
		items[0].Name = "keys"
		items = append(items, m.typ("values", seen.n))
		each = append(m.byType("keys", seen.lists[0]), m.byType("values", seen.lists[1])...)
	}
	items = append(items, count)
	if len(each) == 0 {
		return items
	}
	return append(items, model.Field{
		Name: "list", Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.85, Evidence: m.evidence, Held: seen.n, Of: seen.n,
		Repeat: &model.Repeat{By: "count"}, Items: each,
	})
}
