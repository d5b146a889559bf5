package probes

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// released collects what an orderer lets go.
type released struct {
	messages []int
	late     []int
}

func (r *released) release(m *int, late bool) {
	r.messages = append(r.messages, *m)
	if late {
		r.late = append(r.late, *m)
	}
}

func finish(o *orderer[int], id sendID, message int) {
	*o.message(id) = message
	o.end(id)
}

func (r *released) want(t *testing.T, messages ...int) {
	t.Helper()
	if !slices.Equal(r.messages, messages) {
		t.Fatalf("released %v, want %v", r.messages, messages)
	}
}

func TestOrderWaitsForOneMoreSweep(t *testing.T) {
	o, got := newOrderer[int](time.Second), released{}
	o.begin(sendID{1, 100})
	finish(o, sendID{1, 100}, 1)
	o.swept(150, got.release)
	got.want(t)
	if !o.ready() {
		t.Error("a complete message must ask for another sweep")
	}
	o.swept(160, got.release)
	got.want(t, 1)
}

func TestOrderWaitsForEarlierSend(t *testing.T) {
	o, got := newOrderer[int](time.Second), released{}
	o.begin(sendID{1, 100})
	o.begin(sendID{2, 200})
	finish(o, sendID{2, 200}, 2)
	o.swept(300, got.release)
	o.swept(400, got.release)
	got.want(t)
	if o.ready() {
		t.Error("nothing to gain from another sweep while a send is under way")
	}
	finish(o, sendID{1, 100}, 1)
	o.swept(500, got.release)
	got.want(t, 1, 2)
}

func TestOrderNewcomerHoldsBackWhatIsNewer(t *testing.T) {
	o, got := newOrderer[int](time.Second), released{}
	o.begin(sendID{2, 200})
	finish(o, sendID{2, 200}, 2)
	o.swept(300, got.release)
	o.begin(sendID{1, 100}) // its ring was read before it was written
	finish(o, sendID{1, 100}, 1)
	o.swept(400, got.release)
	got.want(t)
	o.swept(500, got.release)
	got.want(t, 1, 2)
}

func TestOrderCancelledSendHoldsNobody(t *testing.T) {
	o, got := newOrderer[int](time.Second), released{}
	o.begin(sendID{1, 100})
	o.begin(sendID{2, 200})
	finish(o, sendID{2, 200}, 2)
	o.cancel(sendID{1, 100})
	o.swept(300, got.release)
	o.swept(400, got.release)
	got.want(t, 2)
	if len(o.sends) > 0 || len(o.latest) > 0 {
		t.Errorf("remembered: %v, %v", o.sends, o.latest)
	}
}

func TestOrderLostEndHoldsUntilTheThreadSendsAgain(t *testing.T) {
	o, got := newOrderer[int](time.Second), released{}
	o.begin(sendID{1, 100}) // its end record found no room
	o.begin(sendID{2, 150})
	finish(o, sendID{2, 150}, 2)
	o.begin(sendID{1, 200})
	finish(o, sendID{1, 200}, 3)
	o.swept(300, got.release)
	got.want(t)
	o.swept(400, got.release)
	got.want(t, 2, 3)
}

func TestOrderEndReadBeforeBegin(t *testing.T) {
	o, got := newOrderer[int](time.Second), released{}
	finish(o, sendID{1, 100}, 1)
	o.swept(200, got.release)
	o.begin(sendID{1, 100})
	o.swept(300, got.release)
	got.want(t, 1)
	o.begin(sendID{1, 400}) // the thread's next send
	finish(o, sendID{1, 400}, 2)
	o.swept(500, got.release)
	o.swept(500, got.release)
	got.want(t, 1, 2)
}

func TestOrderNextBeginReadBeforeEnd(t *testing.T) {
	o, got := newOrderer[int](time.Second), released{}
	o.begin(sendID{1, 100})
	o.swept(150, got.release)
	o.begin(sendID{1, 200})
	o.swept(250, got.release)
	got.want(t)
	finish(o, sendID{1, 100}, 1)
	finish(o, sendID{1, 200}, 2)
	o.swept(300, got.release)
	got.want(t, 1, 2)
}

