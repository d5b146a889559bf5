package infer

import (
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// piece is a run of columns that is one field.
type piece struct {
	offset, size int
	claim        *claim // nil if nothing is proved
}

// widths are those of numbers, with how frequent they are in a protocol that keeps numbers
// at multiples of their width: there, at another even offset, and at an odd one; and in a
// protocol that packs them, anywhere.
var widths = []struct {
	size                       int
	aligned, even, odd, packed float64
}{
	{1, 0.36, 0.36, 0.36, 0.36},
	{2, 0.25, 0.25, 0.03, 0.25},
	{4, 0.30, 0.01, 0.005, 0.30},
	{8, 0.05, 0.002, 0.0005, 0.05},
}

// style is how a protocol writes numbers.
type style struct {
	order  model.Order
	packed bool       // numbers are not at multiples of their width
	usual  [4]float64 // by how much likelier a number of each of the widths is than elsewhere, a logarithm
}

// shift is how likely it is that from a field on another offset counts as aligned, such
// as behind a structure of six bytes; oddShift the same, of an odd offset.
const shift, oddShift = 0.1, 0.02

// otherOrder is how unlikely a number in the other byte order is, a logarithm: protocols
// seldom mix them.
const otherOrder = 4

// in is the same style in another order.
func (s style) in(order model.Order) style {
	if order != anyOrder {
		s.order = order
	}
	return s
}

// phases are the remainders of 4 that aligned fields may have.
const phases = 4

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
	claim *claim
}

// lattice is how likely each state is at best (a logarithm), and how it is reached.
type lattice struct {
	logp  [][phases][4]float64
	steps [][phases][4]step
	edges []float64 // by how much likelier a field ends there
}

// reach notes that a state is reached in a way, if that is the likeliest one.
func (l *lattice) reach(to state, logp float64, how step) {
	if logp > l.logp[to.at][to.phase][to.width] {
		l.logp[to.at][to.phase][to.width] = logp
		l.steps[to.at][to.phase][to.width] = how
	}
}

// piece adds a field that begins where a phase is. Width is that of a number, negative of
// what is none.
func (l *lattice) piece(start, end, phase, width int, logp float64, c *claim) {
	for before := range widths {
		p := l.logp[start][phase][before] + logp + l.edges[end]
		to := state{end, phase, width}
		switch {
		case width < 0:
			to.width = before
		case width == before && width > 0:
			p += logAgain
		case width != before:
			p += logOtherwise
		}
		l.reach(to, p, step{state{start, phase, before}, c})
	}
}

// widthIndex is the index of a size in widths, negative without one.
func widthIndex(size int) int {
	for i := range widths {
		if widths[i].size == size {
			return i
		}
	}
	return -1
}

// segment finds the likeliest sequence of fields for columns whose first one is at the
// offset base of the frame, and how likely it is (a logarithm).
func segment(cols []column, base int, style style, claims []claim) ([]piece, float64) {
	n := len(cols)
	l := &lattice{make([][phases][4]float64, n+1), make([][phases][4]step, n+1), make([]float64, n+1)}
	for i := range l.logp {
		for j := range l.logp[i] {
			for k := range l.logp[i][j] {
				l.logp[i][j][k] = math.Inf(-1)
			}
		}
	}
	l.logp[0][0][0] = 0
	byEnd := make([][]*claim, n+1)
	for i := range claims {
		c := &claims[i]
		switch end := c.offset - base + c.size; {
		case c.bonus <= 0 || c.offset < base || end > n:
		case c.size == 0:
			l.edges[end] = c.bonus
		default:
			byEnd[end] = append(byEnd[end], c)
		}
	}
	fill := 0  // columns before end that are all the same, zeros or ones
	noise := 0 // columns before end that have many values
	for end := 1; end <= n; end++ {
		if noise++; !cols[end-1].noisy() {
			noise = 0
		}
		switch c := &cols[end-1]; {
		case !c.zero() && c.low != 0xff:
			fill = 0
		case fill > 0 && cols[end-2].value == c.value:
			fill++
		default:
			fill = 1
		}
		for phase := range phases {
			if style.packed && phase > 0 {
				break
			}
			l.fields(cols, base, end, phase, fill, style, byEnd[end])
			if noise >= leastNoise {
				l.piece(end-noise, end, phase, -1, runLikely(cols[end-noise:end]), nil)
			}
		}
		if !style.packed {
			l.shift(end)
		}
	}
	last := state{at: n}
	for phase := range phases {
		for width := range widths {
			if l.logp[n][phase][width] > l.logp[n][last.phase][last.width] {
				last = state{n, phase, width}
			}
		}
	}
	return l.path(last, base, claims), l.logp[n][last.phase][last.width]
}

// leastNoise is from how many columns on that look random they are one field, whatever its size:
// a key or a payload.
const leastNoise = 33

// fields adds all fields that end at a column.
func (l *lattice) fields(cols []column, base, end, phase, fill int, style style, claims []*claim) {
	for i, w := range widths {
		if start := end - w.size; start >= 0 {
			l.piece(start, end, phase, i, numberLikely(cols[start:end], base+start-phase, style), nil)
		}
	}
	for size := 2; size <= fill; size++ {
		l.piece(end-size, end, phase, -1, paddingLikely(size, base+end-phase, end == len(cols)), nil)
	}
	for _, size := range []int{3, 6, 12, 16, 20, 32} {
		if start := end - size; start >= 0 {
			l.piece(start, end, phase, -1, runLikely(cols[start:end]), nil)
		}
	}
	for _, c := range claims {
		start := end - c.size
		logp := math.Log(0.02)
		width := widthIndex(c.size)
		if width >= 0 {
			logp = numberLikely(cols[start:end], base+start-phase, style.in(c.order))
		}
		if c.order != style.order && c.order != model.None && c.order != anyOrder {
			logp -= otherOrder
		}
		l.piece(start, end, phase, width, logp+c.bonus, c)
	}
}

// shift has alignment count from another remainder from a column on.
func (l *lattice) shift(at int) {
	for phase := range phases {
		for other := range phases {
			likely := shift
			if (phase-other)%2 != 0 {
				likely = oddShift
			}
			for width := range widths {
				from := state{at, other, width}
				l.reach(state{at, phase, width}, l.logp[at][other][width]+math.Log(likely), step{from, nil})
			}
		}
	}
}

// path are the fields on the likeliest way to a state.
func (l *lattice) path(last state, base int, claims []claim) []piece {
	var pieces []piece
	for last.at > 0 {
		s := l.steps[last.at][last.phase][last.width]
		if s.from.at < last.at {
			p := piece{base + s.from.at, last.at - s.from.at, s.claim}
			if p.claim == nil {
				p.claim = claimOf(claims, p)
			}
			pieces = append(pieces, p)
		}
		last = s.from
	}
	slices.Reverse(pieces)
	return pieces
}

// claimOf is a claim of just these bytes that says nothing of where they begin and end.
func claimOf(claims []claim, p piece) *claim {
	for i := range claims {
		if c := &claims[i]; c.bonus == 0 && c.offset == p.offset && c.size == p.size {
			return c
		}
	}
	return nil
}
