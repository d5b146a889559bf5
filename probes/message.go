package probes

import (
	"bytes"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// ofKernel are the MSG_* flags that the kernel sets for itself: no process passed them
// (include/linux/socket.h).
const ofKernel = 1<<16 | // MSG_SENDPAGE_NOPOLICY
	1<<17 | // MSG_SENDPAGE_NOTLAST
	1<<18 | // MSG_BATCH
	1<<19 | // MSG_NO_SHARED_FRAGS
	1<<20 | // MSG_SENDPAGE_DECRYPTED
	1<<27 | // MSG_SPLICE_PAGES
	1<<31 // MSG_CMSG_COMPAT

// message turns what the programs recorded into what people read: wall time,
// and the names of both processes.
func (c *Capture) message(p piece) *format.Message {
	a, r := &p.arrived, &p.arrived.record
	end := a.end(p.more)
	sender := r.From.Process.known()
	c.owners.Saw(r.From.Inode, sender, r.Time)
	receiver := c.receiver(r)
	from, to := endOf(r.From, sender), endOf(r.To, receiver)
	if int(r.Thread>>32) == from.Pid { // else it is of the kernel
		from.Tid = int(uint32(r.Thread))
	}
	return &format.Message{
		Time:       c.clock.Wall(p.key),
		Type:       format.SocketType(r.Type),
		Flags:      r.Flags &^ ofKernel,
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

// receiver is who receives a message: who was seen doing so since it was sent, else
// whose the socket was at that time. It fills in the socket of a connection that was
// not accepted then.
func (c *Capture) receiver(r *record) proc.Process {
	if r.To.Inode == 0 {
		r.To.Inode = c.owners.Behind(r.From.Inode)
	}
	if p, ok := c.owners.Since(r.To.Inode, r.Time); ok {
		return p
	}
	p := r.To.Process.known()
	if p.Comm == "" {
		return c.owners.Of(r.To.Inode, p.Pid)
	}
	return p
}

// known is the process as the rest of the program knows it.
func (p process) known() proc.Process {
	if p.Pid == 0 {
		return proc.Nobody
	}
	uid := int(p.UID)
	if p.UID == unknownUID {
		uid = -1
	}
	return proc.Process{Pid: int(p.Pid), Comm: text(p.Comm[:]), UID: uid, Cgroup: p.Cgroup}
}

func endOf(e end, p proc.Process) format.End {
	return format.End{Pid: p.Pid, UID: p.UID, Comm: p.Comm, Cgroup: p.Cgroup, Inode: e.Inode, Name: e.Name.bound()}
}

// text is a NUL padded byte array up to its padding.
func text(b []byte) string {
	if end := bytes.IndexByte(b, 0); end >= 0 {
		b = b[:end]
	}
	return string(b)
}
