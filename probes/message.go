package probes

import (
	"bytes"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel"
)

// message turns what the programs recorded into what people read: wall time,
// and the names of both processes.
func (c *Capture) message(p piece) *format.Message {
	a, r := &p.arrived, &p.arrived.record
	end := a.end(p.more)
	sender := kernel.Process{Pid: int(r.Thread >> 32), Comm: text(r.Comm[:])}
	c.owners.Saw(r.From.Inode, sender)
	receiver := c.owners.Of(r.To.Inode, int(r.To.Pid))
	return &format.Message{
		Time:  c.clock.Wall(p.key),
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
		Len:        int64(end.offset - a.done.offset),
		Parts:      a.parts(),
		Offset:     int64(a.done.offset),
		More:       p.more,
		Files:      a.files,
		Cred:       credentials(a.control),
		Unreadable: int64(end.unreadable - a.done.unreadable),
		Dropped:    int64(end.dropped - a.done.dropped),
		Late:       p.late,
	}
}

// text is a NUL padded byte array up to its padding.
func text(b []byte) string {
	if end := bytes.IndexByte(b, 0); end >= 0 {
		b = b[:end]
	}
	return string(b)
}
