package order

import (
	"bytes"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// TestBuffersAreUsedAgain: what was cloned keeps its bytes, a buffer is in use once, and
// those of a round are those of the one before.
func TestBuffersAreUsedAgain(t *testing.T) {
	var b buffers
	rnd := testrand.New(t)
	sizes := rnd.Perm(500)
	round := func() {
		cloned := make([][]byte, len(sizes))
		for i, size := range sizes {
			cloned[i] = b.clone(bytes.Repeat([]byte{byte(size)}, size))
		}
		for i, size := range sizes {
			if !bytes.Equal(cloned[i], bytes.Repeat([]byte{byte(size)}, size)) {
				t.Fatalf("buffer %d has other bytes than %d of %d", i, size, byte(size))
			}
			b.put(cloned[i])
		}
		if b.used != 0 {
			t.Fatalf("%d bytes are in use", b.used)
		}
	}
	round()
	kept := b.kept
	for range 10 {
		rnd.Shuffle(len(sizes), func(i, j int) { sizes[i], sizes[j] = sizes[j], sizes[i] })
		round()
	}
	if b.kept != kept {
		t.Errorf("%d bytes are kept, %d were at first", b.kept, kept)
	}
}

// TestBuffersKeepLittle: after a flood a bounded number of bytes is kept, and buffers of
// other sizes make way for those of the flood, to a fair share.
func TestBuffersKeepLittle(t *testing.T) {
	var b buffers
	for _, size := range []int{100, 30_000, 1 << maxClass, 1<<maxClass + 1, 3 << maxClass} {
		var flood [][]byte
		for n := 0; n < 3*maxKept; n += size {
			flood = append(flood, b.get(size))
		}
		inUse := 0
		for _, buffer := range flood {
			if cap(buffer) < size || cap(buffer) >= 2*size {
				t.Fatalf("a buffer of %d bytes for %d", cap(buffer), size)
			}
			inUse += cap(buffer)
		}
		if b.used != inUse {
			t.Fatalf("%d bytes are in use, it says %d", inUse, b.used)
		}
		for _, buffer := range flood {
			b.put(buffer)
		}
		kept, classes := 0, 0
		for class, free := range b.free {
			kept += len(free) << class
			if len(free) > 0 {
				classes++
			}
		}
		if b.used != 0 || b.kept != kept || kept > maxKept {
			t.Errorf("%d bytes are kept, it says %d, and that %d are in use", kept, b.kept, b.used)
		}
		if class := classOf(size); class <= maxClass && (len(b.free[class])+1)<<class < maxKept/classes {
			t.Errorf("after many of %d bytes, %d of these buffers are kept", size, len(b.free[class]))
		}
	}
}
