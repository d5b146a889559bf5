package layout

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestBesideFloats: numbers beside a float are floats too, one beside the other, if they measure something in all rows.
func TestBesideFloats(t *testing.T) {
	var rows [][]byte
	for i := range 20 {
		var b []byte
		for _, x := range []float32{-100044.27, 129.5 + float32(i), 47.25} {
			b = binary.BigEndian.AppendUint32(b, math.Float32bits(x))
		}
		b = binary.BigEndian.AppendUint32(b, uint32(i)) // is nearly 0 as a float
		rows = append(rows, append(b, 0x42, 0xf6, 0x8f, 0x24, 0x40, 0x59))
	}
	pieces := piecesOf([]int{4, 4, 4, 4, 4, 2})
	pieces[1].Claim = &claim.Claim{Offset: 24, Size: 4, Type: model.Float, Order: model.Big}
	besideFloats(pieces, rows)
	for i, want := range []int{20, 24, 28, -1, -1, -1} {
		switch c := pieces[i].Claim; {
		case (c != nil) != (want >= 0):
			t.Errorf("piece %d: %+v", i, c)
		case c != nil && (c.Offset != want || c.Type != model.Float || c.Order != model.Big || c.Size != 4):
			t.Errorf("piece %d is %+v", i, *c)
		}
	}
}
