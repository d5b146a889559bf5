package probes

import (
	"fmt"
	"io"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// BenchmarkReader is what a message costs on its way from the rings to a writer that does
// nothing.
func BenchmarkReader(b *testing.B) {
	for _, n := range []int{2, 256} {
		for _, size := range []int{64, 4 << 10, 32 << 10} {
			b.Run(fmt.Sprintf("rings=%d/payload=%d", n, size), func(b *testing.B) { readRings(b, n, size, nowhere{}) })
		}
	}
}

// BenchmarkWritten is what a message costs from the rings to the bytes that are written.
func BenchmarkWritten(b *testing.B) {
	for _, name := range []string{"header", "pcapng", "json", "hex", "string"} {
		for _, size := range []int{64, 4 << 10, 32 << 10} {
			b.Run(fmt.Sprintf("format=%s/payload=%d", name, size), func(b *testing.B) { readRings(b, 2, size, writer(b, name)) })
		}
	}
}

func writer(b *testing.B, name string) (w format.Writer) {
	var err error
	if name == "pcapng" {
		w, err = packets.NewWriter(io.Discard, packets.DefaultOptions())
	} else {
		w, err = format.NewWriter(name, io.Discard, format.Times{})
	}
	if err != nil {
		b.Fatal(err)
	}
	return w
}

func readRings(b *testing.B, n, size int, w format.Writer) {
	r := newRings(b, n, size, w)
	before := r.out.messages + r.inSweep() // the latest are not written yet
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; {
		left -= r.sweep(b, left)
	}
	b.StopTimer()
	r.verify(b, before+b.N, size)
}
