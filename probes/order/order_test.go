package order

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// released collects what an orderer lets go: a message is known by its length.
type released struct {
	messages []int
	late     []int
	pieces   []int // those with more to come
}

func (r *released) release(p *Piece) {
	id := int(p.end(p.More).Offset - p.done.Offset)
	r.messages = append(r.messages, id)
	if p.Late {
		r.late = append(r.late, id)
	}
	if p.More {
		r.pieces = append(r.pieces, id)
	}
}

// sendID names a send: a thread enters one at a time.
type sendID struct {
	thread uint64
	time   uint64 // when the send was entered
}

// unfinished are the sends that are remembered as such.
func (o *Queue) unfinished() []*pending {
	var all []*pending
	for _, t := range o.threads.byID {
		for _, s := range t.sends {
			if s.pending != nil {
				all = append(all, s.pending)
			}
		}
		if t.newest != nil && !slices.Contains(all, t.newest) {
			all = append(all, t.newest)
		}
	}
	return all
}

func begin(o *Queue, id sendID) {
	o.Take(&program.Record{Kind: program.RecordBegin, Thread: id.thread, Time: id.time, Step: id.time}, nil)
}

func resume(o *Queue, id sendID, step uint64) { resumeAt(o, id, step, 0) }

// resumeAt lets a send go on behind so many bytes.
func resumeAt(o *Queue, id sendID, step uint64, offset int) {
	o.Take(&program.Record{Kind: program.RecordResume, Thread: id.thread, Time: id.time, Step: step, Offset: uint64(offset)}, nil)
}

// part brings n bytes behind offset, which went out after step and before now.
func part(o *Queue, id sendID, step, now uint64, offset, n int) {
	o.Take(&program.Record{
		Kind: program.RecordPart, Type: uint32(format.Stream), Thread: id.thread, Time: id.time, Step: step, Now: now,
		Offset: uint64(offset), Size: uint32(n),
	}, make([]byte, n))
}

func cancel(o *Queue, id sendID) {
	o.Take(&program.Record{Kind: program.RecordCancel, Thread: id.thread, Time: id.time, Step: id.time}, nil)
}

// finish ends a send of n bytes.
func finish(o *Queue, id sendID, n int) { finishAfter(o, id, id.time, n) }

func finishAfter(o *Queue, id sendID, step uint64, n int) {
	offset := uint64(0)
	for _, q := range o.unfinished() {
		if q.thread.id == id.thread && q.time == id.time {
			offset = q.arrived.end(true).Offset
		}
	}
	size := uint64(n) - offset
	o.Take(&program.Record{
		Kind: program.RecordEnd, Thread: id.thread, Time: id.time, Step: step, Now: step,
		Offset: offset, Size: uint32(size), Result: int64(n),
	}, make([]byte, size))
}

func (r *released) want(t *testing.T, messages ...int) {
	t.Helper()
	if !slices.Equal(r.messages, messages) {
		t.Fatalf("released %v, want %v", r.messages, messages)
	}
}

func TestOrderWaitsForOneMoreSweep(t *testing.T) {
	o, got := New(time.Second), released{}
	begin(o, sendID{1, 100})
	finish(o, sendID{1, 100}, 1)
	o.Swept(150, got.release)
	got.want(t)
	if !o.Ready() {
		t.Error("a complete message must ask for another sweep")
	}
	o.Swept(160, got.release)
	got.want(t, 1)
}

func TestOrderWaitsForEarlierSend(t *testing.T) {
	o, got := New(time.Second), released{}
	begin(o, sendID{1, 100})
	begin(o, sendID{2, 200})
	finish(o, sendID{2, 200}, 2)
	o.Swept(300, got.release)
	o.Swept(400, got.release)
	got.want(t)
	if o.Ready() {
		t.Error("nothing to gain from another sweep while a send is under way")
	}
	finish(o, sendID{1, 100}, 1)
	o.Swept(500, got.release)
	got.want(t, 1, 2)
}

