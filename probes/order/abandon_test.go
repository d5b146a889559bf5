package order

import (
	"runtime"
	"testing"
	"time"
)

// TestEndsThatNeverCome: threads that begin a send and end before anything tells of its end
// leave no memory behind, however many there are; who is blocked is not forgotten for them.
func TestEndsThatNeverCome(t *testing.T) {
	const open, threads, each = 100, 200_000, 50
	o := New(time.Millisecond)
	o.MaxOpen = open
	var r released
	now := uint64(1)
	var memory runtime.MemStats
	inUse := func() uint64 {
		runtime.GC()
		runtime.ReadMemStats(&memory)
		return memory.HeapAlloc
	}
	before := inUse()
	for id := range uint64(threads) {
		now += 1000
		begin(o, sendID{id, now})
		if id%each == 0 {
			now += uint64(2 * time.Millisecond)
			o.Swept(now, r.release)
		}
	}
	blocked := sendID{threads, now + 1}
	begin(o, blocked)
	for range 10 {
		now += uint64(2 * time.Millisecond)
		o.Swept(now, r.release)
	}
	if known := len(o.unfinished()); known > 3*open {
		t.Errorf("%d of %d sends are remembered", known, threads)
	}
	if grown := int64(inUse()) - int64(before); grown > 4<<20 {
		t.Errorf("%d bytes of memory are in use", grown)
	}
	if o.Abandoned < threads-3*open {
		t.Errorf("%d sends were forgotten", o.Abandoned)
	}

	resume(o, blocked, now)
	part(o, blocked, now, now+1, 0, 7)
	for range 3 {
		now += uint64(2 * time.Millisecond)
		o.Swept(now, r.release)
	}
	if len(r.messages) != 1 || r.messages[0] != 7 || o.Holes > 0 || o.Strays > 0 {
		t.Errorf("%v was shown, %d holes, %d strays", r.messages, o.Holes, o.Strays)
	}
}
