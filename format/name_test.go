package format

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestName(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"", ""},
		{"/run/x.sock", "/run/x.sock"},
		{"\x00abstract", "@abstract"},
		{"\x00a\x00b\xff", `@a\x00b\xff`},
		{"\x00", "@"},
		{"@relative", `\x40relative`},
		{`back\slash`, `back\\slash`},
		{"/tmp/ä ö", "/tmp/ä ö"},
		{"/tmp/\x1b[31mred", `/tmp/\x1b[31mred`},
		{"/tmp/\u202eright to left", `/tmp/\xe2\x80\xaeright to left`},
		{"/tmp/new\nline", `/tmp/new\x0aline`},
		{"\xe4", `\xe4`},
	} {
		if got := Name(test.name).String(); got != test.want {
			t.Errorf("%q: got %s, want %s", test.name, got, test.want)
		}
	}
}

func TestParsePattern(t *testing.T) {
	for _, test := range []struct {
		in   string
		want Pattern
	}{
		{"/run/x.sock", Pattern{"/run/x.sock", false}},
		{"/var/run/p*", Pattern{"/var/run/p", true}},
		{"*", Pattern{"", true}},
		{"@abstract", Pattern{"\x00abstract", false}},
		{"@*", Pattern{"\x00", true}},
		{"@", Pattern{"\x00", false}},
		{"./relative", Pattern{"./relative", false}},
		{`\x40odd`, Pattern{"@odd", false}},
		{`\x66oo.sock`, Pattern{"foo.sock", false}},
		{`/a\\b\x2a`, Pattern{`/a\b*`, false}},
		{`/a\x2ab`, Pattern{`/a*b`, false}},
		{`/a\x2ab*`, Pattern{`/a*b`, true}},
		{`@a\x00b*`, Pattern{"\x00a\x00b", true}},
		{"/" + strings.Repeat("x/", 2000) + "s*", Pattern{Name("/" + strings.Repeat("x/", 2000) + "s"), true}},
	} {
		got, err := ParsePattern(test.in)
		if err != nil || got != test.want {
			t.Errorf("%s: got %#v, %v", test.in, got, err)
		}
		if again := got.String(); again != test.in {
			t.Errorf("%s: shown as %s", test.in, again)
		}
	}
}

func TestParsePatternErrors(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", "it is empty"},
		{"docker", "neither a path nor a command; write ./docker for a relative path, @docker for an abstract name"},
		{"chrony*", "./chrony for"},
		{"/a*b", "'*' stands at the end only"},
		{`/a\`, `after '\'`},
		{`/a\x4`, `after '\'`},
		{`/a\xzz`, `after '\'`},
		{`/a\n`, `after '\'`},
		{`/a\x00b`, "no NUL byte"},
		{"@" + strings.Repeat("x", 108), "at most 108 bytes, the @ included, this one has 109"},
		{"/" + strings.Repeat("x", 4095), "at most 4095 bytes, this one has 4096"},
	} {
		_, err := ParsePattern(test.in)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.in, err, test.want)
		}
	}
}

func TestMatch(t *testing.T) {
	for _, test := range []struct {
		pattern string
		name    Name
		want    bool
	}{
		{"/run/x", "/run/x", true},
		{"/run/x", "/run/xy", false},
		{"/run/x*", "/run/xy", true},
		{"/run/x*", "/run/x", true},
		{"/run/x*", "/run", false},
		{"*", "", true},
		{"*", "\x00a", true},
		{"@a", "\x00a", true},
		{"@a", "a", false},
		{"@*", "", false},
	} {
		p, err := ParsePattern(test.pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Match(test.name); got != test.want {
			t.Errorf("%s matches %q: %v", test.pattern, test.name, got)
		}
	}
}

// FuzzEscape: what Escape writes is printable and reads back, and so does whatever else
// Unescape reads.
func FuzzEscape(f *testing.F) {
	for _, seed := range []string{"", `\`, `\\`, `\x1b`, `\xzz`, "\x1b[0m", "日\u202e\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		escaped := Escape(s)
		if strings.ContainsFunc(escaped, func(r rune) bool { return !unicode.IsPrint(r) }) || !utf8.ValidString(escaped) {
			t.Errorf("%q is not printable", escaped)
		}
		if got, err := Unescape(escaped); err != nil || got != s {
			t.Errorf("%q reads as %q, %v; want %q", escaped, got, err, s)
		}
		if read, err := Unescape(s); err == nil {
			if again, err := Unescape(Escape(read)); err != nil || again != read {
				t.Errorf("%q reads as %q, and again as %q, %v", s, read, again, err)
			}
		}
	})
}

// FuzzName: whatever a name is, its text is printable and reads back.
func FuzzName(f *testing.F) {
	for _, seed := range []string{"/run/x", "\x00a\x00", "@x", `\`, "*", "\x1b[0m", "/ü\xff"} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, name string, prefix bool) {
		p := Pattern{Name(name), prefix}
		s := p.String()
		if i := strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x9b }); i >= 0 {
			t.Fatalf("%q has a control character", s)
		}
		got, err := ParsePattern(s)
		if err != nil {
			return // an empty name, too long, a bare word, a path with NUL
		}
		if got != p {
			t.Fatalf("%q: shown as %s, read as %#v", name, s, got)
		}
	})
}

// FuzzParsePattern: any text is a pattern or an error, never a panic.
func FuzzParsePattern(f *testing.F) {
	for _, seed := range []string{"/run/x*", `\x40`, "@", `@\`, "a", `0\x2a0`, `/a\x2a*`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePattern(s)
		if err != nil {
			return
		}
		again, err := ParsePattern(p.String())
		if err != nil || again != p {
			t.Fatalf("%q: %#v, again %#v, %v", s, p, again, err)
		}
	})
}
