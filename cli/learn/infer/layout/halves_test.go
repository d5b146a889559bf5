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
	repeat := func(at, n int) []int { return slices.Repeat([]int{at}, n) }
	for _, test := range []struct {
		name  string
		value string
		order model.Order
		at    []int // where the number is in each frame
		want  bool
	}{
		{"at a multiple of eight", bigSeven, model.Big, repeat(16, 2), true},
		{"in one row", bigSeven, model.Big, repeat(16, 1), false},
		{"elsewhere, in few rows", bigSeven, model.Big, repeat(12, 7), false},
		{"elsewhere", bigSeven, model.Big, repeat(12, 8), true},
		{"somewhere, in few rows", bigSeven, model.Big, []int{16, 12, 16}, false},
		{"more than a byte", bigWide, model.Big, repeat(16, 8), false},
		{"zero at a multiple of eight", zero, model.Big, repeat(16, 8), false},
		{"zero elsewhere", zero, model.Big, repeat(12, 8), true},
		{"zero elsewhere, in few rows", zero, model.Big, repeat(12, 7), false},
		{"little, at a multiple of eight", littleSeven, model.Little, repeat(16, 8), false},
		{"little, elsewhere", littleSeven, model.Little, repeat(12, 2), true},
		{"little, elsewhere, in one row", littleSeven, model.Little, repeat(12, 1), false},
		{"little, now and then at a multiple of eight", littleSeven, model.Little, []int{12, 16, 20}, false},
		{"little, zero elsewhere", zero, model.Little, repeat(12, 8), false},
		{"the other order", littleSeven, model.Big, repeat(16, 8), false},
	} {
		v := view{at: make([]int, len(test.at))}
		for i, at := range test.at {
			v.at[i] = at - 4
			v.rows = append(v.rows, []byte(string([]byte{1, 2, 3, byte(4 + i)})+test.value))
		}
		pieces, cols := piecesOf([]int{4, 8}), column.Of(v.rows, 12)
		want := []int{4, 8}
		if test.want {
			want = []int{4, 4, 4}
		}
		got := halves(pieces, cols, test.order, v)
		if sizes := sizesOf(got); !slices.Equal(sizes, want) {
			t.Errorf("%s: %d", test.name, sizes)
		}
		for i := range got {
			if got[i].Offset != 4*i {
				t.Errorf("%s: piece %d is at %d", test.name, i, got[i].Offset)
			}
		}
		pieces[1].Claim = &claim.Claim{}
		if len(halves(pieces, cols, test.order, v)) != 2 {
			t.Errorf("%s: what is claimed is two", test.name)
		}
		pieces[1].Claim, pieces[1].Opaque = nil, true
		if len(halves(pieces, cols, test.order, v)) != 2 {
			t.Errorf("%s: what looks random is two", test.name)
		}
	}
	changes := view{at: []int{12, 12}, rows: [][]byte{[]byte("1234" + bigSeven), []byte("1234" + zero)}}
	if got := halves(piecesOf([]int{4, 8}), column.Of(changes.rows, 12), model.Big, changes); len(got) != 2 {
		t.Error("what changes is two")
	}
	if got := halves(piecesOf([]int{4, 8}), column.Of(changes.rows, 4), model.Big, changes); len(got) != 2 {
		t.Error("what is in no columns is two")
	}
}
