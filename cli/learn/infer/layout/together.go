package layout

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// together makes one piece of two side by side that are rather one field: of letters, of zeros, a text and the zeros that fill it
// up, or a number whose upper bytes are zero. What has a claim stays as it is. The offsets are those in the rows.
func together(pieces []segment.Piece, cols []column.Column, order model.Order) []segment.Piece {
	var list []segment.Piece
	var last part
	for _, p := range pieces {
		next := partOf(p, cols)
		if len(list) > 0 && last.goesOnIn(next, order) {
			all := &list[len(list)-1]
			all.Size += p.Size
			all.Letters = all.Letters || last.lettersGoOnIn(next)
			next.merged = true
		} else {
			list = append(list, p)
		}
		last = next
	}
	return list
}

// part is what a piece looks like that may be a part of a field.
type part struct {
	size     int     // bytes; 0 if it can be none
	letters  float64 // the share of its bytes that are printable
	filled   float64 // the same of those that are not zero
	wide     bool    // letters are in half of its columns, and in two at least: no number that is small has that
	constant bool
	zero     bool
	merged   bool // others before it are of the same field
}

func partOf(p segment.Piece, cols []column.Column) part {
	if !unknown(p, cols) {
		return part{}
	}
	cols = cols[p.Offset : p.Offset+p.Size]
	lettered := 0
	for i := range cols {
		if cols[i].Letters > 0 {
			lettered++
		}
	}
	letters, zeros, all := column.Counts(cols)
	return part{
		size: p.Size, constant: column.AllConstant(cols), zero: zeros == all, wide: lettered > 1 && lettered*2 >= p.Size,
		letters: float64(letters) / float64(all), filled: float64(letters) / float64(max(1, all-zeros)),
	}
}

// unknown reports whether nothing is known of a piece but its bytes, all of which are in columns.
func unknown(p segment.Piece, cols []column.Column) bool {
	return p.Claim == nil && !p.Opaque && p.Offset+p.Size <= len(cols)
}

// numeric reports whether it is as wide as a number, and may be one.
func (a part) numeric() bool { return !a.merged && segment.WidthIndex(a.size) >= 0 }

// fillsUp is how many zeros are more than a number has.
const fillsUp = 9

// goesOnIn reports whether the same field goes on in the next piece.
func (a part) goesOnIn(b part, order model.Order) bool {
	switch {
	case a.size == 0 || b.size == 0:
		return false
	case a.zero && b.zero:
		return !a.numeric() || !b.numeric()
	case a.zero && !a.merged && a.size == 3 && b.size == 1: // of four bytes; that they are alone is told by a change or by the order
		return order == model.Big || !b.constant
	case b.zero && b.size >= fillsUp:
		return !a.numeric() && a.filled >= nearlyLetters
	}
	return a.lettersGoOnIn(b)
}

// The shares of letters of two pieces if both are of one text: of one at least and of the other, of both if they
// never change, and of the bytes that are not zero.
const someLetters, mostLetters, allLetters, nearlyLetters = 0.35, 0.6, 0.85, 0.9

// lettersGoOnIn reports whether both are letters of one text. What never changes is behind something that
// does for a reason, unless nothing else changes.
func (a part) lettersGoOnIn(b part) bool {
	low, high := min(a.letters, b.letters), max(a.letters, b.letters)
	switch {
	case a.wide && b.wide && !a.constant && !b.constant && min(a.filled, b.filled) >= nearlyLetters:
		return true
	case low < someLetters || high < mostLetters || b.constant && !a.constant:
		return false
	case b.constant:
		return low >= allLetters || a.size == 1 && b.size == 2
	}
	return true
}
