package order

import "slices"

// thread is what is known of one thread's sends.
type thread struct {
	id     uint64
	sends  []*pending // by the time of their entry; for a while those that are finished, too
	newest *pending   // of those that are not finished, nil once it is
	swept  int        // sweep in which it had a send finished last
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
	return slices.BinarySearchFunc(t.sends, time, func(q *pending, time uint64) int {
		if q.time < time {
			return -1
		}
		return int(min(q.time-time, 1))
	})
}

// threads are those with sends that are known, by their ids.
type threads struct {
	byID   map[uint64]*thread
	latest *thread   // that was asked for: records of one come one after the other
	free   []*thread // for use again
}

const maxFreeThreads = 1024

// get returns a thread, which is to have a send.
func (t *threads) get(id uint64) *thread {
	if t.latest != nil && t.latest.id == id {
		return t.latest
	}
	found := t.byID[id]
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
	if len(t.free) < maxFreeThreads {
		*gone = thread{sends: gone.sends}
		t.free = append(t.free, gone)
	}
}
