package claim

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// maxStride is by how much a counter may go up between two frames of a kind: others, of
// other kinds, may count too.
const maxStride = 64

// The bounds of counters that begin anywhere: what the lower half of one is at least at the
// start of most conversations, how many of these there are at least, and what is added to the
// bonus.
const smallStart, fewSeries, wholeCounter = 256, 3, 4

// counterClaim proves that a number goes up from frame to frame, of a conversation or of
// all that the frames are of.
func counterClaim(frames []*model.Frame, v *numbers) (Claim, bool) {
	if v.distinct < 4 {
		return Claim{}, false
	}
	if c, ok := countsIn(frames, v, func(f *model.Frame) string { return f.Conversation }); ok {
		return c, true
	}
	c, ok := countsIn(frames, v, func(*model.Frame) string { return "" })
	if ok {
		c.Evidence += ", over all conversations"
	}
	return c, ok
}

// countsIn proves that a number goes up from frame to frame of a series.
func countsIn(frames []*model.Frame, v *numbers, series func(*model.Frame) string) (Claim, bool) {
	last := map[string]uint64{}
	asked := map[string]bool{} // the last frame is a request
	pairs, answers, ones, ups, anywhere, around := 0, 0, 0, 0, 0, 0
	for i, f := range frames {
		of := series(f)
		before, ok := last[of]
		if asked[of] && !f.FromClient {
			answers++
		}
		last[of], asked[of] = v.values[i], f.FromClient
		if !ok {
			if lower := v.values[i] & (1<<(4*v.size) - 1); lower >= smallStart {
				anywhere++
			}
			continue
		}
		pairs++
		switch d := (v.values[i] - before) & (1<<(8*v.size) - 1); {
		case d >= 1 && d <= maxStride:
			ups++
			if d == 1 {
				ones++
			}
			if v.values[i] < before {
				around++
			}
		case v.wraps(before, v.values[i]):
			return Claim{}, false // it is a narrower one
		case (pairs-ups)*20 > len(frames):
			return Claim{}, false // whatever the others do
		}
	}
	// The kind of an answer is often one more than that of its question.
	if pairs < 6 || ups*20 < pairs*19 || ones*5 < pairs*3 || (pairs-answers)*4 < pairs {
		return Claim{}, false
	}
	c := v.claim(model.Counter, 0.9, 5, "goes up in %d of %d steps, by one in %d", ups, pairs, ones)
	c.Held, c.Of, c.around = ups, pairs, around > 0
	for _, n := range v.values {
		c.Carries = c.Carries || n>>8 != v.values[0]>>8
	}
	// Random numbers to begin with make a number of what seems to be an identity of the
	// conversation and a smaller counter.
	if upper := 4 * v.size; v.size >= 4 && len(last) >= fewSeries && anywhere*2 > len(last) {
		tops := map[uint64]bool{}
		for _, n := range v.values {
			tops[n>>upper] = true
		}
		if c.whole = len(tops) > 2; c.whole {
			c.Bonus += wholeCounter
		}
	}
	return c, true
}

// wraps reports whether some lower bytes of a number begin anew at a step, with no carry.
func (v *numbers) wraps(before, now uint64) bool {
	for n := 1; n < v.size; n++ {
		lower := uint64(1)<<(8*n) - 1
		if up := (now - before) & lower; before&^lower == now&^lower && up > 0 && up <= maxStride && before&lower > now&lower {
			return true
		}
	}
	return false
}

// carried are claims without those of counters that begin anew where a wider one has a carry.
func carried(claims []Claim) []Claim {
	return slices.DeleteFunc(claims, func(c Claim) bool {
		return c.around && slices.ContainsFunc(claims, func(w Claim) bool {
			return w.Carries && w.Size > c.Size && w.Offset <= c.Offset && c.Offset+c.Size <= w.Offset+w.Size
		})
	})
}

// Wholes are claims without those of parts of counters that begin anywhere.
func Wholes(claims []Claim) []Claim {
	return slices.DeleteFunc(claims, func(c Claim) bool {
		return (c.Type == model.Echo || c.Type == model.Counter) && slices.ContainsFunc(claims, func(w Claim) bool {
			return w.whole && w.Size > c.Size && w.Offset <= c.Offset && c.Offset+c.Size <= w.Offset+w.Size
		})
	})
}
