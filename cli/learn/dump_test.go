package learn

import (
	"bufio"
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestDumpFolds: the middle of a long field is left out, where it begins and ends is shown, and what is behind it.
func TestDumpFolds(t *testing.T) {
	for _, c := range []struct {
		sizes []int
		want  []string // lines without their bytes
	}{
		{[]int{8, 8}, []string{"0000"}},
		{[]int{4, 60}, []string{"0000", "0010", "0020", "0030"}},
		{[]int{4, 60, 4}, []string{"0000", "0010", "0020", "0030", "0040"}},
		{[]int{4, 61, 4}, []string{"0000", "... 48 more bytes of b", "0040"}},
		{[]int{4, 200, 20}, []string{"0000", "... 176 more bytes of b", "00c0", "00d0"}},
		{[]int{200, 200}, []string{"0000", "... 176 more bytes of a", "00c0", "... 176 more bytes of b", "0180"}},
		{slices.Repeat([]int{8}, 40), []string{"0000", "0010", "0020", "0030", "0040", "0050", "0060", "0070", "0080", "0090", "00a0", "00b0", "00c0", "00d0", "00e0", "00f0", "... 64 more bytes"}},
	} {
		var out bytes.Buffer
		b := bufio.NewWriter(&out)
		d := dump{b: b, marks: map[*model.Field]byte{}}
		for i, size := range c.sizes {
			f := &model.Field{}
			d.marks[f] = 'a' + byte(i%26)
			d.spans = append(d.spans, model.Span{Field: f, Offset: len(d.data), Size: size})
			d.data = append(d.data, make([]byte, size)...)
		}
		d.write()
		if err := b.Flush(); err != nil {
			t.Fatal(err)
		}
		var got []string
		for line := range strings.Lines(out.String()) {
			switch text := strings.TrimSpace(line); {
			case strings.HasPrefix(text, "..."):
				got = append(got, text)
			case strings.HasPrefix(text, "0"):
				got = append(got, text[:4])
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %q, want %q", c.sizes, got, c.want)
		}
	}
}
