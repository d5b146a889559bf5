package probes

import (
	"bytes"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel"
)

// arrived is what the rings delivered of a message. A send's records come from
// one CPU's ring, in order, but other sends' records stand between them.
type arrived struct {
	record record // the latest
	parts  []format.Part
}

// add keeps a record and a copy of its payload.
func (a *arrived) add(r *record, payload []byte) {
	a.record = *r
	if len(payload) == 0 {
		return
	}
	offset := int64(r.Offset)
	if last := len(a.parts) - 1; last >= 0 {
		if p := &a.parts[last]; p.Offset+int64(len(p.Data)) == offset {
			p.Data = append(p.Data, payload...)
			return
		}
	}
	a.parts = append(a.parts, format.Part{Offset: offset, Data: bytes.Clone(payload)})
}

// nothing reports whether the send left nothing to receive: an empty write to a
// stream queues no data.
func (a *arrived) nothing() bool {
	return format.SocketType(a.record.Type) == format.Stream && a.record.Result == 0
}

// message turns what the programs recorded into what people read: wall time,
// and the names of both processes.
func (c *Capture) message(a *arrived, late bool) *format.Message {
	r := &a.record
	sender := kernel.Process{Pid: int(r.Thread >> 32), Comm: text(r.Comm[:])}
	c.owners.Saw(r.From.Inode, sender)
	receiver := c.owners.Of(r.To.Inode, int(r.To.Pid))
	return &format.Message{
		Time:  c.clock.Wall(r.Time),
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
		Len:        r.Result,
		Parts:      a.parts,
		Unreadable: int64(r.Unreadable),
		Dropped:    int64(r.Dropped),
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
