package format

import (
	"bufio"
	"bytes"
	"slices"
	"unicode/utf8"
)

// hexDump writes 16 bytes a line: offset in the message, hex, ASCII.
//
//	0000  0d 02 00 2c 00 00 00 00  00 00 00 00 00 00 00 00  |...,............|
func hexDump(w *bufio.Writer, p Part) {
	offset := p.Offset
	for line := range slices.Chunk(p.Data, HexWidth) {
		w.WriteString("  ")
		WriteHexLine(w, offset, line)
		offset += HexWidth
	}
}

// HexWidth is how many bytes a line of a hex dump has.
const HexWidth = 16

// WriteHexLine writes a line of a hex dump: up to HexWidth bytes, of which the first has
// the offset, which is not negative.
func WriteHexLine(w *bufio.Writer, offset int64, line []byte) {
	w.Write(appendHexLine(room(w, maxHexLine), offset, line))
}

// maxHexLine is how long a line is at most: 16 digits of an offset, and the rest.
const maxHexLine = 16 + 53 + HexWidth + 2

func appendHexLine(b []byte, offset int64, line []byte) []byte {
	shift := 12 // four digits at least
	for offset>>shift > 15 {
		shift += 4
	}
	for ; shift >= 0; shift -= 4 {
		b = append(b, hexDigits[offset>>shift&15])
	}
	half := min(HexWidth/2, len(line))
	b = appendHexBytes(append(b, "  "...), line[:half])
	b = appendHexBytes(append(b, ' '), line[half:])
	const none = "                                                "
	b = append(b, none[:3*(HexWidth-len(line))]...)
	b = append(b, " |"...)
	for _, c := range line {
		b = append(b, shown[c])
	}
	return append(b, "|\n"...)
}

func appendHexBytes(b, line []byte) []byte {
	for _, c := range line {
		b = append(b, hexDigits[c>>4], hexDigits[c&15], ' ')
	}
	return b
}

// shown is how a hex dump shows each byte as a character.
var shown = func() (table [256]byte) {
	for c := range table {
		table[c] = '.'
		if c >= ' ' && c <= '~' {
			table[c] = byte(c)
		}
	}
	return table
}()

// escapedLines writes text as text: a line for each line of the payload, tabs
// as they are, a carriage return as \r, every other byte that is not printable
// as \xNN.
func escapedLines(w *bufio.Writer, p Part) {
	for line := range bytes.Lines(p.Data) {
		end := "\\\n" // the payload ends without a line end
		switch {
		case bytes.HasSuffix(line, []byte("\r\n")):
			line, end = line[:len(line)-2], "\\r\n"
		case bytes.HasSuffix(line, []byte("\n")):
			line, end = line[:len(line)-1], "\n"
		}
		w.WriteString("  ")
		for len(line) > 0 {
			n := wholeCharacters(line, maxEscaped)
			w.Write(inLines.append(room(w, len(`\xNN`)*n), line[:n]))
			line = line[n:]
		}
		w.WriteString(end)
	}
}

// maxEscaped is how many bytes are escaped at once.
const maxEscaped = 1024

// wholeCharacters is how many bytes at the start of s, at most limit, end where a character
// does.
func wholeCharacters(s []byte, limit int) int {
	if len(s) <= limit {
		return len(s)
	}
	n := limit
	for n > limit-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// hexString writes all bytes as \xNN on one line, which Go and Python read
// inside quotes.
func hexString(w *bufio.Writer, p Part) {
	w.WriteString("  ")
	for run := range slices.Chunk(p.Data, maxEscaped) {
		w.Write(appendHexEscapes(room(w, len(`\xNN`)*len(run)), run))
	}
	w.WriteByte('\n')
}
