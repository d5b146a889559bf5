package write_test

import (
	"io"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/write"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/writetest"
)

// BenchmarkWrite writes a protocol of three kinds, in each format.
func BenchmarkWrite(b *testing.B) {
	p := writetest.Store()
	for _, format := range write.Formats() {
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				if err := write.Write(io.Discard, format, p, nil, "store"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