func TestOrderNewcomerHoldsBackWhatIsNewer(t *testing.T) {
	o, got := New(time.Second), released{}
	begin(o, sendID{2, 200})
	finish(o, sendID{2, 200}, 2)
	o.Swept(300, got.release)
	begin(o, sendID{1, 100}) // its ring was read before it was written
	finish(o, sendID{1, 100}, 1)
	o.Swept(400, got.release)
	got.want(t)
	o.Swept(500, got.release)
	got.want(t, 1, 2)
}

func TestOrderCancelledSendHoldsNobody(t *testing.T) {
	o, got := New(time.Second), released{}
	begin(o, sendID{1, 100})
	begin(o, sendID{2, 200})
	finish(o, sendID{2, 200}, 2)
	cancel(o, sendID{1, 100})
	o.Swept(300, got.release)
	o.Swept(400, got.release)
	got.want(t, 2)
	if left := o.unfinished(); len(left) > 0 {
		t.Errorf("remembered: %v", left)
	}
}

func TestOrderLostEndHoldsUntilTheThreadSendsAgain(t *testing.T) {
	o, got := New(time.Second), released{}
	begin(o, sendID{1, 100}) // its end record found no room
	begin(o, sendID{2, 150})
	finish(o, sendID{2, 150}, 2)
	begin(o, sendID{1, 200})
	finish(o, sendID{1, 200}, 3)
	o.Swept(300, got.release)
	got.want(t)
	o.Swept(400, got.release)
	got.want(t, 2, 3)
}

// TestOrderWaitsUntilSettled: what can't be shown yet holds back all that is newer, and
// is asked for once in a sweep.
func TestOrderWaitsUntilSettled(t *testing.T) {
	o, got := New(time.Second), released{}
	settled, asked := false, 0
	o.Settled = func(r *program.Record) bool {
		asked++
		return settled || r.Thread != 2
	}
	for thread := range uint64(3) {
		begin(o, sendID{thread + 1, 100 * (thread + 1)})
		finish(o, sendID{thread + 1, 100 * (thread + 1)}, int(thread)+1)
	}
	begin(o, sendID{4, 150})
	cancel(o, sendID{4, 150}) // of this, there is nothing to ask
	o.Swept(400, got.release)
	if !o.Ready() {
		t.Error("another sweep must be asked for")
	}
	o.Swept(500, got.release)
	got.want(t, 1)
	if o.Ready() {
		t.Error("nothing to gain from another sweep at once")
	}
	o.Swept(600, got.release)
	got.want(t, 1)
	if asked != 3 {
		t.Errorf("asked %d times", asked)
	}
	settled = true
	o.Swept(700, got.release)
	got.want(t, 1, 2, 3)
	settled = false
	begin(o, sendID{2, 800})
	finish(o, sendID{2, 800}, 4)
	o.Drain(got.release)
	got.want(t, 1, 2, 3, 4)
}

func TestOrderEndReadBeforeBegin(t *testing.T) {
	o, got := New(time.Second), released{}
	finish(o, sendID{1, 100}, 1)
	o.Swept(200, got.release)
	begin(o, sendID{1, 100})
	o.Swept(300, got.release)
	got.want(t, 1)
	begin(o, sendID{1, 400}) // the thread's next send
	finish(o, sendID{1, 400}, 2)
	o.Swept(500, got.release)
	o.Swept(500, got.release)
	got.want(t, 1, 2)
}

func TestOrderNextBeginReadBeforeEnd(t *testing.T) {
	o, got := New(time.Second), released{}
	begin(o, sendID{1, 100})
	o.Swept(150, got.release)
	begin(o, sendID{1, 200})
	o.Swept(250, got.release)
	got.want(t)
	finish(o, sendID{1, 100}, 1)
	finish(o, sendID{1, 200}, 2)
	o.Swept(300, got.release)
	got.want(t, 1, 2)
}

func TestOrderLostBegin(t *testing.T) {
	o, got := New(time.Second), released{}
	finish(o, sendID{1, 100}, 1)
	o.Swept(200, got.release)
	o.Swept(300, got.release)
	got.want(t, 1)
}

