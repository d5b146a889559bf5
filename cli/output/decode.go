package output

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/decode"
)

func (o *Options) defineDecode(g *flags.Group) {
	g.BoolVar(&o.Decode, "decode", false, "instead of bytes, show in a line what they say in "+strings.Join(decode.Names(), ", "))
}

// checkDecode says whether the format has a place for it.
func (o *Options) checkDecode(func(string) bool) error {
	switch {
	case !o.Decode:
		return nil
	case !o.Shows():
		return fmt.Errorf("--decode is for what is shown, but with -w nothing is; add --print, or leave --decode out: it can be given with -r")
	case o.Format != page && !slices.Contains(format.Names(), o.Format):
		return fmt.Errorf("--decode has no effect with --format %s, which has the bytes; it is for %s, %s", o.Format, strings.Join(format.Names(), ", "), page)
	}
	return nil
}
