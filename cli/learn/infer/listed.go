package infer

import "github.com/unixsnoop/unixsnoop/cli/learn/model"

// leastListed is how many frames a list has to explain before it says where no kind is told.
const leastListed = 12

// perFrame is how many elements each frame has of the list, on average.
const perFrame = 2

// listedFrom is the offset from which on frames of a direction are a list of elements that
// explains the length of all of them: what is there tells no kind. Without one it is beyond all frames.
func listedFrom(frames []*model.Frame, reads *budget) int {
	some := different(frames)
	if len(some) < leastListed || sameLength(rowsOf(some)) {
		return maxJudged
	}
	v := newView(rowsOf(sample(some, maxSearched)), 0)
	texts := prefixes(v.rows)
	least := maxJudged
	for _, order := range []model.Order{model.Big, model.Little} {
		x := &layer{style: style{order: order}, order: order, selectors: map[int]bool{}, names: map[string]int{}, prefixes: texts, reads: reads}
		for at := range min(shortest(v.rows), least) {
			for _, find := range []search{x.options, x.records} {
				// As many in each may be by chance.
				if e, ok := find(v, at); ok && e.most > e.fewest && e.fields[0].Items[0].Of >= perFrame*len(v.rows) {
					least = min(least, at)
				}
			}
			if _, ok := x.arrays(v, at); ok {
				least = min(least, at)
			}
		}
	}
	return least
}

// beforeList has no kind be told from an offset on, nor where one isn't anyway.
func beforeList(lengths func(int) bool, from int) func(int) bool {
	return func(offset int) bool { return offset >= from || lengths(offset) }
}
