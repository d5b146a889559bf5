package claim

import (
	"math"
	"strconv"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// alike is how far apart measurements are at least that are not round, as a part of the greatest:
// two bytes that hardly change make numbers close to each other of whatever is behind them.
const alike = 0.1

// FloatIn claims that values, of 4 or 8 bytes each, are IEEE 754 numbers of a size that people measure in.
func FloatIn(values [][]byte, size int, order model.Order) (Claim, bool) {
	frames := make([]*model.Frame, len(values))
	for i, value := range values {
		frames[i] = &model.Frame{Data: value}
	}
	v := read(frames, 0, size, order)
	return floatClaim(&v)
}

// Float is the IEEE 754 number that bytes are, 4 or 8.
func Float(value []byte, order model.Order) float64 {
	return float(model.Uint(value, order), len(value))
}

// Measures reports whether a number is of a size that people measure in: it may be negative, but is not zero.
func Measures(x float64) bool {
	a := math.Abs(x)
	return a > leastMeasured && a < mostMeasured
}

// What people measure is between these.
const leastMeasured, mostMeasured = 1e-9, 1e9

// float is the number that so many bytes are.
func float(bits uint64, size int) float64 {
	if size == 4 {
		return float64(math.Float32frombits(uint32(bits)))
	}
	return math.Float64frombits(bits)
}

// floatClaim says that bytes are IEEE 754 numbers of a size that people measure in.
func floatClaim(v *numbers) (Claim, bool) {
	sane, zeros, distinct := 0, 0, map[uint64]bool{}
	exponents := map[int]bool{}
	round := 0
	tops := map[uint64]bool{} // sign and most of the exponent
	least, greatest := math.Inf(1), 0.0
	for _, bits := range v.values {
		x := float(bits, v.size)
		switch {
		case x == 0:
			zeros++
		case Measures(x):
			a := math.Abs(x)
			sane++
			distinct[bits] = true
			tops[bits>>(8*v.size-8)] = true
			_, e := math.Frexp(x)
			exponents[e] = true
			least, greatest = min(least, a), max(greatest, a)
			if digits(x, 8*v.size) <= v.size+2 {
				round++
			}
		default:
			return Claim{}, false
		}
	}
	few := 6
	if v.size == 8 {
		few = 3
	}
	// Any bytes behind one that is always 0x41 are numbers between 2 and 2^17.
	if round*2 < sane && (len(tops) < 2 || greatest-least < greatest*alike) {
		return Claim{}, false
	}
	// Constants beside a number look like a few values close to each other.
	if len(distinct) < few || sane < zeros || len(exponents) < 3 && len(distinct)*2 < sane {
		return Claim{}, false
	}
	return v.claim(model.Float, 0.85, 2+0.5*float64(v.size), "a number between 1e-9 and 1e9 in all of %d frames, %d values", len(v.values), len(distinct)), true
}

// digits is how many decimal ones it takes to write a number of so many bits.
func digits(x float64, bits int) int {
	n := 0
	for _, c := range strconv.FormatFloat(x, 'e', -1, bits) {
		if c == 'e' {
			break
		}
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}
