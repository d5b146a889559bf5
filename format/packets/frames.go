package packets

import (
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
)

// frame is the bytes of one packet.
type frame struct {
	data    []byte
	missing int   // how many bytes behind data belong to it, but are not there
	offset  int64 // of its first byte of the payload in the message
}

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

// frames puts a message into packets, one at least.
func (p *Writer) frames(m *format.Message, c *conversation, d direction) []frame {
	switch {
	case p.options.Link == User0:
		return userFrames(m)
	case m.Type == format.Stream && p.options.Link == EXP:
		return p.exportedFrames(m, c, d, func([]byte) []byte { return exportedStream(c.serverEnd.port) })
	case m.Type == format.Stream:
		return p.streamFrames(m, c, d)
	case p.options.Link == IP || p.options.UDP && p.options.Link == PKTAP:
		return p.udpFrames(m, c, d)
	}
	return p.exportedFrames(m, c, d, func(data []byte) []byte { return exported(dissectorOf(m, data)) })
}

func userFrames(m *format.Message) []frame {
	var frames []frame
	for _, r := range runs(m, pcapng.MaxCaptured) {
		frames = append(frames, frame{r.data, int(min(r.missing, maxMissing)), r.offset})
	}
	return frames
}

func (p *Writer) streamFrames(m *format.Message, c *conversation, d direction) []frame {
	if frames := p.dbusFrames(m, d); frames != nil {
		c.skip(d, m.Len) // the stream goes on behind them
		return frames
	}
	var (
		frames []frame
		at     int64
	)
	for _, r := range runs(m, maxSegment) {
		c.skip(d, r.offset-at)
		missing := min(r.missing, int64(maxSegment-len(r.data)))
		segment := c.segment(d, r.data, int(missing))
		frames = append(frames, p.framed(m, d, dltRaw, nil, segment, int(missing), r.offset))
		at = r.offset + int64(len(r.data)) + missing
	}
	c.skip(d, m.Len-at)
	return frames
}

// dbusFrames are the D-Bus messages that a message holds, nil unless it holds some
// whole ones and nothing else.
func (p *Writer) dbusFrames(m *format.Message, d direction) []frame {
	if p.options.Link != PKTAP || !speaksDBus(m.SocketName()) || len(m.Parts) != 1 || m.Captured() != m.Len {
		return nil
	}
	var frames []frame
	at := int64(0)
	for _, message := range dbusMessages(m.Parts[0].Data) {
		if len(message) > pcapng.MaxCaptured-headroom {
			return nil
		}
		frames = append(frames, p.framed(m, d, linkDBus, nil, message, 0, at))
		at += int64(len(message))
	}
	return frames
}

func (p *Writer) udpFrames(m *format.Message, c *conversation, d direction) []frame {
	from := endpoint{address(m.Type, m.From.Pid, m.From.Inode), c.clientEnd.port}
	to := endpoint{address(m.Type, m.To.Pid, m.To.Inode), serverPort}
	if d == away {
		from.port, to.port = serverPort, c.clientEnd.port
	}
	var frames []frame
	for _, r := range runs(m, maxSegment) {
		missing := int(min(r.missing, int64(maxSegment-len(r.data))))
		frames = append(frames, p.framed(m, d, dltRaw, nil, udpDatagram(from, to, r.data, missing), missing, r.offset))
	}
	return frames
}

// exportedFrames puts a message into exported PDUs. Header begins the first for these
// bytes. What has no room there follows in others, which are not dissected.
func (p *Writer) exportedFrames(m *format.Message, c *conversation, d direction, header func(data []byte) []byte) []frame {
	from, to := p.addresses(m, c)
	var frames []frame
	for i, r := range runs(m, pcapng.MaxCaptured-headroom) {
		h := exported(plainDissector)
		missing := r.missing
		if i == 0 {
			h = header(r.data)
			missing = m.Len - r.offset - int64(len(r.data))
		}
		missing = min(missing, maxMissing)
		frames = append(frames, p.framed(m, d, linkEXP, between(h, m, from, to), r.data, int(missing), r.offset))
	}
	return frames
}

// framed puts the headers together.
func (p *Writer) framed(m *format.Message, d direction, inner uint32, header, data []byte, missing int, offset int64) frame {
	var packet []byte
	if p.options.Link == PKTAP {
		packet = pktapHeader(m, inner, d)
	}
	packet = append(append(packet, header...), data...)
	return frame{packet, missing, offset}
}

// runs are the runs of captured bytes, of at most this size; an empty one if nothing
// was captured.
func runs(m *format.Message, size int) []run {
	var list []run
	add := func(offset int64, data []byte) {
		if n := len(list); n > 0 {
			last := &list[n-1]
			last.missing = offset - last.offset - int64(len(last.data))
		}
		list = append(list, run{offset: offset, data: data})
	}
	for _, part := range m.Parts {
		offset, data := part.Offset, part.Data
		for len(data) > size {
			add(offset, data[:size])
			offset, data = offset+int64(size), data[size:]
		}
		add(offset, data)
	}
	if len(list) == 0 {
		add(0, nil)
	}
	last := &list[len(list)-1]
	last.missing = m.Len - last.offset - int64(len(last.data))
	return list
}
