package order

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/probes/program"
)

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
