package rust

import (
	"io"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// Write writes the module, with at most so many messages of each kind in its test.
func Write(w io.Writer, p *model.Protocol, most int) error {
	s := newSource(p)
	s.comment("//! ", "The "+s.About())
	for _, note := range p.Notes {
		s.comment("//! ", code.Sentence(note))
	}
	s.Line("")
	s.Line("#![allow(dead_code)]")
	s.sides()
	for _, k := range s.Kinds {
		s.kind(k)
	}
	s.framing()
	s.helpers()
	s.test(most)
	_, err := w.Write(s.Bytes())
	return err
}

// source is a module that is being written.
type source struct {
	*code.Protocol
	*printer
	types map[any]string // of kinds, and of fields that are elements
	ids   map[*code.Field]string
}

// newSource names all that is written.
func newSource(p *model.Protocol) *source {
	s := &source{code.New(p), newPrinter(), map[any]string{}, map[*code.Field]string{}}
	taken := code.Reserve("Message", "Side", "Unknown", "Self", "Vec", "String", "Result", "Option", "Some", "None", "Ok", "Err", "Case")
	for _, k := range s.Kinds {
		s.types[k] = taken.Take(code.Camel(code.Words(k.Name, "kind")))
	}
	for _, k := range s.Kinds {
		s.nameFields(k.Layout, s.types[k], taken)
	}
	return s
}

// keywords of any edition, what functions call their own variables, and what they call.
var keywords = []string{"as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn", "for", "gen", "if",
	"impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type",
	"union", "unsafe", "use", "where", "while", "abstract", "become", "box", "do", "final", "macro", "override", "priv", "typeof", "unsized", "virtual", "yield",
	"b", "at", "out", "start", "_",
	"number", "need", "size", "measure", "elements", "rest", "find", "agree", "fits", "zero_if", "only_if", "unless_zero"}

// nameFields names the fields of a type, and the types of those that have elements.
func (s *source) nameFields(fields []*code.Field, of string, types code.Names) {
	taken := code.Reserve(keywords...)
	for _, f := range fields {
		name := code.Snake(code.Words(f.Field.Name, "field"))
		if variable.MatchString(name) {
			name = "field_" + name
		}
		s.ids[f] = taken.Take(name)
		if f.Items != nil {
			s.types[f] = types.Take(of + code.Camel(code.Words(s.ids[f], "field")))
			s.nameFields(f.Items, s.types[f], types)
		}
	}
}
