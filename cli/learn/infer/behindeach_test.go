package infer

import (
	"math"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// TestBehindEach: what is likely behind each column is what segment says of the columns from there on,
// long zeros and noise included.
func TestBehindEach(t *testing.T) {
	random := testrand.New(t)
	for range 40 {
		rows := make([][]byte, 2+random.IntN(40))
		for i := range rows {
			rows[i] = make([]byte, maxHeader)
		}
		for at := 0; at < maxHeader; {
			n := []int{1, 2, 4, 8, 40, 60}[random.IntN(6)]
			of := []int{1, 1, 3, 256}[random.IntN(4)] // values
			for i := range rows {
				for j := at; j < min(at+n, maxHeader); j++ {
					rows[i][j] = byte(random.IntN(of))
				}
			}
			at += n
		}
		cols := columns(rows, maxHeader)
		claims := []claim{
			{offset: random.IntN(80), size: 4, order: model.Big, bonus: 5}, {offset: random.IntN(80), size: 12, bonus: 3},
			{offset: random.IntN(80), bonus: recurringEdge},
		}
		for _, s := range []style{{order: model.Big}, {order: model.Little, packed: true}} {
			for at, got := range behindEach(cols, s, claims) {
				if _, want := segment(cols[at:], at, s, claims); math.Abs(got-want) > 1e-9 {
					t.Fatalf("behind %d columns it is %v, not %v; packed %t, %+v", at, got, want, s.packed, claims)
				}
			}
		}
	}
}
