package infer

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of fields that kinds have in common.
const (
	sharedUpTo   = 32  // their offset
	sharedKinds  = 3   // that have one
	mostOfShared = 20  // frames that count of a kind
	leastShared  = 0.6 // of the frames of all kinds
	sharedBonus  = 4.0 // of a field that all have, a logarithm
)

// slot is where a field is.
type slot struct{ offset, size int }

// sharedFields adds to the claims of groups the numbers that most kinds of the direction have at
// a place: kinds of which there are few messages are laid out as the others are. Nothing is
// said of what such a number means.
func sharedFields(p *planner, plans []plan, style segment.Style) (changed bool) {
	for _, fromClient := range []bool{true, false} {
		var members []int
		for i := range p.groups {
			if g := &p.groups[i]; g.Frames[0].FromClient == fromClient && g.wide == 0 {
				members = append(members, i)
			}
		}
		common := sharedOf(p, plans, members, style)
		for _, i := range members {
			g := &p.groups[i]
			end := column.Shortest(column.Rows(g.Frames))
			for _, c := range common {
				if c.Offset+c.Size <= end {
					g.claims = append(g.claims, c)
					changed = true
				}
			}
		}
	}
	return changed
}

// sharedOf claims the numbers that most kinds have, the more the greater a part of the frames that
// are long enough has them.
func sharedOf(p *planner, plans []plan, members []int, style segment.Style) (list []claim.Claim) {
	kinds := map[slot]int{}
	frames := map[slot]int{}
	var long [sharedUpTo + 8 + 1]int // frames by how many bytes they have at least
	for _, i := range members {
		g := &p.groups[i]
		n := min(len(g.Frames), mostOfShared)
		for j := range min(column.Shortest(column.Rows(g.Frames))+1, len(long)) {
			long[j] += n
		}
		for _, f := range p.pieces(plans, i, style) {
			if f.Offset < sharedUpTo && segment.WidthIndex(f.Size) >= 0 {
				kinds[slot{f.Offset, f.Size}]++
				frames[slot{f.Offset, f.Size}] += n
			}
		}
	}
	for at, n := range frames {
		if share := float64(n) / float64(long[at.offset+at.size]); kinds[at] >= sharedKinds && share >= leastShared {
			list = append(list, claim.Claim{Offset: at.offset, Size: at.size, Order: claim.AnyOrder, Type: model.Integer, Shared: true, Bonus: sharedBonus * share})
		}
	}
	slices.SortFunc(list, func(a, b claim.Claim) int { return cmp.Or(a.Offset-b.Offset, a.Size-b.Size) })
	return list
}
