package layout

import (
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestFilledUp: what bytes with their number before them look like if zeros fill them up to words, and what does not look so.
func TestFilledUp(t *testing.T) {
	const long = "\x12a key of so many byte\x00"
	words := segment.Style{Order: model.Big, Words: true}
	for _, test := range []struct {
		name  string
		style segment.Style
		rows  []string
		ends  []int // of what is found, nil if nothing is
	}{
		{"bytes", words, []string{"\x00\x00\x00\x05\x81abc\x82\x00\x00\x00\x00\x00\x00\x07", "\x00\x00\x00\x06\x81abcd\x82\x00\x00\x00\x00\x00\x08"}, []int{12, 12}},
		{"none in one of three", words, []string{"\x00\x00\x00\x03\x81a\x82\x00tail", "\x00\x00\x00\x00tail", "\x00\x00\x00\x03\x83a\x82\x00tail"}, []int{8, 4, 8}},
		{"many, with a zero at their end", words, []string{"\x00\x00\x00\x17" + long + "\x00", "\x00\x00\x00\x17" + long + "\x00"}, []int{28, 28}},
		{"few, with a zero at their end", words, []string{"\x00\x00\x00\x05\x81abc\x00\x00\x00\x00"}, nil},
		{"numbers begin with zeros", words, []string{"\x00\x00\x00\x05\x00abc\x82\x00\x00\x00"}, nil},
		{"nothing fills up", words, []string{"\x00\x00\x00\x04\x81ab\x82\x00\x00\x00\x00"}, nil},
		{"something else behind", words, []string{"\x00\x00\x00\x05\x81abc\x82\x00\x01\x00"}, nil},
		{"texts", words, []string{"\x00\x00\x00\x05hello\x00\x00\x00"}, nil},
		{"more than there is", words, []string{"\x00\x00\x00\x09\x81abc\x82\x00\x00\x00"}, nil},
		{"two bytes may be anything", words, []string{"\x00\x00\x00\x02\x81\x82\x00\x00"}, nil},
		{"not of words", segment.Style{Order: model.Big}, []string{"\x00\x00\x00\x05\x81abc\x82\x00\x00\x00"}, nil},
	} {
		var rows [][]byte
		for _, s := range test.rows {
			rows = append(rows, []byte(s))
		}
		x := &layer{style: test.style, order: test.style.Order, names: Names{}}
		e, ok := x.filledUp(newView(rows, 0), 0)
		if ok != (test.ends != nil) || ok && !slices.Equal(e.sizes, test.ends) {
			t.Errorf("%s: found %t, up to %v", test.name, ok, e.sizes)
		}
	}
	x := &layer{style: words, order: model.Big, names: Names{}}
	if _, ok := x.filledUp(newView([][]byte{[]byte("\x01\x00\x00\x00\x05\x81abc\x82\x00\x00\x00")}, 1), 0); ok {
		t.Error("bytes at no multiple of four are found")
	}
}
