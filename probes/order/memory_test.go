package order

import (
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// TestMemoryHeld: long sends whose records come in the worst order take little more memory
// than what is captured of them and not let go, while they go on and after.
func TestMemoryHeld(t *testing.T) {
	const (
		record = 24<<10 + 1000
		sweeps = 4
		// Of a record, its buffer and its places; of all, what is kept, the bytes that
		// are joined, and what both have of the garbage collector.
		more = maxKept + maxJoined + 1<<20
	)
	for _, sends := range []int{1, 3} {
		before := heap()
		f := newFlood(sends, record)
		for range sweeps {
			f.sweep(33 << 20 / record / sends)
			if held := heap() - before; held > f.outstanding*3/2+more {
				t.Fatalf("%d sends: %d KiB are held, %d of them outstanding", sends, held>>10, f.outstanding>>10)
			}
		}
		f.o.Drain(f.let)
		if f.outstanding != 0 || f.longest > maxJoined || f.o.Strays > 0 {
			t.Errorf("%d sends: %d bytes are missing, a piece has %d", sends, f.outstanding, f.longest)
		}
		if held := heap() - before; held > more {
			t.Errorf("%d sends: %d KiB are held in the end", sends, held>>10)
		}
		runtime.KeepAlive(f)
	}
}

// TestLimit: whatever a send that blocks holds back, no more waits than is allowed, and
// what a sweep brings. What it sent before others comes late then, and that is counted.
func TestLimit(t *testing.T) {
	const (
		limit   = 8 << 20
		size    = 30_000 // the first message; each has a byte more than the one before
		inSweep = 100
		sweeps  = 27
		sweep   = inSweep << 15 // bytes that a sweep brings, in buffers
		more    = maxKept + 1<<20
	)
	o, got := New(time.Hour), released{}
	o.Limit = limit
	before := heap()
	begin(o, sendID{1, 1})
	var others []int
	for i := range sweeps * inSweep {
		id := sendID{2, uint64(2 + i)}
		begin(o, id)
		finish(o, id, size+i)
		others = append(others, size+i)
		if (i+1)%inSweep > 0 {
			continue
		}
		o.Swept(id.time, got.release)
		if len(got.messages) > 0 && (i+1)*(32+1)<<10 < limit {
			t.Fatalf("of %d messages %d are shown, though there is room to wait", i+1, len(got.messages))
		}
		if held := heap() - before; held > limit+2*sweep+more {
			t.Fatalf("%d messages hold %d KiB back", i+1-len(got.messages), held>>10)
		}
	}
	finish(o, sendID{1, 1}, 1)
	o.Drain(got.release)
	if !slices.Equal(got.late, []int{1}) || o.Late != 1 {
		t.Errorf("%v are late, %d are counted", got.late, o.Late)
	}
	slices.Sort(got.messages)
	got.want(t, append([]int{1}, others...)...)
}

// heap is how many bytes are in use.
func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// flood is long sends in records of one size over two rings. Their threads change the CPU
// now and then, so that the ring that is read first has mostly what belongs behind what
// the other one has.
type flood struct {
	o       *Queue
	payload []byte
	sends   []program.Record // the next of each
	second  []program.Record // what the ring has that is read second
	clock   uint64

	outstanding int // bytes that were taken and not let go
	longest     int // piece
	parts       []format.Part
}

func newFlood(sends, record int) *flood {
	f := &flood{o: New(time.Second), payload: make([]byte, record)}
	for thread := range sends {
		f.clock++
		r := program.Record{Kind: program.RecordBegin, Type: uint32(format.Stream), Thread: uint64(thread), Time: f.clock, Step: f.clock}
		f.o.Take(&r, nil)
		r.Kind, r.Size = program.RecordPart, uint32(record)
		f.sends = append(f.sends, r)
	}
	return f
}

// sweep takes so many records of each send, and lets go.
func (f *flood) sweep(records int) {
	const stay = 32 // records on one CPU
	f.second = f.second[:0]
	for n := range records {
		for i := range f.sends {
			r := &f.sends[i]
			f.clock++
			r.Step, r.Now = f.clock, f.clock
			if n/stay%2 == 0 {
				f.second = append(f.second, *r)
			} else {
				f.take(r)
			}
			r.Offset += uint64(len(f.payload))
		}
	}
	for i := range f.second {
		f.take(&f.second[i])
	}
	f.o.Swept(f.clock, f.let)
}

func (f *flood) take(r *program.Record) {
	f.outstanding += len(f.payload)
	f.o.Take(r, f.payload)
}

func (f *flood) let(p *Piece) {
	f.parts = p.AppendParts(f.parts[:0])
	size := 0
	for _, part := range f.parts {
		size += len(part.Data)
	}
	clear(f.parts)
	f.outstanding -= size
	f.longest = max(f.longest, size)
}
