package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// readConversations reads a capture file, which must be whole.
func readConversations(path string) ([]*format.Conversation, []format.Loss, error) {
	capture := &options{read: path}
	file, name, err := capture.openCapture()
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	in, err := openMessages(file, name)
	if err != nil {
		return nil, nil, err
	}
	var all format.Conversations
	for {
		m, err := in.Next()
		switch {
		case err == io.EOF:
			return all.All(), in.Losses(), nil
		case errors.Is(err, io.ErrUnexpectedEOF):
			return nil, nil, fmt.Errorf("%s ends in the middle: whoever wrote it was cut short; with -r and -w what is whole can be saved to another file", name)
		case err != nil:
			return nil, nil, fmt.Errorf("reading %s: %w", name, err)
		}
		all.Add(m)
	}
}

// choose returns the conversations that are wanted. One is as a whole, by what is known
// of its ends in the end.
func (o *replayOptions) choose(all []*format.Conversation) []*format.Conversation {
	filter := o.forSockets(o.captured)
	var chosen []*format.Conversation
	for _, c := range all {
		byID := len(o.conversations) == 0 || slices.Contains(o.conversations, c.ID)
		if byID && filter.Match(&format.Message{Type: c.Type, From: c.Client, To: c.Server}) {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

// oneServer says why the chosen ones are not conversations of one server, if so.
func (o *replayOptions) oneServer(all, chosen []*format.Conversation) error {
	if len(all) == 0 {
		return fmt.Errorf("there is no message in %s", o.path)
	}
	if len(chosen) == 0 {
		return fmt.Errorf("no conversation fits; there are those of %s", listServers(all))
	}
	if servers := serversOf(chosen); len(servers) > 1 {
		return fmt.Errorf("these are conversations of several servers; choose one by --socket, --type or --conversation: %s", listServers(chosen))
	}
	return nil
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
