package format

import "slices"

// Clone is a copy that shares nothing with the message that may change.
func (m *Message) Clone() *Message {
	c := *m
	c.Parts = slices.Clone(m.Parts)
	for i := range c.Parts {
		c.Parts[i].Data = slices.Clone(c.Parts[i].Data)
	}
	c.Files = slices.Clone(m.Files)
	c.Matches, c.Decoded = slices.Clone(m.Matches), slices.Clone(m.Decoded)
	if m.Cred != nil {
		cred := *m.Cred
		c.Cred = &cred
	}
	if m.Event != nil {
		event := *m.Event
		c.Event = &event
	}
	return &c
}
