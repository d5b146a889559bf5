package code

import (
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Framed is how the bytes that a side sends on a stream become frames; nil if each
// message, or each send, is one.
func (p *Protocol) Framed(side string) *model.Framing {
	for i := range p.Framing {
		if f := &p.Framing[i]; (f.From == side || f.From == "both") && IsFraming(f) {
			return f
		}
	}
	return nil
}

// IsFraming reports whether a way of finding frames makes sense and takes more than to
// look at messages, or sends, one by one.
func IsFraming(f *model.Framing) bool {
	switch f.How {
	case model.ByLength:
		return isLength(f) && (f.Plus == nil || !f.Varint && isLength(f.Plus) && f.Align >= 0 && f.Align <= maxScale) &&
			(f.Only == nil || !f.Varint && f.Only.Offset >= 0 && f.Only.Offset <= maxFixed && len(f.Only.Values) > 0)
	case model.Delimited, model.Lines:
		return len(f.Delimiter) > 0
	case model.Fixed:
		return f.Length > 0 && f.Length <= maxFixed
	}
	return false
}

func isLength(f *model.Framing) bool {
	return f.Offset >= 0 && f.Offset <= maxFixed && (f.Varint || f.Size >= 1 && f.Size <= 8) &&
		f.Scale >= 0 && f.Scale <= maxScale && max(f.Add, -f.Add) <= maxFixed
}

// Unless is a condition in a language with such words for "is not" and "and": the byte, by
// its name, has none of the values.
func Unless(w *model.Where, name, isNot, and string) string {
	parts := make([]string, len(w.Values))
	for i, v := range w.Values {
		parts[i] = fmt.Sprintf("%s %s %d", name, isNot, v)
	}
	return strings.Join(parts, " "+and+" ")
}
