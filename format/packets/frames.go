package packets

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
)

// headroom is more than any headers need.
const headroom = 512

// maxMissing keeps the length of a packet within its 32 bits.
const maxMissing = 1 << 31

// run is a run of a message's bytes that one packet is for.
type run struct {
	offset  int64
	data    []byte
	missing int64 // bytes behind it that were not captured
}

// writeFrames puts a message into packets, one at least.
func (p *Writer) writeFrames(m *format.Message, w *way) error {
	c, d := w.conversation, w.direction
	switch {
	case p.options.Link == User0:
		return p.writeBare(m)
	case p.isControl(m):
		return p.writeControl(m, c, d)
	case m.Type == format.Stream && p.options.Link != EXP && m.Event == nil:
		return p.writeStream(m, c, d)
	case m.Type != format.Stream && (p.options.Link == IP || p.options.UDP && p.options.Link == PKTAP):
		return p.writeUDP(m, c, d)
	}
	return p.writeExported(m, c, d)
}

func (p *Writer) writeBare(m *format.Message) error {
	p.runs = appendRuns(p.runs[:0], m, pcapng.MaxCaptured)
	for i, r := range p.runs {
		missing := int(min(r.missing, maxMissing))
		if err := p.writePacket(m, nil, r.data, missing, place{r.offset, i + 1, len(p.runs)}); err != nil {
			return err
		}
	}
	return nil
}

func (p *Writer) writeStream(m *format.Message, c *conversation, d direction) error {
	if p.splitDBus(m) {
		c.skip(d, m.Len) // the stream goes on behind them
		return p.writeDBus(m, d)
	}
	p.runs = appendRuns(p.runs[:0], m, maxSegment)
	at := int64(0)
	for i, r := range p.runs {
		c.skip(d, r.offset-at)
		missing := min(r.missing, int64(maxSegment-len(r.data)))
		p.headers = c.appendSegment(p.begin(m, d, dltRaw), d, r.data, int(missing))
		if err := p.writePacket(m, p.headers, r.data, int(missing), place{r.offset, i + 1, len(p.runs)}); err != nil {
			return err
		}
		at = r.offset + int64(len(r.data)) + missing
	}
	c.skip(d, m.Len-at)
	return nil
}

// splitDBus makes runs of the D-Bus messages that a message holds. It returns false unless
// that holds some whole ones and nothing else.
func (p *Writer) splitDBus(m *format.Message) (ok bool) {
	if p.options.Link != PKTAP || !p.to.dbus || len(m.Parts) != 1 || m.Captured() != m.Len {
		return false
	}
	p.runs, ok = appendDBus(p.runs[:0], m.Parts[0].Data)
	return ok && !slices.ContainsFunc(p.runs, func(r run) bool { return len(r.data) > pcapng.MaxCaptured-headroom })
}

func (p *Writer) writeDBus(m *format.Message, d direction) error {
	p.headers = p.begin(m, d, linkDBus)
	for i, r := range p.runs {
		if err := p.writePacket(m, p.headers, r.data, 0, place{r.offset, i + 1, len(p.runs)}); err != nil {
			return err
		}
	}
	return nil
}

func (p *Writer) writeUDP(m *format.Message, c *conversation, d direction) error {
	from := endpoint{address(m.Type, m.From.Pid, m.From.Inode), c.clientEnd.port}
	to := endpoint{address(m.Type, m.To.Pid, m.To.Inode), serverPort}
	if d == away {
		from.port, to.port = serverPort, c.clientEnd.port
	}
	p.runs = appendRuns(p.runs[:0], m, maxSegment)
	for i, r := range p.runs {
		missing := int(min(r.missing, int64(maxSegment-len(r.data))))
		p.headers = appendUDP(p.begin(m, d, dltRaw), from, to, r.data, missing)
		if err := p.writePacket(m, p.headers, r.data, missing, place{r.offset, i + 1, len(p.runs)}); err != nil {
			return err
		}
	}
	return nil
}

// writeExported puts a message into exported PDUs. What has no room in the first follows
// in others, which are not dissected.
func (p *Writer) writeExported(m *format.Message, c *conversation, d direction) error {
	from, to := p.addresses(m, c)
	p.runs = appendRuns(p.runs[:0], m, pcapng.MaxCaptured-headroom)
	for i, r := range p.runs {
		b, missing := p.begin(m, d, linkEXP), r.missing
		switch {
		case i > 0, m.Event != nil:
			b = appendDissector(b, plainDissector)
		case m.Type == format.Stream:
			b = appendStreamDissector(b, c.serverEnd.port)
		default:
			b = appendDissector(b, dissectorOf(m, r.data))
		}
		if i == 0 {
			missing = m.Len - r.offset - int64(len(r.data))
		}
		missing = min(missing, maxMissing)
		p.headers = appendPDU(b, m, from, to)
		if err := p.writePacket(m, p.headers, r.data, int(missing), place{r.offset, i + 1, len(p.runs)}); err != nil {
			return err
		}
	}
	return nil
}

// begin begins a packet: the inner link type says what follows.
func (p *Writer) begin(m *format.Message, d direction, inner uint32) []byte {
	if p.options.Link != PKTAP {
		return p.headers[:0]
	}
	b := p.headers[:0]
	if d == p.to.direction {
		b = append(b, p.to.pktap...)
	} else {
		b = appendPKTAP(b, m, d)
	}
	putInner(b, inner)
	return b
}

// appendRuns appends the runs of captured bytes, of at most this size; an empty one if
// nothing was captured.
func appendRuns(list []run, m *format.Message, size int) []run {
	for _, part := range m.Parts {
		offset, data := part.Offset, part.Data
		for len(data) > size {
			list = append(list, run{offset: offset, data: data[:size]})
			offset, data = offset+int64(size), data[size:]
		}
		list = append(list, run{offset: offset, data: data})
	}
	if len(list) == 0 {
		list = append(list, run{})
	}
	next := m.Len
	for i := len(list) - 1; i >= 0; i-- {
		r := &list[i]
		r.missing = next - r.offset - int64(len(r.data))
		next = r.offset
	}
	return list
}
