package probes

import (
	"container/heap"
	"time"
)

// orderer puts messages in the order in which their sends were entered, which
// is a causal order: who reacts to a message enters its own send after it
// received that message, so after the message's send was entered.
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
// A send can block for as long as it likes. Past the hold it holds nobody back
// any more; if it does complete, its message is marked late and counted.
type orderer[M any] struct {
	hold time.Duration

	sweep    int // number of the sweep under way
	queue    sendQueue[M]
	sends    map[sendID]*queued[M] // all that are not released
	latest   map[uint64]*queued[M] // of them, each thread's newest
	released uint64                // key of the newest message released
	late     uint64
}

// sendID names a send: a thread enters one at a time.
type sendID struct {
	thread uint64
	time   uint64 // when the send was entered: the sort key
}

// queued is a send that a record told of, until its release. Its records may
// come in any order: its thread may have changed the CPU under way.
type queued[M any] struct {
	sendID
	sweep      int // in which it was first seen
	state      sendState
	superseded int // sweep in which its thread was seen in a newer send, or 0
	message    M
	at         int // index in the queue, outside when not in it
}

const outside = -1

type sendState int

const (
	sending sendState = iota
	complete
	gone // cancelled, or its end was lost
)

func newOrderer[M any](hold time.Duration) *orderer[M] {
	return &orderer[M]{
		hold:   hold,
		sweep:  1,
		sends:  map[sendID]*queued[M]{},
		latest: map[uint64]*queued[M]{},
	}
}

// begin notes that a send was entered.
func (o *orderer[M]) begin(id sendID) { o.find(id) }

// message is where what arrives of a send's message is collected.
func (o *orderer[M]) message(id sendID) *M { return &o.find(id).message }

// cancel notes that a send left no message.
func (o *orderer[M]) cancel(id sendID) { o.find(id).state = gone }

// end notes that a send is complete.
func (o *orderer[M]) end(id sendID) {
	q := o.find(id)
	q.state = complete
	o.enqueue(q)
}

// find returns the send with that id, a new one if no record told of it yet. A
// thread's older send ended before, but that record may still be unread.
func (o *orderer[M]) find(id sendID) *queued[M] {
	if q := o.sends[id]; q != nil {
		return q
	}
	q := &queued[M]{sendID: id, sweep: o.sweep, at: outside}
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

func (o *orderer[M]) enqueue(q *queued[M]) {
	if q.at == outside {
		heap.Push(&o.queue, q)
	}
}

// swept ends a sweep, at the given time by the clock of the records. It calls
// release for every message whose turn has come; late means that newer
// messages were released before it.
func (o *orderer[M]) swept(now uint64, release func(m *M, late bool)) {
	defer func() { o.sweep++ }()
	for len(o.queue) > 0 {
		q := o.queue[0]
		switch {
		case q.sweep == o.sweep, q.superseded == o.sweep:
			return // the next sweep may show what belongs before it, or its end
		case q.state == sending && q.superseded == 0:
			if now-q.time < uint64(o.hold) {
				return
			}
			heap.Pop(&o.queue) // it holds nobody back any more, but may end yet
		default:
			heap.Pop(&o.queue)
			o.forget(q)
			o.release(q, release)
		}
	}
}

// ready reports whether the next message waits for nothing but another sweep.
func (o *orderer[M]) ready() bool {
	return len(o.queue) > 0 && (o.queue[0].state != sending || o.queue[0].superseded != 0)
}

// drain releases everything that is complete. It serves the end of a capture,
// when no record can follow.
func (o *orderer[M]) drain(release func(m *M, late bool)) {
	for len(o.queue) > 0 {
		q := heap.Pop(&o.queue).(*queued[M])
		o.forget(q)
		o.release(q, release)
	}
}

// release lets a message go, if the send became one.
func (o *orderer[M]) release(q *queued[M], release func(m *M, late bool)) {
	if q.state != complete {
		return
	}
	late := q.time < o.released
	if late {
		o.late++
	}
	o.released = max(o.released, q.time)
	release(&q.message, late)
}

func (o *orderer[M]) forget(q *queued[M]) {
	delete(o.sends, q.sendID)
	if o.latest[q.thread] == q {
		delete(o.latest, q.thread)
	}
}

// sendQueue is a heap by time of entry.
type sendQueue[M any] []*queued[M]

func (s sendQueue[M]) Len() int           { return len(s) }
func (s sendQueue[M]) Less(i, j int) bool { return s[i].time < s[j].time }
func (s sendQueue[M]) Swap(i, j int) {
	s[i], s[j] = s[j], s[i]
	s[i].at, s[j].at = i, j
}

func (s *sendQueue[M]) Push(x any) {
	q := x.(*queued[M])
	q.at = len(*s)
	*s = append(*s, q)
}

func (s *sendQueue[M]) Pop() any {
	last := len(*s) - 1
	q := (*s)[last]
	(*s)[last] = nil
	*s = (*s)[:last]
	q.at = outside
	return q
}
