package layout

import (
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
)

// TestJoined: numbers in a row that are full become one piece; those with zeros, too few of them, and
// what is claimed do not.
func TestJoined(t *testing.T) {
	full := []byte("\xd1\x8c\x33\xe7\x95\x4a\xbb\x62\x17\xfe\x29\xc4\x71\xa6\x5d\x98\x41\xb2\xc3\x8d\xee\x1f\x93\x27\xa1\x5b\xcc\x71\x86\xf3\x39\xd4")
	small := slices.Clone(full)
	for i := 0; i < len(small); i += 4 {
		small[i] = 0
	}
	pieces := func(size int) []segment.Piece { return piecesOf(slices.Repeat([]int{size}, len(full)/size)) }
	claimed := pieces(8)
	claimed[1].Claim = &claim.Claim{}
	for _, test := range []struct {
		name   string
		data   []byte
		pieces []segment.Piece
		want   []int
	}{
		{"eight bytes", full, pieces(8), []int{32}},
		{"four bytes", full, pieces(4), []int{32}},
		{"two bytes", full, pieces(2), slices.Repeat([]int{2}, 16)},
		{"zeros", small, pieces(8), []int{8, 8, 8, 8}},
		{"too few", full[:12], pieces(4)[:3], []int{4, 4, 4}},
		{"claimed", full, claimed, []int{8, 8, 16}},
	} {
		rows := [][]byte{test.data, test.data}
		if got := sizesOf(joined(test.pieces, column.Of(rows, len(test.data)))); !slices.Equal(got, test.want) {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}
