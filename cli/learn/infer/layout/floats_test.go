package layout

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// besideOne are rows of a float of four bytes and what a function says is behind it.
func besideOne(behind func(i int) []byte) (rows [][]byte, pieces []segment.Piece) {
	for i := range 20 {
		b := binary.BigEndian.AppendUint32(nil, math.Float32bits(129.5+float32(i)))
		rows = append(rows, append(b, behind(i)...))
	}
	pieces = piecesOf([]int{4, 4})
	pieces[0].Claim = &claim.Claim{Offset: 24, Size: 4, Type: model.Float, Order: model.Big}
	return rows, pieces
}

// TestBesideFloat: a number beside a float is one if it measures something in half of the rows, and is zero in the others.
func TestBesideFloat(t *testing.T) {
	big := func(x float32) []byte { return binary.BigEndian.AppendUint32(nil, math.Float32bits(x)) }
	for _, test := range []struct {
		name   string
		behind func(i int) []byte
		want   bool
	}{
		{"it hardly changes", func(int) []byte { return big(-100044.27) }, true},
		{"it is zero now and then", func(i int) []byte { return big(47.25 * float32(i%2)) }, true},
		{"less than zero, which is zero", func(i int) []byte { return big(float32(math.Copysign(47.25*float64(i%2), -1))) }, true},
		{"it is mostly zero", func(i int) []byte { return big(47.25 * float32(i%4/3)) }, false},
		{"it is zero", func(int) []byte { return big(0) }, false},
		{"a small number", func(i int) []byte { return []byte{0, 0, 0, byte(i)} }, false},
		{"a great number in one", func(i int) []byte { return big([]float32{47.25, 1e12}[i/19]) }, false},
		{"texts", func(i int) []byte { return []byte([]string{"Bonn", "Kiel", "Jena"}[i%3]) }, false},
	} {
		rows, pieces := besideOne(test.behind)
		pieces[1].Opaque = true
		besideFloats(pieces, rows)
		switch c := pieces[1].Claim; {
		case (c != nil) != test.want:
			t.Errorf("%s: %+v", test.name, c)
		case c != nil && (c.Offset != 28 || c.Type != model.Float || c.Order != model.Big || c.Size != 4 || pieces[1].Opaque):
			t.Errorf("%s: it is %+v, %+v", test.name, pieces[1], *c)
		}
	}
}

// TestBesideFloats: one float makes the numbers on both sides floats, one beside the other, but not what is claimed or has another
// width, and what is no float makes none.
func TestBesideFloats(t *testing.T) {
	var rows [][]byte
	for i := range 20 {
		var b []byte
		for range 6 {
			b = binary.BigEndian.AppendUint32(b, math.Float32bits(47.25+float32(i)))
		}
		rows = append(rows, append(b, 0x40, 0x59))
	}
	given := &claim.Claim{Name: "mine", Type: model.Integer, Size: 4}
	pieces := piecesOf([]int{4, 4, 4, 4, 4, 4, 2})
	pieces[2].Claim = &claim.Claim{Offset: 24, Size: 4, Type: model.Float, Order: model.Big}
	pieces[4].Claim = given
	besideFloats(pieces, rows)
	for i, want := range []int{16, 20, 24, 28, 0, -1, -1} {
		switch c := pieces[i].Claim; {
		case want < 0 && c != nil:
			t.Errorf("piece %d is %+v", i, *c)
		case want >= 0 && (c == nil || c.Offset != want):
			t.Errorf("piece %d is %+v", i, c)
		}
	}
	if pieces[4].Claim != given {
		t.Errorf("what was given is %+v", *pieces[4].Claim)
	}
}
