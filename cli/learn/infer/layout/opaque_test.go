package layout

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// TestNotOpaque: numbers, texts, addresses, what is sorted and what counts are not.
func TestNotOpaque(t *testing.T) {
	random := rand.New(rand.NewPCG(10, 11))
	var numbers, texts, counts, sorted, base64 []byte
	for i := range 400 {
		numbers = binary.BigEndian.AppendUint32(numbers, random.Uint32()>>8)
		counts = append(counts, byte(i))
		sorted = binary.BigEndian.AppendUint16(sorted, uint16(160*i))
		texts = append(texts, "the quick brown fox jumps over the lazy dog; "[i%45])
		base64 = append(base64, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[random.IntN(64)])
	}
	for name, b := range map[string][]byte{"numbers": numbers, "texts": texts, "counts": counts, "sorted": sorted, "base64": base64, "zeros": make([]byte, 400)} {
		n := 0
		for _, in := range opaqueIn(b, len(b)) {
			if in {
				n++
			}
		}
		if n > 0 {
			t.Errorf("%s: %d of %d bytes are opaque", name, n, len(b))
		}
	}
}
