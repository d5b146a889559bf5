package infer

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
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

// TestEarlier: a byte that nearly always tells the one that saves most, saves nearly as much and isn't told by it comes
// first; a number that only goes with it does not.
func TestEarlier(t *testing.T) {
	frames := func(rows ...[2]byte) []*model.Frame {
		var data [][]byte
		for range 6 {
			for _, r := range rows {
				data = append(data, []byte{0, r[0], 7, r[1]})
			}
		}
		return frametest.Pointers(frametest.Of(data...))
	}
	commands := frames([2]byte{1, 'a'}, [2]byte{2, 0}, [2]byte{3, 'a'}, [2]byte{4, 0}, [2]byte{5, 'a'})
	for _, test := range []struct {
		name   string
		frames []*model.Frame
		gains  []float64
		want   int
	}{
		{"commands", commands, []float64{0, 70, 0, 100}, 1},
		{"it saves far less", commands, []float64{0, 50, 0, 100}, 3},
		{"either tells the other", frames([2]byte{1, 'a'}, [2]byte{2, 'b'}, [2]byte{3, 'c'}), []float64{0, 70, 0, 100}, 3},
		{"it does not tell", frames([2]byte{1, 'a'}, [2]byte{1, 0}, [2]byte{2, 'a'}, [2]byte{2, 0}), []float64{0, 70, 0, 100}, 3},
		{"nothing saves", commands, []float64{0, 0, 0, 0}, -1},
	} {
		if got := earlier(test.frames, test.gains, best(test.gains)); got != test.want {
			t.Errorf("%s: the byte at %d", test.name, got)
		}
	}
}
