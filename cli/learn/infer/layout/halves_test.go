package layout

import (
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestHalves: a small number of eight bytes that never changes is two of four, by where it is and in how many rows.
func TestHalves(t *testing.T) {
	const bigSeven, littleSeven, zero, bigWide = "\x00\x00\x00\x00\x00\x00\x00\x07", "\x07\x00\x00\x00\x00\x00\x00\x00", "\x00\x00\x00\x00\x00\x00\x00\x00", "\x00\x00\x00\x00\x00\x00\x03\x07"
	for _, test := range []struct {
		name  string
		value string
		order model.Order
		start int
		rows  int
		want  bool
	}{
		{"at a multiple of eight", bigSeven, model.Big, 16, 2, true},
		{"in one row", bigSeven, model.Big, 16, 1, false},
		{"elsewhere, in few rows", bigSeven, model.Big, 12, 7, false},
		{"elsewhere", bigSeven, model.Big, 12, 8, true},
		{"more than a byte", bigWide, model.Big, 16, 8, false},
		{"zero at a multiple of eight", zero, model.Big, 16, 8, false},
		{"zero elsewhere", zero, model.Big, 12, 8, true},
		{"zero elsewhere, in few rows", zero, model.Big, 12, 7, false},
		{"little, at a multiple of eight", littleSeven, model.Little, 16, 8, false},
		{"little, elsewhere", littleSeven, model.Little, 12, 2, true},
		{"little, zero elsewhere", zero, model.Little, 12, 8, false},
		{"the other order", littleSeven, model.Big, 16, 8, false},
	} {
		rows := slices.Repeat([][]byte{[]byte(test.value)}, test.rows)
		pieces, cols := piecesOf([]int{8}), column.Of(rows, 8)
		want := []int{8}
		if test.want {
			want = []int{4, 4}
		}
		if got := sizesOf(halves(pieces, cols, test.order, test.start, test.rows)); !slices.Equal(got, want) {
			t.Errorf("%s: %d", test.name, got)
		}
		pieces[0].Claim = &claim.Claim{}
		if got := halves(pieces, cols, test.order, test.start, test.rows); len(got) != 1 {
			t.Errorf("%s: what is claimed is two", test.name)
		}
	}
	changes := [][]byte{[]byte(bigSeven), []byte(zero)}
	if got := halves(piecesOf([]int{8}), column.Of(changes, 8), model.Big, 16, 2); len(got) != 1 {
		t.Error("what changes is two")
	}
}
