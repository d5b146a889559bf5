package probes

import (
	"slices"
	"time"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/order"
)

// unseenEnds are sends that are over though no probe has told of their ends: strangers who
// are blocked in more than maxActive sends leave none for them. The programs notice that when
// the thread sends again, and never if it does not.
type unseenEnds struct {
	sure   uint64       // how many there are
	likely []order.Open // over when it was looked last; what tells of their ends may have been unread
	ran    []order.Open // whose threads ran then
	looked time.Time

	does func(s order.Open) proc.Sending // what its thread does
}

// threadDoes is what the thread of a send does, by /proc.
func threadDoes(s order.Open) proc.Sending {
	return proc.SendingOf("/proc", int(s.Thread>>32), int(uint32(s.Thread)))
}

const (
	lookEvery = time.Minute
	lookAt    = 256 // sends, as the rings are not read meanwhile

	// Who runs goes on to send or to wait, as soon as it gets a processor.
	settlePause = 10 * time.Millisecond
	mostPauses  = 50
)

// lookAgain looks at the oldest sends, if that was not done for long.
func (u *unseenEnds) lookAgain(r *reader) {
	if time.Since(u.looked) < lookEvery {
		return
	}
	u.count(r.order)
	u.look(r, lookAt)
}

// look looks which of the sends under way, so many of the oldest, are over, as their threads
// are gone or wait for something else.
func (u *unseenEnds) look(r *reader, most int) {
	u.looked, u.likely, u.ran = time.Now(), nil, nil
	if r.owners.Foreign() {
		return
	}
	open := r.order.Open()
	u.sort(open[:min(len(open), most)])
}

// sort sorts sends by what their threads do.
func (u *unseenEnds) sort(open []order.Open) {
	for _, s := range open {
		switch u.does(s) {
		case proc.NotSending:
			u.likely = append(u.likely, s)
		case proc.Running:
			u.ran = append(u.ran, s)
		}
	}
}

// settle looks again at those whose threads ran, until each has ended its send or waits.
// Before that, sweep reads the rings, which may tell of the end.
func (u *unseenEnds) settle(o *order.Queue, sweep func()) {
	for range mostPauses {
		if len(u.ran) == 0 {
			return
		}
		time.Sleep(settlePause)
		sweep()
		ran := slices.DeleteFunc(u.ran, func(s order.Open) bool { return !o.IsOpen(s) })
		u.ran = nil
		u.sort(ran)
	}
}

// count is for when all is read that was there at the look: who is still under way is sure
// to be over.
func (u *unseenEnds) count(o *order.Queue) {
	u.sure = 0
	for _, s := range u.likely {
		if o.IsOpen(s) {
			u.sure++
		}
	}
}
