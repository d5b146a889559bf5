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
	bad     uint64 // records that make no sense

	out    format.Writer
	failed error // of out
	ending bool  // there is time for a search in /proc, as no rings are to be read
	let    func(*order.Piece)

	message format.Message
	cred    format.Credentials
	ends    ends
}

// newReader returns a reader that lets a sender which blocks hold others back for so long.
// It has no owners and no out yet.
func newReader(hold time.Duration) *reader {
	r := &reader{order: order.New(hold), clock: kernel.NewClock(), numbers: proc.NewNumbers("/proc"), paths: newPaths()}
	r.order.Settled = func(record *program.Record) bool { return r.settled(record) && r.who.settled(record, &r.ends) }
	r.let = func(p *order.Piece) {
		if r.failed == nil {
			r.fill(p)
			r.failed = r.out.Write(&r.message)
		}
	}
	return r
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
	case program.RecordControl:
		if _, ok := credentials(payload); ok && !r.owners.Foreign() {
			r.numbers.Look(int(record.Thread >> 32)) // now, too
		}
		r.order.Take(record, payload)
	case program.RecordFiles:
		files := program.DecodeFiles(payload)
		if !r.owners.Foreign() {
			nameFiles(files, int(record.Thread>>32)) // now: it may close them at once
		}
		r.order.TakeFiles(record, files)
	default:
		r.order.Take(record, payload)
	}
}

// swept ends a sweep over the rings that started at the given time, and writes the
// messages whose turn has come.
func (r *reader) swept(started uint64) error {
	r.order.Swept(started, r.let)
	return r.flush()
}

// drain writes all messages that are left. No record can follow.
func (r *reader) drain() error {
	r.ending = true
	r.order.Drain(r.let)
	return r.flush()
}

func (r *reader) flush() error {
	if r.failed != nil {
		return r.failed
	}
	return r.out.Flush()
}
