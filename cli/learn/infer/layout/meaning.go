package layout

import (
	"fmt"
	"math/bits"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of what values without a proof are taken for.
const (
	manyFrames  = 12 // fewer tell nothing
	fewValues   = 10 // that an enum has
	oftenEach   = 4  // frames for each value of it
	fewBits     = 8  // that flags have
	leastRandom = 8  // bytes
	mostActive  = 0.85
)

// meaningOf says what a field seems to be by its values alone, of which no more is proved:
// flags, an enum or random bytes; Unknown if it can't be told.
func meaningOf(rows [][]byte, p segment.Piece, order model.Order) (model.Type, string) {
	some := column.Sample(rows, claim.MaxRows)
	if len(some) < manyFrames {
		return model.Unknown, ""
	}
	switch p.Size {
	case 1, 2:
		values := map[uint64]int{}
		for _, row := range some {
			values[model.Uint(row[p.Offset:p.Offset+p.Size], order)]++
		}
		if n, ok := areFlags(values, len(some)); ok {
			return model.Flags, fmt.Sprintf("%d bits that are set apart from each other, %d values in %d frames", n, len(values), len(rows))
		}
		if p.Size == 1 && areChoices(values, len(some)) {
			return model.Enum, fmt.Sprintf("%d values in %d frames", len(values), len(rows))
		}
	default:
		if p.Size >= leastRandom && areRandom(some, p) {
			return model.Random, fmt.Sprintf("all of %d bytes look random in %d frames", p.Size, len(rows))
		}
	}
	return model.Unknown, ""
}

// areFlags reports whether values are made of a few bits, each of which is there without others
// and with them: so no small number looks, which has all values up to its greatest.
func areFlags(values map[uint64]int, frames int) (n int, ok bool) {
	var all, greatest uint64
	for v := range values {
		all |= v
		greatest = max(greatest, v)
	}
	n = bits.OnesCount64(all)
	if n < 3 || n > fewBits || len(values) <= n || len(values)*oftenEach > frames || uint64(len(values)) > greatest/2 {
		return n, false
	}
	for bit := uint64(1); bit != 0 && bit <= all; bit <<= 1 {
		if all&bit == 0 {
			continue
		}
		with, without := false, false // others
		for v := range values {
			others := v &^ bit
			if _, there := values[others]; v&bit != 0 && there {
				without = true
			}
			with = with || v&bit != 0 && others != 0
		}
		if !with || !without {
			return n, false
		}
	}
	return n, true
}

// areChoices reports whether there are few values, all of them small, and each of them often. Two
// may as well be those of a byte of a number.
func areChoices(values map[uint64]int, frames int) bool {
	if len(values) < 3 || len(values) > fewValues || len(values)*oftenEach > frames {
		return false
	}
	for v := range values {
		if v >= 0x40 {
			return false
		}
	}
	return true
}

// areRandom reports whether all bytes of a field have as many values as there can be.
func areRandom(rows [][]byte, p segment.Piece) bool {
	for j := range p.Size {
		c := column.At(rows, p.Offset+j)
		// The upper half of two bytes of a UUID tells its version and variant.
		if fixed := p.Size == 16 && (j == 6 || j == 8); c.Activity() < mostActive && !(fixed && c.Distinct > 3) {
			return false
		}
	}
	return true
}
