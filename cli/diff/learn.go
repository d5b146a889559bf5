package diff

import (
	"hash/maphash"
	"io"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/write/masks"
)

// Learned are the bytes that differ each time: ids, times and the like.
type Learned struct {
	turns map[*Turn]*varying // of the first capture
	Count int                // of bytes
}

// varying is what of a turn differs each time.
type varying struct {
	bytes  []bool
	before []bool // what was put in before the byte; the last is of the end
}

func (l *Learned) has(t *Turn, at int) bool {
	v := l.turns[t]
	return v != nil && at < len(v.bytes) && v.bytes[at]
}

// hasBefore is the same of what another capture has before a byte that this one does not.
func (l *Learned) hasBefore(t *Turn, at int) bool {
	v := l.turns[t]
	return v != nil && v.before[at]
}

// learn looks at the turns that all captures have. What has three values or more is part of
// something that differs each time, and so is what is next to it and not the same
// in all: of a counter or a time, only some bytes differ between two captures. With two values
// it is something that changed between the captures that have the one and those with the other.
// A number of another length is another value of all its digits.
func learn(aligned [][]alignment) *Learned {
	versions := map[*Turn][]pair{}
	for _, list := range aligned {
		for _, one := range list {
			for _, p := range one.pairs {
				if p.a != nil && p.b != nil && (p.a.Len() == p.b.Len() || p.whole()) {
					versions[p.a] = append(versions[p.a], p)
				}
			}
		}
	}
	l := &Learned{turns: map[*Turn]*varying{}}
	for t, pairs := range versions {
		differ := slices.ContainsFunc(pairs, func(p pair) bool { return p.a.sum != p.b.sum })
		if len(pairs) < len(aligned) || !differ {
			continue
		}
		v := varyingOf(t, pairs)
		l.turns[t] = v
		for _, is := range v.bytes {
			if is {
				l.Count++
			}
		}
	}
	return l
}

// varyingOf compares a turn with what it is in the other captures.
func varyingOf(t *Turn, pairs []pair) *varying {
	n := len(t.Data)
	v := &varying{bytes: make([]bool, n), before: make([]bool, n+1)}
	var all []*values
	for _, p := range pairs {
		if p.a.sum != p.b.sum {
			all = append(all, valuesOf(p))
		}
	}
	// A run of what is not the same in all, of bytes and what was put in between them.
	start, differs := 0, false
	end := func(at int) {
		for i := start; differs && i < at; i++ {
			v.bytes[i], v.before[i] = true, true
		}
		if differs && at > start {
			v.before[at] = true
		}
		start, differs = at, false
	}
	for at := 0; at <= n; at++ {
		if put := count(0, all, func(o *values) uint64 { return o.before[at] }); put > 2 {
			differs = true
			v.before[at] = true // also if no byte next to it differs
		}
		if at == n {
			break
		}
		found := 1
		if t.isKnown(at) {
			found = count(uint64(t.Data[at]), all, func(o *values) uint64 { return o.bytes[at] })
		}
		if found == 1 {
			end(at)
			start = at + 1
			continue
		}
		differs = differs || found > 2
	}
	end(n)
	return v
}

// values are what another capture has at the bytes of a turn, and before them: a byte, or a
// number above all these for what has another length, 0 before those where nothing was put in.
type values struct{ bytes, before []uint64 }

func valuesOf(p pair) *values {
	n := len(p.a.Data)
	o := &values{make([]uint64, n), make([]uint64, n+1)}
	for at := range n {
		o.bytes[at] = uint64(p.a.Data[at])
	}
	for _, e := range p.edits() {
		if e.A.Len() == e.B.Len() {
			for i := range e.A.Len() {
				o.bytes[e.A.From+i] = uint64(p.b.Data[e.B.From+i])
			}
			continue
		}
		value := maphash.Bytes(seed, p.b.Data[e.B.From:e.B.To]) | 1<<63
		if e.A.Len() == 0 {
			o.before[e.A.From] = value
		}
		for at := e.A.From; at < e.A.To; at++ {
			o.bytes[at] = value
		}
	}
	return o
}

// count is how many values there are, with the first.
func count(first uint64, all []*values, of func(*values) uint64) int {
	seen := []uint64{first}
	for _, o := range all {
		if value := of(o); !slices.Contains(seen, value) {
			seen = append(seen, value)
		}
	}
	return len(seen)
}

// masks reports whether the byte at an offset is to be ignored: it differs each time, or what is put in
// beside it does and no byte there.
func (v *varying) masks(at int) bool {
	if v == nil {
		return false
	}
	alone := v.before[at+1] && (at+1 == len(v.bytes) || !v.bytes[at+1])
	return v.bytes[at] || alone || at == 0 && v.before[0]
}

// WriteMasks writes what diff and replay are to ignore, an argument a line, as bytes of the first
// capture: of two captures all that differ, of more those that were learned. Of what others have
// and the first has not, it is the byte before it, or behind if there is none.
func WriteMasks(w io.Writer, comparisons []Comparison, l *Learned) error {
	var turns []*masks.Turn
	for _, conversation := range comparisons[0].Conversations {
		if conversation.A == nil {
			continue
		}
		changed := map[int][]int{}
		for _, c := range conversation.Changes {
			if c.Kind == Changed && len(comparisons) == 1 {
				changed[c.A.First] = c.masked()
			}
		}
		for _, t := range conversation.turns {
			one := &masks.Turn{Number: t.First, Bytes: make([]masks.State, len(t.Data))}
			v := l.turns[t]
			for at := range t.Data {
				switch {
				case v.masks(at):
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
