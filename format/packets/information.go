package packets

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/format"
)

// Bounds of what the Info column shows of a payload, in bytes.
const (
	mostText  = 160
	mostBytes = 32
)

// appendInformation appends how a message begins: as text if most of it is to be read, with
// backslashes as Go has them, else as pairs of hex digits.
func appendInformation(b []byte, m *format.Message) []byte {
	switch {
	case m.Event != nil:
		return append(b, m.Event.String()...)
	case m.Len == 0:
		return append(b, "empty"...)
	case len(m.Parts) == 0 || m.Parts[0].Offset > 0:
		return append(strconv.AppendInt(b, m.Len, 10), " bytes, the first of which were not captured"...)
	}
	data := m.Parts[0].Data
	shown := data[:min(len(data), mostText)]
	if isText(shown) {
		b = appendAsText(b, shown)
	} else {
		shown = data[:min(len(data), mostBytes)]
		b = appendAsHex(b, shown)
	}
	if int64(len(shown)) < m.Len {
		b = append(b, "…"...)
	}
	return b
}

// isText reports whether at least three in four bytes are of a text in ASCII.
func isText(data []byte) bool {
	readable := 0
	for _, c := range data {
		if c >= ' ' && c <= '~' || c == '\n' || c == '\r' || c == '\t' {
			readable++
		}
	}
	return 4*readable >= 3*len(data)
}

const hexDigits = "0123456789abcdef"

func appendAsText(b, data []byte) []byte {
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r == '\t':
			b = append(b, `\t`...)
		case r == '\\':
			b = append(b, `\\`...)
		case r == utf8.RuneError && size == 1, !unicode.IsPrint(r):
			for _, c := range data[:size] {
				b = append(b, '\\', 'x', hexDigits[c>>4], hexDigits[c&0xf])
			}
		default:
			b = append(b, data[:size]...)
		}
		data = data[size:]
	}
	return b
}

func appendAsHex(b, data []byte) []byte {
	for i, c := range data {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, hexDigits[c>>4], hexDigits[c&0xf])
	}
	return b
}
