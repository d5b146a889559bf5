package probes

import (
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/order"
	"github.com/unixsnoop/unixsnoop/probes/program"
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
func (c *Capture) message(p order.Piece) *format.Message {
	r, start, end := &p.Record, p.Start(), p.End()
	sender := known(r.From.Process)
	c.owners.Saw(r.From.Inode, sender, r.Time)
	receiver := c.receiver(r)
	from, to := endOf(r.From, sender), endOf(r.To, receiver)
	if int(r.Thread>>32) == from.Pid { // else it is of the kernel
		from.Tid = int(uint32(r.Thread))
	}
	if !c.owners.Foreign() {
		from.Path = c.paths.of(from.Name, from.Inode, to.Inode, from.Pid)
		to.Path = c.paths.of(to.Name, to.Inode, from.Inode, to.Pid)
	}
	cred := credentials(p.Control)
	if cred != nil {
		cred.Pid = c.numbers.OnHost(int(r.Thread>>32), cred.Pid)
	}
	return &format.Message{
		Time:       c.clock.Wall(p.Key),
		Type:       format.SocketType(r.Type),
		Flags:      r.Flags &^ ofKernel,
		From:       from,
		To:         to,
		Len:        int64(end.Offset - start.Offset),
		Parts:      p.Parts(),
		Offset:     int64(start.Offset),
		More:       p.More,
		Files:      p.Files,
		Cred:       cred,
		Unreadable: int64(end.Unreadable - start.Unreadable),
		Dropped:    int64(end.Dropped - start.Dropped),
		Late:       p.Late,
	}
}

// receiver is who receives a message: who was seen doing so since it was sent, else
// whose the socket was at that time. It fills in the socket of a connection that was
// not accepted then.
func (c *Capture) receiver(r *program.Record) proc.Process {
	if r.To.Inode == 0 {
		r.To.Inode = c.owners.Behind(r.From.Inode)
	}
	if p, ok := c.owners.Since(r.To.Inode, r.Time); ok {
		return p
	}
	p := known(r.To.Process)
	if p.Comm == "" {
		return c.owners.Of(r.To.Inode, p.Pid)
	}
	return p
}

// known is the process as the rest of the program knows it.
func known(p program.Process) proc.Process {
	if p.Pid == 0 {
		return proc.Nobody
	}
	uid := int(p.UID)
	if p.UID == program.UnknownUID {
		uid = -1
	}
	return proc.Process{Pid: int(p.Pid), Comm: p.Command(), UID: uid, Cgroup: p.Cgroup}
}

func endOf(e program.End, p proc.Process) format.End {
	return format.End{Pid: p.Pid, UID: p.UID, Comm: p.Comm, Cgroup: p.Cgroup, Inode: e.Inode, Name: e.Name.Bound()}
}
