package format

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCut(t *testing.T) {
	for _, test := range []struct {
		s     string
		width int
		want  string
	}{
		{"", 0, ""},
		{"abc", 3, "abc"},
		{"abcd", 3, "ab~"},
		{"abcd", 1, "~"},
		{"abcd", 0, ""},
		{`ab\x1bc`, 7, `ab\x1bc`},
		{`ab\x1bc`, 6, "ab~"},
		{`\x1b\x1b`, 7, `\x1b~`},
		{`\\\\`, 4, `\\\\`},
		{`\\\\`, 3, `\\~`},
		{`\\x1b`, 4, `\\x~`}, // a backslash, and then text
		{"日本語", 6, "日本語"},
		{"日本語", 5, "日本~"},
		{"日本語", 4, "日~"},
		{"e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"}, // combining accents take no column
		{"e\u0301e\u0301e\u0301", 2, "e\u0301~"},
		{"😀😀", 3, "😀~"},
	} {
		got := Cut(test.s, test.width)
		if got != test.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", test.s, test.width, got, test.want)
		}
		if Width(got) > test.width {
			t.Errorf("Cut(%q, %d) = %q is %d wide", test.s, test.width, got, Width(got))
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("\x1b[2J\\x", 3)
	f.Fuzz(func(t *testing.T, s string, width int) {
		escaped := Escape(s)
		got := Cut(escaped, width)
		if w := Width(got); w > max(width, 0) && got != escaped {
			t.Errorf("%q is %d wide, want %d", got, w, width)
		}
		if !utf8.ValidString(got) {
			t.Errorf("%q is not UTF-8", got)
		}
		// What is left is the escaped form of some beginning of s.
		if rest, cut := strings.CutSuffix(got, "~"); cut && got != escaped {
			for i := 0; i <= len(s); i++ {
				if Escape(s[:i]) == rest {
					return
				}
			}
			// A character that is not printable may be cut within its escaped bytes.
			if !strings.HasPrefix(escaped, rest) {
				t.Errorf("%q does not start %q", rest, escaped)
			}
		}
	})
}
