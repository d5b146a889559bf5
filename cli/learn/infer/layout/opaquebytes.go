package layout

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// The bounds of opaque bytes that zeros fill up: how many bytes their number has and are filled up to, and how many of them there
// are at least and at most.
const (
	opaqueUnit   = 4
	leastFilled  = 3
	surelyFilled = 16 // of which the last may be zero
	mostFilled   = 4096
)

// filledUp finds bytes with their number before them and zeros behind up to a multiple of four, where all is made of words, as in XDR.
// All rows may be alike: a word behind a number hardly ends with zeros and begins with none, as such bytes do.
func (x *layer) filledUp(v view, at int) (element, bool) {
	e := element{sizes: make([]int, len(v.rows))}
	if !x.style.Words {
		return e, false
	}
	filled, padded, texts := 0, 0, 0
	for i, row := range v.rows {
		from := at + opaqueUnit
		if (v.at[i]+at)%opaqueUnit != 0 || from > len(row) {
			return e, false
		}
		n := model.Uint(row[at:from], model.Big)
		if n > uint64(min(len(row)-from, mostFilled)) {
			return e, false
		}
		to := from + int(n)
		e.sizes[i] = to + (-(v.at[i] + to))&(opaqueUnit-1)
		if n == 0 {
			continue
		}
		if n < leastFilled || row[from] == 0 || row[to-1] == 0 && n < surelyFilled || e.sizes[i] > len(row) || !column.AllZero(row[to:e.sizes[i]]) {
			return e, false
		}
		if filled++; text.Is(row[from:to]) {
			texts++
		}
		if e.sizes[i] > to {
			padded++
		}
	}
	if filled*2 < len(v.rows) || padded*2 < filled || texts > 0 {
		return e, false
	}
	evidence := fmt.Sprintf("as many bytes follow and zeros fill up to a multiple of %d, in all of %d frames", opaqueUnit, len(v.rows))
	length := x.counting(opaqueUnit, evidence, len(v.rows))
	bytes := model.Field{
		Name: x.name("opaque"), Type: model.Bytes, Size: model.Size{How: model.SizeBy, By: length.Name, Scale: 1}, Sure: 0.7,
		Evidence: evidence, Held: len(v.rows), Of: len(v.rows),
	}
	length.Ref = &model.Ref{What: "field", Field: bytes.Name, Scale: 1}
	e.fields = []model.Field{length, bytes, {
		Name: x.name("padding"), Type: model.Padding, Size: model.Size{How: model.SizeAlign, N: opaqueUnit}, Sure: 0.7, Evidence: evidence, Held: padded, Of: len(v.rows),
	}}
	return e, true
}
