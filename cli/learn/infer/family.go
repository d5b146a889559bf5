package infer

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of what kinds learn from those that they were told apart from by lengths alone: how many different
// frames a kind has at most for that, how many times as many all have, how many count of each,
// and by how much likelier a boundary is where all have one.
const (
	fewInFamily  = 6
	timesFamily  = 3
	mostInFamily = 30
	familyEdge   = 1.2 // a logarithm
)

// families are kinds that were one before a byte told them apart that goes with their lengths. Together
// they show which bytes change, that never do in a kind of few messages.
type families struct {
	of   []*family // of each group, nil without one
	list []*family
}

type family struct {
	frames []*model.Frame
	cols   []column.Column
}

func newFamilies(groups []group) *families {
	all := &families{of: make([]*family, len(groups))}
	known := map[string]*family{}
	for i := range groups {
		g := &groups[i]
		if !g.byLength || len(g.Match) == 0 {
			continue
		}
		key := fmt.Sprint(g.Frames[0].FromClient, g.wide, g.Match[:len(g.Match)-1])
		f := known[key]
		if f == nil {
			f = &family{}
			known[key] = f
			all.list = append(all.list, f)
		}
		f.frames = append(f.frames, column.Sample(g.Frames, mostInFamily)...)
		all.of[i] = f
	}
	for i, f := range all.of {
		if f != nil && (len(column.Different(groups[i].Frames)) > fewInFamily || len(f.frames) < timesFamily*len(groups[i].Frames)) {
			all.of[i] = nil
		}
	}
	for _, f := range all.list {
		f.cols = column.Of(column.Rows(column.Sample(column.Different(f.frames), claim.MaxRows)), longest(f.frames, maxHeader))
	}
	return all
}

// edges are for each group the boundaries of its family in a style: claims of no bytes.
func (all *families) edges(style segment.Style) [][]claim.Claim {
	found := make(map[*family][]claim.Claim, len(all.list))
	for _, f := range all.list {
		pieces, _ := segment.Divide(f.cols, 0, style, nil)
		for _, p := range pieces {
			found[f] = append(found[f], claim.Claim{Offset: p.Offset, Bonus: familyEdge})
		}
	}
	edges := make([][]claim.Claim, len(all.of))
	for i, f := range all.of {
		edges[i] = found[f]
	}
	return edges
}
