package order

import (
	"fmt"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/probes/program"
)

// BenchmarkOrder is what a message costs from its records to its place: each ring has a
// thread that sends, several times between two sweeps. Plain ones are of one record, others of
// two.
func BenchmarkOrder(b *testing.B) {
	for _, plain := range []bool{true, false} {
		for _, rings := range []int{2, 256} {
			for _, size := range []int{64, 32 << 10} {
				b.Run(fmt.Sprintf("plain=%v/rings=%d/payload=%d", plain, rings, size), func(b *testing.B) { order(b, plain, rings, size) })
			}
		}
	}
}

func order(b *testing.B, plain bool, rings, size int) {
	const inSweep = 8 // sends of a thread
	o, released, clock := New(time.Second), 0, uint64(0)
	let := func(*Piece) { released++ }
	payload := make([]byte, size)
	sweep := func(limit int) (sent int) {
		for ring := range rings {
			for i := 0; i < inSweep && sent < limit; i++ {
				// As if the threads took turns, though rings are read one by one.
				entered := clock + uint64(i*rings+ring)
				r := program.Record{Kind: program.RecordBegin, Thread: uint64(ring), Time: entered, Step: entered}
				if plain {
					r.Kind = program.RecordWhole
				} else {
					o.Take(&r, nil)
					r.Kind = program.RecordEnd
				}
				r.Size, r.Result, r.Now = uint32(size), int64(size), entered
				o.Take(&r, payload)
				sent++
			}
		}
		clock += uint64(rings * inSweep)
		o.Swept(clock, let)
		return sent
	}
	warm := 0
	for range 4 {
		warm += sweep(rings * inSweep)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; {
		left -= sweep(left)
	}
	b.StopTimer()
	o.Drain(let)
	if released != warm+b.N || o.Late > 0 {
		b.Fatalf("%d of %d messages, %d late", released, warm+b.N, o.Late)
	}
}
