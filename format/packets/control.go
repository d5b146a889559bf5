package packets

import "github.com/unixsnoop/unixsnoop/format"

// Events of a stream are what opens and closes a TCP connection, so that its beginning and its
// end are seen: SYN, SYN and ACK, FIN. An attempt that failed is reset. What TCP has no other
// packet for is one without bytes. That a send was refused is none of TCP, but for where there
// is nothing else.

// isControl reports whether a message is an event that TCP has a packet for.
func (p *Writer) isControl(m *format.Message) bool {
	return m.Event != nil && m.Type == format.Stream &&
		(p.options.Link == IP || p.options.Link == PKTAP && m.Event.Kind != format.Refused && !m.IsAlone())
}

func (p *Writer) writeControl(m *format.Message, c *conversation, d direction) error {
	first := tcpACK
	switch e := m.Event; {
	case e.Kind == format.Connect && e.Error != 0:
		return p.writeAttempt(m, c, d)
	case e.Kind == format.Connect:
		first = tcpSYN
	case e.Kind == format.Accept:
		first = tcpSYN | tcpACK
	case (e.Kind == format.Close || e.Write) && !c.ended[d]:
		first = tcpFIN | tcpACK
	}
	return p.writeFlags(m, c, d, first, place{part: 1, all: 1})
}

// writeAttempt writes that nobody let the client connect.
func (p *Writer) writeAttempt(m *format.Message, c *conversation, d direction) error {
	if err := p.writeFlags(m, c, d, tcpSYN, place{part: 1, all: 2}); err != nil {
		return err
	}
	return p.writeFlags(m, c, towards+away-d, tcpRST|tcpACK, place{part: 2, all: 2})
}

// writeFlags writes a segment without bytes.
func (p *Writer) writeFlags(m *format.Message, c *conversation, d direction, flags tcpFlags, at place) error {
	p.headers = c.appendFlags(p.begin(m, d, dltRaw), d, flags)
	return p.writePacket(m, p.headers, nil, 0, at)
}

// appendFlags puts these flags into a segment without bytes. SYN and FIN have a place in the
// numbers of their direction, SYN in front of the first byte.
func (c *conversation) appendFlags(b []byte, d direction, flags tcpFlags) []byte {
	const start = 1 // of the numbers
	from, to, seq, ack := c.clientEnd, c.serverEnd, c.sent, c.answered
	if d == away {
		from, to, seq, ack = to, from, ack, seq
	}
	switch {
	case flags&tcpSYN != 0:
		seq, ack = start-1, start
	case flags&tcpFIN != 0:
		c.ended[d] = true
		c.skip(d, 1)
	case flags&tcpRST != 0:
		seq, ack = 0, start
	}
	if flags&tcpACK == 0 {
		ack = 0
	}
	return appendTCP(b, from, to, seq, ack, flags, nil, 0)
}
