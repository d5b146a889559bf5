package golang

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// kind writes all of a kind.
func (s *source) kind(k *code.Kind) {
	name := s.types[k]
	s.Line("")
	s.Comment(fmt.Sprintf("%s is a message %s", name, k.About()))
	s.structure(name, k.Layout)
	s.maker(k)
	s.parser(k)
	s.appender(k)
	s.timesOf(name, k.Layout)
	s.elements(k.Layout)
}

// elements writes the types of elements.
func (s *source) elements(fields []*code.Field) {
	for _, f := range fields {
		if f.Items == nil {
			continue
		}
		s.Line("")
		what := "is"
		if f.IsList() {
			what = "is an element of"
		}
		s.Comment(fmt.Sprintf("%s %s %s.", s.types[f], what, code.Plain(f.Field.Name)))
		s.structure(s.types[f], f.Items)
		s.timesOf(s.types[f], f.Items)
		s.elements(f.Items)
	}
}

// structure writes a type with the fields that don't follow from others.
func (s *source) structure(name string, fields []*code.Field) {
	s.Line("type %s struct {", name)
	s.In()
	for i, f := range fields {
		if f.Fixed() == 0 {
			continue
		}
		if i > 0 {
			s.Line("")
		}
		if f.Derived != nil {
			s.Comment(fmt.Sprintf("%s Append writes it: %s", code.Capital(f.About()), f.Derived.Words(s.ids)))
			continue
		}
		s.Comment(s.ids[f] + " is " + f.About())
		s.Line("%s %s", s.ids[f], s.typeOf(f))
	}
	s.Out()
	s.Line("}")
}

// typeOf is the type of a field.
func (s *source) typeOf(f *code.Field) string {
	switch {
	case f.IsList():
		return "[]" + s.types[f]
	case f.IsRecord():
		return s.types[f]
	case f.IsFloat():
		return fmt.Sprintf("float%d", f.Bits())
	case f.Bits() > 0:
		return fmt.Sprintf("uint%d", f.Bits())
	case f.Size.How == model.SizeFixed:
		return fmt.Sprintf("[%d]byte", f.Size.N)
	case isString(f):
		return "string"
	}
	return "[]byte"
}

// isString reports whether the type of a field, whose size differs, is a string.
func isString(f *code.Field) bool { return f.Type == model.Text && f.Size.How != model.SizeAlign }

// maker writes a function that makes a message with what was the same in all.
func (s *source) maker(k *code.Kind) {
	var values []string
	for _, f := range k.Layout {
		if value := literal(f); value != "" {
			values = append(values, fmt.Sprintf("%s: %s,", s.ids[f], value))
		}
	}
	if values == nil {
		return
	}
	s.Line("")
	s.Comment(fmt.Sprintf("%s returns a message in which what was the same in all messages is so, but for zeros.", s.makes[k]))
	s.Line("func %s() *%s {", s.makes[k], s.types[k])
	s.Line("return &%s{", s.types[k])
	for _, v := range values {
		s.Line("%s", v)
	}
	s.Line("}")
	s.Line("}")
}

// literal is what a field always was, "" if that is zero or nothing.
func literal(f *code.Field) string {
	if f.Derived != nil || f.Size.How != model.SizeFixed || len(f.Value) != f.Size.N {
		return ""
	}
	zero := true
	for _, c := range f.Value {
		zero = zero && c == 0
	}
	bits := f.Bits()
	switch {
	case zero, f.IsFloat():
		return ""
	case bits > 0:
		return fmt.Sprintf("%#x", model.Uint(f.Value, f.Order))
	}
	return fmt.Sprintf("[%d]byte{%s}", f.Size.N, code.Hex(f.Value))
}
