package infer

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
)

// TestGainsAgain: the same frames give the same gains each time, to the last bit.
func TestGainsAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var data [][]byte
	for range 200 {
		kind := random.IntN(7)
		b := make([]byte, 20+3*kind)
		for j := range b {
			b[j] = byte(kind*(31+j) + random.IntN(1+j%5))
		}
		data = append(data, b)
	}
	frames := frametest.Pointers(frametest.Of(data...))
	untold := func(int) bool { return false }
	again := func() []float64 { return ahead(frames, untold, gains(frames, untold, firstLeast)) }
	first := again()
	if len(first) == 0 || slices.Max(first) == 0 {
		t.Fatal("no byte tells kinds")
	}
	for range 20 {
		if got := again(); !slices.Equal(got, first) {
			t.Fatalf("gains are %v, and then %v", first, got)
		}
	}
}
