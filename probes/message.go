package probes

import (
	"bytes"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel"
)

// arrived is what the rings delivered of a send, less what was shown already. A
// send's records come from one CPU's ring, in order, but other sends' records
// stand between them.
type arrived struct {
	record record // the latest with payload
	parts  []format.Part
	size   int // what the parts take

	// Where the last piece that was shown ended: 0 without one.
	offset, unreadable, dropped uint64

	control []byte
	files   []format.File
}

// add keeps a record and a copy of its payload. Offsets in parts are those in
// the send.
func (a *arrived) add(r *record, payload []byte) {
	switch r.Kind {
	case recordControl:
		a.control = bytes.Clone(payload)
		return
	case recordFiles:
		a.files = decodeFiles(payload)
		return
	}
	a.record = *r
	if len(payload) == 0 {
		return
	}
	a.size += len(payload)
	offset := int64(r.Offset)
	if last := len(a.parts) - 1; last >= 0 {
		if p := &a.parts[last]; p.Offset+int64(len(p.Data)) == offset {
			p.Data = append(p.Data, payload...)
			return
		}
	}
	a.parts = append(a.parts, format.Part{Offset: offset, Data: bytes.Clone(payload)})
}

// end is how far in its send this goes.
func (a *arrived) end() uint64 {
	if a.record.Kind == recordEnd {
		return uint64(a.record.Result)
	}
	return a.record.Offset + uint64(a.record.Size)
}

// rest is what of the send comes behind this.
func (a *arrived) rest() arrived {
	return arrived{offset: a.end(), unreadable: a.record.Unreadable, dropped: a.record.Dropped}
}

// message turns what the programs recorded into what people read: wall time,
// and the names of both processes.
func (c *Capture) message(a *arrived, more, late bool) *format.Message {
	r := &a.record
	sender := kernel.Process{Pid: int(r.Thread >> 32), Comm: text(r.Comm[:])}
	c.owners.Saw(r.From.Inode, sender)
	receiver := c.owners.Of(r.To.Inode, int(r.To.Pid))
	for i := range a.parts {
		a.parts[i].Offset -= int64(a.offset)
	}
	return &format.Message{
		Time:  c.clock.Wall(r.Step),
		Type:  format.SocketType(r.Type),
		Flags: r.Flags,
		From: format.End{
			Pid:   sender.Pid,
			Tid:   int(uint32(r.Thread)),
			UID:   int(r.UID),
			Comm:  sender.Comm,
			Inode: r.From.Inode,
			Name:  r.From.Name.bound(),
		},
		To: format.End{
			Pid:   receiver.Pid,
			UID:   -1,
			Comm:  receiver.Comm,
			Inode: r.To.Inode,
			Name:  r.To.Name.bound(),
		},
		Len:        int64(a.end() - a.offset),
		Parts:      a.parts,
		Offset:     int64(a.offset),
		More:       more,
		Files:      a.files,
		Cred:       credentials(a.control),
		Unreadable: int64(r.Unreadable - a.unreadable),
		Dropped:    int64(r.Dropped - a.dropped),
		Late:       late,
	}
}

// text is a NUL padded byte array up to its padding.
func text(b []byte) string {
	if end := bytes.IndexByte(b, 0); end >= 0 {
		b = b[:end]
	}
	return string(b)
}
