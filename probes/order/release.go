package order

import "slices"

// Below says, before a sweep, what it may lack: records of this time, by their clock, and
// newer ones. Without it, that is none, but then no sweep is known to have all that is older
// than its start.
func (o *Queue) Below(floor uint64) { o.floor, o.known = floor, true }

// clockError is by how much clocks of CPUs may differ, in nanoseconds: what programs read
// (ktime_get_mono_fast_ns) is not quite in step.
const clockError = 100_000

// Swept ends a sweep that started at the given time by the clock of the records.
// It lets go of every message whose turn has come.
func (o *Queue) Swept(started uint64, let func(*Piece)) {
	o.started = started
	o.settling = false
	for o.queue.size > 0 {
		q := o.queue.first()
		if o.waits(q) || !o.settled(q) {
			break
		}
		if q.underWay() && !q.arrived.lengthKnown() {
			o.letGo(q, let)
		} else {
			o.finish(q, let)
		}
	}
	o.abandon()
	o.forget()
	o.sweep++
}

// waits reports whether q, and with it all that is newer, is to wait for another sweep.
func (o *Queue) waits(q *pending) bool {
	return q.key >= o.floor && !o.passed(q) && !o.crowded() || o.isNew(q) && !o.isSure(q) ||
		q.underWay() && !o.passed(q) && !o.crowded() || o.missesFront(q)
}

// settled asks whether q may be shown. It may always if there is nothing to show of it.
func (o *Queue) settled(q *pending) bool {
	if o.Settled == nil || o.crowded() || q.state == gone || q.state == sending && len(q.arrived.chunks) == 0 {
		return true
	}
	o.settling = !o.Settled(&q.arrived.Record)
	return !o.settling
}

// isNew reports whether this sweep first told of q's place, or of its end: the next
// may show what belongs before it, or the end record.
func (o *Queue) isNew(q *pending) bool {
	return q.sweep == o.sweep || q.superseded == o.sweep
}

// isSure reports whether this sweep has all that is older than q, and all of q: it is a
// message of one record, and older than the sweep.
func (o *Queue) isSure(q *pending) bool {
	return o.known && isAll(&q.arrived.Record) &&
		q.key < o.floor && q.key+o.clockError < o.started
}

// underWay reports whether q may go on: it has not ended, and its thread was not seen in
// a newer send.
func (q *pending) underWay() bool { return q.state == sending && q.superseded == 0 }

// passed reports whether q is past the hold, so that nobody waits for it.
func (o *Queue) passed(q *pending) bool { return q.key+uint64(o.hold) <= o.started }

// crowded reports whether too much waits.
func (o *Queue) crowded() bool { return o.Limit > 0 && o.held() > o.Limit }

// held is how many bytes of memory what waits takes: a send, its records' places included,
// less than 1 KiB mostly. Sends past the hold are not in the queue: of these there are as
// many as can be in flight, with nothing to be shown.
func (o *Queue) held() int { return o.buffers.used + int(o.files) + o.queue.size<<10 }

// missesFront reports whether the next sweep has what is missing in front of what this
// one brought: for a send that ended anything, for one under way so much that nothing of
// it could be shown.
func (o *Queue) missesFront(q *pending) bool {
	switch {
	case q.arrived.whole():
		return false
	case q.underWay():
		return q.latest == o.sweep && q.arrived.known == 0
	}
	return q.ended == o.sweep
}

// letGo lets go what there is of a send that is under way for too long: it holds
// nobody back any more until it goes on.
func (o *Queue) letGo(q *pending, let func(*Piece)) {
	crowded := o.crowded() // with q, though perhaps not without it
	o.queue.pop()
	if n := len(q.arrived.chunks); n > 0 {
		if known := q.arrived.known; known > 0 {
			n = known
		}
		first := o.split(q, n)
		o.deliver(first, true, let)
		o.recycle(first)
	} else {
		o.rekey(q)
	}
	if len(q.arrived.chunks) > 0 || !o.passed(q) && !crowded {
		o.enqueue(q)
	}
	if q.at == outside && q.thread != nil {
		o.quiet = append(o.quiet, quiet{q.thread.id, q.time})
	}
}

// Ready reports whether the next message waits for nothing but another sweep.
func (o *Queue) Ready() bool {
	if o.queue.size == 0 {
		return false
	}
	first := o.queue.first()
	return !first.underWay() && first.key < o.floor && !o.settling
}

// Drain lets go of everything that arrived. It serves the end of a capture, when
// no record can follow.
func (o *Queue) Drain(let func(*Piece)) {
	for o.queue.size > 0 {
		o.finish(o.queue.first(), let)
	}
}

// finish lets go of the first in the queue for good: as a message if it is complete, else
// what there is.
func (o *Queue) finish(q *pending, let func(*Piece)) {
	o.queue.pop()
	if q.state == complete || q.state == sending && len(q.arrived.chunks) > 0 {
		headed := q.state != complete && q.arrived.lengthKnown()
		if headed {
			o.Headed++
		}
		o.deliver(q, q.state != complete && !headed, let)
	}
	o.endOf(q)
}

func (o *Queue) deliver(q *pending, more bool, let func(*Piece)) {
	p := &o.piece
	*p = Piece{arrived: &q.arrived, Key: q.key, More: more, Late: q.key < o.released, joined: p.joined}
	if p.Late {
		o.Late++
	}
	o.released = max(o.released, p.Key)
	if end := p.End(); end.Unreadable != p.done.Unreadable || end.Dropped != p.done.Dropped {
		o.Holes++
	}
	let(p)
	p.over()
}

// forget ends the memory of sends that were finished in the sweep before.
func (o *Queue) forget() {
	for _, t := range o.finishedBefore {
		t.sends = slices.DeleteFunc(t.sends, func(s sent) bool { return s.pending == nil && s.finished < o.sweep })
		if len(t.sends) == 0 {
			o.threads.forget(t)
		}
	}
	o.finished, o.finishedBefore = o.finishedBefore[:0], o.finished
}
