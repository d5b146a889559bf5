package infer

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// calls are frames of conversations that call the same procedures in the same order: a
// procedure, a number of the message, which goes on by so many, and what is said, as long as the procedure has it.
func calls(procedures, conversations, by int) (frames []*model.Frame) {
	random := rand.New(rand.NewPCG(16, 17))
	order := random.Perm(procedures)
	for c := range conversations {
		for i, procedure := range order {
			b := binary.BigEndian.AppendUint32(nil, uint32(procedure))
			b = append(b, byte(i*by))
			b = append(b, frametest.Bytes(random, 8+4*(procedure*procedure%23))...)
			frames = append(frames, &model.Frame{FromClient: true, Data: b, Number: len(frames) + 1, Conversation: fmt.Sprint(c)})
		}
	}
	return frames
}

// TestWithLength: the byte that goes with the lengths of messages tells their kinds, and not one that
// counts messages, though that goes with them as well.
func TestWithLength(t *testing.T) {
	none := func(int) bool { return false }
	for _, by := range []int{1, 4} {
		if at := withLength(calls(60, 4, by), none, false); at != 3 {
			t.Errorf("steps of %d: %d tells kinds", by, at)
		}
	}
	if at := withLength(calls(60, 4, 1), none, true); at != -1 {
		t.Errorf("%d tells kinds further, each of four messages", at)
	}
	if at := withLength(calls(60, 1, 1), none, false); at != -1 {
		t.Errorf("%d tells kinds, each of one message", at)
	}
}

// TestFamilies: a kind of two messages has its boundaries where all kinds together show them.
func TestFamilies(t *testing.T) {
	random := rand.New(rand.NewPCG(18, 19))
	var groups []group
	for kind := range 30 {
		g := group{byLength: true, Group: layout.Group{Match: []model.Match{{Offset: 3, Size: 1, Value: uint64(kind)}}}}
		for range 2 {
			b := binary.BigEndian.AppendUint32(nil, uint32(kind))
			b = binary.BigEndian.AppendUint32(b, uint32(kind*kind*90)) // never changes within a kind
			g.Frames = append(g.Frames, &model.Frame{FromClient: true, Data: append(b, frametest.Bytes(random, 4)...)})
		}
		groups = append(groups, g)
	}
	edges := map[int]bool{}
	for _, c := range newFamilies(groups).edges(segment.Style{Order: model.Big})[7] {
		edges[c.Offset] = c.Size == 0 && c.Bonus > 0
	}
	for _, at := range []int{4, 8} {
		if !edges[at] {
			t.Errorf("no boundary at %d of %v", at, edges)
		}
	}
	groups[7].byLength = false
	if newFamilies(groups).edges(segment.Style{Order: model.Big})[7] != nil {
		t.Error("a kind that bytes tell learns from others")
	}
}
