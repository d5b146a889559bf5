package code

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Derived is how the value of a field follows from others: Scale*value + Add is what it
// says the number of. Exactly one of Value, Of, Frame and Rest is there.
type Derived struct {
	Value      []byte // always these bytes: they tell the kind
	Of         *Field // the number of its bytes or, if that is a list and no run, of its elements
	Frame      bool   // the number of bytes of the frame
	Rest       bool   // the number of bytes behind the field
	Scale, Add int
}

// Words says in words what the value is; names are those of members.
func (d *Derived) Words(names map[*Field]string) string {
	switch {
	case d.Value != nil:
		return fmt.Sprintf("always % x.", d.Value)
	case d.Of != nil && d.Of.IsList() && !d.Of.IsRun():
		return fmt.Sprintf("the number of elements of %s.", names[d.Of])
	case d.Of != nil:
		return fmt.Sprintf("the length of %s.", names[d.Of])
	case d.Frame:
		return "the length of the message."
	}
	return "the length of what follows."
}

// derive finds the fields that are.
func (k *Kind) derive() {
	for _, f := range k.Layout {
		if value := k.selected(f); value != nil {
			f.Derived = &Derived{Value: value}
		}
	}
	seeming := map[*model.Field]*Derived{}
	each(k.Layout, func(f *Field, fields []*Field) {
		if d := derivation(f, fields); f.Derived == nil && d != nil {
			seeming[f.Field] = d
		}
	})
	k.refute(seeming)
	each(k.Layout, func(f *Field, _ []*Field) {
		if d := seeming[f.Field]; d != nil {
			f.Derived = d
		}
	})
}

// each visits fields, those of elements too, with those that they are among.
func each(fields []*Field, visit func(f *Field, fields []*Field)) {
	for _, f := range fields {
		visit(f, fields)
		each(f.Items, visit)
	}
}

// selected is what the field always is, as it tells the kind; nil if it does not.
func (k *Kind) selected(f *Field) []byte {
	if f.Steers() || !isNumber(f.Field) || f.IsFloat() {
		return nil
	}
	for _, m := range k.Select {
		if m.Size == 0 || m.Size != f.Size.N || m.Offset != f.Offset || f.Offset < 0 {
			continue
		}
		return Bytes(m)
	}
	return nil
}

// Bytes are those of a value that tells a kind, as they stand in a frame.
func Bytes(m model.Match) []byte {
	value := make([]byte, m.Size)
	for i, v := 0, m.Value; i < m.Size; i, v = i+1, v>>8 {
		value[m.Size-1-i] = byte(v)
	}
	if m.Order == model.Little {
		slices.Reverse(value)
	}
	return value
}

// Hex are bytes as elements of an array, in Go as in Rust.
func Hex(b []byte) string {
	words := make([]string, len(b))
	for i, c := range b {
		words[i] = fmt.Sprintf("%#02x", c)
	}
	return strings.Join(words, ", ")
}

// Numbers are values as arguments, in Go as in Rust.
func Numbers(list []uint64) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = fmt.Sprintf("%#x", v)
	}
	return strings.Join(words, ", ")
}

// derivation is what the field, of a layout, seems to follow from; nil if that is nothing.
func derivation(f *Field, fields []*Field) *Derived {
	if !isNumber(f.Field) || f.IsFloat() {
		return nil
	}
	switch users, r := f.Users, f.Ref; {
	case f.asked || len(users) > 1 || len(users) == 1 && (users[0].Asker != nil || !slices.Contains(fields, users[0])):
		return nil
	case len(users) == 1 && users[0].IsList() && !users[0].IsRun():
		return &Derived{Of: users[0], Scale: 1, Add: users[0].Repeat.Add}
	case len(users) == 1:
		return &Derived{Of: users[0], Scale: users[0].Size.Scale, Add: users[0].Size.Add}
	case f.Type != model.Length || r == nil || f.Depth > 0 || max(r.Scale, -r.Scale, r.Add, -r.Add) > maxFixed || r.Scale < 0:
		return nil
	case r.What == "frame":
		return &Derived{Frame: true, Scale: max(1, r.Scale), Add: r.Add}
	case r.What == "rest":
		return &Derived{Rest: true, Scale: max(1, r.Scale), Add: r.Add}
	}
	return nil
}

// refute takes away what does not hold in each frame of the kind. A frame is laid out once for
// all of them: that takes longest.
func (k *Kind) refute(seeming map[*model.Field]*Derived) {
	for _, frame := range k.frames {
		if len(seeming) == 0 {
			return
		}
		spans, err := k.Lay(frame.Data)
		if err != nil {
			clear(seeming)
		}
		for _, s := range spans {
			if d := seeming[s.Field]; d != nil && !d.holds(&s, len(frame.Data)) {
				delete(seeming, s.Field)
			}
		}
	}
}

// holds reports whether the value at a place of a frame of so many bytes is as derived.
func (d *Derived) holds(s *model.Span, frame int) bool {
	if s.Value > maxFixed<<8 {
		return false
	}
	if d.Of != nil {
		if none, ok := d.Of.None(); ok && s.Value == none {
			return false
		}
	}
	counted := int(s.Value)*d.Scale + d.Add
	switch {
	case counted < 0:
		return false
	case d.Frame:
		return counted == frame
	case d.Rest:
		return counted == frame-s.Offset-s.Size
	}
	return true
}
