package order

import (
	"slices"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/probes/program"
)

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
