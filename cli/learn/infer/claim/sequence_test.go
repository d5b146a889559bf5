package claim

import (
	"fmt"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// said makes frames of conversations, one after the other, of the bytes that next gives.
func said(conversations, frames int, next func(conversation, frame int) []byte) (list []*model.Frame) {
	for c := range conversations {
		for i := range frames {
			list = append(list, &model.Frame{
				Number: len(list) + 1, Conversation: fmt.Sprint(c), FromClient: i%2 == 0, Data: next(c, i),
			})
		}
	}
	return list
}

// TestSequence: a number that counts the frames of an exchange is found, wherever exchanges
// begin anew; what is always one of two values is none.
func TestSequence(t *testing.T) {
	for name, test := range map[string]struct {
		next func(c, i int) []byte
		want int // claims
	}{
		"anew after five":      {func(_, i int) []byte { return []byte{9, byte(i % 5), 7} }, 1},
		"from one":             {func(c, i int) []byte { return []byte{9, byte(1 + i%(4+c%3)), 7} }, 1},
		"request and response": {func(_, i int) []byte { return []byte{byte(0x23 + i%2), 8, 7} }, 0},
		"yes and no":           {func(_, i int) []byte { return []byte{byte(i % 2), 8, 7} }, 0},
		"begins anywhere":      {func(c, i int) []byte { return []byte{byte(70 + 10*c + i), 8, 7} }, 0},
	} {
		claims := Sequences(said(4, 20, test.next))
		if len(claims) != test.want {
			t.Errorf("%s: %+v, want %d", name, claims, test.want)
		}
		tells := ApartFromSequences(func(int) bool { return false }, claims)
		if tells(1) != (test.want == 1) || tells(0) || tells(2) {
			t.Errorf("%s: it does not tell where the number is", name)
		}
	}
}

// TestWholeCounter: a counter that begins anywhere is one number of four bytes; behind an
// identity of the conversation, one that begins with zero is one of two.
func TestWholeCounter(t *testing.T) {
	for _, test := range []struct {
		start uint32 // in the lower half
		want  bool
	}{{0x4567, true}, {0, false}} {
		frames := said(5, 12, func(c, i int) []byte {
			n := uint32(0x1a2b*(c+1))<<16 + test.start*uint32(c+1) + uint32(i)
			return []byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
		})
		v := read(frames, 0, 4, model.Big)
		c, ok := counterClaim(frames, &v)
		if !ok || c.whole != test.want {
			t.Errorf("from %#x: %+v, %v", test.start, c, ok)
		}
		echo := Claim{Offset: 0, Size: 2, Type: model.Echo}
		if left := Wholes([]Claim{c, echo}); (len(left) == 1) != test.want {
			t.Errorf("from %#x: %+v is left", test.start, left)
		}
	}
}

// TestCounterAround: a byte that begins anew behind 255 is a counter, and what stands beside it
// no part of it; where there is a carry, both are.
func TestCounterAround(t *testing.T) {
	for name, test := range map[string]struct {
		carry bool
		want  [2]bool // of one byte, and of two
	}{
		"no carry": {false, [2]bool{true, false}},
		"carry":    {true, [2]bool{true, true}},
	} {
		frames := said(1, 200, func(_, i int) []byte {
			n := 0x2a00 + 150 + i
			if !test.carry {
				n = 0x2a00 | n&0xff
			}
			return []byte{byte(n), byte(n >> 8)}
		})
		for i, size := range []int{1, 2} {
			v := read(frames, 0, size, model.Little)
			if c, ok := counterClaim(frames, &v); ok != test.want[i] {
				t.Errorf("%s, %d bytes: %+v, %v", name, size, c, ok)
			}
		}
		for _, c := range Of(frames) {
			if c.Type == model.Counter && c.Size == 1 && test.carry {
				t.Errorf("%s: %+v, but it is wider", name, c)
			}
		}
	}
}

// TestYoungClock: of a capture whose clock is not set, small numbers are no times.
func TestYoungClock(t *testing.T) {
	for _, test := range []struct {
		start int64
		want  bool
	}{{1_700_000_000, true}, {90_000, false}} {
		frames := said(1, 20, func(_, i int) []byte {
			n := uint32(test.start) + uint32(i)
			return []byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
		})
		for i, f := range frames {
			f.Time = time.Unix(test.start+int64(i), 0)
		}
		v := read(frames, 0, 4, model.Big)
		if c, ok := clockClaim(frames, &v); ok != test.want {
			t.Errorf("from %d: %+v, %v", test.start, c, ok)
		}
	}
}
