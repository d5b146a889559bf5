package lua

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// framing writes what finds the end of a message in a stream.
func (s *script) framing(side string, f *model.Framing) {
	s.Line("")
	s.Comment(fmt.Sprintf("How what the %s sends becomes messages: %s", side, code.Sentence(f.Evidence)))
	s.Line("framings.%s = {", side)
	s.In()
	s.finish("finish", f)
	switch {
	case f.First == nil:
	case code.IsFraming(f.First):
		s.finish("first", f.First)
	case f.First.How == model.Sends && f.First.Most > 0:
		s.Line("greeting = %d,", f.First.Most)
	}
	s.Out()
	s.Line("}")
}

// finish writes a function: how long the first message in some bytes is, nil if that
// takes more of them, 0 if it can't be told.
func (s *script) finish(name string, f *model.Framing) {
	s.Line("%s = function(tvb)", name)
	s.In()
	value := func(f *model.Framing) string {
		little := ""
		if f.Order == model.Little {
			little = "le_"
		}
		if f.Size <= 4 {
			return fmt.Sprintf("tvb(%d, %d):%suint()", f.Offset, f.Size, little)
		}
		return fmt.Sprintf("tvb(%d, %d):%suint64():tonumber()", f.Offset, f.Size, little)
	}
	switch {
	case f.How == model.Fixed:
		s.Line("return %d", f.Length)
	case f.How != model.ByLength:
		s.Line("local at = tvb:raw():find(%s, 1, true)", quote(string(f.Delimiter)))
		s.Line("return at and at - 1 + %d", len(f.Delimiter))
	case f.Varint:
		s.Line("local value, scale = 0, 1")
		s.Line("for i = %d, math.min(tvb:len(), %d) - 1 do", f.Offset, f.Offset+4)
		s.Line("  local byte = tvb(i, 1):uint()")
		s.Line("  value, scale = value + byte %% 128 * scale, scale * 128")
		s.Line("  if byte < 128 then return math.max(0, i + 1 + value + %d) end", f.Add)
		s.Line("end")
		s.Line("if tvb:len() >= %d then return 0 end", f.Offset+4)
		s.Line("return nil")
	default:
		s.Line("if tvb:len() < %d then return nil end", f.Head())
		plus := ""
		if p := f.Plus; p != nil {
			n := max(1, f.Align)
			plus = fmt.Sprintf(" + math.floor((%s + %d) / %d) * %d", value(p), p.Add+n-1, n, n)
		}
		s.Line("local value = %s", value(f))
		if w := f.Only; w != nil {
			s.Line("local kind = tvb(%d, 1):uint()", w.Offset)
			s.Line("if %s then value = 0 end -- others have no length", code.Unless(w, "kind", "~=", "and"))
		}
		s.Line("local n = %d * value + %d%s", max(1, f.Scale), f.Add, plus)
		s.Line("return n > 0 and n <= 1073741824 and n or 0")
	}
	s.Out()
	s.Line("end,")
}
