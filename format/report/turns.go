package report

import "github.com/unixsnoop/unixsnoop/format"

// maxTurns bounds the conversations that are followed: the answers of later ones are shown
// as they look. A browser does not show so many messages that this matters.
const maxTurns = 1 << 17

// turns finds out in which conversations client and server take turns.
type turns struct {
	byID  map[string]*followed
	order []*followed // as they began
	id    []byte      // that is being looked for
}

// followed is a conversation.
type followed struct {
	id      string
	client  uint64 // inode number
	pairing *format.Pairing
}

func (t *turns) add(m *format.Message) {
	t.id = m.AppendConversation(t.id[:0])
	f := t.byID[string(t.id)]
	if f == nil {
		if len(t.order) >= maxTurns {
			return
		}
		if t.byID == nil {
			t.byID = map[string]*followed{}
		}
		client, _ := m.Sides()
		f = &followed{string(t.id), client.Inode, format.NewPairing(m.Type)}
		t.byID[f.id] = f
		t.order = append(t.order, f)
	}
	f.pairing.Add(m, m.From.Inode == f.client)
}

// noTurns is a line of the page: in a conversation nobody knows what answers what, from
// the send of a number on.
type noTurns struct {
	ID    string `json:"no_turns"`
	First int    `json:"first"`
	Why   string `json:"why"`
}

// write writes a line for each conversation where they do not.
func (t *turns) write(lines *format.JSONLines) error {
	for _, f := range t.order {
		if d := f.pairing.Duplex(); d != nil {
			if err := lines.Encode(noTurns{f.id, d.First, d.Why}); err != nil {
				return err
			}
		}
	}
	return nil
}
