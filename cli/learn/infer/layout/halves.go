package layout

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// halves makes two numbers of four bytes of one of eight that never changes and is less than 256: a number so wide is
// there for greater ones. The offsets are those in the rows.
func halves(pieces []segment.Piece, cols []column.Column, order model.Order, v view) (list []segment.Piece) {
	for _, p := range pieces {
		if p.Size != 8 || !unknown(p, cols) || !isTwo(cols[p.Offset:p.Offset+p.Size], order, v.multiples(p.Offset, 8), len(v.rows)) {
			list = append(list, p)
			continue
		}
		list = append(list, segment.Piece{Offset: p.Offset, Size: 4}, segment.Piece{Offset: p.Offset + 4, Size: 4})
	}
	return list
}

// In so many rows, a number of eight bytes that is small would hardly be the same: in few, where it is as
// likely that two zeros and a small number are meant, in many else.
const fewRowsAlike, manyRowsAlike = 2, 8

// isTwo reports whether eight bytes are rather two numbers, by how many rows have them at a multiple of eight. In the little order, where a small number
// comes first, structures of C have wide ones there; in the big one, most of those that are seen are two.
func isTwo(cols []column.Column, order model.Order, aligned, rows int) bool {
	low, upper := &cols[7], cols[:7]
	if order == model.Little {
		low, upper = &cols[0], cols[1:]
	}
	if _, zeros, all := column.Counts(upper); zeros < all || !low.Constant() {
		return false
	}
	switch {
	case order == model.Little:
		return !low.Zero() && aligned == 0 && rows >= fewRowsAlike
	case low.Zero():
		return aligned < rows && rows >= manyRowsAlike
	case aligned == rows:
		return rows >= fewRowsAlike
	}
	return rows >= manyRowsAlike
}
