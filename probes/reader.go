package probes

import (
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/order"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// reader makes messages of records, wherever these come from. What it makes, it makes in
// the same place again and again, so that there is no garbage.
type reader struct {
	order   *order.Queue
	clock   *kernel.Clock
	owners  *proc.Owners
	numbers *proc.Numbers
	paths   *paths
	who     *who // nil if nothing is to be told of processes but their names
	decode  program.Decoder
	late    uint64 // messages that waited for their receiver, and were shown after newer ones
	bad     uint64 // records that make no sense
	bare    bool   // no bytes are captured
	passed  passed

	out       format.Writer
	failed    error  // of out
	unwritten uint64 // messages that came when it had failed
	ending    bool   // there is time for a search in /proc, as no rings are to be read
	let       func(*order.Piece)

	receivers *receivers
	acceptors acceptors
	asked     *asked              // nil if nobody wants events
	connected generations[uint64] // inode of a socket that was accepted → of the one that connected
	hold      uint64              // for how long messages wait for their receiver, in nanoseconds
	started   uint64              // when the sweep began that is under way
	newest    uint64              // key of the newest message that was written
	due       []*undecided

	message format.Message
	cred    format.Credentials
	event   format.Event
	ends    ends
}

// newReader returns a reader that lets a sender which blocks hold others back for so long.
// It has no owners and no out yet.
func newReader(hold time.Duration) *reader {
	r := &reader{
		order: order.New(hold), clock: kernel.NewClock(), numbers: proc.NewNumbers("/proc"), paths: newPaths(),
		receivers: newReceivers(false), acceptors: acceptors{at: map[program.Name]acceptor{}},
		connected: newGenerations[uint64](maxConnected), hold: uint64(hold),
	}
	r.order.Settled = r.settled
	r.let = r.letGo
	return r
}

// letGo writes a message whose turn has come, or keeps it if it is not known yet whether
// the filter wants it.
func (r *reader) letGo(p *order.Piece) {
	event := p.Record.Kind == program.RecordEvent
	fill, counts := r.fill, !p.More && !event
	if event {
		fill = r.fillEvent
	}
	fate := r.receivers.fateOf(&p.Record)
	if r.failed != nil && fate == open {
		fate = unknown // nobody waits for it any more
	}
	switch fate {
	case wanted:
		if r.failed != nil {
			if counts {
				r.unwritten++
			}
			return
		}
		fill(p)
		r.newest = max(r.newest, p.Key)
		r.failed = r.out.Write(&r.message)
	case open:
		fill(p)
		r.receivers.keep(&p.Record, r.message.Clone(), p.Key)
	case unwanted:
		r.receivers.drop(counts)
	case unknown:
		r.receivers.lose(counts, event)
	}
}

// writeDue writes messages that turned out to be wanted. Whatever was sent in reaction to
// them is still to come.
func (r *reader) writeDue() {
	for _, u := range r.due {
		if r.failed != nil {
			if u.message.Counts() {
				r.unwritten++
			}
			continue
		}
		r.fillReceiver(u.message, &u.record)
		if u.key < r.newest && !u.message.Late {
			u.message.Late = true
			r.late++
		}
		r.newest = max(r.newest, u.key)
		r.failed = r.out.Write(u.message)
	}
	clear(r.due)
	r.due = r.due[:0]
}

// take puts a record where it belongs.
func (r *reader) take(raw []byte) {
	record, payload, err := r.decode.Decode(raw)
	if err != nil {
		r.bad++
		return
	}
	switch record.Kind {
	case program.RecordOwner:
		r.owners.SawReceive(record.From.Inode, record.To.Inode, &r.ends.of(&record.From).process, record.Time)
		if record.Receiver != 0 {
			r.due = append(r.due, r.receivers.told(record)...)
		}
	case program.RecordAccepted:
		by := &r.ends.of(&record.From).process
		r.owners.SawAccept(record.From.Inode, record.To.Inode, by, record.Time)
		r.acceptors.saw(&record.From.Name, by)
		r.connected.put(record.From.Inode, record.To.Inode)
		if record.Receiver != 0 {
			r.due = append(r.due, r.receivers.told(record)...)
		}
	case program.RecordEvent:
		if e, err := program.DecodeEvent(payload); err != nil || eventKinds[e.Kind] == "" {
			r.bad++
			return
		}
		if record.Receiver == 0 && !record.Verdict.Wanted() && !r.asked.wants(record) { // now: it may be gone soon
			return
		}
		r.order.Take(record, payload)
	case program.RecordFreed:
		r.due = append(r.due, r.receivers.told(record)...)
	case program.RecordControl:
		if _, ok := credentials(payload); ok && !r.owners.Foreign() {
			r.numbers.Look(int(record.Thread >> 32)) // now, too
		}
		r.order.Take(record, payload)
	case program.RecordFiles:
		files, devices := program.DecodeFiles(payload)
		r.passed.foreign = r.owners.Foreign()
		r.passed.look(files, devices, record, r.order.FilesHeld())
		r.order.TakeFiles(record, files)
	case program.RecordContent:
		if !r.passed.contents.take(record, payload) {
			r.bad++
		}
	default:
		r.order.Take(record, payload)
	}
}

// swept ends a sweep over the rings that started at the given time, and writes the
// messages whose turn has come.
func (r *reader) swept(started uint64) error {
	r.started = started
	if r.who != nil {
		r.who.now = started
	}
	r.due = append(r.due, r.receivers.swept()...)
	r.writeDue()
	r.order.Swept(started, r.let)
	r.receivers.sweep++
	return r.flush()
}

// drain writes all messages that are left. No record can follow.
func (r *reader) drain() error {
	r.ending = true
	r.owners.LookAgain()
	r.paths.background.wait = lastPatience
	if r.who != nil {
		r.who.background.wait = lastPatience
	}
	r.receivers.sweep++ // nothing is unread
	r.due = append(r.due, r.receivers.swept()...)
	r.writeDue()
	r.order.Drain(r.let)
	r.receivers.end()
	return r.flush()
}

func (r *reader) flush() error {
	if r.failed == nil {
		r.failed = r.out.Flush()
	}
	return r.failed
}
