package order

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// TestAnyQueue: whatever is added, in order or not, and moved meanwhile, the first is always one
// of those with the least key, and all come out once.
func TestAnyQueue(t *testing.T) {
	rnd := testrand.New(t)
	for range 300 {
		playQueue(t, rnd)
	}
}

func playQueue(t *testing.T, rnd *rand.Rand) {
	var s sendQueue
	var inside, movable []*pending
	drop := func(list []*pending, q *pending) []*pending {
		return slices.DeleteFunc(list, func(p *pending) bool { return p == q })
	}
	clock, disorder := uint64(1000), rnd.Uint64N(20)
	var spare []*pending // as sends are used again
	get := func() *pending {
		if len(spare) > 0 && rnd.IntN(2) == 0 {
			q := spare[len(spare)-1]
			spare = spare[:len(spare)-1]
			return q
		}
		return &pending{standing: standing{at: outside}}
	}
	for range 400 {
		switch rnd.IntN(7) {
		case 0:
			q := get()
			q.key, q.pieces = clock-rnd.Uint64N(100), rnd.IntN(3)
			s.push(q)
			inside, movable = append(inside, q), append(movable, q)
		case 1, 2, 3: // as of a ring, or a few
			q := get()
			q.key, q.pieces = clock-rnd.Uint64N(1+disorder), 0
			clock += rnd.Uint64N(3)
			s.add(q)
			inside = append(inside, q)
		case 4:
			if len(movable) > 0 {
				q := movable[rnd.IntN(len(movable))]
				q.key += rnd.Uint64N(100) - 50
				s.move(q)
			}
		default:
			if s.size == 0 {
				continue
			}
			first := s.first()
			for _, q := range inside {
				if q.key < first.key || q.key == first.key && q.pieces < first.pieces && slices.Contains(movable, q) && slices.Contains(movable, first) {
					t.Fatalf("the first is %d.%d, though there is %d.%d", first.key, first.pieces, q.key, q.pieces)
				}
			}
			s.pop()
			if first.at != outside || first.next != nil {
				t.Fatal("what was removed is still there")
			}
			inside, movable = drop(inside, first), drop(movable, first)
			spare = append(spare, first)
		}
		if s.size != len(inside) {
			t.Fatalf("%d are in the queue, want %d", s.size, len(inside))
		}
	}
	for last := uint64(0); s.size > 0; s.pop() {
		if key := s.first().key; key < last {
			t.Fatalf("%d comes after %d", key, last)
		} else {
			last = key
		}
		inside = drop(inside, s.first())
	}
	if len(inside) > 0 || s.tail != nil || len(s.firsts) > 0 {
		t.Fatalf("%d did not come out", len(inside))
	}
}

// TestRunOfEachRing: what a sweep brings of a ring is a run at most, so that what it costs to
// bring it in order depends on how many rings there are, not on how much they hold.
func TestRunOfEachRing(t *testing.T) {
	const rings, each, sweeps = 5, 1000, 4
	o, let := New(time.Second), 0
	last := uint64(0)
	clock := uint64(0)
	for range sweeps {
		for ring := range uint64(rings) {
			for i := range uint64(each) {
				at := clock + i*rings + ring
				o.Take(&program.Record{Kind: program.RecordWhole, Thread: ring, Time: at, Step: at, Now: at}, nil)
			}
		}
		clock += rings * each
		if n := len(o.queue.firsts); n > 2*rings {
			t.Errorf("%d rings make %d runs", rings, n)
		}
		// What the latest sweep has waits for the next one.
		o.Swept(clock, func(p *Piece) {
			let++
			if p.Key < last {
				t.Fatalf("%d comes after %d", p.Key, last)
			}
			last = p.Key
		})
	}
	if let != rings*each*(sweeps-1) || o.Late > 0 {
		t.Errorf("%d were let go, %d late", let, o.Late)
	}
}
