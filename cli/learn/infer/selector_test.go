package infer

import (
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
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

// TestWideSelector: a number whose lowest byte tells kinds has four bytes if the others are always zero, or two if what is behind
// them is another number; none if that goes with kinds.
func TestWideSelector(t *testing.T) {
	varying := kindsAt(0, []byte{3, 0}, []byte{0x65, 0}, []byte{0x2e, 0}) // a number and 7 are behind each
	for _, test := range []struct {
		name   string
		groups []group
		at     int
		order  model.Order
		want   []int
	}{
		{"four bytes", kindsAt(0, []byte{3, 0, 0, 0}, []byte{0x65, 0, 0, 0}), 0, model.Little, []int{4}},
		{"four bytes of the big order", kindsAt(3, []byte{0, 0, 0, 3}, []byte{0, 0, 0, 0x65}), 3, model.Big, []int{4}},
		{"two bytes, and others", varying, 0, model.Little, []int{2}},
		{"others that go with kinds", kindsAt(0, []byte{3, 0, 0, 1}, []byte{0x65, 0, 0, 2}), 0, model.Little, nil},
		{"no multiple of two", kindsAt(1, []byte{9, 3, 0, 0}, []byte{9, 0x65, 0, 0}), 1, model.Little, nil},
	} {
		c := claim.Claim{Offset: test.at, Size: 1}
		var sizes []int
		for _, w := range wideSelector(test.groups, c, test.order) {
			sizes = append(sizes, w.Size)
			if low := w.Offset; test.order == model.Little && low != test.at || test.order == model.Big && low+w.Size-1 != test.at {
				t.Errorf("%s: a number at %d", test.name, w.Offset)
			}
		}
		if !slices.Equal(sizes, test.want) {
			t.Errorf("%s: %v bytes, want %v", test.name, sizes, test.want)
		}
	}
}
