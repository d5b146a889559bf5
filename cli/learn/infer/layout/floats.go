package layout

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// besideFloats makes numbers floats that are beside one and as wide, and measure something in all rows: coordinates and
// measurements come together, of which some hardly change. The offsets are those in the rows.
func besideFloats(pieces []segment.Piece, rows [][]byte) {
	for i := 1; i < len(pieces); i++ {
		besideFloat(&pieces[i], &pieces[i-1], rows)
	}
	for i := len(pieces) - 2; i >= 0; i-- {
		besideFloat(&pieces[i], &pieces[i+1], rows)
	}
}

func besideFloat(p, beside *segment.Piece, rows [][]byte) {
	c := beside.Claim
	if p.Claim != nil || p.Size != beside.Size || c == nil || c.Type != model.Float {
		return
	}
	for _, row := range column.Sample(rows, claim.MaxRows) {
		if !claim.Measures(row[p.Offset:p.Offset+p.Size], c.Order) {
			return
		}
	}
	p.Claim, p.Opaque = &claim.Claim{
		Offset: c.Offset + p.Offset - beside.Offset, Size: p.Size, Order: c.Order, Type: model.Float, Sure: 0.7, Held: len(rows), Of: len(rows),
		Evidence: fmt.Sprintf("a number between 1e-9 and 1e9 in all of %d frames, beside another one", len(rows)),
	}, false
}
