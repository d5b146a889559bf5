package layout

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
)

// leastJoined is how many numbers in a row, by their width, are rather one field of bytes if
// they are full: two of eight bytes, four of four. Narrower ones may be full by what they count.
var leastJoined = map[int]int{8: 2, 4: 4}

// joined makes one piece of numbers of one width in a row that are full: most numbers are far
// smaller than their width allows, so that many without a zero are rather an id, a key,
// sound or a text. What has a claim stays as it is. The offsets are those in the rows.
func joined(pieces []segment.Piece, cols []column.Column) []segment.Piece {
	var list []segment.Piece
	for at := 0; at < len(pieces); {
		p, n := pieces[at], 1
		if least, ok := leastJoined[p.Size]; ok {
			end := at
			for end < len(pieces) && pieces[end].Size == p.Size && full(pieces[end], cols) {
				end++
			}
			if end-at >= least {
				n = end - at
				p.Size *= n
			}
		}
		list = append(list, p)
		at += n
	}
	return list
}

// full reports whether a number that nothing else is known of has hardly any byte that is zero.
func full(p segment.Piece, cols []column.Column) bool {
	if !unknown(p, cols) {
		return false
	}
	_, zeros, all := column.Counts(cols[p.Offset : p.Offset+p.Size])
	return zeros*fullOf <= all
}

// fullOf is of how many bytes of a full number one is zero at most.
const fullOf = 10