// TestOrderUnnoticedPauseIsLate: who is not known to have been blocked counts from
// its entry, however late.
func TestOrderUnnoticedPauseIsLate(t *testing.T) {
	o, got := New(time.Second), released{}
	second := uint64(time.Second)
	begin(o, sendID{1, 0})
	begin(o, sendID{2, second / 2})
	finish(o, sendID{2, second / 2}, 2)
	o.Swept(second-1, got.release)
	o.Swept(second-1, got.release)
	got.want(t)
	o.Swept(second, got.release)
	got.want(t, 2)
	finish(o, sendID{1, 0}, 1)
	o.Swept(second+1, got.release)
	got.want(t, 2, 1)
	if !slices.Equal(got.late, []int{1}) || o.Late != 1 {
		t.Errorf("late: %v (%d counted), want the blocked send", got.late, o.Late)
	}
}

// TestOrderBlockedSend: a send that says when it goes on holds nobody back while
// it is blocked, and counts from then.
func TestOrderBlockedSend(t *testing.T) {
	o, got := New(time.Second), released{}
	second := uint64(time.Second)
	blocked := sendID{1, 0}
	begin(o, blocked)
	begin(o, sendID{2, second / 2})
	finish(o, sendID{2, second / 2}, 2)
	o.Swept(second, got.release)
	o.Swept(second, got.release)
	got.want(t, 2)
	resume(o, blocked, 5*second)
	begin(o, sendID{2, 5*second + 1}) // reacts to the blocked send
	finish(o, sendID{2, 5*second + 1}, 3)
	o.Swept(5*second+2, got.release)
	o.Swept(5*second+3, got.release)
	got.want(t, 2)
	finishAfter(o, blocked, 5*second, 1)
	o.Swept(5*second+4, got.release)
	got.want(t, 2, 1, 3)
	if len(got.late) > 0 || len(got.pieces) > 0 {
		t.Errorf("late %v, pieces %v", got.late, got.pieces)
	}
}

// TestOrderPieces: what a send brought until it blocked is shown, and the rest
// when it goes on.
func TestOrderPieces(t *testing.T) {
	o, got := New(time.Second), released{}
	second := uint64(time.Second)
	blocked := sendID{1, 0}
	begin(o, blocked)
	part(o, blocked, 0, 10, 0, 100)
	part(o, blocked, 10, 20, 100, 100)
	o.Swept(30, got.release)
	o.Swept(40, got.release)
	got.want(t)
	o.Swept(second, got.release)
	got.want(t, 200)
	begin(o, sendID{2, 3 * second})
	finish(o, sendID{2, 3 * second}, 2)
	resume(o, blocked, 4*second)
	part(o, blocked, 4*second, 4*second+10, 200, 300)
	finishAfter(o, blocked, 4*second+10, 550)
	for range 3 {
		o.Swept(4*second+20, got.release)
	}
	got.want(t, 200, 2, 350)
	if len(got.late) > 0 || !slices.Equal(got.pieces, []int{200}) {
		t.Errorf("late %v, pieces %v", got.late, got.pieces)
	}
	if left := o.unfinished(); len(left) > 0 || o.queue.size > 0 {
		t.Errorf("remembered: %v", left)
	}
}

// TestOrderPieceLimit: a send without end does not fill the memory, and its pieces
// stay in order though their keys are equal.
func TestOrderPieceLimit(t *testing.T) {
	o, got := New(time.Second), released{}
	id := sendID{1, 100}
	begin(o, id)
	for i := range 3 {
		part(o, id, 100, 100, i*pieceLimit, pieceLimit)
	}
	finish(o, id, 3*pieceLimit+1)
	o.Swept(200, got.release)
	o.Swept(300, got.release)
	got.want(t, pieceLimit, pieceLimit, pieceLimit, 1)
}

// TestOrderLostPart: the piece behind a lost record starts with a hole.
func TestOrderLostPart(t *testing.T) {
	o, got := New(time.Second), released{}
	id := sendID{1, 100}
	begin(o, id)
	part(o, id, 100, 110, 0, 10)
	o.Swept(200, got.release)
	o.Swept(uint64(2*time.Second), got.release)
	r := program.Record{Kind: program.RecordEnd, Thread: id.thread, Time: id.time, Step: 130, Offset: 30, Dropped: 20, Size: 10, Result: 40}
	o.Take(&r, make([]byte, 10))
	o.Swept(300, got.release)
	o.Swept(300, got.release)
	got.want(t, 10, 30)
}

