package probes

import (
	"container/heap"
	"slices"
	"time"
)

// orderer puts messages in the order in which they went out, which is a causal
// order: who reacts to a message enters its own send after it received that
// message, so after the message's send was entered.
//
// What makes this hold by construction, and not by a time margin, is the begin
// record. It is in some CPU's ring before a single byte of the send can reach a
// receiver, so if B reacts to A, A's begin record is there before B's. Rings
// are read in sweeps; a sweep reads every ring as far as it was filled when the
// sweep started. If B's begin record is read in one sweep, A's may have been
// missed there (its ring was read first), but not in the next. Therefore B is
// released only after one further sweep, and only when nothing that began
// before it is unfinished or was read in the latest sweep alone.
//
// A send can block for as long as it likes, and cannot affect anybody meanwhile:
// before it goes on, a resume record tells so, which is as good as a begin record
// for all that it sends from then on. So past the hold a send holds nobody back
// any more. What it sent until then becomes a message, and the rest, once there
// is any, another piece, which counts from the resume. Only who pauses unnoticed
// past the hold, waiting for a page of its own from a slow disk, is shown late,
// after newer messages; these are marked and counted.
type orderer struct {
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
	late     uint64
	holes    uint64 // messages with bytes missing
	strays   uint64 // records that came after their place was shown
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
	at    progress
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

// piece is a message that is let go, or a piece of one.
type piece struct {
	arrived
	key  uint64 // when it went out, or not long before
	more bool   // it is not known to be the last of its send
	late bool   // newer messages were let go before
}

func newOrderer(hold time.Duration) *orderer {
	return &orderer{
		hold:   hold,
		sweep:  1,
		sends:  map[sendID]*pending{},
		latest: map[uint64]*pending{},

		finished: map[sendID]bool{},
	}
}

// take puts a record where it belongs, and returns the place. It keeps no
// reference to the payload.
func (o *orderer) take(r *record, payload []byte) *arrived {
	id := sendID{r.Thread, r.Time}
	if o.finished[id] || o.finishedBefore[id] {
		if r.Size > 0 {
			o.strays++
		}
		return &arrived{}
	}
	q := o.find(id)
	switch r.Kind {
	case recordBegin, recordResume:
		o.learn(q, progressOf(r), r.Step)
	case recordControl, recordFiles:
		q.arrived.add(r, payload)
	case recordPart:
		o.brought(q, r, payload)
		if q.arrived.size < pieceLimit {
			break
		}
		if n := q.arrived.known(); n > 0 {
			first := &pending{sendID: q.sendID, sweep: q.sweep, superseded: o.sweep, at: outside}
			first.arrived, first.key, first.pieces = o.split(q, n)
			o.enqueue(first)
		}
	case recordEnd:
		q.ended = o.sweep
		o.brought(q, r, payload)
		q.state = complete
	case recordCancel:
		q.state = gone
		o.enqueue(q)
	}
	return &q.arrived
}

// find returns the send with that id, a new one if no record told of it yet. A
// thread's older send ended before, but that record may still be unread.
func (o *orderer) find(id sendID) *pending {
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
func (o *orderer) brought(q *pending, r *record, payload []byte) {
	if !q.arrived.add(r, payload) {
		o.strays++
	}
	o.learn(q, progressOf(r), r.Step)
	o.learn(q, chunk{at: progressOf(r), data: payload}.end(), r.Now)
	q.latest = o.sweep
}

// learn notes that what q sends from there on goes out after this time.
func (o *orderer) learn(q *pending, at progress, time uint64) {
	i := len(q.steps)
	for i > 0 && q.steps[i-1].at.offset > at.offset {
		i--
	}
	q.steps = slices.Insert(q.steps, i, step{at, time, o.sweep})
	o.rekey(q)
	o.enqueue(q)
}

// rekey raises the key of q by what is known of the place up to which it was shown.
// Bytes that could not be captured are no reason to start behind them, as others
// received them, unless the send is past the hold, so that none of those wait for it.
func (o *orderer) rekey(q *pending) {
	done, n := q.arrived.done, 0
	for _, s := range q.steps {
		behind := s.at.offset > done.offset
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
func (o *orderer) passed(q *pending) bool { return q.key+uint64(o.hold) <= o.started }

// split takes the first n chunks out of what arrived. The rest has a later key.
func (o *orderer) split(q *pending, n int) (first arrived, key uint64, pieces int) {
	first, key, pieces = q.arrived.take(n), q.key, q.pieces
	q.pieces++
	o.rekey(q)
	return first, key, pieces
}

func (o *orderer) enqueue(q *pending) {
	if q.at == outside {
		heap.Push(&o.queue, q)
	}
}

// swept ends a sweep that started at the given time by the clock of the records.
// It lets go of every message whose turn has come.
func (o *orderer) swept(started uint64, let func(piece)) {
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
func (o *orderer) letGo(q *pending, let func(piece)) {
	heap.Pop(&o.queue)
	if n := len(q.arrived.chunks); n > 0 {
		if known := q.arrived.known(); known > 0 {
			n = known
		}
		first, key, _ := o.split(q, n)
		o.deliver(piece{arrived: first, key: key, more: true}, let)
	} else {
		o.rekey(q)
	}
	if len(q.arrived.chunks) > 0 || !o.passed(q) {
		o.enqueue(q)
	}
}

// ready reports whether the next message waits for nothing but another sweep.
func (o *orderer) ready() bool {
	return len(o.queue) > 0 && (o.queue[0].state != sending || o.queue[0].superseded != 0)
}

// drain lets go of everything that arrived. It serves the end of a capture, when
// no record can follow.
func (o *orderer) drain(let func(piece)) {
	for len(o.queue) > 0 {
		q := heap.Pop(&o.queue).(*pending)
		o.forget(q)
		o.release(q, let)
	}
}

// release lets a send go: as a message if it is complete, else what there is.
func (o *orderer) release(q *pending, let func(piece)) {
	if q.state == complete || q.state == sending && len(q.arrived.chunks) > 0 {
		o.deliver(piece{arrived: q.arrived, key: q.key, more: q.state != complete}, let)
	}
}

func (o *orderer) deliver(p piece, let func(piece)) {
	p.late = p.key < o.released
	if p.late {
		o.late++
	}
	o.released = max(o.released, p.key)
	if end := p.end(p.more); end.captured()-p.done.captured() != end.offset-p.done.offset {
		o.holes++
	}
	let(p)
}

func (o *orderer) forget(q *pending) {
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
