package packets

import "github.com/unixsnoop/unixsnoop/format"

// way is what the messages of one end to another have in common, made once for many.
type way struct {
	from, to     format.End
	kind         format.SocketType
	client       uint64
	host         *format.Host
	conversation *conversation
	made         uint64 // how many conversations there were

	direction direction
	iface     uint32
	dbus      bool   // it is that of D-Bus
	pktap     []byte // the header, but for the link type of what follows
	ends      []byte // the comment up to the numbers of the sockets
	names     []byte // and what it says of the ends behind its length
}

// maxWays is of how many ways it is remembered. Who comes to the place of another displaces it.
const maxWays = 64

// way returns that of a message. It is there until another one is asked for.
func (p *Writer) way(m *format.Message) (*way, error) {
	if p.ways == nil {
		p.ways = make([]way, maxWays)
	}
	w := &p.ways[(2*m.From.Inode+m.To.Inode)%maxWays]
	if w.isOf(m) && w.made == p.conversations.made && m.Event == nil {
		return w, nil
	}
	iface, err := p.interfaceOf(m.SocketName(), m.Host)
	if err != nil {
		return nil, err
	}
	c := p.conversations.of(m)
	d := c.direction(m)
	if err := p.name(m, c); err != nil {
		return nil, err
	}
	*w = way{
		from: m.From, to: m.To, kind: m.Type, client: m.Client, host: m.Host,
		conversation: c, made: p.conversations.made, direction: d, iface: iface, dbus: speaksDBus(m.SocketName()),
		pktap: appendPKTAP(w.pktap[:0], m, d),
		ends:  appendEnds(w.ends[:0], m),
		names: appendNames(w.names[:0], m),
	}
	if m.Event != nil {
		w.made = 0 // it may be of another conversation than what is sent
	}
	return w, nil
}

// isOf reports whether a message goes this way.
func (w *way) isOf(m *format.Message) bool {
	return w.conversation != nil && w.from == m.From && w.to == m.To && w.kind == m.Type && w.client == m.Client &&
		(w.host == m.Host || w.host != nil && m.Host != nil && *w.host == *m.Host)
}
