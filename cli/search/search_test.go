package search

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
)

func message(parts ...format.Part) *format.Message {
	m := &format.Message{Parts: parts}
	for _, p := range parts {
		m.Len = p.Offset + int64(len(p.Data))
	}
	return m
}

func part(offset int64, text string) format.Part {
	return format.Part{Offset: offset, Data: []byte(text)}
}

func parse(t *testing.T, kind, text string) Pattern {
	t.Helper()
	read := map[string]func(string) (Pattern, error){"regexp": Regexp, "hex": Hex}[kind]
	p, err := read(text)
	if err != nil {
		t.Fatal(err)
	}
	if p.String() != text {
		t.Errorf("%q is shown as %q", text, p)
	}
	return p
}

func TestIn(t *testing.T) {
	for _, test := range []struct {
		kind, pattern string
		message       *format.Message
		found         bool
		where         string // offset+length
	}{
		{"regexp", "SELECT", message(part(0, "Q\x00\x00\x00\x19SELECT 1; SELECT 2\x00")), true, "5+6 15+6"},
		{"regexp", "(?i)select", message(part(0, "Select")), true, "0+6"},
		{"regexp", "SELECT", message(part(0, "SEL"), part(10, "ECT")), false, ""},
		{"regexp", "b", message(part(0, "ab"), part(10, "bc")), true, "1+1 10+1"},
		{"regexp", "x*", message(part(0, "ab")), true, ""},
		{"regexp", "^$", message(part(0, "ab")), false, ""},
		{"regexp", "x*", message(), true, ""},
		{"regexp", "^$", message(), true, ""},
		{"regexp", "x", message(), false, ""},
		{"regexp", "x*", &format.Message{Len: 5}, false, ""}, // nothing was captured
		{"hex", "??", message(), false, ""},
		{"regexp", `\xff`, message(part(0, "\xff")), false, ""}, // a character of two bytes
		{"hex", "06 01 ?? ??", message(part(0, "\x06\x01\x00\x00\x06\x01\xff\xff\x06\x01")), true, "0+4 4+4"},
		{"hex", "0601????", message(part(100, "x\x06\x01..")), true, "101+4"},
		{"hex", "?? ff", message(part(0, "\xff\xff\xff")), true, "0+2"},
		{"hex", "?? ff 0? ?a", message(part(0, "\xff\xff\x01\x0a\xff\x0f\xfa")), true, "0+4"},
		{"hex", "??", message(part(0, "ab")), true, "0+1 1+1"},
		{"hex", "FF", message(part(0, "ab")), false, ""},
		{"hex", "00 00", message(part(0, "\x00\x00\x00")), true, "0+2"},
	} {
		patterns := Patterns{parse(t, test.kind, test.pattern)}
		found, where := patterns.In(test.message)
		var words []string
		for _, m := range where {
			words = append(words, fmt.Sprintf("%d+%d", m.Offset, m.Len))
		}
		if got := strings.Join(words, " "); found != test.found || got != test.where || patterns.Any(test.message) != found {
			t.Errorf("%s %q: %v %s, want %v %s", test.kind, test.pattern, found, got, test.found, test.where)
		}
	}
}

// TestSeveral: one pattern suffices, and where several fit the places are joined.
func TestSeveral(t *testing.T) {
	all := Patterns{parse(t, "regexp", "cd|a"), parse(t, "hex", "62 63"), parse(t, "regexp", "z")}
	_, where := all.In(message(part(0, "abcde")))
	if diff := cmp.Diff([]format.Match{{Offset: 0, Len: 1}, {Offset: 1, Len: 3}}, where); diff != "" {
		t.Error(diff)
	}
	var none Patterns
	if found, _ := none.In(message(part(0, "a"))); found || none.Any(message(part(0, "a"))) {
		t.Error("no pattern finds something")
	}
}

// TestVeryMany: of very many matches the first ones are told.
func TestVeryMany(t *testing.T) {
	for _, p := range []Pattern{parse(t, "regexp", "a"), parse(t, "hex", "61")} {
		_, where := Patterns{p, p}.In(message(part(0, strings.Repeat("ab", 1<<20))))
		if len(where) != mostMatches || where[len(where)-1].Offset != 2*(mostMatches-1) {
			t.Errorf("%d places, the last at %d", len(where), where[len(where)-1].Offset)
		}
	}
}

func TestBadPatterns(t *testing.T) {
	for _, test := range []struct {
		read       func(string) (Pattern, error)
		text, want string
	}{
		{Regexp, "(", "it is no regular expression: error parsing regexp: missing closing ): `(`"},
		{Hex, "", "it is empty; it takes bytes such as '06 01 ?? ??'"},
		{Hex, " ", "it is empty; it takes bytes such as '06 01 ?? ??'"},
		{Hex, "06 1", "it has half a byte; each has two digits, ?? is any"},
		{Hex, "06 xx", `"xx" is no byte in hex; it takes bytes such as '06 01 ?? ??', where ?? is any`},
		{Hex, "0x06", `"0x" is no byte in hex; it takes bytes such as '06 01 ?? ??', where ?? is any`},
	} {
		if _, err := test.read(test.text); err == nil || err.Error() != test.want {
			t.Errorf("%q: %v, want %s", test.text, err, test.want)
		}
	}
}

// FuzzHex: a pattern finds what a regular expression of Latin-1 characters finds.
func FuzzHex(f *testing.F) {
	f.Add("06 01 ?? ??", []byte("\x06\x01\x06\x01ab"))
	f.Add("?1 ff", []byte("\x11\xff\xff\x01\xff"))
	f.Add("???? 00", []byte("\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, text string, data []byte) {
		p, err := Hex(text)
		if err != nil || len(text) > 100 || len(data) > 1000 {
			return
		}
		var expression strings.Builder
		expression.WriteString("(?s)")
		for digits := strings.ToLower(strings.Join(strings.Fields(text), "")); digits != ""; digits = digits[2:] {
			var fit []string
			for c := range 256 {
				pair := fmt.Sprintf("%02x", c)
				if (digits[0] == '?' || digits[0] == pair[0]) && (digits[1] == '?' || digits[1] == pair[1]) {
					fit = append(fit, fmt.Sprintf(`\x{%02x}`, c))
				}
			}
			expression.WriteString("[" + strings.Join(fit, "") + "]")
		}
		var latin1 string
		var starts []int // of the bytes in the text
		for _, c := range data {
			starts = append(starts, len(latin1))
			latin1 += string(rune(c))
		}
		var want [][]int
		for _, at := range regexp.MustCompile(expression.String()).FindAllStringIndex(latin1, -1) {
			n := 0
			for n < len(starts) && starts[n] < at[0] {
				n++
			}
			want = append(want, []int{n, n + len([]rune(latin1[at[0]:at[1]]))})
		}
		if got := p.in(data, 1<<20); !cmp.Equal(want, got) {
			t.Fatalf("%q in %q: %v, want %v", text, data, got, want)
		}
	})
}
