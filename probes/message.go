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
	sender := r.From.Process.known()
	c.owners.Saw(r.From.Inode, sender)
	receiver := r.To.Process.known()
	if receiver.Comm == "" {
		receiver = c.owners.Of(r.To.Inode, receiver.Pid)
	}
	from, to := endOf(r.From, sender), endOf(r.To, receiver)
	from.Tid = int(uint32(r.Thread))
	return &format.Message{
		Time:       c.clock.Wall(p.key),
		Type:       format.SocketType(r.Type),
		Flags:      r.Flags,
		From:       from,
		To:         to,
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

// known is the process as the rest of the program knows it.
func (p process) known() kernel.Process {
	if p.Pid == 0 {
		return kernel.Nobody
	}
	uid := int(p.UID)
	if p.UID == unknownUID {
		uid = -1
	}
	return kernel.Process{Pid: int(p.Pid), Comm: text(p.Comm[:]), UID: uid, Cgroup: p.Cgroup}
}

func endOf(e end, p kernel.Process) format.End {
	return format.End{Pid: p.Pid, UID: p.UID, Comm: p.Comm, Cgroup: p.Cgroup, Inode: e.Inode, Name: e.Name.bound()}
}

// text is a NUL padded byte array up to its padding.
func text(b []byte) string {
	if end := bytes.IndexByte(b, 0); end >= 0 {
		b = b[:end]
	}
	return string(b)
}
