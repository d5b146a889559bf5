package golang

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// framing writes Split, if bytes of a stream become frames by what they say.
func (s *source) framing() {
	framed := map[string]*model.Framing{}
	for _, side := range code.Sides {
		if f := s.Framed(side); f != nil {
			framed[side] = f
		}
	}
	if len(framed) == 0 {
		return
	}
	s.WriteString(`
// Split cuts what a side sends on a stream into messages, for a bufio.Scanner.
func Split(from Side) bufio.SplitFunc {
	whole := func(data []byte, atEOF bool, end int) (int, []byte, error) {
		switch {
		case end < 0 || end > len(data):
			if atEOF && len(data) > 0 {
				return 0, nil, fmt.Errorf("the stream ends within a message, behind %d bytes of it", len(data))
			}
			return 0, nil, nil
		case end == 0:
			return 0, nil, errors.New("a message has no end")
		}
		return end, data[:end], nil
	}
	switch from {
`)
	for _, side := range code.Sides {
		f := framed[side]
		if f == nil {
			continue
		}
		s.Line("case %s:", code.Camel([]string{side}))
		if f.First != nil {
			s.Comment(fmt.Sprintf("The first message of a conversation ends otherwise: %s.", code.Plain(f.First.Evidence)))
		}
		s.Comment(code.Sentence(f.Evidence))
		s.Line("return func(data []byte, atEOF bool) (int, []byte, error) {")
		s.Line("end := -1")
		s.end(f)
		s.Line("return whole(data, atEOF, end)")
		s.Line("}")
	}
	s.WriteString(`	}
	return func(data []byte, atEOF bool) (int, []byte, error) {
		return 0, nil, fmt.Errorf("nothing is known of where messages of the %s end", from)
	}
}
`)
}

// end writes statements that set end to where the first frame of data ends.
func (s *source) end(f *model.Framing) {
	switch {
	case f.How == model.Fixed:
		s.Line("end = %d", f.Length)
	case f.How == model.Delimited || f.How == model.Lines:
		s.Line("if i := bytes.Index(data, []byte(%+q)); i >= 0 {", f.Delimiter)
		s.Line("end = i + %d", len(f.Delimiter))
		s.Line("}")
	case f.Varint:
		s.Line("if len(data) >= %d {", f.Offset)
		s.Line("value, n := binary.Uvarint(data[%d:])", f.Offset)
		s.bounded("n < 0 || value > maxValue")
		s.Line("if n > 0 {")
		s.Line("end = max(0, %d+n+int(value)+%d)", f.Offset, f.Add)
		s.Line("}")
		s.Line("}")
	default:
		s.Line("if len(data) >= %d {", f.Head())
		s.Line("value := number(data[%d:%d], %t)", f.Offset, f.Offset+f.Size, f.Order == model.Little)
		if w := f.Only; w != nil {
			s.Line("if kind := data[%d]; %s { // others have no length", w.Offset, code.Unless(w, "kind", "!=", "&&"))
			s.Line("value = 0")
			s.Line("}")
		}
		s.bounded("value > maxValue")
		plus := ""
		if p := f.Plus; p != nil {
			s.Line("more := number(data[%d:%d], %t)", p.Offset, p.Offset+p.Size, p.Order == model.Little)
			s.bounded("more > maxValue")
			n := max(1, f.Align)
			plus = fmt.Sprintf("+(int(more)+%d)/%d*%d", p.Add+n-1, n, n)
		}
		s.Line("end = max(0, %d*int(value)+%d%s)", max(1, f.Scale), f.Add, plus)
		s.Line("}")
	}
}

// bounded writes the check of a value that is to be a length.
func (s *source) bounded(condition string) {
	s.Line("if %s {", condition)
	s.Line(`return 0, nil, errors.New("what should be the length of a message is none")`)
	s.Line("}")
}
