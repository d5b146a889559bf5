package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
)

// newManCommand makes the command that prints the source of the manual pages of others, in
// the Markdown that go-md2man makes roff of. scripts/man runs it.
func newManCommand(documented []*command) *command {
	return &command{
		name:   "man",
		hidden: true,
		about:  "the source of a manual page",
		forms: []form{
			{"unixsnoop man", "the names of all pages"},
			{"unixsnoop man PAGE", "the source of one, for go-md2man"},
		},
		define: func(*flags.Set) action {
			return func(e *env, args arguments) error { return printMan(e, documented, args.all()) }
		},
	}
}

func printMan(e *env, documented []*command, words []string) error {
	if len(words) == 0 {
		var names strings.Builder
		for _, c := range documented {
			fmt.Fprintln(&names, c.page())
		}
		_, err := io.WriteString(e.stdout, names.String())
		return err
	}
	for _, c := range documented {
		if c.page() == words[0] {
			_, err := fmt.Fprint(e.stdout, c.manual(documented))
			return err
		}
	}
	return flags.Mistakef("there is no manual page %q", words[0])
}

// page is the name of the command's manual page.
func (c *command) page() string { return strings.ReplaceAll(c.called(), " ", "-") }

// manual is the source of the command's manual page, which points to the others.
func (c *command) manual(documented []*command) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%% %s 1\n\n# NAME\n\n%s - %s\n\n# SYNOPSIS\n\n", strings.ToUpper(c.page()), c.page(), c.about)
	for _, f := range c.forms {
		fmt.Fprintf(&b, "`%s`\n:   %s\n\n", f.typed, markdown(f.does))
	}
	fmt.Fprintf(&b, "# DESCRIPTION\n\n%s\n", literal(c.text))
	set, _ := c.prepare()
	for _, g := range set.Groups() {
		fmt.Fprintf(&b, "# %s\n\n", strings.ToUpper(g.Question))
		for _, l := range g.Lines() {
			fmt.Fprintf(&b, "**%s**\n:   %s\n\n", markdown(strings.TrimSpace(l.Names)), markdown(l.Usage))
		}
	}
	if len(c.examples) > 0 {
		b.WriteString("# EXAMPLES\n\n")
		for _, f := range c.examples {
			fmt.Fprintf(&b, "`%s`\n:   %s\n\n", f.typed, markdown(f.does))
		}
	}
	b.WriteString("# SEE ALSO\n\n")
	var others []string
	for _, other := range documented {
		if other != c {
			others = append(others, fmt.Sprintf("**%s**(1)", other.page()))
		}
	}
	fmt.Fprintf(&b, "%s\n", strings.Join(others, ", "))
	return b.String()
}

// markdown escapes what has a meaning in Markdown.
func markdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "]", `\]`).Replace(s)
}

// literal is text whose lines and columns stay as they are where they are indented.
func literal(text string) string {
	var b strings.Builder
	inBlock := false
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		indented := strings.HasPrefix(line, "  ")
		switch {
		case indented && !inBlock:
			b.WriteString("\n```\n")
		case !indented && inBlock:
			b.WriteString("```\n\n")
		}
		inBlock = indented
		if indented {
			b.WriteString(line + "\n")
		} else {
			b.WriteString(markdown(line) + "\n")
		}
	}
	if inBlock {
		b.WriteString("```\n")
	}
	return b.String()
}
