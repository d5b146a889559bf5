package diff

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// apply makes b of a by edits, which must be in order and apart.
func apply(t *testing.T, a, b []byte, edits []Edit) []byte {
	t.Helper()
	var made []byte
	last := Edit{}
	for _, e := range edits {
		if e.A.Len() < 0 || e.B.Len() < 0 || e.size() == 0 || e.A.From < last.A.To || e.B.From < last.B.To {
			t.Fatalf("%q to %q: %v", a, b, edits)
		}
		made = append(append(made, a[last.A.To:e.A.From]...), b[e.B.From:e.B.To]...)
		last = e
	}
	return append(made, a[last.A.To:]...)
}

// TestEdits: what is said of words and numbers that have another length.
func TestEdits(t *testing.T) {
	for _, test := range []struct{ a, b, want string }{
		{"pid 999 says hello", "pid 1000 says hello", "999>1000"},
		{"a=1 b=22 c=333", "a=10 b=22 c=3", "1>10 333>3"},
		{"same", "same", ""},
		{"", "new", ">new"},
		{"one two three", "one three", "two >"},
		{"\x01\x02\x03", "\x01\x09\x03\x04", "\x02>\x09 >\x04"},
	} {
		var got []string
		edits := editsOf([]byte(test.a), []byte(test.b))
		for _, e := range edits {
			got = append(got, test.a[e.A.From:e.A.To]+">"+test.b[e.B.From:e.B.To])
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q to %q: %q, want %q", test.a, test.b, got, test.want)
		}
		apply(t, []byte(test.a), []byte(test.b), edits)
	}
}

// TestEditsAreFew: where little was changed, little is said to be, and of what has nothing in
// common all is, in bounded time.
func TestEditsAreFew(t *testing.T) {
	r := testrand.New(t)
	for range 200 {
		var a, b []byte
		changed := 0
		for i := range 200 {
			word := fmt.Sprintf("%d-%d ", i, r.IntN(5))
			a = append(a, word...)
			switch r.IntN(20) {
			case 0:
				changed++
				b = append(b, fmt.Sprintf("%d-%d%d ", i, r.IntN(5), i)...)
			case 1:
				changed++
			default:
				b = append(b, word...)
			}
		}
		edits := editsOf(a, b)
		if !bytes.Equal(apply(t, a, b, edits), b) || len(edits) > 4*changed {
			t.Fatalf("%d edits of %d: %v\n%q\n%q", len(edits), changed, edits, a, b)
		}
	}
	var a, b []byte
	for i := range 20_000 {
		a, b = append(a, byte(i%7), ' '), append(b, byte(100+i%5), '\n')
	}
	if edits := editsOf(a, b); len(edits) != 1 || edits[0].size() < len(a)-2 {
		t.Errorf("%d edits", len(edits))
	}
}

// FuzzEdits: edits make the other one of any bytes.
func FuzzEdits(f *testing.F) {
	f.Add([]byte("pid 999"), []byte("pid 1000 x"))
	f.Add([]byte("\x00\x01a"), []byte("a\x00\x01"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if made := apply(t, a, b, editsOf(a, b)); !bytes.Equal(made, b) {
			t.Errorf("%q to %q: %q", a, b, made)
		}
	})
}

// BenchmarkEdits is of two megabytes that differ in 300 places.
func BenchmarkEdits(b *testing.B) {
	var x, y []byte
	for i := range 300_000 {
		x = fmt.Appendf(x, "%d ", i)
		if i%1000 == 0 {
			y = fmt.Appendf(y, "x%d ", i)
		} else {
			y = fmt.Appendf(y, "%d ", i)
		}
	}
	b.SetBytes(int64(len(x)))
	for b.Loop() {
		if len(editsOf(x, y)) != 300 {
			b.Fatal("other edits")
		}
	}
}
