package order

import (
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/probes/program"
)

// happened has an event found that is known by its length, on a thread that may be sending.
func happened(o *Queue, thread, time uint64, n int) {
	o.Take(&program.Record{Kind: program.RecordEvent, Thread: thread, Time: time, Now: time, Size: uint32(n)}, make([]byte, n))
}

// TestEventInOrder: an event has its place among sends by when it happened, though those of its
// own thread are neither ended by it nor end it.
func TestEventInOrder(t *testing.T) {
	o := New(time.Second)
	var got []int
	release := func(p *Piece) {
		parts := p.AppendParts(nil)
		n := 0
		if len(parts) > 0 {
			n = len(parts[0].Data)
		}
		got = append(got, n)
	}
	want := func(lengths ...int) {
		t.Helper()
		if len(got) != len(lengths) {
			t.Fatalf("let go %v, want %v", got, lengths)
		}
		for i := range got {
			if got[i] != lengths[i] {
				t.Fatalf("let go %v, want %v", got, lengths)
			}
		}
	}
	happened(o, 2, 300, 3)
	begin(o, sendID{1, 200})
	happened(o, 1, 100, 1)
	o.Swept(350, release)
	want() // another ring may have something older
	o.Swept(360, release)
	want(1) // the send at 200 goes on, and holds back the event at 300
	happened(o, 1, 250, 4)
	finish(o, sendID{1, 200}, 2)
	o.Swept(370, release)
	o.Swept(380, release)
	want(1, 2, 4, 3)
	if o.Late+o.Strays+o.Holes > 0 {
		t.Errorf("%d late, %d strays, %d holes", o.Late, o.Strays, o.Holes)
	}
}

// TestEventAtOnce: an event older than the sweep that has it need not wait for another one, as
// a message that one record tells all of.
func TestEventAtOnce(t *testing.T) {
	o, n := New(time.Second), 0
	happened(o, 1, 100, 1)
	o.Below(1 << 40)
	o.Swept(100+clockError+1, func(*Piece) { n++ })
	if n != 1 || o.Late > 0 {
		t.Errorf("%d let go", n)
	}
	happened(o, 1, 50, 1)
	o.Drain(func(p *Piece) {
		if !p.Late {
			t.Error("it is older than what was let go, and not late")
		}
	})
}
