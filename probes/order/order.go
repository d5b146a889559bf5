package order

import (
	"math"
	"slices"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// Queue holds the sends that are not finished, and lets them go in causal order. Not
// for use by several goroutines at once.
type Queue struct {
	// Settled, if not nil, says whether all is known that is to be shown of a send by its
	// record. It is asked before the send is let go: while it is not settled, that and all
	// that is newer waits. Drain does not ask.
	Settled func(*program.Record) bool
	// Limit, if not 0, bounds the memory, in bytes, of what waits for sends that block, and
	// until it is settled: if that is more, it is as if the hold had passed for the sends
	// under way.
	Limit int
	// MaxOpen, if not 0, is how many sends can be under way at once: of more that seem to
	// be, the oldest have ended unnoticed.
	MaxOpen int

	hold       time.Duration
	pieceLimit int  // bytes of a stream's send
	settling   bool // the next is not settled

	sweep   int    // number of the sweep under way
	started uint64 // when the one started that ended last
	floor   uint64 // of what is newer, the sweep may lack something
	known   bool   // who calls says what that is

	clockError uint64 // by how much clocks of CPUs may differ, in nanoseconds
	queue      sendQueue
	threads    threads
	// Threads with sends that were finished in this sweep and the one before. A record
	// of theirs may still be unread in another ring, and must not look like a new send.
	finished, finishedBefore []*thread
	quiet                    []quiet // past the hold, with nothing to show; the oldest first

	released uint64 // key of the newest message released

	// For use again, so that there is no garbage.
	free    []*pending
	buffers buffers
	files   int64 // bytes of memory that files of sends take
	piece   Piece

	// What was counted, for reading only.
	Late   uint64 // pieces let go after newer ones
	Holes  uint64 // pieces with bytes missing
	Strays uint64 // records that came after their place was shown
	Headed uint64 // datagrams let go without their last records, which found no room in a ring

	Abandoned uint64 // sends forgotten, as no end of them can come
}

// pieceLimit bounds what is kept in memory of a send over a stream that goes on and on, in
// bytes: a piece has as many, and those of its last record. It is held twice when it is let
// go. A datagram is one piece: it comes at once, and all of it is in memory anyway.
const pieceLimit = 4 << 20

// New returns an empty Queue in which a send that blocks holds others back for hold
// at most.
func New(hold time.Duration) *Queue {
	return &Queue{
		hold: hold, pieceLimit: pieceLimit, sweep: 1, floor: math.MaxUint64, clockError: clockError,
		threads: threads{byID: map[uint64]*thread{}},
	}
}

// Take puts a record where it belongs: one of a send, but of files (see TakeFiles), or an event. It
// keeps no reference to the record or the payload.
func (o *Queue) Take(r *program.Record, payload []byte) {
	if isAll(r) {
		o.alone(r, payload)
		return
	}
	q := o.sendOf(r)
	if q == nil {
		return
	}
	switch r.Kind {
	case program.RecordBegin, program.RecordResume:
		o.learn(q, progressOf(r), r.Step)
	case program.RecordControl:
		o.buffers.put(q.arrived.Control)
		q.arrived.Control = o.buffers.clone(payload)
	case program.RecordPart:
		o.brought(q, r, payload)
		o.cut(q)
	case program.RecordEnd:
		q.ended = o.sweep
		q.state = complete
		o.brought(q, r, payload)
		o.cut(q)
	case program.RecordCancel:
		q.state = gone
		o.enqueue(q)
	}
}

// alone adds what one record tells all of: nearly all sends, and what is no send but has its
// place among them. Nothing is to be known of it later, so its thread does not refer to it. Of
// an older send of the thread that is told of only in the next sweep, the end is told then, too.
func (o *Queue) alone(r *program.Record, payload []byte) {
	q := o.newPending()
	q.time, q.key, q.sweep = r.Time, max(r.Time, r.Step), o.sweep
	q.state, q.ended, q.latest = complete, o.sweep, o.sweep
	q.arrived.only(r, payload, &o.buffers)
	o.queue.add(q)
	if r.Kind == program.RecordEvent {
		return
	}
	if t := o.threads.known(r.Thread); t != nil && t.newest != nil && t.newest.time < r.Time {
		o.supersede(t.newest)
	}
}

// supersede notes that the thread of q was seen in a newer send.
func (o *Queue) supersede(q *pending) {
	if q.state == sending {
		q.superseded = o.sweep
		o.enqueue(q)
	}
}

// TakeFiles adds the files that the descriptors lead to which a send passes on.
func (o *Queue) TakeFiles(r *program.Record, files []format.File) {
	if q := o.sendOf(r); q != nil {
		o.files += format.FilesSize(files) - format.FilesSize(q.arrived.Files)
		q.arrived.Files = files
	}
}

// FilesHeld is how many bytes of memory the files of sends take that were not let go yet.
func (o *Queue) FilesHeld() int64 { return o.files }

// sendOf returns the send that a record is of, a new one if no record told of it yet,
// nil if it was let go already.
func (o *Queue) sendOf(r *program.Record) *pending {
	t := o.threads.get(r.Thread)
	i, found := t.find(r.Time)
	if !found {
		return o.begin(t, i, r.Time)
	}
	q := t.sends[i].pending
	if q == nil && r.Size > 0 {
		o.Strays++
	}
	return q
}

// begin adds a send to its thread's, before the i-th. The thread's older send ended
// before, but that record may still be unread.
func (o *Queue) begin(t *thread, i int, time uint64) *pending {
	q := o.newPending()
	q.thread, q.time, q.key, q.sweep = t, time, time, o.sweep
	t.sends = slices.Insert(t.sends, i, sent{time: time, pending: q})
	o.enqueue(q)

	older := t.newest
	if older != nil && older.time > time {
		older = q
	} else {
		t.newest = q
	}
	if older != nil {
		o.supersede(older)
	}
	return q
}

// brought adds what a record with bytes tells.
func (o *Queue) brought(q *pending, r *program.Record, payload []byte) {
	if !q.arrived.add(r, payload, &o.buffers) {
		o.Strays++
	}
	at := progressOf(r)
	o.learn(q, at, r.Step)
	o.learn(q, at.plus(len(payload)), r.Now)
	q.latest = o.sweep
}

// learn notes that what q sends from there on goes out after this time.
func (o *Queue) learn(q *pending, at Progress, time uint64) {
	i := len(q.steps)
	for i > 0 && q.steps[i-1].at.Offset > at.Offset {
		i--
	}
	q.steps = slices.Insert(q.steps, i, step{at, time, o.sweep})
	o.rekey(q)
	o.enqueue(q)
}

// rekey raises the key of q by what is known of the place up to which it was shown.
func (o *Queue) rekey(q *pending) {
	n := 0
	for n < len(q.steps) && o.applies(q, &q.steps[n]) {
		if s := &q.steps[n]; s.time > q.key {
			q.key, q.sweep = s.time, s.sweep
		}
		n++
	}
	q.steps = slices.Delete(q.steps, 0, n)
	o.queue.move(q)
}

// applies reports whether a step tells of all of q that is not shown yet: it starts
// where that does. If bytes in between could not be captured, that is no reason to start
// behind them, as others received them, unless nobody waits for q any more.
func (o *Queue) applies(q *pending, s *step) bool {
	shown := q.arrived.done
	hole := s.at.captured() <= shown.captured() // and nothing else in between
	return s.at.Offset <= shown.Offset || hole && o.passed(q)
}

// cut takes pieces off a stream's send until what is left is short enough. If it is
// complete, something is left: its last piece.
func (o *Queue) cut(q *pending) {
	if q.arrived.Record.Type != uint32(format.Stream) {
		return
	}
	for q.arrived.ready >= o.pieceLimit {
		n := q.arrived.first(o.pieceLimit)
		if n == len(q.arrived.chunks) && q.state == complete {
			return
		}
		first := o.split(q, n)
		first.superseded = o.sweep
		o.enqueue(first)
	}
}

// split returns the first n chunks of what arrived as a piece of its own, which is of no
// thread. The rest has a later key.
func (o *Queue) split(q *pending, n int) *pending {
	first := o.newPending()
	first.time, first.key, first.sweep, first.pieces = q.time, q.key, q.sweep, q.pieces
	first.arrived, q.arrived = q.arrived, first.arrived
	first.arrived.leave(n, &q.arrived)
	q.pieces++
	o.rekey(q)
	return first
}

func (o *Queue) enqueue(q *pending) {
	if q.at == outside {
		o.queue.push(q)
	}
}