// TestOrderLaterPartFirst: bytes of a later step are no reason to put what comes in
// front of them later, too.
func TestOrderLaterPartFirst(t *testing.T) {
	o, got := New(time.Second), released{}
	cause, effect := sendID{1, 100}, sendID{2, 160}
	begin(o, cause)
	begin(o, effect)
	finish(o, effect, 1)
	r := program.Record{Kind: program.RecordEnd, Thread: 1, Time: 100, Step: 200, Offset: 10, Size: 10, Result: 20}
	o.Take(&r, make([]byte, 10))
	o.Swept(300, got.release)
	part(o, cause, 100, 150, 0, 10)
	o.Swept(300, got.release)
	o.Swept(300, got.release)
	got.want(t, 20, 1)
}

// TestOrderPartsInAnyOrder: the thread changed the CPU, whose ring is read first.
func TestOrderPartsInAnyOrder(t *testing.T) {
	second := uint64(time.Second)
	id := sendID{1, 100}
	t.Run("end before part", func(t *testing.T) {
		o, got := New(time.Second), released{}
		begin(o, id)
		o.Swept(200, got.release)
		part(o, id, 110, 120, 10, 10)
		r := program.Record{Kind: program.RecordEnd, Thread: id.thread, Time: id.time, Step: 130, Offset: 20, Size: 10, Result: 30}
		o.Take(&r, make([]byte, 10))
		o.Swept(200, got.release)
		got.want(t)
		part(o, id, 100, 110, 0, 10)
		o.Swept(200, got.release)
		got.want(t, 30)
	})
	t.Run("long send", func(t *testing.T) {
		o, got := New(time.Second), released{}
		begin(o, id)
		part(o, id, 100, 110, 0, 10)
		part(o, id, 120, 130, 30, 10)
		o.Swept(200, got.release)
		o.Swept(2*second, got.release)
		part(o, id, 110, 120, 10, 20)
		o.Swept(3*second, got.release)
		got.want(t, 10, 30)
	})
	t.Run("the first is missing for good", func(t *testing.T) {
		o, got := New(time.Second), released{}
		begin(o, id)
		part(o, id, 120, 130, 30, 10)
		o.Swept(200, got.release)
		o.Swept(2*second, got.release)
		got.want(t, 40)
	})
}

// TestOrderResumeBehindHole: what goes out behind bytes that found no room in the
// ring goes out when the send was resumed.
func TestOrderResumeBehindHole(t *testing.T) {
	o, got := New(1000), released{}
	cause, effect := sendID{1, 100}, sendID{2, 6100}
	begin(o, cause)
	o.Swept(200, got.release)
	o.Swept(5000, got.release)
	o.Take(&program.Record{Kind: program.RecordResume, Thread: 1, Time: 100, Step: 6000, Offset: 36, Dropped: 36}, nil)
	o.Swept(6001, got.release)
	begin(o, effect)
	finish(o, effect, 7)
	o.Swept(6200, got.release)
	o.Swept(6210, got.release)
	got.want(t)
	end := program.Record{Kind: program.RecordEnd, Thread: 1, Time: 100, Step: 6000, Offset: 36, Dropped: 36, Size: 14, Result: 50}
	o.Take(&end, make([]byte, 14))
	o.Swept(6400, got.release)
	o.Swept(6500, got.release)
	got.want(t, 50, 7)
	if len(got.late) > 0 {
		t.Errorf("late %v", got.late)
	}
}

// TestOrderHoleInFront: bytes that found no room in the ring were received all the
// same, and may have had an effect.
func TestOrderHoleInFront(t *testing.T) {
	o, got := New(1000), released{}
	begin(o, sendID{1, 100})
	begin(o, sendID{2, 150})
	finish(o, sendID{2, 150}, 7)
	end := program.Record{Kind: program.RecordEnd, Thread: 1, Time: 100, Step: 200, Offset: 36, Dropped: 36, Size: 14, Result: 50}
	o.Take(&end, make([]byte, 14))
	o.Swept(300, got.release)
	o.Swept(400, got.release)
	got.want(t, 50, 7)
}

