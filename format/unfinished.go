package format

import (
	"bytes"
	"unicode/utf8"
)

// isUnfinished reports whether a send ends where no program ends what it has to say: it
// fills a buffer to the last byte, or is text that breaks off within a line, behind whole
// ones. What the same side says next goes on with it, however late that comes.
func (m *Message) isUnfinished() bool {
	const page = 4096
	if n := m.Offset + m.Len; n > 0 && n%page == 0 {
		return true
	}
	if m.Offset > 0 || len(m.Parts) != 1 || int64(len(m.Parts[0].Data)) != m.Len {
		return false // it is not known
	}
	text := m.Parts[0].Data
	last := bytes.LastIndexByte(text, '\n')
	return last >= 0 && last < len(text)-1 && utf8.Valid(text) && !bytes.ContainsFunc(text, isControl)
}

// isControl reports whether a character is none of text in lines.
func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f }
