package lua

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

//go:embed dissector.lua
var dissector string

// prefix begins the name of the protocol in Wireshark's filters, so that it is no other's.
const prefix = "unix_"

// Write writes the script. In Wireshark's filters, the protocol is unix_NAME, where the
// name is of a-z, 0-9 and _.
func Write(w io.Writer, p *model.Protocol, name string) error {
	s := &script{code.New(p), code.Printer{Marker: "-- ", Indent: "  ", Width: 90}, prefix + name, map[*code.Field]int{}}
	s.Comment("Wireshark shows with this the " + s.About())
	s.Comment(fmt.Sprintf("tshark -X lua_script:THIS -r CAPTURE -Y %s", s.name))
	for _, note := range p.Notes {
		s.Comment(code.Sentence(note))
	}
	s.Line("")
	s.Line("local name, title, socket = %s, %s, %s", quote(s.name), quote(name), quote(p.Socket))
	s.Line("local fields, kinds, framings = {}, {}, {}")
	s.Line("local kind_field = ProtoField.string(%s, \"Kind\")", quote(s.name+".kind"))
	s.Line("fields[1] = kind_field")
	s.Line("local function field(f) fields[#fields + 1] = f return f end")
	taken := code.Reserve("kind", "misfit", "unknown")
	for _, k := range s.Kinds {
		s.kind(k, taken.Take(code.Snake(code.Words(k.Name, "kind"))))
	}
	for _, side := range code.Sides {
		if f := s.Framed(side); f != nil {
			s.framing(side, f)
		}
	}
	s.Line("")
	s.WriteString(dissector)
	_, err := w.Write(s.Bytes())
	return err
}

// script is one that is being written.
type script struct {
	*code.Protocol
	code.Printer
	name string
	ids  map[*code.Field]int // of fields that others follow
}

// kind writes the table of a kind.
func (s *script) kind(k *code.Kind, name string) {
	s.Line("")
	s.Comment(name + ": " + k.About())
	s.Line("kinds[#kinds + 1] = {")
	s.In()
	s.Line("name = %s, from = %s,", quote(name), quote(k.Kind.From))
	s.Line("select = {")
	for _, m := range k.Select {
		if m.Size == 0 {
			s.Line("  { n = 0, value = %d },", m.Value)
		} else {
			s.Line("  { at = %d, n = %d, value = \"%x\" },", m.Offset, m.Size, code.Bytes(m))
		}
	}
	s.Line("},")
	s.Line("fields = {")
	s.fields(k.Layout, s.name+"."+name)
	s.Line("},")
	s.Out()
	s.Line("}")
}

// fields writes those of a layout; their names in filters begin with the path.
func (s *script) fields(list []*code.Field, path string) {
	s.In()
	taken := code.Names{}
	for _, f := range list {
		name := taken.Take(code.Snake(code.Words(f.Field.Name, "field")))
		s.Comment(f.About())
		head := fmt.Sprintf("{ name = %s, %s", quote(name), s.size(f))
		if f.Items == nil {
			s.Line("%s%s },", head, s.shown(f, path+"."+name, name))
			continue
		}
		s.Line("%sitems = {", head)
		s.fields(f.Items, path+"."+name)
		s.Line("} },")
	}
	s.Out()
}

// size is what the table of a field says of its size.
func (s *script) size(f *code.Field) string {
	s.number(f)
	text := fmt.Sprintf("how = %s, n = %d, ", quote(string(f.Size.How)), f.Size.N)
	if f.By != nil {
		text += fmt.Sprintf("by = %d, ", s.ids[f.By])
	}
	switch {
	case f.IsList():
		text += fmt.Sprintf("list = true, open = %t, less = %d, more = %d, ", f.IsOpen(), f.Repeat.Less, f.Repeat.Add)
		if f.IsOptional() {
			text += "optional = true, " + condition("only", s.ids[f.Asker], f.Repeat.Only)
		}
		if f.Last != nil {
			s.number(f.Last)
			text += condition("last", s.ids[f.Last], f.Repeat.Until)
		}
	case f.IsRecord():
		text += "less = 0, "
	}
	if f.Size.How == model.SizeBy {
		text += fmt.Sprintf("scale = %d, add = %d, ", f.Size.Scale, f.Size.Add)
		if _, ok := f.None(); ok {
			text += fmt.Sprintf("none = %d, ", f.By.Size.N)
		}
		if f.Asker != nil {
			text += condition("only", s.ids[f.Asker], f.Size.Only)
		}
	}
	if f.Little() {
		text += "little = true, "
	}
	if f.Steers() {
		text += fmt.Sprintf("steers = true, id = %d, ", s.ids[f])
	}
	return text
}

// number has others follow a field, if some do.
func (s *script) number(f *code.Field) {
	if f.Steers() && s.ids[f] == 0 {
		s.ids[f] = len(s.ids) + 1
	}
}

// condition is one about the field of a number.
func condition(name string, asked int, o *model.Only) string {
	text := fmt.Sprintf("%s = { asked = %d, is = %t, ", name, asked, !o.Not)
	for _, v := range o.Values {
		text += fmt.Sprintf("[%d] = true, ", v)
	}
	return text + "}, "
}

// quote is a string of Lua, in which nothing but letters, digits and what is harmless
// stands as it is.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(s) {
		if c >= ' ' && c <= '~' && c != '"' && c != '\\' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\%03d`, c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
