package segment

import (
	"math"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// wordSize is how many bytes a word has, and noWord how much likelier a narrower number is where all is made of words, a logarithm.
const wordSize, noWord = 4, -4.0

// numberLikely is how likely a number is at these columns, of which the first is at an offset, by the
// phase that alignment counts from.
func numberLikely(cols []column.Column, offset int, style Style) (logp [Phases]float64) {
	i := WidthIndex(len(cols))
	w := &Widths[i]
	likely, usual := 0.0, style.Usual[i]
	if len(cols) == 1 {
		likely = byteLikely(&cols[0])
	} else {
		at := func(i int) *column.Column { // from the upper byte to the lower one
			if style.Order == model.Little {
				return &cols[len(cols)-1-i]
			}
			return &cols[i]
		}
		zeros := 0
		for zeros < len(cols) && at(zeros).Zero() {
			zeros++
		}
		if zeros*2 < len(cols) || usual > 0 && offset%w.size != 0 {
			usual = 0
		}
		likely = digitsLikely(at, zeros, len(cols), !style.Packed && offset%Phases == 0)
		if zeros == 8 && !style.Packed && offset%8 == Phases {
			likely *= twoWords
		}
	}
	if style.Words && len(cols) < wordSize {
		usual = noWord
	}
	if style.Packed {
		logp[0] = math.Log(w.Packed*likely) + usual
		return logp
	}
	even, odd := math.Log(w.even*likely)+usual, math.Log(w.odd*likely)+usual
	aligned := even
	if w.aligned != w.even {
		aligned = math.Log(w.aligned*likely) + usual
	}
	for phase := range logp {
		switch at := offset - phase; {
		case at%min(w.size, Phases) == 0:
			logp[phase] = aligned
		case at%2 == 0:
			logp[phase] = even
		default:
			logp[phase] = odd
		}
	}
	return logp
}

// twoWords is how much less likely eight zeros are one number in the middle of a multiple of eight than at one: rather two of four.
const twoWords = 0.6

// byteLikely is how likely a field of one byte has such values.
func byteLikely(c *column.Column) float64 {
	switch {
	case c.Zero():
		return 0.12
	case c.Constant() && c.Value >= column.Small && c.Value < 0xff:
		return 0.18
	case c.Constant():
		return 0.38
	case c.N > 16 && c.Activity() > 0.85:
		return 0.06 // random numbers have more bytes
	case c.N > 1 && c.N <= 16 && c.Distinct == c.N:
		return 0.1 // that may be one, of few
	}
	return 0.30
}

// leadingZeros is how likely a number of so many bytes has so many upper ones that are
// always zero.
var leadingZeros = [9][]float64{
	2: {0.20, 0.40, 0.25},
	4: {0.06, 0.08, 0.20, 0.30, 0.20},
	8: {0.06, 0.003, 0.005, 0.02, 0.02, 0.06, 0.12, 0.20, 0.09},
}

// baseAndIndex is how likely a number has a zero between bytes that both change, as identities
// have that are counted from a base of whoever uses them.
const baseAndIndex = 0.4

// inUnits is how likely an address or a size, of eight bytes, is a multiple of 256: of pages or blocks.
const inUnits = 0.3

// digitsLikely is how likely the bytes of a number have such values, of which the upper
// ones, as many as zeros says, are always zero. Aligned says that it is at a multiple of four, in a protocol that keeps numbers there.
func digitsLikely(at func(int) *column.Column, zeros, n int, aligned bool) float64 {
	if ones(at, n) { // -1
		return leadingZeros[n][n]
	}
	p := leadingZeros[n][zeros]
	if n == 2 && at(0).Constant() && !at(1).Constant() && at(1).Distinct < 4 && zeros == 0 {
		p *= 0.3 // rather two of a byte each
	}
	varying := 0
	for i := zeros; i < n; i++ {
		c := at(i)
		if !c.Constant() {
			varying++
		}
		if i < n-1 && c.Constant() && c.Value > 0 && c.Value < column.Small && at(n-1).High < column.Small {
			p *= 0.25 // rather a field of one byte
		}
		if i == zeros {
			continue
		}
		above := at(i - 1)
		switch {
		case c.Zero() && above.Constant() && above.Value >= column.Small/2 && i < n-1 && !at(n-1).Zero():
			p *= 0.6 // a small number and a great one that it is added to
		case c.Zero() && above.Distinct > 1 && (above.Value >= column.Small/2 || aligned && n == 4 && above.High >= column.Small/2) && i < n-1 && at(n-1).Distinct > 1 && above.Activity() <= at(n-1).Activity():
			p *= baseAndIndex
		case aligned && n == 8 && c.Zero() && !above.Zero() && (i == n-1 || i == n-2 && at(n-1).Zero()):
			p *= inUnits
		case c.Zero() && !above.Zero(): // a multiple of 256
			p *= 0.04
			if !above.Constant() {
				p *= 0.15
			}
		case c.Zero():
			p *= 0.5
		case i > 0 && c.Low == 0xff && above.Constant() && above.Low < 0xff:
			p *= 0.1
		case c.Constant() && !above.Constant():
			p *= 0.03
		case above.Activity() > c.Activity()+0.2+1.2/float64(max(1, c.N)):
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
func ones(at func(int) *column.Column, n int) bool {
	for i := range n {
		if at(i).Low != 0xff {
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
	p := &paddings[min(size, buffer)]
	switch {
	case last && size < smallPadding && end%Phases == 0:
		return p.alignedLast
	case last:
		return p.last
	case size < smallPadding && end%Phases == 0:
		return p.aligned
	}
	return p.inner
}

// smallPadding is of how many bytes padding is that fills nothing up to a multiple.
const smallPadding = 4

// paddings are the logarithms of how likely zeros are by their number, up to as many as of a buffer:
// within a message, at its end, and if they end where a multiple of 4 does.
var paddings = func() (list [buffer + 1]struct{ inner, last, aligned, alignedLast float64 }) {
	const aligned = 0.02
	for size := range list {
		p := 0.004
		switch {
		case size >= 16:
			p = 0.006
		case size >= 8:
			p = 0.002
		}
		less := innerZeros * float64(max(0, size-4))
		if size == buffer {
			less = 0
		}
		list[size].inner, list[size].last = math.Log(p)-less, math.Log(2*p)
		list[size].aligned, list[size].alignedLast = math.Log(aligned), math.Log(2*aligned)
	}
	return list
}()

// runLikely is how likely columns are one field that is no number, such as an id.
func (c *candidates) runLikely(start, end int) float64 {
	list := &runs
	if end-start == 6 { // it may be parts of two numbers
		list = &partRuns
	}
	return list[min(c.calm[end]-c.calm[start], len(list)-1)]
}

// runs are the logarithms of how likely such fields are by how many columns do not look random, and
// partRuns the same of those that may be parts of numbers.
var runs, partRuns = runsOf(0.004), runsOf(0.001)

func runsOf(p float64) (list [33]float64) {
	for calm := range list {
		list[calm] = math.Log(p)
		p *= 0.2
	}
	return list
}
