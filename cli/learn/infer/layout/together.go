package layout

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// together makes one piece of two side by side that are rather one field: of letters, of zeros, or a number
// whose upper bytes are zero. What has a claim stays as it is. The offsets are those in the rows.
func (x *layer) together(pieces []segment.Piece, cols []column.Column) []segment.Piece {
	var list []segment.Piece
	var last part
	for _, p := range pieces {
		next := partOf(p, cols)
		if len(list) > 0 && last.goesOnIn(next, x.order) {
			list[len(list)-1].Size += p.Size
			next.size += last.size
		} else {
			list = append(list, p)
		}
		last = next
	}
	return list
}

// part is what a piece looks like that may be a part of a field.
type part struct {
	size     int     // bytes, with those of the parts before it; 0 if it can be none
	letters  float64 // how many of its bytes are printable: 0 to 1
	filled   float64 // how many of those that are not zero are: 0 to 1
	constant bool
	zero     bool
}

func partOf(p segment.Piece, cols []column.Column) part {
	if p.Claim != nil || p.Opaque || p.Offset+p.Size > len(cols) {
		return part{}
	}
	cols = cols[p.Offset : p.Offset+p.Size]
	letters, zeros, all := 0, 0, 0
	for i := range cols {
		letters += cols[i].Letters
		zeros += cols[i].Zeros
		all += cols[i].N
	}
	return part{
		size: p.Size, constant: column.AllConstant(cols), zero: zeros == all,
		letters: float64(letters) / float64(all), filled: float64(letters) / float64(max(1, all-zeros)),
	}
}

// numeric reports whether it is as wide as a number.
func (a part) numeric() bool { return segment.WidthIndex(a.size) >= 0 }

// goesOnIn reports whether the same field goes on in the next piece.
func (a part) goesOnIn(b part, order model.Order) bool {
	switch {
	case a.size == 0 || b.size == 0:
		return false
	case a.zero && b.zero:
		return !a.numeric() || !b.numeric()
	case a.zero && a.size == 3 && b.size == 1: // the upper bytes of a number
		return order == model.Big || !b.constant
	case b.zero && b.size > 8: // fills up a text
		return !a.numeric() && a.filled >= nearlyLetters
	}
	return a.lettersGoOnIn(b)
}

// How many of the bytes of two pieces are letters if both are of one text: of one at least and of the
// other, of both if they never change, and of those that are not zero.
const someLetters, mostLetters, allLetters, nearlyLetters = 0.35, 0.6, 0.85, 0.9

// lettersGoOnIn reports whether both are letters of one text. What never changes is behind something that
// does for a reason, unless nothing else changes.
func (a part) lettersGoOnIn(b part) bool {
	low, high := min(a.letters, b.letters), max(a.letters, b.letters)
	switch {
	case !a.constant && !b.constant && min(a.filled, b.filled) >= nearlyLetters:
		return true
	case low < someLetters || high < mostLetters || b.constant && !a.constant:
		return false
	case b.constant:
		return low >= allLetters || a.size == 1 && b.size == 2
	}
	return true
}