func TestOrderLostBegin(t *testing.T) {
	o, got := newOrderer[int](time.Second), released{}
	finish(o, sendID{1, 100}, 1)
	o.swept(200, got.release)
	o.swept(300, got.release)
	got.want(t, 1)
}

func TestOrderBlockedSendIsLate(t *testing.T) {
	o, got := newOrderer[int](time.Second), released{}
	second := uint64(time.Second)
	o.begin(sendID{1, 0})
	o.begin(sendID{2, second / 2})
	finish(o, sendID{2, second / 2}, 2)
	o.swept(second-1, got.release)
	o.swept(second-1, got.release)
	got.want(t)
	o.swept(second, got.release)
	got.want(t, 2)
	finish(o, sendID{1, 0}, 1)
	o.swept(second+1, got.release)
	got.want(t, 2, 1)
	if !slices.Equal(got.late, []int{1}) || o.late != 1 {
		t.Errorf("late: %v (%d counted), want the blocked send", got.late, o.late)
	}
}

func TestOrderDrain(t *testing.T) {
	o, got := newOrderer[int](time.Second), released{}
	o.begin(sendID{1, 100})
	o.begin(sendID{2, 200})
	finish(o, sendID{2, 200}, 2)
	o.begin(sendID{3, 150})
	finish(o, sendID{3, 150}, 3)
	o.drain(got.release)
	got.want(t, 3, 2)
}

// TestOrderIsCausal plays tokens passed from thread to thread on random CPUs.
// A send's records go to the ring of a random CPU when they really would, and
// the rings are read in random order, each at a moment of its own. No message
// may come before one whose receipt its sender had seen.
func TestOrderIsCausal(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for range 200 {
		playTokens(t, rnd)
	}
}

func playTokens(t *testing.T, rnd *rand.Rand) {
	const (
		cpus   = 4
		chains = 3
		hops   = 100
		// few, so that threads send again soon, and more than can be in a send
		threads = chains * 4
	)
	type entry struct {
		kind         recordKind
		thread, time uint64
		message      int
	}
	var (
		rings    [cpus][]entry
		o        = newOrderer[int](time.Hour)
		got      released
		clock    uint64
		position [chains]int
		// unfinished sends: their data may be received before their return
		open   []entry
		unread int // ring that the sweep under way reads next
	)
	idle := func() uint64 { // a thread that is not in a send
		for {
			thread := rnd.Uint64N(threads)
			if !slices.ContainsFunc(open, func(e entry) bool { return e.thread == thread }) {
				return thread
			}
		}
	}
	write := func(e entry) {
		cpu := rnd.IntN(cpus)
		rings[cpu] = append(rings[cpu], e)
	}
	hop := func(chain int) {
		clock++
		e := entry{kind: recordBegin, thread: idle(), time: clock, message: chain*hops + position[chain]}
		position[chain]++
		write(e)
		e.kind = recordEnd
		open = append(open, e)
	}
	leave := func() {
		i := rnd.IntN(len(open))
		write(open[i])
		open = slices.Delete(open, i, i+1)
	}
	order := rnd.Perm(cpus)
	readRing := func() {
		cpu := order[unread]
		for _, e := range rings[cpu] {
			if e.kind == recordBegin {
				o.begin(sendID{e.thread, e.time})
			} else {
				finish(o, sendID{e.thread, e.time}, e.message)
			}
		}
		rings[cpu] = nil
		if unread++; unread == cpus {
			o.swept(clock, got.release)
			unread, order = 0, rnd.Perm(cpus)
		}
	}
	for busy := true; busy; {
		switch chain := rnd.IntN(chains + 2); {
		case chain < chains && position[chain] < hops && len(open) < threads/2:
			hop(chain)
		case chain == chains && len(open) > 0:
			leave()
		default:
			readRing()
		}
		busy = len(open) > 0
		for chain := range chains {
			busy = busy || position[chain] < hops
		}
	}
	for range 3 * cpus {
		readRing()
	}
	if len(got.messages) != chains*hops {
		t.Fatalf("%d messages released of %d", len(got.messages), chains*hops)
	}
	var next [chains]int
	for i, m := range got.messages {
		if chain := m / hops; m%hops != next[chain] {
			t.Fatalf("message %d is hop %d of chain %d, want hop %d", i, m%hops, chain, next[chain])
		}
		next[m/hops]++
	}
}
