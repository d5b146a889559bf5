package order

import "slices"

// A send of which no end will come any more stays known for ever, unless its thread sends
// again: the ring had no room for its end record, or the kernel missed its return, and then
// the thread ended. Anybody can make as many of these as there are threads over time. But
// only so many can be in flight at once; of more, the oldest are none.

// quiet is a send past the hold with nothing to show, as it was when it became so.
type quiet struct {
	thread, time uint64
}

// isQuiet returns such a send, nil if it has ended, or gone on, since.
func (o *Queue) isQuiet(s quiet) *pending {
	t := o.threads.byID[s.thread]
	if t == nil {
		return nil
	}
	i, found := t.find(s.time)
	if !found {
		return nil
	}
	q := t.sends[i].pending
	if q == nil || q.at != outside || !q.underWay() {
		return nil
	}
	return q
}

// abandon forgets the oldest sends of more than can be in flight. What there is to be told
// of them was told: they count as lost, or as not finished.
func (o *Queue) abandon() {
	if o.MaxOpen == 0 || len(o.quiet) <= 2*o.MaxOpen {
		return
	}
	o.quiet = slices.DeleteFunc(o.quiet, func(s quiet) bool { return o.isQuiet(s) == nil })
	for len(o.quiet) > o.MaxOpen {
		q := o.isQuiet(o.quiet[0])
		o.quiet = o.quiet[1:]
		if q == nil { // it was there twice
			continue
		}
		o.Abandoned++
		o.endOf(q)
	}
}

// endOf ends the memory of a send that is not in the queue.
func (o *Queue) endOf(q *pending) {
	if t := q.thread; t != nil {
		t.finish(q, o.sweep)
		if t.swept != o.sweep {
			t.swept = o.sweep
			o.finished = append(o.finished, t)
		}
	}
	o.recycle(q)
}
