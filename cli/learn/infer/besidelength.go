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

// The bounds of values that both directions have beside the length, if they tell kinds: how many there are at least, which part of
// the frames of each direction has one of them, and how many frames have each on average where nothing else tells kinds.
const leastCommon, mostlyCommon, besideEach = 6, 0.75, 8

// orBesideBoth is the byte that tells kinds of both directions: the one at an offset, unless they have the same values beside their
// length, as answers have the kind of their requests.
func orBesideBoth(sides *[4]side, or int) int {
	at := sides[0].beside
	if at < 0 || at != sides[2].beside {
		return or
	}
	answered := map[int]int{} // frames of the server by what they have there
	for _, part := range bySymbol(sides[2].frames, at) {
		answered[symbol(part[0], at)] = len(part)
	}
	common, requests, responses := 0, 0, 0
	for _, part := range bySymbol(sides[0].frames, at) {
		if n := answered[symbol(part[0], at)]; n > 0 {
			common++
			requests += len(part)
			responses += n
		}
	}
	enough := func(n int, frames []*model.Frame) bool { return float64(n) >= mostlyCommon*float64(len(frames)) }
	switch {
	case common < leastCommon, !enough(requests, sides[0].frames), !enough(responses, sides[2].frames):
		return or
	case or < 0 && min(requests, responses) < besideEach*common:
		return or
	}
	return at
}

// Which part of the pairs that would differ by chance the byte beside the length has to tell at least: so many of the kinds, or
// fewer of them and some of the lengths.
const besideTells, besideTellsSome, besideTellsLengths = 0.6, 0.5, 0.35

// orBeside is the byte that tells kinds: the one at an offset, unless the one beside the length tells it, too: of pairs of frames that
// have that alike, far more have this alike than of all pairs.
func (g *group) orBeside(at int) int {
	if g.beside < 0 || g.beside == at || len(g.Match) > 0 {
		return at
	}
	some := column.Sample(column.Different(g.Frames), maxLooked)
	if alikePairs(some, g.beside) < besidePairs {
		return at
	}
	tells := g.agreesBeside(some, func(frames []*model.Frame) int { return alikePairs(frames, at) })
	switch {
	case len(bySymbol(some, at)) == 1: // it tells nothing
		return g.beside
	case tells >= besideTells, tells >= besideTellsSome && g.agreesBeside(some, sameLength) >= besideTellsLengths:
		return g.beside
	}
	return at
}

// agreesBeside is how much oftener than by chance pairs of frames are alike that have the same beside the length, of which there are
// some: 1 if all are, 0 if no others differ.
func (g *group) agreesBeside(frames []*model.Frame, alike func([]*model.Frame) int) float64 {
	both := 0
	for _, part := range bySymbol(frames, g.beside) {
		both += alike(part)
	}
	chance := float64(alike(frames)) / float64(pairs(len(frames)))
	if chance == 1 {
		return 0
	}
	return (float64(both)/float64(alikePairs(frames, g.beside)) - chance) / (1 - chance)
}

// sameLength is how many pairs of frames are equally long.
func sameLength(frames []*model.Frame) (n int) {
	for _, part := range column.ByKey(frames, func(f *model.Frame) int { return len(f.Data) }) {
		n += pairs(len(part))
	}
	return n
}
