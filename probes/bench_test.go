package probes

import (
	"fmt"
	"testing"
)

// BenchmarkReader is what a message costs on its way from the rings to a writer that does
// nothing.
func BenchmarkReader(b *testing.B) {
	for _, n := range []int{2, 256} {
		for _, size := range []int{64, 4 << 10, 32 << 10} {
			b.Run(fmt.Sprintf("rings=%d/payload=%d", n, size), func(b *testing.B) {
				r := newRings(b, n, size)
				before := r.out.messages + r.inSweep() // the latest are not written yet
				b.SetBytes(int64(size))
				b.ReportAllocs()
				b.ResetTimer()
				for left := b.N; left > 0; {
					left -= r.sweep(b, left)
				}
				b.StopTimer()
				r.verify(b, before+b.N, size)
			})
		}
	}
}
