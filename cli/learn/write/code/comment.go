package code

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Plain makes text safe for a comment: one line of printable characters. All else
// becomes \xNN.
func Plain(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size <= 1 || !strconv.IsPrint(r) {
			for _, c := range []byte(s[i : i+size]) {
				b.WriteString(`\x` + strconv.FormatUint(uint64(c)|0x100, 16)[1:])
			}
		} else {
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// Wrap breaks text at spaces into lines of at most width characters, or of one word. It
// is made Plain.
func Wrap(text string, width int) []string {
	var lines []string
	for word := range strings.FieldsSeq(Plain(text)) {
		n := len(lines)
		if n > 0 && utf8.RuneCountInString(lines[n-1])+1+utf8.RuneCountInString(word) <= width {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// Capital has text begin with a capital letter.
func Capital(text string) string {
	if text != "" && text[0] >= 'a' && text[0] <= 'z' {
		return strings.ToUpper(text[:1]) + text[1:]
	}
	return text
}

// Sentence has text begin with a capital letter and end with a full stop.
func Sentence(text string) string {
	if text = strings.TrimRight(text, ". "); text == "" {
		return ""
	}
	return Capital(text) + "."
}
