package infer

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/answers"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// asking tells of an answer which kind of request it answers, as an index of a group; -1 if it
// answers none.
type asking func(*model.Frame) int

// askings tells it by the groups of the requests.
func askings(requests []group, partner answers.Partnering) asking {
	of := map[int]int{}
	for i := range requests {
		for _, f := range requests[i].Frames {
			of[f.Number] = i
		}
	}
	return func(f *model.Frame) int {
		if request := partner(f); request != nil {
			if i, ok := of[request.Number]; ok {
				return i
			}
		}
		return -1
	}
}

// byRequest are the frames by the kind of request that they answer, if for some of them that saves
// more bits than any byte of their own does, which saves so many: an answer need not say what it
// answers.
func (g *group) byRequest(some []*model.Frame, lengths func(int) bool, least, saved float64) (parts []group) {
	if g.asked == nil {
		return nil
	}
	cols := judged(some, beforeTexts(some, lengths))
	whole := cost(some, cols)
	kinds := column.ByKey(some, g.asked)
	if len(kinds) < 2 || len(kinds) > maxKinds || gainOf(whole, kinds, cols) <= max(32, whole*max(least, leastAsked), saved*overBytes) {
		return nil
	}
	for _, frames := range column.ByKey(g.Frames, g.asked) {
		part := g.part(frames)
		part.asked = nil // it is all the same
		parts = append(parts, part)
	}
	return parts
}

// gainOf is how many bits are saved if frames, which take so many as a whole, are told by these
// kinds, of which none is a random byte.
func gainOf(whole float64, kinds [][]*model.Frame, cols []int) float64 {
	for _, part := range kinds {
		whole -= cost(part, cols) + perKind
	}
	return whole
}

// leastAsked is which part of all bits the kind of request has to save at least, and overBytes
// how much more than what the frames have themselves.
const leastAsked, overBytes = 0.08, 1.5

// The bounds of a byte that is worth less than the kind of the request, and how much less: it is far from the
// beginning, and so many of the kinds that it tells have one message. Then it is rather one of a number.
const farSelector, mostSingle, singleWorth = 12, 1.0 / 3, 0.4

// besideRequest is what it is worth beside the kind of the request that the byte at an offset tells kinds, as a part: the
// request may be taken although it saves less then.
func besideRequest(frames []*model.Frame, at int) float64 {
	if at < farSelector {
		return 1
	}
	parts, single := bySymbol(frames, at), 0
	for _, p := range parts {
		if len(p) == 1 {
			single++
		}
	}
	if float64(single) < mostSingle*float64(len(parts)) {
		return 1
	}
	return singleWorth
}
