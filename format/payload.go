package format

import (
	"bufio"
	"bytes"
	"fmt"
)

// hexDump writes 16 bytes a line: offset in the message, hex, ASCII.
//
//	0000  0d 02 00 2c 00 00 00 00  00 00 00 00 00 00 00 00  |...,............|
func hexDump(w *bufio.Writer, p Part) {
	for at := 0; at < len(p.Data); at += HexWidth {
		w.WriteString("  ")
		WriteHexLine(w, p.Offset+int64(at), p.Data[at:min(at+HexWidth, len(p.Data))])
	}
}

// HexWidth is how many bytes a line of a hex dump has.
const HexWidth = 16

// WriteHexLine writes a line of a hex dump: up to HexWidth bytes, of which the first has
// the offset.
func WriteHexLine(w *bufio.Writer, offset int64, line []byte) {
	fmt.Fprintf(w, "%04x ", offset)
	for i := range HexWidth {
		if i%8 == 0 {
			w.WriteByte(' ')
		}
		if i < len(line) {
			fmt.Fprintf(w, "%02x ", line[i])
		} else {
			w.WriteString("   ")
		}
	}
	w.WriteString(" |")
	for _, c := range line {
		if c < ' ' || c > '~' {
			c = '.'
		}
		w.WriteByte(c)
	}
	w.WriteString("|\n")
}

// escapedLines writes text as text: a line for each line of the payload, tabs
// as they are, a carriage return as \r, every other byte that is not printable
// as \xNN.
func escapedLines(w *bufio.Writer, p Part) {
	for line := range bytes.Lines(p.Data) {
		line, ended := bytes.CutSuffix(line, []byte("\n"))
		returned := false
		if ended {
			line, returned = bytes.CutSuffix(line, []byte("\r"))
		}
		w.WriteString("  ")
		for i, field := range bytes.Split(line, []byte("\t")) {
			if i > 0 {
				w.WriteByte('\t')
			}
			w.WriteString(Escape(string(field)))
		}
		switch {
		case returned:
			w.WriteString(`\r`)
		case !ended:
			w.WriteString(`\`) // the payload ends without a line end
		}
		w.WriteByte('\n')
	}
}

// hexString writes all bytes as \xNN on one line, which Go and Python read
// inside quotes.
func hexString(w *bufio.Writer, p Part) {
	w.WriteString("  ")
	for _, c := range p.Data {
		fmt.Fprintf(w, `\x%02x`, c)
	}
	w.WriteByte('\n')
}
