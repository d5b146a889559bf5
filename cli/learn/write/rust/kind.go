package rust

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// kind writes all of a kind.
func (s *source) kind(k *code.Kind) {
	name := s.types[k]
	s.Line("")
	s.Comment("A message " + k.About())
	s.structure(name, k.Layout)
	s.Line("")
	s.block(fmt.Sprintf("impl %s {", name), func() {
		s.parser(k)
		s.Line("")
		s.appender(k)
	}, "}")
	s.elements(k.Layout)
}

// elements writes the types of elements.
func (s *source) elements(fields []*code.Field) {
	for _, f := range fields {
		if f.Items != nil {
			s.Line("")
			s.Comment(fmt.Sprintf("What %s is made of.", s.ids[f]))
			s.structure(s.types[f], f.Items)
			s.elements(f.Items)
		}
	}
}

// members are the fields that don't follow from others.
func members(fields []*code.Field) (list []*code.Field) {
	for _, f := range fields {
		if f.Fixed() != 0 && f.Derived == nil {
			list = append(list, f)
		}
	}
	return list
}

// structure writes a type.
func (s *source) structure(name string, fields []*code.Field) {
	s.Line("#[derive(Clone, Debug, PartialEq)]")
	if len(members(fields)) == 0 {
		s.Line("pub struct %s {}", name)
		return
	}
	s.block(fmt.Sprintf("pub struct %s {", name), func() {
		for _, f := range fields {
			switch {
			case f.Fixed() == 0:
			case f.Derived != nil:
				s.comment("// ", fmt.Sprintf("%s Append writes it: %s", code.Capital(f.About()), f.Derived.Words(s.ids)))
			default:
				s.Comment(code.Capital(f.About()))
				s.Line("pub %s: %s,", s.ids[f], s.typeOf(f))
			}
		}
	}, "}")
}

// typeOf is the type of a field.
func (s *source) typeOf(f *code.Field) string {
	switch {
	case f.IsList():
		return "Vec<" + s.types[f] + ">"
	case f.IsRecord():
		return s.types[f]
	case f.Bits() > 0:
		return numberType(f)
	case f.Size.How == model.SizeFixed:
		return fmt.Sprintf("[u8; %d]", f.Size.N)
	}
	return "Vec<u8>"
}

// numberType is the type of a number.
func numberType(f *code.Field) string {
	if f.IsFloat() {
		return fmt.Sprintf("f%d", f.Bits())
	}
	return fmt.Sprintf("u%d", f.Bits())
}

// order is the byte order as methods of numbers have it.
func order(f *code.Field) string {
	if f.Little() {
		return "le"
	}
	return "be"
}