// TestOrderResumeReadFirst: a resume says nothing of the bytes in front of it.
func TestOrderResumeReadFirst(t *testing.T) {
	o, got := New(1000000), released{}
	cause, effect := sendID{1, 100}, sendID{2, 300}
	resumeAt(o, cause, 5000, 36)
	o.Swept(50, got.release)
	begin(o, cause)
	part(o, cause, 100, 200, 0, 36)
	begin(o, effect)
	finish(o, effect, 7)
	o.Swept(5100, got.release)
	o.Swept(5200, got.release)
	got.want(t)
	finishAfter(o, cause, 5000, 50)
	o.Swept(5400, got.release)
	o.Swept(5500, got.release)
	got.want(t, 50, 7)
}

// TestOrderResumeBeforeUnreadPart: nor of bytes in front of it that are yet to be
// read, when a piece before them is shown.
func TestOrderResumeBeforeUnreadPart(t *testing.T) {
	o, got := New(1000), released{}
	cause, effect := sendID{1, 100}, sendID{2, 1170}
	begin(o, cause)
	part(o, cause, 100, 200, 0, 50)
	o.Swept(300, got.release)
	resumeAt(o, cause, 3000, 90)
	begin(o, effect)
	finish(o, effect, 7)
	o.Swept(1100, got.release)
	got.want(t, 50)
	resumeAt(o, cause, 1150, 50)
	part(o, cause, 1150, 1160, 50, 40)
	o.Swept(3100, got.release)
	o.Swept(3200, got.release)
	got.want(t, 50, 40, 7)
	if len(got.late) > 0 {
		t.Errorf("late %v", got.late)
	}
}

func TestOrderDrain(t *testing.T) {
	o, got := New(time.Second), released{}
	begin(o, sendID{1, 100})
	begin(o, sendID{2, 200})
	finish(o, sendID{2, 200}, 2)
	begin(o, sendID{3, 150})
	finish(o, sendID{3, 150}, 3)
	o.Drain(got.release)
	got.want(t, 3, 2)
}

// TestOrderIsCausal plays tokens passed from thread to thread on random CPUs.
// A send's records go to the ring of a random CPU when they really would, and
// the rings are read in random order, each at a moment of its own. Some sends
// block for longer than the hold. No message may come before one whose receipt
// its sender had seen.
func TestOrderIsCausal(t *testing.T) {
	rnd := testrand.New(t)
	for i := range 300 {
		g := tokenGame{t: t, rnd: rnd, o: New(gameHold), plain: i%3 > 0}
		g.o.clockError = 0
		g.play()
	}
}

const (
	gameCPUs   = 4
	gameChains = 3
	gameHops   = 100
	// Few, so that threads send again soon, and more than can be in a send.
	gameThreads = gameChains * 4
	// In ticks of the clock, one for each hop.
	gameHold = 50
)

type tokenGame struct {
	t     *testing.T
	rnd   *rand.Rand
	o     *Queue
	got   released
	clock uint64

	rings    [gameCPUs][]program.Record
	unread   []int  // rings that the sweep under way has not read yet
	started  uint64 // when it started
	position [gameChains]int
	blocked  [gameChains]*program.Record // has the token, but can't pass it on
	open     []program.Record            // the token went on, the send has not returned

	plain bool                      // there are sends of one record
	busy  [gameCPUs]*program.Record // such a one has its time, and is not output yet
}

func (g *tokenGame) play() {
	for g.goesOn() {
		switch chain := g.rnd.IntN(gameChains + 4); {
		case chain < gameChains && g.underWay(chain):
		case chain < gameChains && g.blocked[chain] != nil:
			if g.rnd.IntN(10) == 0 {
				g.wake(chain)
			}
		case chain < gameChains && g.position[chain] < gameHops && len(g.open) < gameThreads/2:
			if g.plain && g.rnd.IntN(3) > 0 {
				g.takeTime(chain)
			} else {
				g.enter(chain)
			}
		case chain == gameChains+1:
			g.output(g.rnd.IntN(gameCPUs))
		case chain == gameChains && len(g.open) > 0:
			g.leave(g.rnd.IntN(len(g.open)))
		default:
			g.readRing()
		}
		// Who is not blocked, returns in time.
		for len(g.open) > 0 && g.clock-g.open[0].Step > gameHold/2 {
			g.leave(0)
		}
		for cpu, r := range g.busy {
			if r != nil && g.clock-r.Time > gameHold/2 {
				g.output(cpu)
			}
		}
	}
	for range 4 * gameCPUs {
		g.readRing()
	}
	g.verify()
}

