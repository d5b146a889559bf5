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
	packed bool // numbers are not at multiples of their width
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
		p := l.logp[start][phase][before] + logp
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
	l := &lattice{make([][phases][4]float64, n+1), make([][phases][4]step, n+1)}
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
		if end := c.offset - base + c.size; c.bonus > 0 && c.offset >= base && end <= n {
			byEnd[end] = append(byEnd[end], c)
		}
	}
	fill := 0 // columns before end that are all the same, zeros or ones
	for end := 1; end <= n; end++ {
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

// numberLikely is how likely a number is at these columns.
func numberLikely(cols []column, offset int, style style) float64 {
	var width float64
	for _, w := range widths {
		if w.size == len(cols) {
			switch {
			case style.packed:
				width = w.packed
			case offset%min(w.size, phases) == 0:
				width = w.aligned
			case offset%2 == 0:
				width = w.even
			default:
				width = w.odd
			}
		}
	}
	if len(cols) == 1 {
		return math.Log(width * byteLikely(&cols[0]))
	}
	at := func(i int) *column { // from the upper byte to the lower one
		if style.order == model.Little {
			return &cols[len(cols)-1-i]
		}
		return &cols[i]
	}
	zeros := 0
	for zeros < len(cols) && at(zeros).zero() {
		zeros++
	}
	return math.Log(width * digitsLikely(at, zeros, len(cols)))
}

// byteLikely is how likely a field of one byte has such values.
func byteLikely(c *column) float64 {
	switch {
	case c.zero():
		return 0.12
	case c.constant() && c.value >= small && c.value < 0xff:
		return 0.18
	case c.constant():
		return 0.38
	case c.n > 16 && c.activity() > 0.85:
		return 0.06 // random numbers have more bytes
	}
	return 0.30
}

// leadingZeros is how likely a number of so many bytes has so many upper ones that are
// always zero.
var leadingZeros = map[int][]float64{
	2: {0.20, 0.40, 0.25},
	4: {0.06, 0.08, 0.20, 0.30, 0.20},
	8: {0.06, 0.003, 0.005, 0.02, 0.02, 0.06, 0.12, 0.20, 0.09},
}

// small are values that fields of one byte often have.
const small = 0x20

// baseAndIndex is how likely a number has a zero between bytes that both change, as identities
// have that are counted from a base of whoever uses them.
const baseAndIndex = 0.4

// digitsLikely is how likely the bytes of a number have such values, of which the upper
// ones, as many as zeros says, are always zero.
func digitsLikely(at func(int) *column, zeros, n int) float64 {
	if ones(at, n) { // -1
		return leadingZeros[n][n]
	}
	p := leadingZeros[n][zeros]
	if n == 2 && at(0).constant() && !at(1).constant() && at(1).distinct < 4 && zeros == 0 {
		p *= 0.3 // rather two of a byte each
	}
	varying := 0
	for i := zeros; i < n; i++ {
		c := at(i)
		if !c.constant() {
			varying++
		}
		if i < n-1 && c.constant() && c.value > 0 && c.value < small && at(n-1).high < small {
			p *= 0.25 // rather a field of one byte
		}
		if i == zeros {
			continue
		}
		above := at(i - 1)
		switch {
		case c.zero() && above.constant() && above.value >= small/2 && i < n-1 && !at(n-1).zero():
			p *= 0.6 // a small number and a great one that it is added to
		case c.zero() && above.distinct > 1 && above.value >= small/2 && i < n-1 && at(n-1).distinct > 1 && above.activity() <= at(n-1).activity():
			p *= baseAndIndex
		case c.zero() && !above.zero(): // a multiple of 256
			p *= 0.04
			if !above.constant() {
				p *= 0.15
			}
		case c.zero():
			p *= 0.5
		case i > 0 && c.low == 0xff && above.constant() && above.low < 0xff:
			p *= 0.1
		case c.constant() && !above.constant():
			p *= 0.03
		case above.activity() > c.activity()+0.2+1.2/float64(max(1, c.n)):
			p *= 0.04
		}
	}
	switch { // a great constant
	case varying > 0:
	case n-zeros == 2:
		p *= 0.35
	case n-zeros > 2:
		p *= 0.1
	}
	return p
}

// ones reports whether all bits are always set.
func ones(at func(int) *column, n int) bool {
	for i := range n {
		if at(i).low != 0xff {
			return false
		}
	}
	return true
}

// innerZeros is how much less likely, for each byte, zeros within a message are one field than
// zeros at its end, unless there are as many as of an empty buffer.
const innerZeros, buffer = 0.7, 48

// paddingLikely is how likely so many bytes that are always zero are one field, which
// ends at an offset.
func paddingLikely(size, end int, last bool) float64 {
	p := 0.004
	switch {
	case size < 4 && end%4 == 0:
		p = 0.02
	case size >= 16:
		p = 0.006
	case size >= 8:
		p = 0.002
	}
	switch {
	case last:
		return math.Log(2 * p)
	case size >= buffer:
		return math.Log(p)
	}
	return math.Log(p) - innerZeros*float64(max(0, size-4))
}

// runLikely is how likely bytes are one field that is no number, such as an id.
func runLikely(cols []column) float64 {
	p := 0.004
	if len(cols) == 6 { // it may be parts of two numbers
		p = 0.001
	}
	for i := range cols {
		if c := &cols[i]; c.constant() || c.activity() < 0.6 {
			p *= 0.2
		}
	}
	return math.Log(p)
}
