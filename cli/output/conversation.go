package output

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
)

// Conversation says which one to keep to.
type Conversation struct {
	AsDialogue bool   // show it as it reads (--follow)
	ID         string // "" for all or, as a dialogue, the first
}

func (c *Conversation) define(g *flags.Group) {
	g.BoolVar(&c.AsDialogue, "follow", false, "show one conversation as a dialogue, the first one unless --conversation names another")
	g.StringVar(&c.ID, "conversation", "", "only the conversation `ID`, as --format json and --follow show it")
}

// followFormat checks the format of the payloads of a dialogue, and chooses it if nobody
// did.
func (o *Options) followFormat(given func(string) bool) error {
	if given("conversation") && o.Conversation.ID == "" {
		return errors.New("--conversation needs an id; --format json shows them")
	}
	if !o.Conversation.AsDialogue {
		return nil
	}
	if !o.chosen {
		o.Format = format.FollowFormats[0]
	}
	if !slices.Contains(format.FollowFormats, o.Format) {
		return fmt.Errorf("--follow shows payloads as %s, not as %s; --conversation keeps to one conversation in any format",
			strings.Join(format.FollowFormats, ", "), o.Format)
	}
	return nil
}

// narrow returns what keeps to the conversation, nil if all are wanted.
func (c *Conversation) narrow() *narrowed {
	if !c.AsDialogue && c.ID == "" {
		return nil
	}
	return &narrowed{id: c.ID}
}

// narrowed keeps to one conversation and remembers some of the others.
type narrowed struct {
	id     string // "" until there is a message
	found  bool
	others []other // in the order in which they began
}

// other is a conversation that is not shown.
type other struct{ id, who string }

const maxOthers = 5

// wants reports whether a message is of the conversation.
func (n *narrowed) wants(m *format.Message) bool {
	id := m.Conversation()
	switch {
	case n.id != "":
	case m.Event != nil && (m.Event.Kind != format.Connect || m.Event.Error != 0):
		return false // nothing may be said in it any more, or ever
	default:
		n.id = id
	}
	if id == n.id {
		n.found = true
		return true
	}
	isKnown := func(o other) bool { return o.id == id }
	if len(n.others) <= maxOthers && !slices.ContainsFunc(n.others, isKnown) {
		socket := cmp.Or(m.SocketName().String(), "unnamed")
		n.others = append(n.others, other{id, fmt.Sprintf("%s (%s > %s, %s)", id, m.From, m.To, socket)})
	}
	return false
}

// notice says what else there is to follow, "" if nothing.
func (n *narrowed) notice() string {
	var some []string
	for _, o := range n.others {
		some = append(some, o.who)
	}
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
	return "other conversations, which --conversation ID shows: " + strings.Join(some, ", ")
}
