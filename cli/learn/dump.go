package learn

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// dump is a hex dump of a frame with a ruler of its fields below each line.
type dump struct {
	b        *bufio.Writer
	data     []byte
	spans    []model.Span
	marks    map[*model.Field]byte
	coloured bool
}

const (
	perLine   = 16
	mostLines = 16 // of a dump: of longer frames the beginning is shown
)

// colours are those that fields have in turn: foregrounds of ECMA-48.
var colours = []string{"\x1b[36m", "\x1b[33m", "\x1b[32m", "\x1b[35m", "\x1b[34m", "\x1b[31m"}

const plain = "\x1b[0m"

func (d dump) write() {
	fields := d.fieldOf()
	lines := 0
	for start := 0; start < len(d.data); start += perLine {
		if lines++; lines > mostLines {
			fmt.Fprintf(d.b, "  ... %d more bytes\n", len(d.data)-start)
			return
		}
		if n := within(fields, start); n >= leastFolded {
			fmt.Fprintf(d.b, "  ... %d more bytes of %c\n", n, d.marks[d.spans[fields[start]].Field])
			start += n - perLine
			continue
		}
		end := min(start+perLine, len(d.data))
		var hex, ruler, ascii strings.Builder
		for i := start; i < end; i++ {
			word := fmt.Sprintf("%02x", d.data[i])
			mark := "  "
			gap, line := " ", " "
			if f := fields[i]; f >= 0 {
				begins := i == d.spans[f].Offset
				goesOn := i+1 < d.spans[f].Offset+d.spans[f].Size
				letter := string(d.marks[d.spans[f].Field])
				switch {
				case begins && goesOn:
					mark = letter + "-"
				case begins:
					mark = letter + " "
				default:
					mark = "--"
				}
				if i == start && !begins {
					mark = letter + "-"
				}
				if goesOn {
					line = "-"
				}
				if d.coloured {
					word = colours[f%len(colours)] + word + plain
					mark = colours[f%len(colours)] + mark + line + plain
					line = ""
				}
			}
			hex.WriteString(word + gap)
			ruler.WriteString(mark + line)
			c := d.data[i]
			if c < ' ' || c > '~' {
				c = '.'
			}
			ascii.WriteByte(c)
		}
		hex.WriteString(strings.Repeat("   ", start+perLine-end))
		fmt.Fprintf(d.b, "  %04x  %s |%s|\n", start, hex.String(), ascii.String())
		fmt.Fprintf(d.b, "        %s\n", strings.TrimRight(ruler.String(), " "))
	}
}

// leastFolded is how many bytes are left out at least, in the middle of a field.
const leastFolded = 3 * perLine

// within is how many bytes of whole lines from a line on belong to a field that the line before it
// shows already, and that goes on behind them.
func within(fields []int, start int) (n int) {
	if start == 0 || fields[start-1] < 0 {
		return 0
	}
	f := fields[start-1]
	for start+n+perLine < len(fields) {
		for _, of := range fields[start+n : start+n+perLine+1] {
			if of != f {
				return n
			}
		}
		n += perLine
	}
	return n
}

// fieldOf tells of each byte in which span it is, -1 if in none.
func (d dump) fieldOf() []int {
	fields := make([]int, len(d.data))
	for i := range fields {
		fields[i] = -1
	}
	for n, s := range d.spans {
		for i := range s.Size {
			fields[s.Offset+i] = n
		}
	}
	return fields
}
