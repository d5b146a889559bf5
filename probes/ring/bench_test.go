package ring

import (
	"fmt"
	"testing"
)

// BenchmarkNext reads snapshots of rings that the kernel has filled to a quarter, with
// samples of so many bytes.
func BenchmarkNext(b *testing.B) {
	for _, cpus := range []int{2, 256} {
		for _, size := range []int{64, 500, 32 << 10} {
			b.Run(fmt.Sprintf("rings=%d/bytes=%d", cpus, size), func(b *testing.B) {
				var all []*synthetic
				for range cpus {
					s := newSynthetic(b, 1<<18)
					for s.meta.Data_head < 1<<16 && s.output(make([]byte, size)) {
					}
					all = append(all, s)
				}
				r := ringsOf(all...)
				b.ReportAllocs()
				b.ResetTimer()
				for n := 0; n < b.N; {
					for _, ring := range *r.all.Load() {
						ring.at, ring.released = 0, 0 // once more
					}
					r.Snapshot()
					for _, ok := r.Next(); ok && n < b.N; _, ok = r.Next() {
						n++
					}
				}
			})
		}
	}
}

// BenchmarkSnapshot is what a look at rings costs in which there is nothing.
func BenchmarkSnapshot(b *testing.B) {
	for _, cpus := range []int{2, 256} {
		b.Run(fmt.Sprintf("rings=%d", cpus), func(b *testing.B) {
			var all []*synthetic
			for range cpus {
				all = append(all, newSynthetic(b, 1<<12))
			}
			r := ringsOf(all...)
			b.ReportAllocs()
			for b.Loop() {
				r.Snapshot()
				r.Next()
			}
		})
	}
}

// TestNoGarbage: reading allocates nothing.
func TestNoGarbage(t *testing.T) {
	s := newSynthetic(t, 1<<16)
	r := ringsOf(s)
	for s.output(make([]byte, 1000)) {
	}
	ring := (*r.all.Load())[0]
	if n := testing.AllocsPerRun(10, func() {
		ring.at, ring.released = 0, 0
		r.Snapshot()
		for _, ok := r.Next(); ok; _, ok = r.Next() {
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
