package layout

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// besideFloats makes numbers floats that are beside one and as wide, and measure something: coordinates and measurements
// come together, of which some hardly change. The offsets are those in the rows.
func besideFloats(pieces []segment.Piece, rows [][]byte) {
	for i := 1; i < len(pieces); i++ {
		besideFloat(&pieces[i], &pieces[i-1], rows)
	}
	for i := len(pieces) - 2; i >= 0; i-- {
		besideFloat(&pieces[i], &pieces[i+1], rows)
	}
}

// besideFloat makes a number a float if the one beside it is one.
func besideFloat(p, beside *segment.Piece, rows [][]byte) {
	c := beside.Claim
	if p.Claim != nil || p.Size != beside.Size || c == nil || c.Type != model.Float {
		return
	}
	some := column.Sample(rows, claim.MaxRows)
	if !areFloats(some, *p, c.Order) {
		return
	}
	p.Claim, p.Opaque = &claim.Claim{
		Offset: c.Offset + p.Offset - beside.Offset, Size: p.Size, Order: c.Order, Type: model.Float, Sure: 0.7, Held: len(some), Of: len(some),
		Evidence: fmt.Sprintf("a number between 1e-9 and 1e9 or zero in all of %d frames, beside another one", len(some)),
	}, false
}

// areFloats reports whether a piece measures something in half of the rows, is zero in the others, and is no text.
func areFloats(rows [][]byte, p segment.Piece, order model.Order) bool {
	measured, texts := 0, 0
	for _, row := range rows {
		value := row[p.Offset : p.Offset+p.Size]
		switch x := claim.Float(value, order); {
		case claim.Measures(x):
			measured++
		case x != 0:
			return false
		}
		if text.Is(value) {
			texts++
		}
	}
	return measured*2 >= len(rows) && texts < len(rows)
}
