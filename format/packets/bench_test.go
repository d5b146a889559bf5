package packets_test

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/formattest"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// BenchmarkWriter adds messages to a file.
func BenchmarkWriter(b *testing.B) {
	formattest.Bench(b, func(b *testing.B, m *format.Message) func() error {
		w, err := packets.NewWriter(io.Discard, packets.DefaultOptions())
		if err != nil {
			b.Fatal(err)
		}
		return func() error { return w.Write(m) }
	})
}

// BenchmarkReader reads messages from a file, again and again.
func BenchmarkReader(b *testing.B) {
	formattest.Bench(b, func(b *testing.B, m *format.Message) func() error {
		file := encode(b, packets.DefaultOptions(), slices.Repeat([]*format.Message{m}, 1000)...)
		var in packets.Source
		return func() (err error) {
			if in != nil {
				if _, err = in.Next(); err != io.EOF {
					return err
				}
			}
			if in, err = packets.Open(bytes.NewReader(file)); err == nil {
				_, err = in.Next()
			}
			return err
		}
	})
}
