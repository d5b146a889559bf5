package output

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
)

func (o *Options) defineWho(g *flags.Group) {
	g.BoolVar(&o.Who, "who", false, "say of each process its command line, parent, executable and container, in a line before its first message")
}

// checkWho says what is wrong with --who, once the format is known.
func (o *Options) checkWho(func(string) bool) error {
	switch {
	case !o.Who:
	case !o.Shows():
		return fmt.Errorf("--who is for what is shown, and with -w nothing is: the file has what --who tells in any case; add --print, or leave --who out")
	case o.Conversation.AsDialogue:
		return fmt.Errorf("--who has no effect with --follow, which shows what is said and no more; leave one out")
	case !slices.Contains(append(format.Names(), page), o.Format):
		return fmt.Errorf("--who has no effect with --format %s; it is for %s, %s", o.Format, strings.Join(format.Names(), ", "), page)
	}
	return nil
}

// TellsOfProcesses reports whether messages should tell of their processes more than their
// names: files, JSON and the page do so always.
func (o *Options) TellsOfProcesses() bool {
	return o.Who || o.Save.Path != "" || o.Shows() && (o.Format == format.JSON || o.Format == page)
}
