package order

import "container/heap"

// Below says, before a sweep, what it may lack: records of this time, by their clock, and
// newer ones. Without it, that is none.
func (o *Queue) Below(floor uint64) { o.floor = floor }

// Swept ends a sweep that started at the given time by the clock of the records.
// It lets go of every message whose turn has come.
func (o *Queue) Swept(started uint64, let func(Piece)) {
	o.started = started
	defer func() {
		o.sweep++
		o.finished, o.finishedBefore = map[sendID]bool{}, o.finished
	}()
	for len(o.queue) > 0 && !o.waits(o.queue[0]) {
		if q := o.queue[0]; q.underWay() {
			o.letGo(q, let)
		} else {
			o.finish(q, let)
		}
	}
}

// waits reports whether q, and with it all that is newer, is to wait for another sweep.
func (o *Queue) waits(q *pending) bool {
	return q.key >= o.floor && !o.passed(q) || o.unsettled(q) || q.underWay() && !o.passed(q) || o.missesFront(q)
}

// unsettled reports whether this sweep first told of q's place, or of its end: the next
// may show what belongs before it, or the end record.
func (o *Queue) unsettled(q *pending) bool {
	return q.sweep == o.sweep || q.superseded == o.sweep
}

// underWay reports whether q may go on: it has not ended, and its thread was not seen in
// a newer send.
func (q *pending) underWay() bool { return q.state == sending && q.superseded == 0 }

// passed reports whether q is past the hold, so that nobody waits for it.
func (o *Queue) passed(q *pending) bool { return q.key+uint64(o.hold) <= o.started }

// missesFront reports whether the next sweep has what is missing in front of what this
// one brought: for a send that ended anything, for one under way so much that nothing of
// it could be shown.
func (o *Queue) missesFront(q *pending) bool {
	switch {
	case q.arrived.whole():
		return false
	case q.underWay():
		return q.latest == o.sweep && q.arrived.known() == 0
	}
	return q.ended == o.sweep
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
	return len(o.queue) > 0 && !o.queue[0].underWay() && o.queue[0].key < o.floor
}

// Drain lets go of everything that arrived. It serves the end of a capture, when
// no record can follow.
func (o *Queue) Drain(let func(Piece)) {
	for len(o.queue) > 0 {
		o.finish(o.queue[0], let)
	}
}

// finish lets go of the first in the queue for good.
func (o *Queue) finish(q *pending, let func(Piece)) {
	heap.Pop(&o.queue)
	o.forget(q)
	o.release(q, let)
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
