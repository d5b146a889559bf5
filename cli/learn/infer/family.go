package infer

import (
	"fmt"

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
	cols   []column
}

func newFamilies(groups []group) *families {
	all := &families{of: make([]*family, len(groups))}
	known := map[string]*family{}
	for i := range groups {
		g := &groups[i]
		if !g.byLength || len(g.match) == 0 {
			continue
		}
		key := fmt.Sprint(g.frames[0].FromClient, g.wide, g.match[:len(g.match)-1])
		f := known[key]
		if f == nil {
			f = &family{}
			known[key] = f
			all.list = append(all.list, f)
		}
		f.frames = append(f.frames, sample(g.frames, mostInFamily)...)
		all.of[i] = f
	}
	for i, f := range all.of {
		if f != nil && (len(different(groups[i].frames)) > fewInFamily || len(f.frames) < timesFamily*len(groups[i].frames)) {
			all.of[i] = nil
		}
	}
	for _, f := range all.list {
		f.cols = columns(rowsOf(sample(different(f.frames), maxRows)), longest(f.frames, maxHeader))
	}
	return all
}

// edges are for each group the boundaries of its family in a style: claims of no bytes.
func (all *families) edges(style style) [][]claim {
	found := make(map[*family][]claim, len(all.list))
	for _, f := range all.list {
		pieces, _ := segment(f.cols, 0, style, nil)
		for _, p := range pieces {
			found[f] = append(found[f], claim{offset: p.offset, bonus: familyEdge})
		}
	}
	edges := make([][]claim, len(all.of))
	for i, f := range all.of {
		edges[i] = found[f]
	}
	return edges
}
