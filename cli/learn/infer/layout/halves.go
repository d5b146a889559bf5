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
		if p.Size == 8 && unknown(p, cols) && isTwo(p, cols, order, v) {
			list = append(list, segment.Piece{Offset: p.Offset, Size: 4}, segment.Piece{Offset: p.Offset + 4, Size: 4})
		} else {
			list = append(list, p)
		}
	}
	return list
}

// In how many rows the same small number is rather two: in few where most such numbers are two, else in many.
const fewRowsAlike, manyRowsAlike = 2, 8

// isTwo reports whether eight bytes are rather two numbers, by where they are in frames. At multiples of eight, numbers of the little order
// are those of structures of C, which are as wide as they look; of the big order, most small ones are two even there.
func isTwo(p segment.Piece, cols []column.Column, order model.Order, v view) bool {
	low := model.Lowest(p.Offset, p.Size, order)
	for i := p.Offset; i < p.Offset+p.Size; i++ {
		if i != low && !cols[i].Zero() {
			return false
		}
	}
	if !cols[low].Constant() {
		return false
	}
	zero, aligned, rows := cols[low].Zero(), v.multiples(p.Offset, p.Size), len(v.rows)
	switch {
	case order == model.Little:
		return !zero && aligned == 0 && rows >= fewRowsAlike
	case zero:
		return aligned < rows && rows >= manyRowsAlike
	case aligned == rows:
		return rows >= fewRowsAlike
	}
	return rows >= manyRowsAlike
}
