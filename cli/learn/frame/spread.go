package frame

import (
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Some programs send each field of a message by itself. Then hardly a send is a message, but messages end where
// sends do.

// The bounds of looking for messages that are spread over sends: how many bits their ends have to tell, how many
// sends the first one may have, and what of the sends at most ends a message.
const (
	spreadBits   = 30.0
	firstSpread  = 12
	leastLengths = 3
)

// proveSpread finds the likeliest rule by which frames end where sends do, often of several sends each; nil if there is
// none.
func proveSpread(all []*stream, members []int) *proof {
	var best *proof
	bits := 0.0
	for _, f := range rules() {
		if !spreads(f, all, members) {
			continue
		}
		cuts := make([]cut, len(members))
		told, ending, ok := 0.0, 0, true
		for n, i := range members {
			c, atEnds := all[i].spread(f)
			if ok = c.ok && c.rest == 0; !ok {
				break
			}
			cuts[n] = c
			ending += atEnds
			told += float64(atEnds-1) * math.Log2(float64(len(all[i].data))/float64(len(all[i].starts)))
		}
		if !ok || told < spreadBits || ending*10 < frames(cuts)*9 || len(lengthsIn(cuts)) < leastLengths {
			continue
		}
		if p := (&proof{f, cuts, good}); best == nil || told > bits || told == bits && rank(f) < rank(best.framing) {
			best, bits = p, told
		}
	}
	if best != nil {
		describe(best.framing, members, best.cuts)
	}
	return best
}

// spreads reports whether the first frames of streams end where one of their first sends does, and most of them have several.
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

// spread cuts a stream, and counts the frames that end where a send does.
func (s *stream) spread(f *model.Framing) (c cut, ending int) {
	c = apply(f, s, nil)
	ends := map[int]bool{len(s.data): true}
	for _, start := range s.starts {
		ends[start] = true
	}
	for _, end := range c.ends {
		if ends[end] {
			ending++
		}
	}
	return c, ending
}

// lengthsIn are the lengths of frames.
func lengthsIn(cuts []cut) map[int]bool {
	lengths := map[int]bool{}
	for _, c := range cuts {
		at := 0
		for _, end := range c.ends {
			lengths[end-at] = true
			at = end
		}
	}
	return lengths
}
