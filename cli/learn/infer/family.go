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
	edges  []claim // of no bytes, in the style that is planned
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

// plan says where boundaries are, in a style.
func (all *families) plan(style style) {
	for _, f := range all.list {
		pieces, _ := segment(f.cols, 0, style, nil)
		f.edges = make([]claim, len(pieces))
		for i, p := range pieces {
			f.edges[i] = claim{offset: p.offset, bonus: familyEdge}
		}
	}
}

// edges are those of the family of a group.
func (all *families) edges(group int) []claim {
	if f := all.of[group]; f != nil {
		return f.edges
	}
	return nil
}
