package proc

import (
	"maps"
	"slices"
	"testing"
)

// TestRecentForgetsOldest: what is used survives any number of others, what is not
// makes room, and there never are more than the bound.
func TestRecentForgetsOldest(t *testing.T) {
	const bound, named, unused = 100, 1_000_000, 1_000_001
	r := newRecent[string](bound)
	r.put(named, "in use")
	r.put(unused, "not in use")
	for other := range uint64(20 * bound) {
		r.put(other, "other")
		if r.len() > bound {
			t.Fatalf("%d of %d sockets after %d others", r.len(), bound, other)
		}
		if other%(bound/2-1) != 0 {
			continue
		}
		if got, ok := r.use(named); got != "in use" || !ok {
			t.Fatalf("after %d others, what is in use is forgotten: %q", other, got)
		}
	}
	if _, ok := r.use(unused); ok {
		t.Error("what is not in use is kept")
	}
	for other := uint64(20*bound - bound/4); other < 20*bound; other++ {
		if _, ok := r.use(other); !ok {
			t.Errorf("%d, one of the last, is forgotten", other)
		}
	}
}

// TestRecentOnce: a socket is there once, with what was put last, whichever half it
// was in.
func TestRecentOnce(t *testing.T) {
	r := newRecent[int](4)
	for i, inode := range []uint64{1, 2, 3, 1, 3} { // 3 moves 1 and 2 to the older half
		r.put(inode, i)
	}
	if got := r.len(); got != 3 {
		t.Errorf("%d sockets", got)
	}
	got := maps.Collect(r.all())
	if want := map[uint64]int{1: 3, 2: 1, 3: 4}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := slices.Collect(maps.Keys(r.young)); len(got) != 2 {
		t.Errorf("%v are in use", got)
	}
	for range r.all() {
		break // must not yield again
	}
}
