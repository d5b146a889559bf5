package output

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/fixtures"
	"github.com/unixsnoop/unixsnoop/format/har"
	"github.com/unixsnoop/unixsnoop/format/parquet"
	"github.com/unixsnoop/unixsnoop/format/report"
)

// The formats that need a whole capture, but for source code.
const (
	page    = "html" // for a browser
	archive = "har"  // of HTTP conversations
)

// table is the format that is a table for other engines.
const table = "parquet"

// formats are what --format knows: those that show each message as it comes, of package
// format, and those that need a whole capture.
func formats() []string {
	return slices.Sorted(slices.Values(slices.Concat(format.Names(), fixtures.Languages(), []string{page, archive, table})))
}

// alias is a switch that stands for a format, as tcpdump's users type it.
type alias struct {
	on     *bool
	format string
}

func (o *Options) defineFormat(g *flags.Group) {
	g.StringVar(&o.Format, "format", format.Default, "how to show messages, as `FORMAT`: "+strings.Join(formats(), ", "))
	g.CompleteWith("format", formats()...)
	for _, a := range []struct{ name, letter, format string }{
		{"ascii", "A", "string"}, {"hex", "x", "hex"}, {"hex-ascii", "X", "hex"}, {"quiet", "q", "header"}, {"har", "", archive},
	} {
		o.aliases = append(o.aliases, alias{g.BoolP(a.name, a.letter, false, "the same as --format "+a.format), a.format})
	}
}

// settleFormat makes one format of --format and its aliases.
func (o *Options) settleFormat(given func(string) bool) error {
	o.chosen = given("format")
	for _, a := range o.aliases {
		if !*a.on {
			continue
		}
		if o.chosen && o.Format != a.format {
			return fmt.Errorf("choose one format: %s and %s contradict each other", o.Format, a.format)
		}
		o.Format, o.chosen = a.format, true
	}
	if !slices.Contains(formats(), o.Format) {
		return fmt.Errorf("unknown format %q; known are %s", o.Format, strings.Join(formats(), ", "))
	}
	return nil
}

// ForPrograms reports whether what goes to standard output is for a program or a browser, which
// a line of somebody else would spoil: a capture file, or a format that is not text.
func (o *Options) ForPrograms() bool {
	text := o.Instead != nil || o.Format != format.JSON && slices.Contains(format.Names(), o.Format)
	return o.Save.Path == Standard || o.Shows() && !text
}

// newWriter returns a Writer of the format that was chosen, to a buffer of stdout.
func (o *Options) newWriter(w *bufio.Writer, stdout io.Writer, hosts []*format.Host) (format.Writer, error) {
	switch {
	case o.Instead != nil:
		return o.Instead(w), nil
	case o.Conversation.AsDialogue:
		return format.NewFollow(w, o.Format, o.inColour(stdout), o.times.format(o.Past)), nil
	case slices.Contains(fixtures.Languages(), o.Format):
		return fixtures.New(o.Format, w, o.Fixtures)
	case o.Format == page:
		return report.NewWriter(w), nil
	case o.Format == archive:
		return har.New(w), nil
	case o.Format == table:
		var host *format.Host
		if len(hosts) > 0 {
			host = hosts[0]
		}
		return parquet.NewWriter(w, host), nil
	}
	newWriter := format.NewWriter
	if o.inColour(stdout) {
		newWriter = format.NewColoured
	}
	shown, err := newWriter(o.Format, w, o.times.format(o.Past))
	if err == nil && o.Who && o.Format != format.JSON {
		shown = format.WithProcesses(shown, w)
	}
	return shown, err
}
