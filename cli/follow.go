package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/format"
)

// following are the flags that keep to one conversation.
type following struct {
	asDialogue   bool   // --follow
	conversation string // its id; "" for all or, as a dialogue, the first
}

// register adds the flags. The function it returns checks them once they are parsed,
// and sets the format of the payloads if none was chosen.
func (f *following) register(flags *pflag.FlagSet) (check func(o *options) error) {
	flags.BoolVar(&f.asDialogue, "follow", false, "show one conversation as it reads, the first if --conversation names none")
	flags.StringVar(&f.conversation, "conversation", "", "only the conversation `ID`, as --format json and --follow show it")
	return func(o *options) error {
		if flags.Changed("conversation") && f.conversation == "" {
			return errors.New("--conversation needs an id; --format json shows them")
		}
		if !f.asDialogue {
			return nil
		}
		if !flags.Changed("format") {
			o.format = format.FollowFormats[0]
		}
		if !slices.Contains(format.FollowFormats, o.format) {
			return fmt.Errorf("--follow shows payloads as %s, not as %s; --conversation keeps to one conversation in any format",
				strings.Join(format.FollowFormats, ", "), o.format)
		}
		return nil
	}
}

// narrow returns what keeps to the conversation, nil if all are wanted.
func (f *following) narrow() *narrowed {
	if !f.asDialogue && f.conversation == "" {
		return nil
	}
	return &narrowed{id: f.conversation, others: map[string]string{}}
}

// narrowed keeps to one conversation and remembers some of the others.
type narrowed struct {
	id     string // "" until there is a message
	found  bool
	others map[string]string // who talks, by id
}

const maxOthers = 5

// wants reports whether a message is of the conversation.
func (n *narrowed) wants(m *format.Message) bool {
	id := m.Conversation()
	if n.id == "" {
		n.id = id
	}
	if id == n.id {
		n.found = true
		return true
	}
	if n.others[id] == "" && len(n.others) <= maxOthers {
		socket := cmp.Or(m.SocketName().String(), "unnamed")
		n.others[id] = fmt.Sprintf("%s (%s > %s, %s)", id, m.From, m.To, socket)
	}
	return false
}

// notice says what else there is to follow, "" if nothing.
func (n *narrowed) notice() string {
	some := slices.Sorted(maps.Values(n.others))
	switch {
	case len(some) == 0:
		return ""
	case !n.found && len(some) <= maxOthers:
		return fmt.Sprintf("there is no conversation %s; there are %s", format.Escape(n.id), strings.Join(some, ", "))
	case !n.found:
		return fmt.Sprintf("there is no conversation %s; among those that there are: %s", format.Escape(n.id), strings.Join(some, ", "))
	case len(some) > maxOthers:
		some[maxOthers] = "and others"
	}
	return "not shown, --conversation ID chooses: " + strings.Join(some, ", ")
}

// inColour reports whether w is a terminal that shows colours and may.
func inColour(w io.Writer) bool {
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
