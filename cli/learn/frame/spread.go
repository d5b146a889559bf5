package frame

import (
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Some programs send each field of a message by itself. Then hardly a send is a message, but messages end where
// sends do.

// The bounds of looking for messages that are spread over sends: how many bits their ends have to tell, how many
// sends the first one may have, and how many lengths there are at least.
const (
	spreadBits   = 30.0
	firstSpread  = 12
	leastLengths = 3
)

// proveSpread finds the likeliest rule by which frames end where sends do, often of several sends each; nil if there is
// none.
func proveSpread(all []*stream, members []int) *proof {
	var best *proof
	bits, tried := 0.0, 0 // frames
	list := rules()
	for i := range list {
		f := list[i]
		if !spreads(&f, all, members) {
			continue
		}
		cuts, told := spread(&f, all, members)
		if tried += frames(cuts); tried > manyFrames*eachSend {
			break
		}
		if told < spreadBits || len(lengthsIn(cuts)) < leastLengths {
			continue
		}
		if best == nil || told > bits || told == bits && rank(&f) < rank(best.framing) {
			best, bits = &proof{&f, cuts, good}, told
		}
	}
	if best != nil {
		describe(best.framing, members, best.cuts)
	}
	return best
}

// spread cuts streams by a rule, if nearly all frames end where a send does, and tells how many bits that is worth.
func spread(f *model.Framing, all []*stream, members []int) (cuts []cut, bits float64) {
	ending := 0
	for _, i := range members {
		s := all[i]
		c := apply(f, s, nil)
		if !c.ok || c.rest > 0 {
			return nil, 0
		}
		cuts = append(cuts, c)
		n := s.ending(c.ends)
		ending += n
		bits += float64(n-1) * math.Log2(float64(len(s.data))/float64(len(s.starts)))
	}
	if ending*10 < frames(cuts)*9 {
		return cuts, 0
	}
	return cuts, bits
}

// spreads reports whether the first frames of streams end where one of their first sends does, and
// those of a quarter of the streams have several.
func spreads(f *model.Framing, all []*stream, members []int) bool {
	several := 0
	for _, i := range members {
		s := all[i]
		n := f.Measure(s.data)
		if n <= 0 || n > len(s.data) {
			return false
		}
		at := slices.IndexFunc(s.starts[:min(firstSpread, len(s.starts))], func(start int) bool { return start >= n })
		if at < 0 && n != len(s.data) || at >= 0 && s.starts[at] != n {
			return false
		}
		if at != 1 && len(s.starts) > 1 {
			several++
		}
	}
	return several*4 >= len(members)
}
