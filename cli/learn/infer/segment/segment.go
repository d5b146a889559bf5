// Package segment divides bytes that stand at the same places in all rows into fields.
//
// It finds the likeliest sequence of fields by dynamic programming over all ways to divide them
// (segment.go). How likely a field is there is told by the columns of its bytes (likely.go): the upper
// bytes of a number are calmer than its lower ones, it is aligned more often than not, and often as wide as
// the one before. What is claimed of a field makes it likelier than any other at that place.
package segment

import (
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Piece is a run of columns that is one field.
type Piece struct {
	Offset, Size int          // bytes; the offset is that in the frame
	Claim        *claim.Claim // nil if nothing is proved
	Opaque       bool         // it looks random in each row
	Letters      bool         // it is a text, or bytes with texts in them, and no number
}

// Style is how a protocol writes numbers.
type Style struct {
	Order  model.Order // in which nearly all of them are
	Packed bool        // numbers are not at multiples of their width
	Words  bool        // all is made of words of four bytes, zeros among them, as XDR is
	Ended  bool        // a NUL is behind texts whose length does not count it
	Usual  [4]float64  // by how much likelier a number of each of the widths is than elsewhere, a logarithm; if it is likelier, only at multiples of that
}

// shift is how likely it is that from a field on another offset counts as aligned, such
// as behind a structure of six bytes; oddShift the same, of an odd offset.
const shift, oddShift = 0.1, 0.02

// otherOrder is how unlikely a number in the other byte order is, a logarithm: protocols
// seldom mix them.
const otherOrder = 4

// in is the same style in another order.
func (s Style) in(order model.Order) Style {
	if order != claim.AnyOrder {
		s.Order = order
	}
	return s
}

// Phases are the remainders of 4 that aligned fields may have.
const Phases = 4

// phases is how many of them there are.
func (s Style) phases() int {
	if s.Packed {
		return 1
	}
	return Phases
}

// again is how much likelier a number of several bytes is that is as wide as the number
// before it, otherwise how much less another one: numbers of one width follow each other.
const again, otherwise = 1.15, 0.95

var logAgain, logOtherwise = math.Log(again), math.Log(otherwise)

// state is where the segmentation is: behind so many columns, with alignment counted
// from a remainder of 4, and behind a number of a width (an index in widths).
type state struct{ at, phase, width int }

// step is how a state is reached.
type step struct {
	from  state
	claim *claim.Claim
}

// states are how likely it is to be at a column, by phase and width of the number before it.
type states [Phases][4]float64

// nowhere are those of a column that nothing is known of yet.
var nowhere = func() (s states) {
	for phase := range s {
		for width := range s[phase] {
			s[phase][width] = math.Inf(-1)
		}
	}
	return s
}()

// lattice is how likely each state is at best (a logarithm), and how it is reached.
type lattice struct {
	*candidates
	logp  []states
	steps [][Phases][4]step
}

// field adds a field of columns. Width is that of a number, negative of what is none, and how likely it is
// depends on the phase that it begins in.
func (l *lattice) field(start, end, width int, logp *[Phases]float64, c *claim.Claim) {
	edge := l.edges[end]
	for phase := range l.style.phases() {
		from, to := &l.logp[start][phase], &l.logp[end][phase]
		for before := range from {
			p := from[before] + logp[phase] + edge
			at := width
			if width < 0 {
				at = before
			} else {
				p += behindNumber(before, width)
			}
			if p > to[at] {
				to[at] = p
				l.steps[end][phase][at] = step{state{start, phase, before}, c}
			}
		}
	}
}

// behindNumber is how much likelier a number of a width is behind one of another, a logarithm.
func behindNumber(before, width int) float64 {
	switch {
	case width != before:
		return logOtherwise
	case width > 0:
		return logAgain
	}
	return 0
}

// Divide finds the likeliest sequence of fields for columns whose first one is at the
// offset base of the frame, and how likely it is (a logarithm).
func Divide(cols []column.Column, base int, style Style, claims []claim.Claim) ([]Piece, float64) {
	n := len(cols)
	l := &lattice{newCandidates(cols, base, style, claims), make([]states, n+1), make([][Phases][4]step, n+1)}
	for i := range l.logp {
		l.logp[i] = nowhere
	}
	l.logp[0][0][0] = 0
	var b buffers
	for end := 1; end <= n; end++ {
		l.fields(end, buffer-1, func(start, width int, logp *[Phases]float64, c *claim.Claim) {
			l.field(start, end, width, logp, c)
		})
		b.end(l, end)
		if !style.Packed {
			l.shift(end)
		}
	}
	last := state{at: n}
	for phase := range Phases {
		for width := range Widths {
			if l.logp[n][phase][width] > l.logp[n][last.phase][last.width] {
				last = state{n, phase, width}
			}
		}
	}
	return l.path(last, base, claims), l.logp[n][last.phase][last.width]
}

// buffers are the likeliest beginnings of fields of zeros so long that their length does not
// matter any more: a message may have thousands.
type buffers struct {
	logp  states
	start [Phases][4]int
}

// end adds the likeliest of them that ends at a column.
func (b *buffers) end(l *lattice, end int) {
	start := end - buffer
	switch {
	case l.fills[end] < buffer:
		return
	case l.fills[end] == buffer:
		b.logp = nowhere
	}
	for phase := range l.style.phases() {
		likely := paddingLikely(buffer, l.base+end-phase, end == len(l.cols))
		for before, logp := range l.logp[start][phase] {
			if logp >= b.logp[phase][before] {
				b.logp[phase][before], b.start[phase][before] = logp, start
			}
			if p := b.logp[phase][before] + likely + l.edges[end]; p > l.logp[end][phase][before] {
				l.logp[end][phase][before] = p
				l.steps[end][phase][before] = step{state{b.start[phase][before], phase, before}, nil}
			}
		}
	}
}

// shift has alignment count from another remainder from a column on.
func (l *lattice) shift(at int) {
	for phase := range Phases {
		for other := range Phases {
			for width := range Widths {
				if p := l.logp[at][other][width] + shifts[phase][other]; p > l.logp[at][phase][width] {
					l.logp[at][phase][width] = p
					l.steps[at][phase][width] = step{state{at, other, width}, nil}
				}
			}
		}
	}
}

// shifts are how likely it is that alignment counts from one remainder behind another, a logarithm.
var shifts = func() (list [Phases][Phases]float64) {
	for phase := range list {
		for other := range list[phase] {
			likely := shift
			if (phase-other)%2 != 0 {
				likely = oddShift
			}
			list[phase][other] = math.Log(likely)
		}
	}
	return list
}()

// path are the fields on the likeliest way to a state.
func (l *lattice) path(last state, base int, claims []claim.Claim) []Piece {
	var pieces []Piece
	for last.at > 0 {
		s := l.steps[last.at][last.phase][last.width]
		if s.from.at < last.at {
			p := Piece{Offset: base + s.from.at, Size: last.at - s.from.at, Claim: s.claim}
			if p.Claim == nil {
				p.Claim = claimOf(claims, p)
			}
			pieces = append(pieces, p)
		}
		last = s.from
	}
	slices.Reverse(pieces)
	return pieces
}

// claimOf is a claim of just these bytes that says nothing of where they begin and end.
func claimOf(claims []claim.Claim, p Piece) *claim.Claim {
	for i := range claims {
		if c := &claims[i]; c.Bonus == 0 && c.Offset == p.Offset && c.Size == p.Size {
			return c
		}
	}
	return nil
}

// Widths are those of numbers, with how frequent they are in a protocol that keeps numbers
// at multiples of their width: there, at another even offset, and at an odd one; and in a
// protocol that packs them, anywhere.
var Widths = []struct {
	size                       int
	aligned, even, odd, Packed float64
}{
	{1, 0.36, 0.36, 0.36, 0.36},
	{2, 0.22, 0.22, 0.03, 0.25},
	{4, 0.30, 0.01, 0.005, 0.30},
	{8, 0.05, 0.002, 0.0005, 0.05},
}

// WidthIndex is the index of a size in widths, negative without one.
func WidthIndex(size int) int {
	for i := range Widths {
		if Widths[i].size == size {
			return i
		}
	}
	return -1
}
