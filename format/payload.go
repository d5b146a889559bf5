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
	const width = 16
	for at := 0; at < len(p.Data); at += width {
		line := p.Data[at:min(at+width, len(p.Data))]
		fmt.Fprintf(w, "  %04x ", p.Offset+int64(at))
		for i := range width {
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
