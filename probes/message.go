package probes

import (
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/order"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// notTold are the MSG_* flags (include/linux/socket.h) of which nothing is told: those that
// change nothing for who receives, which are not known of a plain send, and those that the
// kernel sets for itself, as no process passed them, but for program.SplicePages.
const notTold = unix.MSG_DONTWAIT | unix.MSG_NOSIGNAL | unix.MSG_EOR |
	1<<16 | // MSG_SENDPAGE_NOPOLICY
	1<<17 | // MSG_SENDPAGE_NOTLAST
	1<<18 | // MSG_BATCH
	1<<19 | // MSG_NO_SHARED_FRAGS
	1<<20 | // MSG_SENDPAGE_DECRYPTED
	1<<31 // MSG_CMSG_COMPAT

// fill makes the message of what the programs recorded: with wall time, and the names of
// both processes.
func (r *reader) fill(p *order.Piece) {
	record, start, end := &p.Record, p.Start(), p.End()
	m := &r.message
	m.Event = nil
	from := r.ends.of(&record.From)
	r.owners.Saw(record.From.Inode, &from.process, record.Time)
	m.From = endOf(record.From.Inode, &from.process, from.name)
	if int(record.Thread>>32) == m.From.Pid { // else it is of the kernel
		m.From.Tid = int(uint32(record.Thread))
	}
	r.fillReceiver(m, record)

	m.Time = r.clock.Wall(p.Key)
	m.Type = format.SocketType(record.Type)
	m.Flags = record.Flags &^ notTold
	if m.Type != format.Stream {
		m.Flags &^= program.SplicePages // datagrams are a copy in any case
	}
	m.Len = int64(end.Offset - start.Offset)
	m.Parts = p.AppendParts(m.Parts[:0])
	m.Offset, m.More = int64(start.Offset), p.More
	m.Files, m.Cred = p.Files, nil
	m.Unreadable = int64(end.Unreadable - start.Unreadable)
	m.Dropped = int64(end.Dropped - start.Dropped)
	m.Unwanted = 0
	if r.bare {
		m.Unwanted = m.Len - m.Captured() - m.Unreadable - m.Dropped
	}
	m.Late = p.Late
	if cred, ok := credentials(p.Control); ok {
		cred.Pid = r.numbers.OnHost(int(record.Thread>>32), cred.Pid)
		r.cred = cred
		m.Cred = &r.cred
	}
}

// fillReceiver fills in who receives a message, as far as it is known now.
func (r *reader) fillReceiver(m *format.Message, record *program.Record) {
	to := r.ends.of(&record.To)
	inode, process, settled := r.receiver(record, &to.process)
	if !settled && r.ending {
		process = r.receiverNow(inode, record.Use, &to.process)
	}
	m.To = endOf(inode, &process, to.name)
	if m.To.Pid == m.From.Pid && m.To.Pid != 0 {
		m.To.Comm, m.To.UID = m.From.Comm, m.From.UID // it may have had others before
	}
	if !r.owners.Foreign() {
		r.paths.tell(m)
	}
	m.Client = r.client(m, record)
	r.who.tell(m)
}

// client is the inode of the socket that connected, if both have a name. It is known of
// connections that were accepted since the capture started, or are not yet.
func (r *reader) client(m *format.Message, record *program.Record) uint64 {
	if m.From.Name == "" || m.To.Name == "" || record.Type == unix.SOCK_DGRAM {
		return 0
	}
	if record.To.Inode == 0 {
		return m.From.Inode
	}
	if client, ok := r.connected.get(m.From.Inode); ok {
		return client
	}
	client, _ := r.connected.get(m.To.Inode)
	return client
}

// receiver is who receives a message, and at which socket: who was seen doing so since it
// was sent, or accepting a connection that nobody had accepted then, else whose the socket
// was at that time. Of a connection that still waits, it is who alone accepts there, if
// anybody does. It is not settled yet if the answer is being searched for.
func (r *reader) receiver(record *program.Record, then *proc.Process) (inode uint64, _ proc.Process, settled bool) {
	inode = record.To.Inode
	if inode == 0 {
		inode = r.owners.Behind(record.From.Inode)
	}
	if p, ok := r.owners.Since(inode, record.Time); ok {
		return inode, p, true
	}
	if inode == 0 && record.Receiver != 0 {
		return 0, r.acceptors.alone(&record.To.Name), true
	}
	if inode == 0 && record.Kind == program.RecordEvent {
		return 0, *then, true // there is no other end, or it has gone
	}
	if then.Comm == "" {
		p, settled := r.owners.Find(inode, then.Pid)
		return inode, p, settled
	}
	if record.Kind == program.RecordEvent { // it may be closed by now
		return inode, notEnded(*then, record.Use, then), true
	}
	if record.Use.Guess() {
		p, settled := r.lookFor(inode, record, then)
		return inode, p, settled
	}
	return inode, *then, true
}

// lookFor finds out who has a socket, of which it is not sure that it is still the one that
// had it. It is not settled while that may still receive, or hand it on. Who receives at once
// is told of; so it is looked for late, when whoever it was handed to has it.
func (r *reader) lookFor(inode uint64, record *program.Record, then *proc.Process) (_ proc.Process, settled bool) {
	from := record.Time + r.hold/2
	if r.started <= from {
		return proc.Nobody, false
	}
	p, settled := r.owners.Verify(inode, then, time.Duration(r.started-from))
	return notEnded(p, record.Use, then), settled && r.started >= record.Time+r.hold
}

// receiverNow is who receives over a socket, searched for until it is known.
func (r *reader) receiverNow(inode uint64, use program.Use, then *proc.Process) proc.Process {
	if use.Guess() && then.Comm != "" {
		return notEnded(r.owners.VerifyNow(inode, then), use, then)
	}
	return r.owners.Of(inode, then.Pid)
}

// notEnded is nobody for a process that had ended when the message was sent.
func notEnded(p proc.Process, use program.Use, then *proc.Process) proc.Process {
	if use.Ended() && p.Pid == then.Pid {
		return proc.Nobody
	}
	return p
}

// settled reports whether all is known that is to be shown of a message, as far as it will
// be.
func (r *reader) settled(record *program.Record) bool {
	return r.receiverSettled(record) && r.pathsSettled(record) && r.who.settled(record, &r.ends)
}

// pathsSettled reports whether it is known where the files of a message's sockets are.
func (r *reader) pathsSettled(record *program.Record) bool {
	if !mayNeedPath(&record.From.Name) && !mayNeedPath(&record.To.Name) || r.owners.Foreign() {
		return true // mostly
	}
	var m format.Message
	from := r.ends.of(&record.From)
	m.From = endOf(record.From.Inode, &from.process, from.name)
	to := r.ends.of(&record.To)
	inode, process, _ := r.receiver(record, &to.process)
	m.To = endOf(inode, &process, to.name)
	return r.paths.tell(&m)
}

// receiverSettled reports whether the receiver of a message is known, as far as it will be.
func (r *reader) receiverSettled(record *program.Record) bool {
	if record.Receiver != 0 && record.Time+r.hold > r.started && !r.receivers.settled(record) {
		return false
	}
	if record.To.Process.Comm[0] != 0 && !record.Use.Guess() {
		return true // mostly
	}
	_, _, settled := r.receiver(record, &r.ends.of(&record.To).process)
	return settled
}
