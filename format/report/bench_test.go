package report_test

import (
	"io"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/formattest"
	"github.com/unixsnoop/unixsnoop/format/report"
)

// BenchmarkWriter adds messages to a page.
func BenchmarkWriter(b *testing.B) {
	formattest.Bench(b, func(_ *testing.B, m *format.Message) func() error {
		w := report.NewWriter(io.Discard)
		return func() error { return w.Write(m) }
	})
}