func (g *tokenGame) goesOn() bool {
	goesOn := len(g.open) > 0
	for chain := range gameChains {
		goesOn = goesOn || g.position[chain] < gameHops || g.blocked[chain] != nil || g.underWay(chain)
	}
	return goesOn
}

// write outputs a record on a CPU that nothing runs on.
func (g *tokenGame) write(kind program.RecordKind, r program.Record) {
	r.Kind = kind
	cpu := g.rnd.IntN(gameCPUs)
	g.output(cpu)
	g.rings[cpu] = append(g.rings[cpu], r)
}

// takeTime has a plain send with the chain's token take its time. The receiver has it
// when it is output.
func (g *tokenGame) takeTime(chain int) {
	cpu := g.rnd.IntN(gameCPUs)
	g.output(cpu)
	g.clock++
	g.busy[cpu] = &program.Record{
		Kind: program.RecordWhole, Thread: g.idle(),
		Time: g.clock, Step: g.clock, Result: int64(chain*gameHops + g.position[chain]),
	}
	g.position[chain]++
}

// output outputs what a CPU has the time of.
func (g *tokenGame) output(cpu int) {
	if r := g.busy[cpu]; r != nil {
		g.rings[cpu] = append(g.rings[cpu], *r)
		g.busy[cpu] = nil
	}
}

// underWay reports whether a plain send has the chain's token.
func (g *tokenGame) underWay(chain int) bool {
	return slices.ContainsFunc(g.busy[:], func(r *program.Record) bool { return r != nil && int(r.Result)/gameHops == chain })
}

// floor is the time of the oldest send that is not output yet.
func (g *tokenGame) floor() uint64 {
	floor := uint64(math.MaxUint64)
	for _, r := range g.busy {
		if r != nil {
			floor = min(floor, r.Time)
		}
	}
	return floor
}

// enter has an idle thread enter a send with the chain's token. The receiver has
// it at once, unless the send is blocked.
func (g *tokenGame) enter(chain int) {
	g.clock++
	r := program.Record{Thread: g.idle(), Time: g.clock, Step: g.clock, Result: int64(chain*gameHops + g.position[chain])}
	g.position[chain]++
	g.write(program.RecordBegin, r)
	if g.rnd.IntN(20) == 0 {
		g.blocked[chain] = &r
		return
	}
	g.open = append(g.open, r)
}

func (g *tokenGame) idle() uint64 {
	for {
		thread := g.rnd.Uint64N(gameThreads)
		in := func(r program.Record) bool { return r.Thread == thread }
		there := func(r *program.Record) bool { return r != nil && in(*r) }
		if !slices.ContainsFunc(g.open, in) && !slices.ContainsFunc(g.blocked[:], there) && !slices.ContainsFunc(g.busy[:], there) {
			return thread
		}
	}
}

// wake lets a blocked send go on, mostly after the hold.
func (g *tokenGame) wake(chain int) {
	for len(g.open) > 0 {
		g.leave(0)
	}
	for cpu := range g.busy {
		g.output(cpu)
	}
	g.clock += 2 * g.rnd.Uint64N(2*gameHold)
	r := *g.blocked[chain]
	g.blocked[chain] = nil
	r.Step = g.clock
	g.write(program.RecordResume, r)
	g.open = append(g.open, r)
}

func (g *tokenGame) leave(i int) {
	g.write(program.RecordEnd, g.open[i])
	g.open = slices.Delete(g.open, i, i+1)
}

func (g *tokenGame) readRing() {
	if len(g.unread) == 0 {
		g.unread = g.rnd.Perm(gameCPUs)
		g.started = g.clock
		if g.plain {
			g.o.Below(g.floor())
		}
	}
	cpu := g.unread[0]
	g.unread = g.unread[1:]
	for _, r := range g.rings[cpu] {
		g.o.Take(&r, nil)
	}
	g.rings[cpu] = nil
	if len(g.unread) == 0 {
		g.o.Swept(g.started, g.got.release)
	}
}

