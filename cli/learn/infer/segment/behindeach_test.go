package segment

import (
	"math"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// TestBehindEach: what is likely behind each column is what segment says of the columns from there on,
// long zeros and noise included.
func TestBehindEach(t *testing.T) {
	const wide = 96
	random := testrand.New(t)
	for range 40 {
		rows := make([][]byte, 2+random.IntN(40))
		for i := range rows {
			rows[i] = make([]byte, wide)
		}
		for at := 0; at < wide; {
			n := []int{1, 2, 4, 8, 40, 60}[random.IntN(6)]
			of := []int{1, 1, 3, 256}[random.IntN(4)] // values
			for i := range rows {
				for j := at; j < min(at+n, wide); j++ {
					rows[i][j] = byte(random.IntN(of))
				}
			}
			at += n
		}
		cols := column.Of(rows, wide)
		claims := []claim.Claim{
			{Offset: random.IntN(80), Size: 4, Order: model.Big, Bonus: 5}, {Offset: random.IntN(80), Size: 12, Bonus: 3},
			{Offset: random.IntN(80), Bonus: 2},
		}
		for _, s := range []Style{{Order: model.Big}, {Order: model.Little, Packed: true}} {
			for at, got := range BehindEach(cols, s, claims) {
				if _, want := Divide(cols[at:], at, s, claims); math.Abs(got-want) > 1e-9 {
					t.Fatalf("behind %d columns it is %v, not %v; packed %t, %+v", at, got, want, s.Packed, claims)
				}
			}
		}
	}
}
