package format

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Width is how many columns of a terminal an escaped string takes. Emoji that terminals may
// put together, such as a hand and the colour of its skin, count as if they did not: what is
// cut to a width never is too wide. Only a symbol behind which comes the wish to be shown
// as an emoji (U+FE0F) may be wider by one, as terminals don't agree.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// Cut shortens an escaped string to so many columns, never within an escape, and ends what it
// has shortened with a tilde.
func Cut(s string, columns int) string {
	if Width(s) <= columns {
		return s
	}
	if columns <= 0 {
		return ""
	}
	end, used := 0, 0
	for end < len(s) {
		n, w := token(s[end:])
		if used+w > columns-1 {
			break
		}
		end += n
		used += w
	}
	return s[:end] + "~"
}

// token is how many bytes (size) and columns the first character or escape of s has.
func token(s string) (size, columns int) {
	switch {
	case strings.HasPrefix(s, `\\`):
		return 2, 2
	case strings.HasPrefix(s, `\x`) && len(s) >= len(`\xNN`):
		return 4, 4
	}
	r, n := utf8.DecodeRuneInString(s)
	return n, runeWidth(r)
}

// runeWidth is how many columns a printable character takes where each is shown by itself,
// as wcwidth(3) has it. Unicode calls some ambiguous: one column, unless the font and the
// locale are East Asian, and ours must not depend on a locale.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf), joinsSyllable(r):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// joinsSyllable reports whether r is a vowel or final consonant of Hangul, which is drawn
// into the two columns of the consonant before it.
func joinsSyllable(r rune) bool {
	return r >= 0x1160 && r <= 0x11ff || r >= 0xd7b0 && r <= 0xd7ff
}
