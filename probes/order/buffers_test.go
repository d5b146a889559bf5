package order

import (
	"bytes"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// TestBuffersAreUsedAgain: what grows in pieces keeps its bytes, a buffer is in use once,
// and after the first round there are no new ones.
func TestBuffersAreUsedAgain(t *testing.T) {
	var b buffers
	rnd := testrand.New(t)
	round := func() {
		got, want := make([][]byte, 50), make([][]byte, 50)
		for range 500 {
			i := rnd.IntN(len(got))
			data := bytes.Repeat([]byte{byte(i)}, rnd.IntN(1000))
			got[i], want[i] = b.grow(got[i], data), append(want[i], data...)
		}
		for i := range got {
			if !bytes.Equal(got[i], want[i]) {
				t.Fatalf("buffer %d has %d other bytes of %d", i, len(got[i]), len(want[i]))
			}
			b.put(got[i])
		}
		if b.used != 0 {
			t.Fatalf("%d bytes are in use", b.used)
		}
	}
	round()
	kept := b.kept
	for range 10 {
		round()
	}
	if b.kept > 2*kept {
		t.Errorf("%d bytes are kept, %d were at first", b.kept, kept)
	}
}

// TestBuffersAreGivenUp: after a flood, memory goes back to what is in use.
func TestBuffersAreGivenUp(t *testing.T) {
	var b buffers
	var flood [][]byte
	for range 100 {
		flood = append(flood, b.get(32<<10))
	}
	for _, buffer := range flood {
		b.put(buffer)
	}
	b.swept()
	if b.kept != 100*32<<10 {
		t.Fatalf("%d bytes are kept right after they were in use", b.kept)
	}
	for range 1000 {
		b.put(b.get(100))
		b.swept()
	}
	if b.kept > spare+1<<10 {
		t.Errorf("%d bytes are kept, long after they were in use", b.kept)
	}
	if b.put(b.get(1 << (maxClass + 1))); b.used != 0 || b.kept > spare+1<<10 {
		t.Errorf("what is too large is kept: %d, %d in use", b.kept, b.used)
	}
}
