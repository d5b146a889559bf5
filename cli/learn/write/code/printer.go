package code

import (
	"bytes"
	"fmt"
	"strings"
)

// Printer writes lines of source.
type Printer struct {
	bytes.Buffer
	Marker string // begins a comment
	Indent string // of one level
	Width  int    // of comments
	level  int
}

// In and Out change the level at which lines stand.
func (p *Printer) In() { p.level++ }

// Out ends what In began.
func (p *Printer) Out() { p.level-- }

// Line writes a line; an empty one stands at no level.
func (p *Printer) Line(format string, args ...any) {
	if format != "" {
		p.WriteString(strings.Repeat(p.Indent, p.level))
		fmt.Fprintf(p, format, args...)
	}
	p.WriteByte('\n')
}

// Comment writes text as a comment, which nothing in the text can end.
func (p *Printer) Comment(text string) {
	for _, line := range Wrap(text, p.Width-len(p.Marker)-len(p.Indent)*p.level) {
		p.Line("%s%s", p.Marker, line)
	}
}

// Level is how far in lines stand.
func (p *Printer) Level() int { return p.level }
