package answers

import (
	"encoding/binary"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// dialogue are frames of a conversation, of each the side and what it says.
func dialogue(list ...[]byte) (frames []model.Frame) {
	for i, b := range list {
		frames = append(frames, model.Frame{Number: i + 1, Conversation: "1", FromClient: b[0] < 0x80, Kind: -1, Data: b})
	}
	return frames
}

// withID is a message of a kind, which tells its side, with an id at offset 4.
func withID(kind byte, id int) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{kind, 0, 0, 9}, uint32(id)), byte(id*7), 1)
}

// TestAnswers: what answers what is told by a number that both have, when the order does not tell,
// and by the order otherwise.
func TestAnswers(t *testing.T) {
	const request, event, reply = 1, 0x81, 0x90
	var mixed, turns [][]byte
	want := map[int]int{} // of replies, by their number
	for i := range 20 {
		first := len(mixed) + 1
		mixed = append(mixed, withID(request, 100+3*i), withID(event, 0), withID(request, 101+3*i), withID(reply, 101+3*i), withID(reply, 100+3*i))
		want[first+3], want[first+4] = first+2, first
		turns = append(turns, withID(request, i), withID(reply, 1000-i))
	}
	frames := dialogue(mixed...)
	Pair(frames)
	for i := range frames {
		if f := &frames[i]; f.Answer != want[f.Number] {
			t.Fatalf("frame %d answers %d and not %d", f.Number, f.Answer, want[f.Number])
		}
	}
	frames = dialogue(turns...)
	Pair(frames)
	for i := range frames {
		if f := &frames[i]; !f.FromClient && f.Answer != f.Number-1 {
			t.Fatalf("frame %d answers %d", f.Number, f.Answer)
		}
	}
}

// TestNoCorrelation: numbers that are the same by chance, or nearly always, pair nothing.
func TestNoCorrelation(t *testing.T) {
	for name, id := range map[string]func(i int) int{
		"always one":     func(int) int { return 7 },
		"two":            func(i int) int { return i % 2 },
		"never the same": func(i int) int { return i * i * 31 },
	} {
		var list [][]byte
		for i := range 60 {
			list = append(list, withID(1, id(2*i)), withID(0x81, 0), withID(0x90, id(2*i+1)))
		}
		for i := range list { // nothing else that is equal
			list[i][8], list[i][1], list[i][2] = byte(i*13), byte(i*91), byte(i*i)
		}
		if c, unknown := correlationOf(dialogue(list...)); c != nil || !unknown {
			t.Errorf("%s: paired by %+v, unknown: %t", name, c, unknown)
		}
	}
}

// TestDepends: pairs are believed if what is asked tells what is said, or if nothing can be known.
func TestDepends(t *testing.T) {
	for name, test := range map[string]struct {
		counts map[[2]int]int
		want   bool
	}{
		"each its own":     {map[[2]int]int{{0, 2}: 20, {1, 3}: 20}, true},
		"any":              {map[[2]int]int{{0, 2}: 20, {0, 3}: 18, {1, 2}: 21, {1, 3}: 19}, false},
		"one for all":      {map[[2]int]int{{0, 2}: 20, {1, 2}: 20}, true},
		"few":              {map[[2]int]int{{0, 2}: 4, {0, 3}: 4, {1, 2}: 4, {1, 3}: 4}, true},
		"each asked twice": {map[[2]int]int{{0, 9}: 10, {0, 8}: 10, {1, 9}: 10, {1, 8}: 10, {2, 7}: 2, {3, 6}: 2, {4, 5}: 2}, false},
	} {
		if got := depends(test.counts); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
