package layout

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// In so many rows, a number of eight bytes would hardly be the same small one.
const fewRowsAlike, manyRowsAlike = 2, 8

// halves makes two numbers of four bytes of one of eight that never changes and is less than 256: a number so wide is
// there for greater ones, and where it stands at no multiple of its width it is rather two. The first piece begins
// behind so many bytes of the frame; the offsets are those in the rows.
func halves(pieces []segment.Piece, cols []column.Column, order model.Order, start, rows int) (list []segment.Piece) {
	for _, p := range pieces {
		if p.Claim != nil || p.Opaque || p.Size != 8 || p.Offset+p.Size > len(cols) || !isTwo(cols[p.Offset:p.Offset+p.Size], order, (start+p.Offset)%8 == 0, rows) {
			list = append(list, p)
			continue
		}
		list = append(list, segment.Piece{Offset: p.Offset, Size: 4}, segment.Piece{Offset: p.Offset + 4, Size: 4})
	}
	return list
}

// isTwo reports whether eight bytes are rather two numbers.
func isTwo(cols []column.Column, order model.Order, aligned bool, rows int) bool {
	low, upper := &cols[7], cols[:7]
	if order == model.Little {
		low, upper = &cols[0], cols[1:]
	}
	for i := range upper {
		if !upper[i].Zero() {
			return false
		}
	}
	switch {
	case !low.Constant():
		return false
	case order == model.Little:
		return !low.Zero() && !aligned && rows >= fewRowsAlike
	case low.Zero():
		return !aligned && rows >= manyRowsAlike
	case aligned:
		return rows >= fewRowsAlike
	}
	return rows >= manyRowsAlike
}
