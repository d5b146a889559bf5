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
	case c.A != nil && c.B != nil && len(c.Edits) > 0:
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

// hexLines are those lines of the hex dumps of two turns that differ, and below them where:
// below each pair if that is at the same offsets, else below those of either side.
func hexLines(c *Change) []line {
	var list []line
	for edits := c.Edits; len(edits) > 0; {
		a, b, n := edits[0].A.lines(), edits[0].B.lines(), 1
		for ; n < len(edits); n++ { // those that have a line in common are shown together
			nextA, nextB := edits[n].A.lines(), edits[n].B.lines()
			if nextA.From >= a.To && nextB.From >= b.To {
				break
			}
			a.To, b.To = max(a.To, nextA.To), max(b.To, nextB.To)
		}
		var runsA, runsB []Run
		for _, e := range edits[:n] {
			runsA, runsB = append(runsA, e.A), append(runsB, e.B)
		}
		marksA, marksB := marks(runsA, a.From), marks(runsB, b.From)
		if a.Len() == format.HexWidth && a == b && marksA == marksB {
			list = append(list, hexLine("-", c.A.Data, a.From), hexLine("+", c.B.Data, b.From), line{" ", marksA})
		} else {
			list = append(list, side("-", c.A.Data, a, runsA)...)
			list = append(list, side("+", c.B.Data, b, runsB)...)
		}
		edits = edits[n:]
	}
	return list
}

// lines are the bytes of the lines of a hex dump that a run is in, or would be.
func (r Run) lines() Run {
	from := r.From - r.From%format.HexWidth
	last := max(r.From, r.To-1)
	return Run{from, last - last%format.HexWidth + format.HexWidth}
}

// side are lines of a hex dump, each with what of it is in the runs.
func side(sign string, data []byte, lines Run, runs []Run) []line {
	var list []line
	for at := lines.From; at < lines.To && at < len(data); at += format.HexWidth {
		list = append(list, hexLine(sign, data, at))
		if under := marks(runs, at); under != "" {
			list = append(list, line{" ", under})
		}
	}
	return list
}

// marks are below the bytes of a line that are in the runs.
func marks(runs []Run, at int) string {
	under := []byte{}
	for _, r := range runs {
		for i := max(r.From, at) - at; i < min(r.To, at+format.HexWidth)-at; i++ {
			column := len(fmt.Sprintf("%04x  ", at)) + 3*i + i/8
			for len(under) < column {
				under = append(under, ' ')
			}
			under = append(under, "^^"...)
		}
	}
	return string(under)
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
