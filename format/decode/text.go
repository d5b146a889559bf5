package decode

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/format"
)

// mostColumns is how long a line is at most, on a terminal.
const mostColumns = 200

// enough is more bytes than fit in a line: what comes behind them need not be looked at.
const enough = 4 * mostColumns

// escaped is text of a payload, as far as a line has room for it.
func escaped[T string | []byte](text T) string {
	return format.Escape(string(text[:min(len(text), enough)]))
}

// quoted is the same in quotes.
func quoted[T string | []byte](text T) string {
	return `"` + strings.ReplaceAll(escaped(text), `"`, `\"`) + `"`
}

// word is text as it is if it is one word, else in quotes.
func word(text []byte) string {
	s := escaped(text)
	if s == "" || strings.ContainsAny(s, ` "\`) {
		return quoted(text)
	}
	return s
}

// isText reports whether bytes are UTF-8 without control characters, but for those that a
// line has at its end and a tab.
func isText(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return false
		}
	}
	return utf8.Valid(b)
}

// jsonText is JSON, which has escapes of its own for what is not printable.
func jsonText(b []byte) string {
	var s strings.Builder
	for _, r := range string(b[:min(len(b), enough)]) {
		switch {
		case strconv.IsPrint(r) && r != utf8.RuneError:
			s.WriteRune(r)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&s, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			fmt.Fprintf(&s, `\u%04x`, r)
		}
	}
	return s.String()
}

// partialRune is how many bytes at the end of b begin a character that ends behind it.
func partialRune(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if last := b[len(b)-n:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				return n
			}
			return 0
		}
	}
	return 0
}
