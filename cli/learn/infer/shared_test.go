package infer

import (
	"encoding/binary"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestSharedFields: a kind of few messages, some of which have a small byte in front of a number, has it
// whole as all other kinds do.
func TestSharedFields(t *testing.T) {
	at := slot{4, 4}
	var groups []group
	for kind := range byte(5) {
		var data [][]byte
		for i := range 40 {
			id := uint32(i*i)*104729 + uint32(kind)*77
			if kind == 4 {
				if i == 4 {
					break
				}
				id = []uint32{7, 0x05000002, 9, 0x0a000004}[i]
			}
			data = append(data, binary.LittleEndian.AppendUint32([]byte{kind, 1, 0, 9}, id))
		}
		frames := frametest.Of(data...)
		groups = append(groups, group{Group: layout.Group{Frames: frametest.Pointers(frames)}})
		for i := range frames {
			frames[i].FromClient = true
		}
	}
	s := segment.Style{Order: model.Little}
	planner := newPlanner(groups, nil)
	field := func(plans []plan, i int) bool {
		for _, p := range planner.pieces(plans, i, s) {
			if (slot{p.Offset, p.Size}) == at {
				return true
			}
		}
		return false
	}
	few := len(groups) - 1
	plans := make([]plan, len(groups)) // without a header in common
	if field(plans, few) || !field(plans, 0) {
		t.Fatalf("nothing is to be shared: %+v and %+v", planner.pieces(plans, few, s), planner.pieces(plans, 0, s))
	}
	if !sharedFields(planner, plans, s) {
		t.Fatal("nothing is shared")
	}
	for i := range plans {
		plans[i].Claims = groups[i].claims
	}
	if !field(plans, few) {
		t.Errorf("the kind of few messages has %+v", planner.pieces(plans, few, s))
	}
	for _, p := range planner.pieces(plans, few, s) {
		if p.Claim != nil {
			t.Errorf("a field at %d means something: %+v", p.Offset, p.Claim)
		}
	}
}
