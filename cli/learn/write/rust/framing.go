package rust

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// framing writes message_end, if bytes of a stream become frames by what they say.
func (s *source) framing() {
	if !s.isFramed() {
		return
	}
	s.WriteString(`
/// Where the first message ends in what a side sends on a stream: none if more bytes of it
/// are needed.
pub fn message_end(from: Side, data: &[u8]) -> Result<Option<usize>, String> {
    match from {
`)
	s.In()
	s.In()
	for _, side := range code.Sides {
		head := fmt.Sprintf("Side::%s => {", code.Camel([]string{side}))
		f := s.Framed(side)
		if f == nil {
			s.Line("Side::%s => Err(\"nothing is known of that\".to_string()),", code.Camel([]string{side}))
			continue
		}
		s.block(head, func() {
			if f.First != nil {
				s.comment("// ", "The first message of a conversation ends otherwise. "+code.Sentence(f.First.Evidence))
			}
			s.comment("// ", code.Sentence(f.Evidence))
			s.end(f)
		}, "}")
	}
	s.Out()
	s.Out()
	s.WriteString("    }\n}\n")
}

func (s *source) isFramed() bool {
	return s.Framed(code.Sides[0]) != nil || s.Framed(code.Sides[1]) != nil
}

// end writes the end of the first frame of data.
func (s *source) end(f *model.Framing) {
	switch {
	case f.How == model.Fixed:
		s.Line("Ok((data.len() >= %d).then_some(%d))", f.Length, f.Length)
	case f.How != model.ByLength:
		values := ""
		for i, c := range f.Delimiter {
			if i > 0 {
				values += ", "
			}
			values += fmt.Sprintf("%#02x", c)
		}
		s.Line("let end = [%s];", values)
		s.Line("let at = data.windows(%d).position(|w| w == end);", len(f.Delimiter))
		s.Line("Ok(at.map(|at| at + %d))", len(f.Delimiter))
	case f.Varint:
		s.Line("let mut value = 0;")
		s.block(fmt.Sprintf("for i in %d..data.len().min(%d) {", f.Offset, f.Offset+4), func() {
			s.Line("value |= ((data[i] & 127) as i64) << (7 * (i - %d));", f.Offset)
			s.block("if data[i] < 128 {", func() {
				s.Line("return length(i as i64 + 1 + value + (%d));", f.Add)
			}, "}")
		}, "}")
		s.block(fmt.Sprintf("if data.len() >= %d {", f.Offset+4), func() { s.Line("return length(0);") }, "}")
		s.Line("Ok(None)")
	default:
		s.block(fmt.Sprintf("if data.len() < %d {", f.Head()), func() { s.Line("return Ok(None);") }, "}")
		s.Line("let mut n = number(&data[%d..%d], %t).min(MAX_VALUE) as i64;", f.Offset, f.Offset+f.Size, f.Order == model.Little)
		if w := f.Only; w != nil {
			s.Line("let kind = data[%d];", w.Offset)
			s.block(fmt.Sprintf("if %s {", code.Unless(w, "kind", "!=", "&&")), func() { s.Line("n = 0; // these have no length") }, "}")
		}
		s.Line("n = n * %d + (%d);", max(1, f.Scale), f.Add)
		if p := f.Plus; p != nil {
			s.Line("let more = number(&data[%d..%d], %t).min(MAX_VALUE) as i64;", p.Offset, p.Offset+p.Size, p.Order == model.Little)
			n := max(1, f.Align)
			s.Line("n += (more + (%d)) / %d * %d;", p.Add+n-1, n, n)
		}
		s.Line("length(n)")
	}
}
