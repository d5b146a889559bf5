package diff

import "github.com/unixsnoop/unixsnoop/format"

// Reading makes captures of messages as they are read.
type Reading struct{ store store }

// Capture begins one, of a file with this name, and returns what takes its messages.
func (r *Reading) Capture(name string) (c *Capture, add func(*format.Message)) {
	c = &Capture{Name: name, store: &r.store}
	var all format.Conversations
	return c, func(m *format.Message) {
		for i := range m.Parts {
			m.Parts[i].Data = r.store.keep(m.Parts[i].Data)
		}
		all.Add(m)
		c.Conversations = all.All()
		// The conversation knows who speaks: of the message, only from which socket matters.
		m.From, m.To = format.End{Inode: m.From.Inode}, format.End{Inode: m.To.Inode}
		m.Files, m.Cred = nil, nil
	}
}
