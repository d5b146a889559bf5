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

// TestWidth holds widths against what terminals do: wcwidth of glibc 2.36 says the same of
// each of these characters.
func TestWidth(t *testing.T) {
	for _, class := range []struct {
		name       string
		columns    int // of each character
		characters string
	}{
		{"ASCII", 1, " Az09~\\"},
		{"Latin, Greek, Cyrillic", 1, "é ß ø Ω λ Ж я"},
		{"Arabic, Hebrew, Devanagari, Thai", 1, "ع م א ש क ह ก อ"},
		{"ambiguous in East Asian fonts", 1, "¡ § ° ± × “ ” … → ↔ ∀ ─ █ ■ ○ ★ ☎ ① ※"},
		{"half width", 1, "ｱ ｶ ﾝ ｡ ₩ ﾡ"},
		{"symbols shown as text", 1, "☀ ☂ ✂ ❤ ✈ ♠ ⌨ 🌡 🏖 🖥 🛡"},
		{"regional indicators, two of which are a flag", 1, "🇩 🇪 🇯 🇵"},
		{"ideographs", 2, "日本語漢字々〆〇㐀鿿豈𠀀𪜀𰀀"},
		{"kana, bopomofo, punctuation", 2, "あアんヴー、。「」〜ㄅㆠ　"},
		{"Hangul", 2, "한국어가힣ᄀᄒᅟꥠ"},
		{"full width", 2, "Ａｚ０！～￥￦"},
		{"Yi, Tangut, Nushu, Khitan, old kana", 2, "ꀀ꒐𗀀𛅰𘬀𛀀"},
		{"emoji", 2, "⌚⏰⏳☔♈♿⚓⚽⛄⛔⛪⛵✅✊✨❌❓➕➰⬛⭐⭕😀🙏🚀🛒🟢🤖🥐🦀🧠🪐🫠🀄🃏🆎🈁🈶🉐🎉🐧💾🏴"},
		{"colours of skin", 2, "🏻🏽🏿"},
		{"combining marks", 0, "\u0300\u0301\u0308\u0323\u0483\u0489\u05b0\u064b\u0941\u0e31\u1ab0\u20d0\u20dd\u3099\ufe20\U0001d167"},
		{"variation selectors", 0, "\ufe00\ufe0e\ufe0f\U000e0100"},
		{"Hangul within a syllable", 0, "\u1160\u1161\u11a8\u11ff\ud7b0\ud7cb"},
		{"joiners and directions, which Escape does not let through", 0, "\u200b\u200d\u200e\u202e\u2066\ufeff"},
	} {
		for _, r := range class.characters {
			if want := class.columns; r != ' ' && Width(string(r)) != want {
				t.Errorf("%s: %c (%U) takes %d columns, want %d", class.name, r, r, Width(string(r)), want)
			}
		}
	}
}

// TestWidthOfText: a text is as wide as its characters are together.
func TestWidthOfText(t *testing.T) {
	for text, want := range map[string]int{
		"":                        0,
		"naïve":                   5,
		"nai\u0308ve":             5,
		"\u1112\u1161\u11ab글":     4, // the first syllable in three characters
		"→ 日本":                    6,
		"👍🏽":                      4, // 2 where a terminal puts them together
		"🇯🇵":                      2,
		"か\u3099":                 2,
		`\x1b[2J`:                 7,
		Escape("👨\u200d👩"):        16, // the joiner is escaped
		Escape("/run/日本\u202e.s"): 23,
	} {
		if got := Width(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
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
