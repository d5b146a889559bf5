package infer

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// kindsAt are groups that a byte at an offset tells, each of frames that begin alike.
func kindsAt(offset int, kinds ...[]byte) (groups []group) {
	for _, begin := range kinds {
		var data [][]byte
		for i := range 5 {
			data = append(data, append(append([]byte{}, begin...), byte(i), 7))
		}
		frames := frametest.Of(data...)
		groups = append(groups, group{Group: layout.Group{Frames: frametest.Pointers(frames), Match: []model.Match{{Offset: offset, Size: 1, Value: uint64(begin[offset])}}}})
	}
	return groups
}

// TestGoesWith: the byte beside the one that tells kinds may be the upper one of the number that does if each kind has
// another one there, or zero.
func TestGoesWith(t *testing.T) {
	for _, test := range []struct {
		name             string
		groups           []group
		selector, beside int
		want             bool
	}{
		{"numbers up to 302", kindsAt(0, []byte{3, 0}, []byte{0x65, 0}, []byte{0x2e, 1}), 0, 1, true},
		{"a byte that changes", kindsAt(0, []byte{3}, []byte{0x65}, []byte{0x2e}), 0, 1, false},
		{"never zero", kindsAt(0, []byte{3, 4}, []byte{0x65, 5}), 0, 1, false},
		{"always zero", kindsAt(0, []byte{3, 0}, []byte{0x65, 0}), 0, 1, false},
		{"no multiple of two", kindsAt(1, []byte{0, 3, 0}, []byte{0, 0x2e, 1}), 1, 2, false},
		{"nothing before", kindsAt(0, []byte{3, 0}, []byte{0x2e, 1}), 0, -1, false},
	} {
		if got := goesWith(test.groups, test.selector, test.beside); got != test.want {
			t.Errorf("%s: %t", test.name, got)
		}
	}
}

// TestTellsNone: a byte that all kinds of a direction have alike, or all but two frames, tells none; with others it does.
func TestTellsNone(t *testing.T) {
	same := kindsAt(0, []byte{5, 1}, []byte{5, 2})
	few := append(kindsAt(0, []byte{5, 1}), kindsAt(0, []byte{6, 1})...)
	few[1].Frames = few[1].Frames[:2]
	for _, test := range []struct {
		groups []group
		want   bool
	}{{same, true}, {few, true}, {kindsAt(0, []byte{5, 1}, []byte{6, 1}), false}} {
		if got := tellsNone(test.groups, &test.groups[0], 0); got != test.want {
			t.Errorf("%d kinds: %t", len(test.groups), got)
		}
	}
}
