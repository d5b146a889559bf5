package format

import (
	"bufio"
	"bytes"
	"slices"
	"unicode/utf8"
)

// paintedPayload is a payloadWriter in colours: text stands out from bytes, and matches from
// both. Without the colours it writes the same.
type paintedPayload func(w *bufio.Writer, c *brush, p Part, matches []Match)

// paintedPayloads are those of payloadWriters.
var paintedPayloads = map[string]paintedPayload{
	"hex":       paintedHex,
	"hexstring": paintedHexString,
	"string":    paintedLines,
}

// passed is the style of bytes in their order.
type passed struct {
	*brush
	matches []Match // those that do not end before the byte
}

// style is that of a run of bytes from an offset on, which is shown as a whole: other if they
// are not text.
func (p *passed) style(offset int64, run []byte, other style) style {
	for len(p.matches) > 0 && p.matches[0].Offset+p.matches[0].Len <= offset {
		p.matches = p.matches[1:]
	}
	switch c := run[0]; {
	case len(p.matches) > 0 && p.matches[0].Offset < offset+int64(len(run)):
		return found
	case c == 0:
		return faint
	case len(run) > 1, c >= ' ' && c <= '~':
		return p.text()
	}
	return other
}

// maxPaintedLine is how long a line of a hex dump is at most: each byte may have another
// style than the one before, on either side.
const maxPaintedLine = maxHexLine + (2*HexWidth+4)*maxStyle

// paintedHex is hexDump in colours.
func paintedHex(w *bufio.Writer, c *brush, p Part, matches []Match) {
	left, right := passed{c, matches}, passed{c, matches}
	offset := p.Offset
	for line := range slices.Chunk(p.Data, HexWidth) {
		b := append(c.paint(room(w, maxPaintedLine), faint), "  "...)
		var plainLine [maxHexLine]byte
		cells := appendHexLine(plainLine[:0], offset, line)
		digits := bytes.IndexByte(cells, ' ') + 2 // where they begin
		b = append(b, cells[:digits]...)
		at := digits
		for i := range line {
			s := left.style(offset+int64(i), line[i:i+1], plain)
			if i == HexWidth/2 {
				b = append(c.paint(b, between(c.now, s)), ' ')
				at++
			}
			if i > 0 {
				b = append(c.paint(b, between(c.now, s)), ' ')
				at++
			}
			b = append(c.paint(b, s), cells[at:at+2]...)
			at += 2
		}
		bar := len(cells) - len(line) - len("|\n") // where the characters begin
		b = append(c.paint(b, plain), cells[at:bar]...)
		for i := range line {
			s := right.style(offset+int64(i), line[i:i+1], faint)
			b = append(c.paint(b, s), cells[bar+i])
		}
		w.Write(append(c.paint(b, plain), "|\n"...))
		offset += int64(len(line))
	}
}

// between is the style of the space between two bytes, of which only that of a match can be
// seen.
func between(before, after style) style {
	if before == found {
		return after
	}
	return before
}

// paintedLines is escapedLines in colours.
func paintedLines(w *bufio.Writer, c *brush, p Part, matches []Match) {
	styles := passed{c, matches}
	offset := p.Offset
	for line := range bytes.Lines(p.Data) {
		next := offset + int64(len(line))
		end := "\\\n"
		var ending []byte
		switch {
		case bytes.HasSuffix(line, []byte("\r\n")):
			line, ending, end = line[:len(line)-2], line[len(line)-2:], "\\r\n"
		case bytes.HasSuffix(line, []byte("\n")):
			line, end = line[:len(line)-1], "\n"
		}
		w.WriteString("  ")
		for len(line) > 0 {
			n := characterLen(line)
			b := c.paint(room(w, maxToken), styles.style(offset, line[:n], faint))
			w.Write(inLines.append(b, line[:n]))
			line = line[n:]
			offset += int64(n)
		}
		b := room(w, maxToken)
		if len(ending) > 0 {
			b = c.paint(b, styles.style(offset, ending[:1], faint))
			b = append(b, end[:2]...)
			end = end[2:]
		} else if end == "\\\n" {
			b = append(c.paint(b, faint), '\\')
			end = "\n"
		}
		w.Write(append(c.paint(b, plain), end...))
		offset = next
	}
}

// maxToken is more than a character has that is shown escaped and in colours.
const maxToken = 64

// characterLen is how many bytes the first character of s has, 1 of a byte that is part of
// none, and of one that is not shown as a character all of its bytes.
func characterLen(s []byte) int {
	if !isLead(s[0]) {
		return 1
	}
	_, n := utf8.DecodeRune(s)
	return n
}

// paintedHexString is hexString in colours.
func paintedHexString(w *bufio.Writer, c *brush, p Part, matches []Match) {
	styles := passed{c, matches}
	w.WriteString("  ")
	for i := range p.Data {
		b := c.paint(room(w, maxToken), styles.style(p.Offset+int64(i), p.Data[i:i+1], plain))
		w.Write(appendHexEscapes(b, p.Data[i:i+1]))
	}
	w.Write(append(c.paint(room(w, maxToken), plain), '\n'))
}
