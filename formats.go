package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/fixtures"
)

// formats are what --format knows: those that show each message as it comes, of package
// format, and those that need a whole capture.
func formats() []string {
	return slices.Sorted(slices.Values(slices.Concat(format.Names(), fixtures.Languages())))
}

// checkFormat says what is wrong with the name of a format.
func (o *options) checkFormat() error {
	if !slices.Contains(formats(), o.format) {
		return fmt.Errorf("unknown format %q; known are %s", o.format, strings.Join(formats(), ", "))
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
	return format.NewWriter(o.format, w)
}
