// Package formattest has what tests of the formats share: a way to lend messages, and for
// benchmarks some messages and a loop over them.
package formattest

import (
	"strings"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// payloads are what programs send, shortly or at length. Text is of lines, and some of it
// has to be escaped; bytes are of all kinds.
var payloads = []struct {
	name string
	data []byte
}{
	{"text-64B", text(64)},
	{"text-32KiB", text(32 << 10)},
	{"binary-64B", binary(64)},
	{"binary-32KiB", binary(32 << 10)},
}

func text(size int) []byte {
	const lines = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"naïve\":\t\"C:\\\\x\", \"n\": 12345}\n"
	return []byte(strings.Repeat(lines, size/len(lines)+1)[:size])
}

func binary(size int) []byte {
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(i * i / 7)
	}
	return b
}

// Bench measures an operation on one message, for several messages. Start is called once
// for each, and not measured; the operation that it returns must not keep the message or
// anything that grows.
func Bench(b *testing.B, start func(*testing.B, *format.Message) (operation func() error)) {
	for _, p := range payloads {
		b.Run(p.name, func(b *testing.B) {
			operation := start(b, message(p.data))
			b.SetBytes(int64(len(p.data)))
			b.ReportAllocs()
			for b.Loop() {
				if err := operation(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func message(data []byte) *format.Message {
	return &format.Message{
		Time:  time.Date(2026, 3, 1, 12, 0, 0, 123456789, time.UTC),
		Type:  format.Stream,
		From:  format.End{Pid: 1300, Tid: 1300, UID: 1000, Comm: "redis-cli", Inode: 43010},
		To:    format.End{Pid: 812, UID: 33, Comm: "redis-server", Inode: 43011, Name: "/run/redis/redis-server.sock"},
		Len:   int64(len(data)),
		Parts: []format.Part{{Data: data}},
	}
}