func (g *tokenGame) verify() {
	if len(g.got.messages) != gameChains*gameHops || len(g.got.late) > 0 {
		g.t.Fatalf("%d messages released of %d, %d late", len(g.got.messages), gameChains*gameHops, len(g.got.late))
	}
	var next [gameChains]int
	for i, m := range g.got.messages {
		if chain := m / gameHops; m%gameHops != next[chain] {
			g.t.Fatalf("message %d is hop %d of chain %d, want hop %d", i, m%gameHops, chain, next[chain])
		}
		next[m/gameHops]++
	}
}

// TestDatagramWithoutItsEnd: how long a datagram is, each of its records tells, though the
// ring had no room for the last.
func TestDatagramWithoutItsEnd(t *testing.T) {
	const hold, length = 100, 1000
	o := New(hold)
	for i := range 3 {
		o.Take(&program.Record{
			Kind: program.RecordPart, Type: unix.SOCK_DGRAM, Thread: 1, Time: 10, Step: 10, Now: 10,
			Size: 200, Offset: uint64(200 * i), Result: length,
		}, make([]byte, 200))
	}
	shown := 0
	for _, started := range []uint64{20, 30, 10 + hold, 20 + hold} {
		o.Swept(started, func(p *Piece) {
			shown++
			if end := p.End(); p.More || end.Offset != length || end.Dropped != 400 || end.Unreadable != 0 {
				t.Errorf("more %v, %+v", p.More, end)
			}
		})
	}
	if shown != 1 || o.Holes != 1 || o.Strays != 0 || o.Headed != 1 {
		t.Errorf("shown %d times, %d holes, %d strays", shown, o.Holes, o.Strays)
	}
}

// TestSure: a message of one record goes in the sweep that has it, if that is known to have
// all that is older.
func TestSure(t *testing.T) {
	for _, test := range []struct {
		what           string
		kind           program.RecordKind
		time           uint64
		started, floor uint64
		shown          bool
	}{
		{"older than the sweep", program.RecordWhole, 10, 20, math.MaxUint64, true},
		{"as old as the sweep", program.RecordWhole, 20, 20, math.MaxUint64, false},
		{"something older may come", program.RecordWhole, 10, 20, 5, false},
		{"more may tell of it", program.RecordEnd, 10, 20, math.MaxUint64, false},
	} {
		o, shown := New(100), false
		o.clockError = 0
		o.Below(test.floor)
		o.Take(&program.Record{Kind: test.kind, Thread: 1, Time: test.time, Step: test.time, Now: test.time}, nil)
		o.Swept(test.started, func(*Piece) { shown = true })
		if shown != test.shown {
			t.Errorf("%s: shown %v", test.what, shown)
		}
	}
}

// TestBelow: a message waits while an older one may still come, but not past the hold.
func TestBelow(t *testing.T) {
	const hold = 100
	o := New(hold)
	var shown []uint64
	sweep := func(started, floor uint64) {
		o.Below(floor)
		o.Swept(started, func(p *Piece) { shown = append(shown, p.Key) })
	}
	whole := func(thread, time uint64) {
		o.Take(&program.Record{Kind: program.RecordEnd, Thread: thread, Time: time, Step: time, Now: time}, nil)
	}
	whole(1, 20)
	sweep(25, 10)
	sweep(30, 10)
	if len(shown) > 0 || o.Ready() {
		t.Fatalf("shown: %v; something of 10 is still to come", shown)
	}
	whole(2, 10)
	sweep(35, 15)
	sweep(40, 15)
	if diff := cmp.Diff([]uint64{10}, shown); diff != "" {
		t.Fatal(diff)
	}
	sweep(50, math.MaxUint64)
	if diff := cmp.Diff([]uint64{10, 20}, shown); diff != "" || o.Late > 0 {
		t.Fatal(diff, o.Late)
	}
	whole(3, 60)
	for _, started := range []uint64{70, 80, 60 + hold} {
		if len(shown) > 2 {
			t.Fatalf("shown at %d, not at the end of the hold", started)
		}
		sweep(started, 55)
	}
	if diff := cmp.Diff([]uint64{10, 20, 60}, shown); diff != "" {
		t.Fatal(diff)
	}
}
