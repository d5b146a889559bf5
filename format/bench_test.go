package format_test

import (
	"io"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/formattest"
)

// BenchmarkWriter writes messages one after the other, in each format.
func BenchmarkWriter(b *testing.B) {
	for _, name := range format.Names() {
		b.Run(name, func(b *testing.B) {
			formattest.Bench(b, func(b *testing.B, m *format.Message) func() error {
				w, err := format.NewWriter(name, io.Discard, format.Times{})
				if err != nil {
					b.Fatal(err)
				}
				return func() error { return w.Write(m) }
			})
		})
	}
}
