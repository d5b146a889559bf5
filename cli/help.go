package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
)

const (
	helpWidth = 79 // columns that are used, of the 80 that every terminal has
	maxNames  = 30 // columns; of longer names, what they do is in the next line
)

// writeHelp writes what people get who ask for the help of a command. An error has
// nobody to be told to.
func (c *command) writeHelp(w io.Writer, set *flags.Set) {
	var b strings.Builder
	b.WriteString("Usage:\n")
	writeForms(&b, c.forms)
	if c.text != "" {
		fmt.Fprintf(&b, "\n%s\n", c.text)
	}
	if len(c.examples) > 0 {
		b.WriteString("\nExamples:\n")
		for _, e := range c.examples {
			fmt.Fprintf(&b, "  # %s\n  %s\n", e.does, e.typed)
		}
	}
	for _, g := range set.Groups() {
		fmt.Fprintf(&b, "\n%s:\n", g.Question)
		writeLines(&b, g.Lines())
	}
	_, _ = io.WriteString(w, b.String())
}

// writeForms writes ways to call a command, each with what it does.
func writeForms(b *strings.Builder, forms []form) {
	lines := make([]flags.Line, len(forms))
	for i, f := range forms {
		lines[i] = flags.Line{Names: f.typed, Usage: f.does}
	}
	writeColumns(b, lines, helpWidth/2)
}

func writeLines(b *strings.Builder, lines []flags.Line) { writeColumns(b, lines, maxNames) }

// writeColumns writes two columns. The first is as wide as it needs, up to a limit.
func writeColumns(b *strings.Builder, lines []flags.Line, limit int) {
	column := 0
	for _, l := range lines {
		if n := len(l.Names); n <= limit {
			column = max(column, n)
		}
	}
	const indent, gap = 2, 2
	start := indent + column + gap
	for _, l := range lines {
		fmt.Fprintf(b, "%*s%-*s", indent, "", column, l.Names)
		if len(l.Names) > column {
			fmt.Fprintf(b, "\n%*s", start-gap, "")
		}
		for i, line := range wrap(l.Usage, helpWidth-start) {
			if i > 0 {
				fmt.Fprintf(b, "\n%*s", start-gap, "")
			}
			fmt.Fprintf(b, "%*s%s", gap, "", line)
		}
		b.WriteByte('\n')
	}
}

// wrap breaks a text into lines of at most so many characters, between words.
func wrap(text string, width int) []string {
	var (
		lines []string
		line  string
	)
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}
