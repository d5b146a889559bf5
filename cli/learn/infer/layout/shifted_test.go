package layout

import (
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
)

// TestShifted: where nearly all columns change up to the end, nothing stands at the same places,
// but for what is proved.
func TestShifted(t *testing.T) {
	for _, c := range []struct {
		steady string // of each column: one that does not change is a dash
		claims []claim.Claim
		from   int
	}{
		{"----++++++++++++++++", nil, 4},
		{"----++++++++++-+++++", nil, 4},
		{"----++++++++++++++++", []claim.Claim{{Offset: 6, Size: 4, Bonus: 1}}, 10},
		{"----++++++++++++++++", []claim.Claim{{Offset: 6, Size: 4}}, 4},
		{"---+--+--+--+--+++++", nil, 20},
		{"-----------------+++", nil, 20},
	} {
		rows := [][]byte{[]byte(c.steady), []byte(strings.ReplaceAll(c.steady, "+", "*"))}
		x := &layer{claims: c.claims}
		if got := x.shifted(view{at: []int{0, 0}}, rows, len(c.steady)); got != c.from {
			t.Errorf("%s %+v: from %d, want %d", c.steady, c.claims, got, c.from)
		}
	}
}
