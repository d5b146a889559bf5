package infer

import (
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// isText reports whether bytes are printable UTF-8. White space is.
func isText(b []byte) bool {
	ascii := true
	for _, c := range b {
		if !printable(c) {
			if c < utf8.RuneSelf {
				return false
			}
			ascii = false
		}
	}
	return ascii || utf8.Valid(b)
}

// beginsAsText reports the same of as many bytes as tell it.
func beginsAsText(b []byte) bool {
	const most = 512
	n := min(len(b), most)
	for range min(utf8.UTFMax-1, len(b)-n) {
		if !utf8.RuneStart(b[n]) {
			n-- // to the beginning of a character
		}
	}
	return isText(b[:n])
}

func printable(c byte) bool { return printables[c] }

var printables = func() (list [256]bool) {
	for c := range list {
		list[c] = c >= ' ' && c < 0x7f || c == '\t' || c == '\n' || c == '\r'
	}
	return list
}()

// textRun is how many printable bytes of ASCII begin b.
func textRun(b []byte) int {
	for i, c := range b {
		if !printable(c) {
			return i
		}
	}
	return len(b)
}

// letters reports whether there is a letter or a digit in a text.
func letters(b []byte) bool {
	for _, c := range b {
		if letter(c) {
			return true
		}
	}
	return false
}

// prefix is how a protocol tells the length of a text before it.
type prefix struct {
	size  int
	order model.Order
}

// prefixes are those that a protocol uses, the likeliest first. They are found by the
// texts in its frames that are told the length of right before them.
func prefixes(rows [][]byte) []prefix {
	all := []prefix{
		{size: 4, order: model.Big}, {size: 4, order: model.Little}, {size: 2, order: model.Big}, {size: 2, order: model.Little}, {size: 1},
	}
	votes := make([]int, len(all))
	most := 0
	for _, row := range sample(rows, 500) {
		for at := 0; at < min(len(row), 2048); {
			n := textRun(row[at:])
			if n < 3 {
				at += n + 1
				continue
			}
			wide := false // four bytes of the big order tell it
			for i, p := range all {
				if wide && (p.size == 1 || p.size == 2 && p.order == model.Big) {
					continue // which are the lower ones of those
				}
				// The text may be told from the bytes around it by its length alone.
				for skip := range min(n-2, 3) {
					if start := at + skip - p.size; start >= 0 {
						v := model.Uint(row[start:at+skip], p.order)
						if left := uint64(n - skip); v == left || v == left+1 || v >= 3 && v < left && v+3 > left {
							votes[i]++
							most = max(most, votes[i])
							wide = wide || p.size == 4 && p.order == model.Big && skip == 0
							break
						}
					}
				}
			}
			at += n
		}
	}
	var list []prefix
	for i, p := range all {
		if votes[i] > 0 && votes[i]*10 >= most*9 {
			list = append(list, p)
		}
	}
	for i, p := range all { // those that are seldom, behind
		if votes[i] > 0 && votes[i]*10 < most*9 && votes[i]*5 >= most {
			list = append(list, p)
		}
	}
	return list
}

// magic is of how many bytes letters that never change may as well be a number.
const magic = 4

// textClaims are of texts of fixed size, which NULs may fill up.
func textClaims(frames []*model.Frame, limit int) []claim {
	rows := rowsOf(frames)
	cols := columns(rows, limit)
	var list []claim
	for at := 0; at < limit; {
		n, seen := 0, false
		for at+n < limit && cols[at+n].high > 0 && textual(rows, at+n) {
			seen = seen || letter(cols[at+n].value)
			n++
		}
		if n < 4 || !seen {
			at += n + 1
			continue
		}
		size := n
		for at+size < limit && cols[at+size].zero() {
			size++
		}
		for at+size >= limit && at+size < shortest(rows) && allZeroAt(rows, at+size) {
			size++
		}
		if !oddRoom(cols, size, at+size, shortest(rows)) {
			size = max(n, size/4*4)
		}
		v := numbers{offset: at, size: size, values: make([]uint64, len(frames))}
		c := v.claim(model.Text, 0.75, 0.9*float64(n), "printable in all of %d frames", len(frames))
		if size == magic && allConstant(cols[at:at+size]) {
			c.typ, c.evidence = model.Constant, "the same letters in all"
		}
		list = append(list, c)
		at += size
	}
	return list
}

// allZeroAt reports whether the byte at an offset is zero in all rows.
func allZeroAt(rows [][]byte, at int) bool { return rows[0][at] == 0 && allAlike(rows, at) }

// leastRoom is from how many bytes on a text may have room for a NUL that others don't count.
const leastRoom = 9

// oddRoom reports whether so many bytes up to an offset may be the room of a text with a NUL that others don't count: a
// number of the little order begins there, or the frame ends.
func oddRoom(cols []column, size, end, length int) bool {
	return size%4 == 1 && size >= leastRoom && (end == length || end < len(cols) && beginsLittle(cols[end:]))
}

// beginsLittle reports whether columns begin with a number of four bytes whose lowest one is first.
func beginsLittle(cols []column) bool {
	return len(cols) >= 4 && !cols[0].zero() && cols[1].zero() && cols[2].zero() && cols[3].zero()
}

// textual reports whether the column at j is printable, or NUL behind text.
func textual(rows [][]byte, j int) bool {
	for _, row := range rows {
		if c := row[j]; !printable(c) && (c != 0 || j == 0 || !printable(row[j-1]) && row[j-1] != 0) {
			return false
		}
	}
	return true
}

func letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
