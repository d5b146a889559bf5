package order

import (
	"bytes"
	"container/heap"
	"math"
	"slices"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// Queue holds the sends that are not finished, and lets them go in causal order. Not
// for use by several goroutines at once.
type Queue struct {
	hold time.Duration

	sweep   int    // number of the sweep under way
	started uint64 // when the one started that ended last
	floor   uint64 // of what is newer, the sweep may lack something
	queue   sendQueue
	sends   map[sendID]*pending // all that are not finished
	latest  map[uint64]*pending // of them, each thread's newest
	// Sends that were finished in this sweep and the one before. A record of
	// theirs may still be unread in another ring, and must not look like a new send.
	finished, finishedBefore map[sendID]bool

	released uint64 // key of the newest message released

	// What was counted, for reading only.
	Late   uint64 // pieces let go after newer ones
	Holes  uint64 // pieces with bytes missing
	Strays uint64 // records that came after their place was shown
}

// sendID names a send: a thread enters one at a time.
type sendID struct {
	thread uint64
	time   uint64 // when the send was entered
}

// pending is a send that a record told of, or a piece of one, until its release.
// Its records may come in any order: its thread may have changed the CPU under
// way.
type pending struct {
	sendID
	key        uint64 // sort key: nothing that is in here went out before
	sweep      int    // in which its key was learned
	steps      []step // of the bytes further on
	pieces     int    // how many came before
	latest     int    // sweep in which a record brought bytes
	state      sendState
	ended      int // sweep in which its end record came
	superseded int // sweep in which its thread was seen in a newer send, or 0
	arrived    arrived
	at         int // index in the queue, outside when not in it
}

const outside = -1

// step is what a record tells of the order: the bytes of its send from a position
// on went out after this time.
type step struct {
	at    Progress
	time  uint64
	sweep int // in which it was learned
}

type sendState int

const (
	sending  sendState = iota
	complete           // nothing more to come
	gone               // cancelled: no message
)

// pieceLimit bounds what is kept in memory of a send that goes on and on.
const pieceLimit = 16 << 20

// New returns an empty Queue in which a send that blocks holds others back for hold
// at most.
func New(hold time.Duration) *Queue {
	return &Queue{
		hold:   hold,
		sweep:  1,
		floor:  math.MaxUint64,
		sends:  map[sendID]*pending{},
		latest: map[uint64]*pending{},

		finished: map[sendID]bool{},
	}
}

// Take puts a record where it belongs: one of a send, but of files (see TakeFiles). It
// keeps no reference to the payload.
func (o *Queue) Take(r *program.Record, payload []byte) {
	q := o.sendOf(r)
	if q == nil {
		return
	}
	switch r.Kind {
	case program.RecordBegin, program.RecordResume:
		o.learn(q, progressOf(r), r.Step)
	case program.RecordControl:
		q.arrived.Control = bytes.Clone(payload)
	case program.RecordPart:
		o.brought(q, r, payload)
		if q.arrived.size < pieceLimit {
			break
		}
		if n := q.arrived.known(); n > 0 {
			first := &pending{sendID: q.sendID, sweep: q.sweep, superseded: o.sweep, at: outside}
			first.arrived, first.key, first.pieces = o.split(q, n)
			o.enqueue(first)
		}
	case program.RecordEnd:
		q.ended = o.sweep
		o.brought(q, r, payload)
		q.state = complete
	case program.RecordCancel:
		q.state = gone
		o.enqueue(q)
	}
}

// TakeFiles adds the files that the descriptors lead to which a send passes on.
func (o *Queue) TakeFiles(r *program.Record, files []format.File) {
	if q := o.sendOf(r); q != nil {
		q.arrived.Files = files
	}
}

// sendOf returns the send that a record is of, nil if that was let go already.
func (o *Queue) sendOf(r *program.Record) *pending {
	id := sendID{r.Thread, r.Time}
	if o.finished[id] || o.finishedBefore[id] {
		if r.Size > 0 {
			o.Strays++
		}
		return nil
	}
	return o.find(id)
}

// find returns the send with that id, a new one if no record told of it yet. A
// thread's older send ended before, but that record may still be unread.
func (o *Queue) find(id sendID) *pending {
	if q := o.sends[id]; q != nil {
		return q
	}
	q := &pending{sendID: id, key: id.time, sweep: o.sweep, at: outside}
	o.sends[id] = q
	o.enqueue(q)

	older := o.latest[id.thread]
	if older != nil && older.time > id.time {
		older = q
	} else {
		o.latest[id.thread] = q
	}
	if older != nil && older.state == sending {
		older.superseded = o.sweep
		o.enqueue(older)
	}
	return q
}

// brought adds what a record with bytes tells.
func (o *Queue) brought(q *pending, r *program.Record, payload []byte) {
	if !q.arrived.add(r, payload) {
		o.Strays++
	}
	o.learn(q, progressOf(r), r.Step)
	o.learn(q, chunk{at: progressOf(r), data: payload}.end(), r.Now)
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
	for n < len(q.steps) && o.applies(q, q.steps[n]) {
		if s := q.steps[n]; s.time > q.key {
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
func (o *Queue) applies(q *pending, s step) bool {
	shown := q.arrived.done
	hole := s.at.captured() <= shown.captured() // and nothing else in between
	return s.at.Offset <= shown.Offset || hole && o.passed(q)
}

// split takes the first n chunks out of what arrived. The rest has a later key.
func (o *Queue) split(q *pending, n int) (first arrived, key uint64, pieces int) {
	first, key, pieces = q.arrived.take(n), q.key, q.pieces
	q.pieces++
	o.rekey(q)
	return first, key, pieces
}

func (o *Queue) enqueue(q *pending) {
	if q.at == outside {
		heap.Push(&o.queue, q)
	}
}
