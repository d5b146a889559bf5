package diff

import (
	"io"

	"github.com/unixsnoop/unixsnoop/cli/learn/write/masks"
)

// Learned are the bytes that differ each time: ids, times and the like.
type Learned struct {
	bytes map[*Turn][]bool // of the first capture
	Count int              // of bytes
}

func (l *Learned) has(t *Turn, at int) bool { return at < len(l.bytes[t]) && l.bytes[t][at] }

// learn looks at the turns that all captures have. A byte that has three values or more is
// part of something that differs each time, and so are those next to it that are not the same
// in all: of a counter or a time, only some bytes differ between two captures. With two values
// it is something that changed between the captures that have the one and those with the other.
func learn(aligned [][]alignment) *Learned {
	versions := map[*Turn][]*Turn{}
	for _, list := range aligned {
		for _, one := range list {
			for _, p := range one.pairs {
				if p.a != nil && p.b != nil && p.a.Len() == p.b.Len() {
					versions[p.a] = append(versions[p.a], p.b)
				}
			}
		}
	}
	l := &Learned{bytes: map[*Turn][]bool{}}
	for t, others := range versions {
		if len(others) < len(aligned) {
			continue
		}
		always := make([]bool, len(t.Data))
		for at := 0; at < len(t.Data); {
			start, all := at, false
			for ; at < len(t.Data); at++ {
				values := valuesAt(t, others, at)
				if values == 1 {
					break
				}
				all = all || values > 2
			}
			for i := start; all && i < at; i++ {
				always[i] = true
				l.Count++
			}
			if at == start {
				at++
			}
		}
		l.bytes[t] = always
	}
	return l
}

// valuesAt is how many values a byte has in all captures.
func valuesAt(t *Turn, others []*Turn, at int) int {
	seen := map[byte]bool{}
	for _, one := range append([]*Turn{t}, others...) {
		if !one.isKnown(at) {
			return 1
		}
		seen[one.Data[at]] = true
	}
	return len(seen)
}

// WriteMasks writes what replay and diff are to ignore, an argument a line: of two captures
// all bytes that differ in messages that both have, of more those that were learned.
func WriteMasks(w io.Writer, comparisons []Comparison, l *Learned) error {
	varies := map[*Turn][]bool{}
	if len(comparisons) > 1 {
		varies = l.bytes
	}
	var turns []*masks.Turn
	for _, conversation := range comparisons[0].Conversations {
		if conversation.A == nil {
			continue
		}
		changed := map[int][]int{}
		for _, c := range conversation.Changes {
			if c.Kind == Changed && len(comparisons) == 1 {
				changed[c.A.First] = c.Offsets
			}
		}
		for _, t := range conversation.turns {
			one := &masks.Turn{Number: t.First, Bytes: make([]masks.State, len(t.Data))}
			for at := range t.Data {
				switch {
				case at < len(varies[t]) && varies[t][at]:
					one.Bytes[at] = masks.Varies
				case t.Data[at] == 0:
					one.Bytes[at] = masks.Zero
				}
			}
			for _, at := range changed[t.First] {
				one.Bytes[at] = masks.Varies
			}
			turns = append(turns, one)
		}
	}
	return masks.WriteArguments(w, turns)
}
