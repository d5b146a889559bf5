package infer

import (
	"math"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// piece is a run of columns that is one field.
type piece struct {
	offset, size int
	claim        *claim // nil if nothing is proved
}

// span is a likely field that ends at some column.
type span struct {
	start int
	logp  float64
	claim *claim
}

// widths are those of numbers, with how frequent they are: at an offset that is a
// multiple of the width, at another even one, and at an odd one.
var widths = []struct {
	size               int
	aligned, even, odd float64
}{
	{1, 0.40, 0.40, 0.40},
	{2, 0.25, 0.25, 0.07},
	{4, 0.30, 0.12, 0.05},
	{8, 0.05, 0.02, 0.004},
}

// segment finds the likeliest sequence of fields for columns whose first one is at the
// offset base of the frame, and how likely it is (a logarithm).
func segment(cols []column, base int, order model.Order, claims []claim) ([]piece, float64) {
	n := len(cols)
	best := make([]float64, n+1)
	from := make([]span, n+1)
	for i := 1; i <= n; i++ {
		best[i] = math.Inf(-1)
	}
	byEnd := make([][]*claim, n+1)
	for i := range claims {
		c := &claims[i]
		if end := c.offset - base + c.size; c.offset >= base && end <= n {
			byEnd[end] = append(byEnd[end], c)
		}
	}
	consider := func(end int, s span) {
		if p := best[s.start] + s.logp; p > best[end] {
			best[end] = p
			from[end] = s
		}
	}
	zeros := 0 // columns before end that are zero
	for end := 1; end <= n; end++ {
		if cols[end-1].zero() {
			zeros++
		} else {
			zeros = 0
		}
		for _, w := range widths {
			if start := end - w.size; start >= 0 {
				consider(end, span{start, numberLikely(cols[start:end], base+start, order), nil})
			}
		}
		for size := 2; size <= zeros; size++ {
			consider(end, span{end - size, paddingLikely(size, base+end, end == n), nil})
		}
		for _, size := range []int{3, 6, 12, 16, 20, 32} {
			if start := end - size; start >= 0 {
				consider(end, span{start, runLikely(cols[start:end]), nil})
			}
		}
		for _, c := range byEnd[end] {
			start := end - c.size
			logp := math.Log(0.02)
			if c.size <= 8 && c.size&(c.size-1) == 0 {
				logp = max(logp, numberLikely(cols[start:end], base+start, c.order))
			}
			consider(end, span{start, logp + c.bonus, c})
		}
	}
	var pieces []piece
	for end := n; end > 0; end = from[end].start {
		s := from[end]
		pieces = append(pieces, piece{base + s.start, end - s.start, s.claim})
	}
	for i, j := 0, len(pieces)-1; i < j; i, j = i+1, j-1 {
		pieces[i], pieces[j] = pieces[j], pieces[i]
	}
	return pieces, best[n]
}

// numberLikely is how likely a number is at these columns.
func numberLikely(cols []column, offset int, order model.Order) float64 {
	var width float64
	for _, w := range widths {
		if w.size == len(cols) {
			switch {
			case offset%w.size == 0:
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
		if order == model.Little {
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
	case c.constant():
		return 0.35
	case c.n > 16 && c.activity() > 0.85:
		return 0.06 // random numbers have more bytes
	}
	return 0.40
}

// digitsLikely is how likely the bytes of a number have such values, of which the upper
// ones, as many as zeros says, are always zero.
func digitsLikely(at func(int) *column, zeros, n int) float64 {
	if zeros == n {
		return 0.2
	}
	p := []float64{0.06, 0.12, 0.2, 0.25, 0.1, 0.1, 0.1, 0.1}[zeros]
	if n == 2 && zeros == 1 {
		p = 0.3
	}
	varying := 0
	for i := zeros; i < n; i++ {
		c := at(i)
		if !c.constant() {
			varying++
		}
		if i == zeros {
			continue
		}
		above := at(i - 1)
		switch {
		case c.zero() && !above.zero(): // a multiple of 256
			p *= 0.05
		case c.constant() && !above.constant():
			p *= 0.03
		case above.activity() > c.activity()+0.2:
			p *= 0.15
		}
	}
	if varying == 0 && n-zeros > 1 {
		p *= 0.25 // a great constant
	}
	return p
}

// paddingLikely is how likely so many bytes that are always zero are one field, which
// ends at an offset.
func paddingLikely(size, end int, last bool) float64 {
	p := 0.012
	switch {
	case size < 4 && end%4 == 0:
		p = 0.03
	case size > 8:
		p = 0.02
	}
	if last {
		p *= 2
	}
	return math.Log(p)
}

// runLikely is how likely bytes are one field that is no number, such as an id.
func runLikely(cols []column) float64 {
	p := 0.004
	for i := range cols {
		if c := &cols[i]; c.constant() || c.activity() < 0.6 {
			p *= 0.2
		}
	}
	return math.Log(p)
}
