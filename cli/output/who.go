package output

import (
	"fmt"
	"slices"

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
		return fmt.Errorf("--who says nothing with -w, which always saves what it tells; add --print, or leave it out")
	case o.Conversation.AsDialogue:
		return fmt.Errorf("--who says nothing with --follow; leave one out")
	case !slices.Contains(append(format.Names(), page), o.Format):
		return fmt.Errorf("--who says nothing for format %s; it is for html and those that show each message as it comes", o.Format)
	}
	return nil
}

// TellsOfProcesses reports whether messages should tell of their processes more than their
// names: files, JSON and the page do so always.
func (o *Options) TellsOfProcesses() bool {
	return o.Who || o.Save.Path != "" || o.Shows() && (o.Format == format.JSON || o.Format == page)
}
