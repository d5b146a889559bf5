package layout

import (
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestTogether: pieces side by side that are rather one field become one, and others do not.
func TestTogether(t *testing.T) {
	for _, test := range []struct {
		name        string
		order       model.Order
		rows        []string
		sizes, want []int
	}{
		{"letters", model.Little, []string{"Karlsruh", "Freiburg"}, []int{4, 4}, []int{8}},
		{"a number before letters", model.Little, []string{"\x01\x00\x00\x00Bonn", "\x02\x00\x00\x00Kiel"}, []int{4, 4}, []int{4, 4}},
		{"few letters, else zeros", model.Little, []string{"ab\x00\x00cd\x00\x00", "e\x00\x00\x00fgh\x00"}, []int{4, 4}, []int{8}},
		{"numbers that look like letters", model.Little, []string{"\x30\x00\x00\x00\x40\x00\x00\x00", "\x31\x00\x00\x00\x41\x00\x00\x00"}, []int{4, 4}, []int{4, 4}},
		{"two bytes each that look like letters", model.Big, []string{"\x00\x50\x00\x28", "\x00\x51\x00\x29"}, []int{2, 2}, []int{2, 2}},
		{"a letter where all else is zero, and what never changes", model.Little, []string{"ab\x00\x00\x00\x00\x00A", "e\x00\x00\x00\x00\x00\x00A"}, []int{4, 4}, []int{4, 4}},
		{"bytes of which half are letters, with zeros among them", model.Little, []string{"ab\x00\x07cd\x00\x05", "e\x08\x00\x00fg\x03\x00"}, []int{4, 4}, []int{4, 4}},
		{"few letters, else numbers", model.Little, []string{"a\x06\x01\x02cd\x01\x02", "e\x05\x03\x04fgh\x01"}, []int{4, 4}, []int{4, 4}},
		{"few letters in one, many in the other", model.Big, []string{"a\x01b\x02word", "c\x07d\x05name"}, []int{4, 4}, []int{8}},
		{"a tag behind what changes", model.Big, []string{"Bonntag1", "Kieltag1"}, []int{4, 4}, []int{4, 4}},
		{"two that never change", model.Big, []string{"PINGPONG", "PINGPONG"}, []int{4, 4}, []int{8}},
		{"one that is half of letters", model.Big, []string{"PINGA\x01B\x02", "PINGA\x01B\x02"}, []int{4, 4}, []int{4, 4}},
		{"a letter and two bytes, one of them a letter", model.Big, []string{"CB\x05", "CB\x05"}, []int{1, 2}, []int{3}},
		{"zeros of no width", model.Big, []string{"\x00\x00\x00\x00\x00\x00\x00"}, []int{4, 3}, []int{7}},
		{"zeros of no width before a number", model.Big, []string{"\x00\x00\x00\x00\x00\x00\x00"}, []int{3, 4}, []int{7}},
		{"zeros before a letter, of other widths", model.Big, []string{"\x00\x00\x05", "\x00\x00\x06"}, []int{2, 1}, []int{2, 1}},
		{"two letters behind one", model.Big, []string{"CBA\x05", "CBA\x05"}, []int{1, 3}, []int{1, 3}},
		{"zeros of two numbers", model.Big, []string{"\x00\x00\x00\x00\x00\x00"}, []int{4, 2}, []int{4, 2}},
		{"the upper bytes of a number", model.Big, []string{"\x00\x00\x00\x05"}, []int{3, 1}, []int{4}},
		{"zeros before a byte, the other order", model.Little, []string{"\x00\x00\x00\x05"}, []int{3, 1}, []int{3, 1}},
		{"zeros before a byte that changes", model.Little, []string{"\x00\x00\x00\x05", "\x00\x00\x00\x06"}, []int{3, 1}, []int{4}},
		{"zeros that fill up a text", model.Little, []string{"longer than\x00\x00\x00\x00\x00\x00\x00\x00\x00", "others are \x00\x00\x00\x00\x00\x00\x00\x00\x00"}, []int{4, 4, 3, 9}, []int{20}},
		{"zeros that fill up a text of eight", model.Little, []string{"Karlsruh\x00\x00\x00\x00\x00\x00\x00\x00\x00", "Freiburg\x00\x00\x00\x00\x00\x00\x00\x00\x00"}, []int{4, 4, 9}, []int{17}},
		{"a number of zeros behind a text", model.Little, []string{"longer than\x00\x00\x00\x00\x00\x00\x00\x00", "others are \x00\x00\x00\x00\x00\x00\x00\x00"}, []int{4, 4, 3, 8}, []int{11, 8}},
		{"zeros behind bytes", model.Little, []string{"\x01\x99\x98\x97\x96\x00\x00\x00\x00\x00\x00\x00\x00\x00", "\x02\x89\x88\x87\x86\x00\x00\x00\x00\x00\x00\x00\x00\x00"}, []int{5, 9}, []int{5, 9}},
		{"zeros behind a number", model.Little, []string{"abcd\x00\x00\x00\x00\x00\x00\x00\x00\x00", "efgh\x00\x00\x00\x00\x00\x00\x00\x00\x00"}, []int{4, 9}, []int{4, 9}},
	} {
		var rows [][]byte
		for _, s := range test.rows {
			rows = append(rows, []byte(s))
		}
		cols := column.Of(rows, len(rows[0]))
		pieces := piecesOf(test.sizes)
		if got := sizesOf(together(pieces, cols, test.order)); !slices.Equal(got, test.want) {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
		for i := range pieces {
			pieces[i].Claim = &claim.Claim{}
		}
		if got := sizesOf(together(pieces, cols, test.order)); !slices.Equal(got, test.sizes) {
			t.Errorf("%s: what is claimed became %d", test.name, got)
		}
		for i := range pieces {
			pieces[i].Claim, pieces[i].Opaque = nil, true
		}
		if got := sizesOf(together(pieces, cols, test.order)); !slices.Equal(got, test.sizes) {
			t.Errorf("%s: what looks random became %d", test.name, got)
		}
	}
}

// TestTogetherLetters: what is put together of letters is no number, whatever its width; a number with its upper bytes is.
func TestTogetherLetters(t *testing.T) {
	rows := [][]byte{[]byte("Karlsruh\x00\x00\x00\x05"), []byte("Freiburg\x00\x00\x00\x06")}
	got := together(piecesOf([]int{4, 4, 3, 1}), column.Of(rows, 12), model.Big)
	if len(got) != 2 || !got[0].Letters || got[1].Letters || got[1].Size != 4 {
		t.Fatalf("got %+v", got)
	}
	x := &layer{order: model.Big, command: -1, names: Names{}}
	if f := x.field(rows, got[0], 0); f.Type != model.Bytes || f.Size.N != 8 {
		t.Errorf("the letters are %+v", f)
	}
	if f := x.field(rows, got[1], 0); f.Type != model.Integer {
		t.Errorf("the number is %+v", f)
	}
}

// piecesOf are pieces behind each other of such sizes.
func piecesOf(sizes []int) (list []segment.Piece) {
	at := 0
	for _, n := range sizes {
		list = append(list, segment.Piece{Offset: at, Size: n})
		at += n
	}
	return list
}

func sizesOf(pieces []segment.Piece) (list []int) {
	for _, p := range pieces {
		list = append(list, p.Size)
	}
	return list
}
