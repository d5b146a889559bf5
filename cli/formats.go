package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/fixtures"
	"github.com/unixsnoop/unixsnoop/format/report"
)

// formats are what --format knows: those that show each message as it comes, of package
// format, and those that need a whole capture.
func formats() []string {
	return slices.Sorted(slices.Values(slices.Concat(format.Names(), fixtures.Languages(), []string{"html"})))
}

// checkFormat says what is wrong with the name of a format.
func (o *options) checkFormat() error {
	if !slices.Contains(formats(), o.format) {
		return fmt.Errorf("unknown format %q; known are %s", o.format, strings.Join(formats(), ", "))
	}
	return nil
}

// checkTerminal says what is wrong with writing to a terminal what is not for people.
func (o *options) checkTerminal(stdout io.Writer) error {
	switch {
	case !isTerminal(stdout):
	case o.save.path == standard:
		return errors.New("-w - would write a capture file to the terminal; send it to a file or a program, such as | tshark -r -")
	case o.shows() && o.format == "html":
		return errors.New("--format html would write a page to the terminal; send it to a file, such as > report.html")
	}
	return nil
}

// newWriter returns a Writer of the format that was chosen.
func (o *options) newWriter(w io.Writer) (format.Writer, error) {
	if o.followed.asDialogue {
		return format.NewFollow(w, o.format, inColour(w)), nil
	}
	if slices.Contains(fixtures.Languages(), o.format) {
		return fixtures.New(o.format, w, o.fixtures)
	}
	if o.format == "html" {
		return report.NewWriter(w), nil
	}
	return format.NewWriter(o.format, w)
}
