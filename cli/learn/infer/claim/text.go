package claim

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// magic is of how many bytes letters that never change may as well be a number.
const magic = 4

// textClaims are of texts of fixed size, which NULs may fill up.
func textClaims(frames []*model.Frame, limit int) []Claim {
	rows := column.Rows(frames)
	cols := column.Of(rows, limit)
	rows = letters(rows, limit)
	var list []Claim
	for at := 0; at < limit; {
		n, seen := 0, false
		for at+n < limit && cols[at+n].High > 0 && textual(rows, at+n) {
			seen = seen || text.Letter(cols[at+n].Value)
			n++
		}
		if n < 4 || !seen || meanText(rows, at, n) < leastText {
			at += n + 1
			continue
		}
		size := n
		for at+size < limit && cols[at+size].Zero() {
			size++
		}
		for at+size >= limit && at+size < column.Shortest(rows) && allZeroAt(rows, at+size) {
			size++
		}
		if !oddRoom(cols, size, at+size, column.Shortest(rows)) {
			size = max(n, size/4*4)
		}
		v := numbers{offset: at, size: size, values: make([]uint64, len(frames))}
		c := v.claim(model.Text, 0.75, 0.9*float64(n), "printable in all of %d frames", len(frames))
		if size == magic && column.AllConstant(cols[at:at+size]) {
			c.Type, c.Evidence = model.Constant, "the same letters in all"
		}
		list = append(list, c)
		at += size
	}
	return list
}

// letters are rows in which the bytes of characters beyond ASCII, up to a limit, are letters of it, if they are behind others. There
// are such characters in few of the rows: where most have some, they are rather numbers.
func letters(rows [][]byte, limit int) [][]byte {
	list, few := slices.Clone(rows), 0
	for i, row := range rows {
		for at := 1; at < min(len(row), limit); {
			r, n := utf8.DecodeRune(row[at:])
			if n < 2 || !unicode.IsPrint(r) || !text.Printable(list[i][at-1]) {
				at++
				continue
			}
			if &list[i][0] == &row[0] {
				list[i] = slices.Clone(row)
				few++
			}
			for j := range n {
				list[i][at+j] = letter
			}
			at += n
		}
	}
	if few*2 >= len(rows) {
		return rows
	}
	return list
}

// letter stands for bytes of a character beyond ASCII.
const letter = 'x'

// leastText is how many characters texts have on average at least.
const leastText = 3

// meanText is how many characters texts in so many bytes have on average.
func meanText(rows [][]byte, at, n int) float64 {
	sum := 0
	for _, row := range rows {
		sum += text.Run(row[at : at+n])
	}
	return float64(sum) / float64(len(rows))
}

// allZeroAt reports whether the byte at an offset is zero in all rows.
func allZeroAt(rows [][]byte, at int) bool { return rows[0][at] == 0 && column.AllAlike(rows, at) }

// leastRoom is from how many bytes on a text may have room for a NUL that others don't count.
const leastRoom = 9

// oddRoom reports whether so many bytes up to an offset may be the room of a text with a NUL that others don't count: a
// number of the little order begins there, or the frame ends.
func oddRoom(cols []column.Column, size, end, length int) bool {
	return size%4 == 1 && size >= leastRoom && (end == length || end < len(cols) && beginsLittle(cols[end:]))
}

// beginsLittle reports whether columns begin with a number of four bytes whose lowest one is first.
func beginsLittle(cols []column.Column) bool {
	return len(cols) >= 4 && !cols[0].Zero() && cols[1].Zero() && cols[2].Zero() && cols[3].Zero()
}

// textual reports whether the column at j is printable, or NUL behind text.
func textual(rows [][]byte, j int) bool {
	for _, row := range rows {
		if c := row[j]; !text.Printable(c) && (c != 0 || j == 0 || !text.Printable(row[j-1]) && row[j-1] != 0) {
			return false
		}
	}
	return true
}
