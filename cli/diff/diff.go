package diff

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/replay"
	"github.com/unixsnoop/unixsnoop/format"
)

// Kind is what happened to a message.
type Kind string

// The kinds of change.
const (
	Missing Kind = "missing" // it is in the first capture only
	New     Kind = "new"     // it is in the other one only
	Changed Kind = "changed" // bytes of it differ
	Moved   Kind = "moved"   // it is in both, but not in the same order among the others
)

// Change is a message that is not the same in both captures.
type Change struct {
	Kind  Kind
	A, B  *Turn  // nil of New, or Missing
	Edits []Edit // of Changed: what A has instead of what in B, in order and apart, but for what is ignored; of very many, the last one goes on to the last difference

	ignored func(offset int) bool // in A
}

// Offsets are where bytes of both at the same offset differ, but for those that are ignored.
func (c *Change) Offsets() []int {
	if c.Kind != Changed {
		return nil
	}
	return differ(c.A, c.B, c.ignored)
}

// masked are the bytes of A to ignore for nothing of the change to be left.
func (c *Change) masked() []int {
	if c.A.Len() == c.B.Len() && !slices.ContainsFunc(c.Edits, func(e Edit) bool { return e.A != e.B }) {
		return c.Offsets()
	}
	var list []int
	for _, e := range c.Edits {
		if e.A.Len() == 0 && len(c.A.Data) > 0 {
			e.A = Run{max(0, e.A.From-1), max(1, e.A.From)}
		}
		list = append(list, e.A.indexes()...)
	}
	return list
}

// Conversation is what differs in one. A or B is nil of one that is in one capture only.
type Conversation struct {
	A, B    *format.Conversation
	Changes []Change
	Same    int // messages that do not differ
	Ignored int // bytes of these that differ and are ignored

	turns []*Turn // of A
}

// Differs reports whether anything does.
func (c *Conversation) Differs() bool { return c.A == nil || c.B == nil || len(c.Changes) > 0 }

// Capture is what is compared.
type Capture struct {
	Name          string // of its file
	Conversations []*format.Conversation

	store *store // where payloads are, nil if all are in memory
}

// Comparison is that of the first capture with another.
type Comparison struct {
	A, B          *Capture
	Conversations []Conversation
}

// Differs reports whether anything does.
func (c *Comparison) Differs() bool {
	return slices.ContainsFunc(c.Conversations, func(c Conversation) bool { return c.Differs() })
}

// Compare compares the first capture with each of the others, but for bytes that are ignored
// and, with more than two captures, those that differ each time.
func Compare(captures []*Capture, ignored []replay.Ignore) ([]Comparison, *Learned) {
	masks := replay.NewMasks(ignored)
	ignore := &masks
	first := talksOf(captures[0], ignore)
	l := &Learned{}
	var aligned [][]alignment
	for _, other := range captures[1:] {
		aligned = append(aligned, alignAll(first, talksOf(other, ignore)))
	}
	if len(aligned) > 1 {
		l = learn(aligned)
	}
	var all []Comparison
	for i, list := range aligned {
		c := Comparison{A: captures[0], B: captures[i+1]}
		for _, one := range list {
			c.Conversations = append(c.Conversations, one.compare(ignore, l))
			if s := captures[0].store; s != nil {
				s.restAfter(one.a)
				s.restAfter(one.b)
			}
		}
		all = append(all, c)
	}
	return all, l
}

// alignment is two conversations that belong together.
type alignment struct {
	match
	pairs []pair
}

func alignAll(a, b []*talk) []alignment {
	var list []alignment
	for _, m := range matchUp(a, b) {
		one := alignment{match: m}
		if m.a != nil && m.b != nil {
			one.pairs = align(m.a.turns, m.b.turns)
		}
		list = append(list, one)
	}
	return list
}

// compare finds out what differs.
func (a *alignment) compare(ignore *replay.Masks, l *Learned) Conversation {
	var c Conversation
	if a.a != nil {
		c.A, c.turns = a.a.Conversation, a.a.turns
	}
	if a.b != nil {
		c.B = a.b.Conversation
	}
	moved := a.moved()
	for _, p := range a.pairs {
		switch {
		case p.a == nil && moved[p.b] != nil:
			// It is told of where the first capture has it.
		case p.a == nil:
			c.Changes = append(c.Changes, Change{Kind: New, B: p.b})
		case p.b == nil && moved[p.a] != nil:
			c.Changes = append(c.Changes, Change{Kind: Moved, A: p.a, B: moved[p.a]})
		case p.b == nil:
			c.Changes = append(c.Changes, Change{Kind: Missing, A: p.a})
		default:
			c.pair(p, ignore, l)
		}
	}
	return c
}

// pair compares two turns that belong together.
func (c *Conversation) pair(p pair, ignore *replay.Masks, l *Learned) {
	if p.a.sum == p.b.sum && !ignore.Any() {
		c.Same++
		return
	}
	covered := func(at int) bool { return ignore.Covers(p.a.First, int64(at)) }
	ignored := func(at int) bool { return l.has(p.a, at) || covered(at) }
	before := func(at int) bool { return l.hasBefore(p.a, at) || covered(at) || covered(at-1) }
	edits, left := p.wanted(p.edits(), ignored, before)
	if len(edits) > 0 || p.a.Len() != p.b.Len() && !p.whole() {
		c.Changes = append(c.Changes, Change{Kind: Changed, A: p.a, B: p.b, Edits: few(edits), ignored: ignored})
		return
	}
	c.Same++
	c.Ignored += left
}

// moved are the turns that are alone in either conversation, but the same, each with the
// other one.
func (a *alignment) moved() map[*Turn]*Turn {
	alone := map[uint64][]*Turn{}
	for _, p := range a.pairs {
		if p.a == nil {
			alone[p.b.sum] = append(alone[p.b.sum], p.b)
		}
	}
	with := map[*Turn]*Turn{}
	for _, p := range a.pairs {
		if p.b == nil && len(alone[p.a.sum]) > 0 {
			other := alone[p.a.sum][0]
			alone[p.a.sum] = alone[p.a.sum][1:]
			with[p.a], with[other] = other, p.a
		}
	}
	return with
}
