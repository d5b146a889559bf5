package diff

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/format"
)

// maxLines is how many lines of a message people get to see.
const maxLines = 40

// line is one of a message that differs.
type line struct {
	sign string // - of the first capture, + of the other one
	text string
}

func writeLines(out *bufio.Writer, lines []line) {
	for i, l := range lines {
		if i == maxLines {
			fmt.Fprintf(out, "    %d more lines; --format json has all\n", len(lines)-i)
			return
		}
		fmt.Fprintf(out, "  %s %s\n", l.sign, l.text)
	}
}

// lines show what differs: of texts the lines, of other bytes those of hex dumps.
func (c *Change) lines() []line {
	switch {
	case c.Kind == Moved:
		return nil
	case isText(c.A) && isText(c.B):
		return textLines(c.A, c.B)
	case c.A != nil && c.B != nil && c.A.Len() == c.B.Len():
		return hexLines(c)
	}
	var list []line
	list = append(list, dump("-", c.A, c.common())...)
	return append(list, dump("+", c.B, c.common())...)
}

// isText reports whether a turn is text, or is not there.
func isText(t *Turn) bool {
	if t == nil {
		return true
	}
	if t.known != nil || !utf8.Valid(t.Data) {
		return false
	}
	return bytes.IndexFunc(t.Data, func(r rune) bool { return !unicode.IsPrint(r) && r != '\n' && r != '\r' && r != '\t' }) < 0
}

// textLines are the lines that are in one of two texts alone, between the first and the last
// that differ.
func textLines(a, b *Turn) []line {
	split := func(t *Turn) []string {
		if t == nil || len(t.Data) == 0 {
			return nil
		}
		return strings.SplitAfter(strings.TrimSuffix(string(t.Data), "\n"), "\n")
	}
	x, y := split(a), split(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	inX, inY := map[string]int{}, map[string]int{}
	for _, s := range x {
		inX[s]++
	}
	for _, s := range y {
		inY[s]++
	}
	var list []line
	only := func(sign string, lines []string, others map[string]int) {
		for _, s := range lines {
			if others[s] > 0 {
				others[s]--
				continue
			}
			list = append(list, line{sign, format.Escape(strings.TrimRight(s, "\r\n"))})
		}
	}
	only("-", x, inY)
	only("+", y, inX)
	return list
}

// hexLines are those lines of the hex dumps of two turns of one length that differ, and
// below each pair where.
func hexLines(c *Change) []line {
	var list []line
	for offsets := c.Offsets; len(offsets) > 0; {
		at := offsets[0] - offsets[0]%format.HexWidth
		marks := []byte{}
		for ; len(offsets) > 0 && offsets[0] < at+format.HexWidth; offsets = offsets[1:] {
			i := offsets[0] - at
			column := len(fmt.Sprintf("%04x  ", at)) + 3*i + i/8
			for len(marks) < column {
				marks = append(marks, ' ')
			}
			marks = append(marks, "^^"...)
		}
		list = append(list, hexLine("-", c.A.Data, at), hexLine("+", c.B.Data, at), line{" ", string(marks)})
	}
	return list
}

// hexLine is one of a hex dump.
func hexLine(sign string, data []byte, at int) line {
	var b strings.Builder
	w := bufio.NewWriter(&b)
	if at < len(data) {
		format.WriteHexLine(w, int64(at), data[at:min(at+format.HexWidth, len(data))])
	}
	w.Flush()
	return line{sign, strings.TrimRight(b.String(), "\n")}
}

// common is how many bytes both begin with, down to a whole line of a hex dump.
func (c *Change) common() int {
	if c.A == nil || c.B == nil {
		return 0
	}
	n := 0
	for n < min(len(c.A.Data), len(c.B.Data)) && c.A.Data[n] == c.B.Data[n] {
		n++
	}
	return n - n%format.HexWidth
}

// dump are the lines of a hex dump from an offset on.
func dump(sign string, t *Turn, from int) []line {
	var list []line
	if t == nil {
		return nil
	}
	for at := from; at < len(t.Data); at += format.HexWidth {
		list = append(list, hexLine(sign, t.Data, at))
	}
	return list
}
