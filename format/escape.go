package format

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Escape makes hostile bytes safe to show: printable UTF-8 stays, a backslash
// is doubled, every other byte becomes \xNN. So do letters that are written from right to
// left: they would have what is shown behind them change places with what is before.
func Escape(s string) string {
	if isPlain(s) {
		return s
	}
	return string(inNames.append(nil, []byte(s)))
}

// appendEscaped appends what Escape returns.
func appendEscaped(b []byte, s string) []byte {
	if isPlain(s) {
		return append(b, s...)
	}
	return inNames.append(b, []byte(s))
}

// appendWord appends what Escape returns, with blanks and > as \xNN, too: it is one word
// among those of a line, and none that joins two ends.
func appendWord(b []byte, s string) []byte {
	if inWords.leaves(s) {
		return append(b, s...)
	}
	return inWords.append(b, []byte(s))
}

// isPlain reports whether s is ASCII that Escape leaves as it is.
func isPlain(s string) bool { return inNames.leaves(s) }

// escapes are what is shown of a text.
type escapes struct {
	// what bytes become that are not part of a longer character
	bytes [256]struct {
		text [len(`\xNN`)]byte
		size uint8 // of what counts of text
	}
	changed  [256]bool // bytes that do not stay as they are, where they are no part of a longer character
	leftward bool      // letters that are written from right to left stay
}

var (
	inNames = newEscapes("", "")
	inWords = newEscapes("", " >")
	inLines = newEscapes("\t", "") // of a payload: each has its line for itself
)

func init() { inLines.leftward = true }

// newEscapes returns what Escape makes of bytes, but for those to keep, and to escape as well.
func newEscapes(keep, escape string) *escapes {
	var all escapes
	for i := range all.bytes {
		e := &all.bytes[i]
		text := fmt.Appendf(nil, `\x%02x`, i)
		switch {
		case strings.IndexByte(escape, byte(i)) >= 0:
		case i == '\\':
			text = []byte(`\\`)
		case i >= ' ' && i <= '~' || strings.IndexByte(keep, byte(i)) >= 0:
			text = []byte{byte(i)}
		}
		e.size = uint8(copy(e.text[:], text))
		all.changed[i] = e.size > 1
	}
	return &all
}

// leaves reports whether s is ASCII that stays as it is.
func (all *escapes) leaves(s string) bool {
	for i := range len(s) {
		if all.changed[s[i]] {
			return false
		}
	}
	return true
}

// append appends what becomes of s, up to four bytes for each of its own.
func (all *escapes) append(b, s []byte) []byte {
	for i := 0; i < len(s); {
		if c := s[i]; !isLead(c) || i+1 == len(s) || utf8.RuneStart(s[i+1]) {
			// To append all and take back is faster than to append a few: no branch.
			e := &all.bytes[c]
			b = append(b, e.text[:]...)
			b = b[:len(b)-len(e.text)+int(e.size)]
			i++
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		character := s[i : i+size]
		if size > 1 && strconv.IsPrint(r) && (all.leftward || !isLeftward(r)) {
			b = append(b, character...)
		} else {
			b = appendHexEscapes(b, character)
		}
		i += size
	}
	return b
}

// isLeftward reports whether a character is in a block whose letters and digits are written
// from right to left, or would be if there were any yet: the bidirectional classes R, AL and AN
// of Unicode.
func isLeftward(r rune) bool {
	return r >= 0x0590 && (r <= 0x08ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfeff ||
		r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff)
}

// isLead reports whether a character of several bytes may start with c.
func isLead(c byte) bool { return c >= 0xc2 && c <= 0xf4 }

const hexDigits = "0123456789abcdef"

// appendHexEscapes appends each byte as \xNN.
func appendHexEscapes(b, s []byte) []byte {
	for _, c := range s {
		b = append(b, '\\', 'x', hexDigits[c>>4], hexDigits[c&15])
	}
	return b
}

// Unescape reads what Escape wrote.
func Unescape(s string) (string, error) {
	if !strings.Contains(s, `\`) {
		return s, nil
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] != '\\':
			b.WriteByte(s[i])
		case strings.HasPrefix(s[i:], `\\`):
			b.WriteByte('\\')
			i++
		default:
			c, err := hexByte(s[i:])
			if err != nil {
				return "", fmt.Errorf(`%q: after '\' comes another '\' or xNN`, s)
			}
			b.WriteByte(c)
			i += len(`\xNN`) - 1
		}
	}
	return b.String(), nil
}

// hexByte reads \xNN at the start of s.
func hexByte(s string) (byte, error) {
	if len(s) < 4 || s[1] != 'x' {
		return 0, strconv.ErrSyntax
	}
	b, err := strconv.ParseUint(s[2:4], 16, 8)
	return byte(b), err
}
