package layout

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// leastListed is how many frames a list has to explain before it says where no kind is told.
const leastListed = 12

// perFrame is how many elements each frame has of the list, on average.
const perFrame = 2

// ListedFrom is the offset from which on frames of a direction are a list of elements that
// explains the length of all of them: what is there tells no kind. Without one it is beyond all frames.
func ListedFrom(frames []*model.Frame, reads *Budget) int {
	some := column.Different(frames)
	if len(some) < leastListed || column.SameLength(column.Rows(some)) {
		return column.MaxJudged
	}
	v := newView(column.Rows(column.Sample(some, maxSearched)), 0)
	texts := Prefixes(v.rows)
	least := column.MaxJudged
	for _, order := range []model.Order{model.Big, model.Little} {
		x := &layer{style: segment.Style{Order: order}, order: order, selectors: map[int]bool{}, names: map[string]int{}, prefixes: texts, reads: reads}
		for at := range min(column.Shortest(v.rows), least) {
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

// BeforeList has no kind be told from an offset on, nor where one isn't anyway.
func BeforeList(lengths func(int) bool, from int) func(int) bool {
	return func(offset int) bool { return offset >= from || lengths(offset) }
}
