package replay

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// WriteText writes a result for people: a line and, on a difference, hex dumps of what
// was captured and what came, where a line that differs is there twice:
//
//	43010 redis-cli[186] different: message 2, offset 21: other bytes than were captured
//	            0000  2b 4f 4b 0d 0a 24 35 0d  0a 68 65 6c 6c 6f 0d 0a  |+OK..$5..hello..|
//	  captured  0010  3a 31 32 33 34 35 0d 0a                           |:12345..|
//	  came      0010  3a 31 32 33 34 36 0d 0a                           |:12346..|
//	                                 ^^
func WriteText(w io.Writer, r *Result) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%s %s %s", r.Conversation.ID, r.Conversation.Client, r.Verdict)
	switch d := r.Difference; {
	case d != nil:
		fmt.Fprintf(b, ": %s, offset %d: %s\n", d.where(), d.Offset, r.Reason)
		d.writeBytes(b)
	case r.Verdict == Same:
		fmt.Fprintf(b, ": %s\n", r.counts())
	default:
		fmt.Fprintf(b, ": %s\n", r.Reason)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(b, "  (%s)\n", n)
	}
	return b.Flush()
}

// counts tell what was sent and compared.
func (r *Result) counts() string {
	s := fmt.Sprintf("%d messages sent, %d compared", r.Sent, r.Compared)
	if r.Sent == 1 {
		s = fmt.Sprintf("1 message sent, %d compared", r.Compared)
	}
	if r.Uncaptured > 0 {
		s += fmt.Sprintf(" but for %d bytes that were not captured", r.Uncaptured)
	}
	return s
}

// where is which message it is.
func (d *Difference) where() string {
	switch {
	case d.Message == 0:
		return "before any message"
	case d.Last > d.Message:
		return fmt.Sprintf("messages %d-%d", d.Message, d.Last)
	}
	return fmt.Sprintf("message %d", d.Message)
}

// writeBytes writes the lines from the one before the difference to the one behind.
func (d *Difference) writeBytes(w *bufio.Writer) {
	const captured, came, both = "  captured  ", "  came      ", "            "
	if len(d.Expected)+len(d.Got) == 0 {
		return
	}
	ends := d.Start + int64(max(len(d.Expected), len(d.Got)))
	for at := d.Start - d.Start%format.HexWidth; at < ends; at += format.HexWidth {
		low := max(at, d.Start)
		expected, got := line(d.Expected, d.Start, at), line(d.Got, d.Start, at)
		if bytes.Equal(expected, got) {
			writeLine(w, both, low, got)
		} else {
			writeLine(w, captured, low, expected)
			writeLine(w, came, low, got)
		}
		if i := d.Offset - low; i >= 0 && d.Offset < at+format.HexWidth {
			column := len(both) + len(fmt.Sprintf("%04x  ", low)) + int(3*i+i/8)
			fmt.Fprintf(w, "%s^^\n", strings.Repeat(" ", column))
		}
	}
}

// writeLine writes a line, if there are bytes for it.
func writeLine(w *bufio.Writer, whose string, offset int64, b []byte) {
	if len(b) > 0 {
		w.WriteString(whose)
		format.WriteHexLine(w, offset, b)
	}
}

// line are those of the bytes, which start at an offset, that are in the hex dump's line
// at another.
func line(b []byte, start, at int64) []byte {
	low := min(max(at-start, 0), int64(len(b)))
	high := min(at+format.HexWidth-start, int64(len(b)))
	return b[low:max(low, high)]
}
