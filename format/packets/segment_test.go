package packets

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// TestSum holds the sum against that of one word after the other.
func TestSum(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	fold := func(sum uint64) uint64 {
		for sum > 0xffff {
			sum = sum>>16 + sum&0xffff
		}
		return sum
	}
	for size := range 300 {
		some := make([]byte, size)
		for i := range some {
			some[i] = byte(random.Uint32())
		}
		for _, b := range [][]byte{some, bytes.Repeat([]byte{0xff}, size), make([]byte, size)} {
			var want uint64
			for i := 0; i+1 < size; i += 2 {
				want += uint64(binary.BigEndian.Uint16(b[i:]))
			}
			if size%2 == 1 {
				want += uint64(b[size-1]) << 8
			}
			if got, want := fold(sum(b)), fold(want); got != want {
				t.Errorf("%d bytes from % x on: %#x, want %#x", size, b[:min(size, 4)], got, want)
			}
		}
	}
}

func BenchmarkSum(b *testing.B) {
	payload := bytes.Repeat([]byte("payload!"), 512)
	b.SetBytes(int64(len(payload)))
	for b.Loop() {
		sum(payload)
	}
}
