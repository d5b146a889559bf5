package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/format"
)

// readConversations reads a capture file, which must be whole and not empty.
func readConversations(path string) ([]*format.Conversation, []format.Loss, error) {
	all, losses, err := readWanted(path, &format.Filter{})
	if err == nil && len(all) == 0 {
		err = flags.Mistakef("there is no message in %s", path)
	}
	return all, losses, err
}

// readWanted reads the conversations of a capture file that fit, which must be whole.
func readWanted(path string, filter *format.Filter) ([]*format.Conversation, []format.Loss, error) {
	var all format.Conversations
	const events = true // they tell of ends
	_, losses, err := readMessages(path, filter, events, all.Add)
	if err != nil {
		return nil, nil, err
	}
	return all.All(), losses, nil
}

// readMessages reads the messages of a capture file that fit, which must be whole, and
// gives each to add, whose they are then; with events, if these are wanted.
func readMessages(path string, filter *format.Filter, events bool, add func(*format.Message)) (left leftOut, losses []format.Loss, err error) {
	in, err := output.OpenSaved(path, &output.Save{})
	if err != nil {
		return left, nil, err
	}
	defer in.Close()
	if events {
		in.ShowEvents()
	}
	for {
		m, err := in.Next()
		switch {
		case err == io.EOF:
			return left, in.Losses(), nil
		case errors.Is(err, output.ErrCutShort):
			return left, nil, fmt.Errorf("%w; with -r and -w what is whole can be saved to another file", err)
		case err != nil:
			return left, nil, err
		case filter.Match(m):
			left.some = true
			add(m)
		default:
			left.add(m, false)
		}
	}
}

// chooseConversations returns those that the filter and the ids want, if there are any,
// which must be of one server. One is wanted as a whole, by what is known of its ends in
// the end.
func chooseConversations(all []*format.Conversation, filter *format.Filter, ids []string) ([]*format.Conversation, error) {
	var chosen []*format.Conversation
	for _, c := range all {
		byID := len(ids) == 0 || slices.Contains(ids, c.ID)
		if byID && filter.Match(&format.Message{Type: c.Type, From: c.Client, To: c.Server}) {
			chosen = append(chosen, c)
		}
	}
	switch {
	case len(chosen) == 0:
		return nil, flags.Mistakef("no conversation fits; there are those of %s", listServers(all))
	case len(serversOf(chosen)) > 1:
		return nil, flags.Mistakef("these are conversations of several servers; choose one by --socket, --type or --conversation: %s", listServers(chosen))
	}
	return chosen, nil
}

// serversOf are the servers of conversations as people see them, without repetition. Of
// those without a name, every one is another.
func serversOf(list []*format.Conversation) []string {
	var servers []string
	seen := map[string]bool{}
	for _, c := range list {
		name := c.Name().String()
		if name == "" {
			name = "conversation " + c.ID
		}
		if s := fmt.Sprintf("%s (%s)", name, c.Type); !seen[s] {
			seen[s] = true
			servers = append(servers, s)
		}
	}
	return servers
}

func listServers(list []*format.Conversation) string {
	const most = 10
	servers := serversOf(list)
	if n := len(servers) - most; n > 0 {
		servers = append(servers[:most], fmt.Sprintf("%d more", n))
	}
	return strings.Join(servers, ", ")
}
