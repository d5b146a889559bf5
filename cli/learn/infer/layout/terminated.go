package layout

import (
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// terminated finds a text that a NUL ends.
func (x *layer) terminated(v view, at int) (element, bool) {
	e := element{sizes: make([]int, len(v.rows))}
	if base := v.base(); base >= 0 && x.selectors[base+at] && (base+at == x.command || !text.Letter(v.rows[0][at])) {
		return e, false // it does not begin with what tells its kind
	}
	chars := 0
	lengths := map[int]bool{}
	texts := map[string]bool{}
	padded := true // there are NULs up to where the longest ends: the size is fixed
	longest := 0
	for i, row := range v.rows {
		n := text.Run(row[at:])
		if n == 0 || at+n >= len(row) || row[at+n] != 0 {
			return e, false
		}
		e.sizes[i] = at + n + 1
		chars += n
		lengths[n] = true
		texts[string(row[at:at+n])] = true
		longest = max(longest, e.sizes[i])
	}
	for i, row := range v.rows {
		padded = padded && longest <= len(row) && column.AllZero(row[e.sizes[i]-1:longest])
	}
	if padded && len(lengths) > 1 || chars < 3*len(v.rows) || !lettersIn(texts) {
		return e, false
	}
	if len(lengths) > 1 && column.SameLength(v.rows) {
		if e, ok := x.room(v, at, e.sizes, texts); ok {
			return e, true
		}
	}
	if len(lengths) == 1 {
		// It may be of fixed size, filled up with NULs.
		for i, row := range v.rows {
			if left := row[e.sizes[i]:]; len(left) > 1 && left[0] == 0 {
				return e, false
			}
		}
		if chars < 4*len(v.rows) {
			return e, false
		}
	}
	e.fields = []model.Field{{
		Name: x.name("text"), Type: model.Text, Size: model.Size{How: model.SizeUntil, N: 0}, Sure: 0.85,
		Evidence: fmt.Sprintf("%d texts in %d frames, a NUL ends each", len(texts), len(v.rows)),
		Held:     len(v.rows), Of: len(v.rows), Distinct: len(texts), Example: anyOf(texts),
	}}
	return e, true
}

// room finds the room of fixed size that texts are in, each with a NUL and bytes that are all the same behind, as far
// as all rows go on with these.
func (x *layer) room(v view, at int, ends []int, texts map[string]bool) (element, bool) {
	end := slices.Max(ends)
	fill := byte(0)
	for i, row := range v.rows {
		if ends[i] < end {
			fill = row[ends[i]]
		}
	}
	for end < column.Shortest(v.rows) && filledUp(v, ends, end, fill) {
		end++
	}
	if !filledUp(v, ends, end-1, fill) {
		return element{}, false
	}
	e := element{sizes: make([]int, len(v.rows))}
	for i := range e.sizes {
		e.sizes[i] = end
	}
	e.fields = []model.Field{{
		Name: x.name("text"), Type: model.Text, Size: model.Size{How: model.SizeFixed, N: end - at}, Sure: 0.75,
		Evidence: fmt.Sprintf("%d texts in %d frames, a NUL ends each, %02x fills their room", len(texts), len(v.rows), fill),
		Held:     len(v.rows), Of: len(v.rows), Distinct: len(texts), Example: anyOf(texts),
	}}
	return e, true
}

// filledUp reports whether all rows have a byte from where their texts end up to a column.
func filledUp(v view, ends []int, to int, fill byte) bool {
	for i, row := range v.rows {
		for j := ends[i]; j <= to; j++ {
			if row[j] != fill {
				return false
			}
		}
	}
	return true
}
