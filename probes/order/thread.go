package order

import (
	"cmp"
	"slices"
)

// thread is what is known of one thread's sends.
type thread struct {
	id     uint64
	sends  []sent   // by the time of their entry
	newest *pending // of those that are not finished, nil once it is
	swept  int      // sweep in which it had a send finished last
}

// sent is a send of a thread, that is not finished or was not long ago.
type sent struct {
	time     uint64   // when it was entered: a thread enters one at a time
	pending  *pending // nil once it is finished
	finished int      // sweep in which it was
}

// find returns the place of the send that was entered at that time, and whether it is
// there. Mostly it is the latest, or a newer one.
func (t *thread) find(time uint64) (int, bool) {
	last := len(t.sends) - 1
	switch {
	case last < 0 || t.sends[last].time < time:
		return last + 1, false
	case t.sends[last].time == time:
		return last, true
	}
	return slices.BinarySearchFunc(t.sends, time, func(s sent, time uint64) int { return cmp.Compare(s.time, time) })
}

// finish notes that a send of the thread is finished. A record of it may still be unread,
// so its place stays.
func (t *thread) finish(q *pending, sweep int) {
	if i, found := t.find(q.time); found {
		t.sends[i].pending, t.sends[i].finished = nil, sweep
	}
	if t.newest == q {
		t.newest = nil
	}
}

// threads are those with sends that are known, by their ids.
type threads struct {
	byID   map[uint64]*thread
	latest *thread   // that was asked for: records of one come one after the other
	free   []*thread // for use again
}

const (
	maxFreeThreads = 1024
	maxFreeSends   = 256 // of each; who sent more leaves no memory behind
)

// known returns a thread, nil if it has no sends.
func (t *threads) known(id uint64) *thread {
	if t.latest != nil && t.latest.id == id {
		return t.latest
	}
	return t.byID[id]
}

// get returns a thread, which is to have a send.
func (t *threads) get(id uint64) *thread {
	found := t.known(id)
	if found == nil {
		if n := len(t.free); n > 0 {
			found, t.free = t.free[n-1], t.free[:n-1]
		} else {
			found = &thread{}
		}
		found.id = id
		t.byID[id] = found
	}
	t.latest = found
	return found
}

// forget removes a thread without sends.
func (t *threads) forget(gone *thread) {
	delete(t.byID, gone.id)
	if t.latest == gone {
		t.latest = nil
	}
	if len(t.free) < maxFreeThreads && cap(gone.sends) <= maxFreeSends {
		*gone = thread{sends: gone.sends}
		t.free = append(t.free, gone)
	}
}
