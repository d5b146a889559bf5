package format

// ways remember what headers without colours say of who talks to whom, as many messages
// go the same way. Who comes to the place of another displaces it.
type ways [32]struct {
	from, to End
	kind     SocketType
	text     []byte
}

// append appends what there is to say of a message, which is no event.
func (w *ways) append(b []byte, m *Message) []byte {
	way := &w[(2*m.From.Inode+m.To.Inode)%uint64(len(w))]
	if way.text == nil || way.from != m.From || way.to != m.To || way.kind != m.Type {
		way.from, way.to, way.kind = m.From, m.To, m.Type
		way.text = m.appendBetween(way.text[:0], nil)
	}
	return append(b, way.text...)
}

// appendBetween appends sender, receiver, type and name of the socket, in colours unless c is
// nil.
func (m *Message) appendBetween(b []byte, c *brush) []byte {
	b = m.From.Append(c.paint(b, c.sender()))
	b = append(c.paint(b, plain), " > "...)
	b = m.appendReceiver(c.paint(b, c.text()))
	b = append(c.paint(b, faint), ' ')
	b = append(b, m.Type.String()...)
	b = append(b, ' ')
	b = m.socket().appendSocket(c.paint(b, place))
	return append(c.paint(b, plain), ' ')
}
