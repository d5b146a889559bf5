package output

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/terminal"
)

// When there are colours.
const (
	colourAuto   = "auto" // on a terminal that shows them, unless NO_COLOR is set
	colourAlways = "always"
	colourNever  = "never"
)

var colourWords = []string{colourAuto, colourAlways, colourNever}

func (o *Options) defineColour(g *flags.Group) {
	g.StringVar(&o.colour, "color", colourAuto, "`WHEN` to colour what is shown: auto (on a terminal, unless NO_COLOR is set), always, never")
	g.CompleteWith("color", colourWords...)
}

func (o *Options) checkColour(func(string) bool) error {
	if !slices.Contains(colourWords, o.colour) {
		return fmt.Errorf("--color takes %s, not %q", strings.Join(colourWords, ", "), o.colour)
	}
	return nil
}

// inColour reports whether what is shown there is in colours.
func (o *Options) inColour(stdout io.Writer) bool {
	return o.colour == colourAlways || o.colour == colourAuto && terminal.InColour(stdout)
}
