package infer

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of a byte beside the length that frames a stream if it may tell kinds.
const (
	besideWidth  = 4  // bytes beside it that are looked at
	besideValues = 3  // that it has at least
	besideFrames = 3  // that have two values at most, on average
	besideOthers = 8  // values of the other bytes, at most
	besidePairs  = 20 // of frames that have the same
)

// besideLength is the offset of the byte right behind or before the length that frames a stream which has the most values there,
// as that is where most protocols have their kind; -1 if none can be that.
func (s *side) besideLength() int {
	if !s.usual || s.rule == nil || s.rule.Varint || s.rule.Plus != nil || s.rule.Only != nil {
		return -1
	}
	frames := column.Sample(s.frames, maxLooked)
	shortest := column.Shortest(column.Rows(frames))
	for _, from := range []int{s.rule.Offset + s.rule.Size, s.rule.Offset - besideWidth} {
		start, end := max(from, 0), min(from+besideWidth, shortest)
		if start >= end {
			continue
		}
		at := busiest(frames, start, end)
		parts := bySymbol(frames, at)
		switch {
		case len(parts) < besideValues, len(parts)*besideFrames > len(frames)*2, alikePairs(frames, at) < besidePairs:
		case len(others(frames, start, end, at)) > besideOthers, s.untold(at), tellsElse(frames, at), stepsEvenly(frames, at):
		default:
			return at
		}
	}
	return -1
}

// busiest is the offset of the byte of a number that has the most values, the last one of several.
func busiest(frames []*model.Frame, start, end int) (at int) {
	most := 0
	for j := start; j < end; j++ {
		if n := len(bySymbol(frames, j)); n >= most {
			at, most = j, n
		}
	}
	return at
}

// others are the values of the bytes of a number but for one.
func others(frames []*model.Frame, start, end, but int) map[string]bool {
	values := map[string]bool{}
	for _, f := range frames {
		values[string(f.Data[start:but])+string(f.Data[but+1:end])] = true
	}
	return values
}

// besideTells is which part of the pairs that would differ by chance the byte beside the length has to tell at least.
const besideTells = 0.6

// orBeside is the byte that tells kinds: the one at an offset, unless the one beside the length tells it, too: of pairs of frames that
// have that alike, far more have this alike than of all pairs.
func (g *group) orBeside(at int) int {
	if g.beside < 0 || g.beside == at || len(g.Match) > 0 {
		return at
	}
	some := column.Sample(column.Different(g.Frames), maxLooked)
	pairs := len(some) * (len(some) - 1) / 2
	chance := float64(alikePairs(some, at)) / float64(max(pairs, 1))
	both, alike := float64(bothAlike(some, g.beside, at)), float64(alikePairs(some, g.beside))
	if alike < besidePairs || both < (chance+besideTells*(1-chance))*alike {
		return at
	}
	return g.beside
}
