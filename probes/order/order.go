package order

import (
	"bytes"
	"container/heap"
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

// Piece is a message that is let go, or a piece of one. Of its Record, what tells of
// the whole send counts; where the piece starts and ends, Start and End say.
type Piece struct {
	arrived
	Key  uint64 // when it went out, or not long before: nanoseconds of CLOCK_MONOTONIC
	More bool   // it is not known to be the last of its send
	Late bool   // newer messages were let go before
}

// Start is where the piece before it ended: zeros for the first.
func (p *Piece) Start() Progress { return p.done }

// End is where the piece ends: how far the send got, if it is the last.
func (p *Piece) End() Progress { return p.end(p.More) }

// New returns an empty Queue in which a send that blocks holds others back for hold
// at most.
func New(hold time.Duration) *Queue {
	return &Queue{
		hold:   hold,
		sweep:  1,
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
// Bytes that could not be captured are no reason to start behind them, as others
// received them, unless the send is past the hold, so that none of those wait for it.
func (o *Queue) rekey(q *pending) {
	done, n := q.arrived.done, 0
	for _, s := range q.steps {
		behind := s.at.Offset > done.Offset
		if behind && (s.at.captured() > done.captured() || !o.passed(q)) {
			break
		}
		n++
		if s.time > q.key {
			q.key, q.sweep = s.time, s.sweep
		}
	}
	q.steps = slices.Delete(q.steps, 0, n)
	o.queue.move(q)
}

// passed reports whether q is past the hold, so that nobody waits for it.
func (o *Queue) passed(q *pending) bool { return q.key+uint64(o.hold) <= o.started }

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

// Swept ends a sweep that started at the given time by the clock of the records.
// It lets go of every message whose turn has come.
func (o *Queue) Swept(started uint64, let func(Piece)) {
	o.started = started
	defer func() {
		o.sweep++
		o.finished, o.finishedBefore = map[sendID]bool{}, o.finished
	}()
	for len(o.queue) > 0 {
		q := o.queue[0]
		waits := q.state == sending && q.superseded == 0
		switch {
		case q.sweep == o.sweep, q.superseded == o.sweep:
			return // the next sweep may show what belongs before it, or its end
		case waits && !o.passed(q):
			return
		case q.ended == o.sweep && !q.arrived.whole(),
			waits && q.latest == o.sweep && q.arrived.known() == 0 && !q.arrived.whole():
			return // the next sweep has what is missing in front
		case waits:
			o.letGo(q, let)
		default:
			heap.Pop(&o.queue)
			o.forget(q)
			o.release(q, let)
		}
	}
}

// letGo lets go what there is of a send that is under way for too long: it holds
// nobody back any more until it goes on.
func (o *Queue) letGo(q *pending, let func(Piece)) {
	heap.Pop(&o.queue)
	if n := len(q.arrived.chunks); n > 0 {
		if known := q.arrived.known(); known > 0 {
			n = known
		}
		first, key, _ := o.split(q, n)
		o.deliver(Piece{arrived: first, Key: key, More: true}, let)
	} else {
		o.rekey(q)
	}
	if len(q.arrived.chunks) > 0 || !o.passed(q) {
		o.enqueue(q)
	}
}

// Ready reports whether the next message waits for nothing but another sweep.
func (o *Queue) Ready() bool {
	return len(o.queue) > 0 && (o.queue[0].state != sending || o.queue[0].superseded != 0)
}

// Drain lets go of everything that arrived. It serves the end of a capture, when
// no record can follow.
func (o *Queue) Drain(let func(Piece)) {
	for len(o.queue) > 0 {
		q := heap.Pop(&o.queue).(*pending)
		o.forget(q)
		o.release(q, let)
	}
}

// release lets a send go: as a message if it is complete, else what there is.
func (o *Queue) release(q *pending, let func(Piece)) {
	if q.state == complete || q.state == sending && len(q.arrived.chunks) > 0 {
		o.deliver(Piece{arrived: q.arrived, Key: q.key, More: q.state != complete}, let)
	}
}

func (o *Queue) deliver(p Piece, let func(Piece)) {
	p.Late = p.Key < o.released
	if p.Late {
		o.Late++
	}
	o.released = max(o.released, p.Key)
	if end := p.End(); end.captured()-p.done.captured() != end.Offset-p.done.Offset {
		o.Holes++
	}
	let(p)
}

func (o *Queue) forget(q *pending) {
	if o.sends[q.sendID] == q {
		delete(o.sends, q.sendID)
		o.finished[q.sendID] = true
	}
	if o.latest[q.thread] == q {
		delete(o.latest, q.thread)
	}
}

// sendQueue is a heap by key; the pieces of a send stay in their order.
type sendQueue []*pending

func (s sendQueue) Len() int { return len(s) }
func (s sendQueue) Less(i, j int) bool {
	return s[i].key < s[j].key || s[i].key == s[j].key && s[i].pieces < s[j].pieces
}
func (s sendQueue) Swap(i, j int) {
	s[i], s[j] = s[j], s[i]
	s[i].at, s[j].at = i, j
}

func (s *sendQueue) Push(x any) {
	q := x.(*pending)
	q.at = len(*s)
	*s = append(*s, q)
}

func (s *sendQueue) Pop() any {
	last := len(*s) - 1
	q := (*s)[last]
	(*s)[last] = nil
	*s = (*s)[:last]
	q.at = outside
	return q
}

// move restores the order after a change of q's key.
func (s *sendQueue) move(q *pending) {
	if q.at != outside {
		heap.Fix(s, q.at)
	}
}
