package infer

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of telling kinds apart by what is left of frames.
const (
	maxLeftovers = 12 // lengths of it
	minLeftover  = 3  // frames of each
)

// kinds makes the kinds of a group whose layout is planned. It is one, unless something
// is left at the end of frames that nothing explains the length of. Then there may be a
// byte that tells frames apart so that less is left; else frames of each frequent length
// of what is left are a kind, of which more can be told, and so are those that remain.
func (p *plan) kinds(g *group, style segment.Style, prefixes []model.Prefix) (kinds []*layout.KindOf) {
	parts := g.Tables.Apart(g.Frames, p.Start)
	if len(parts) == 1 || g.Body != nil {
		return p.ofGroup(g, style, prefixes)
	}
	for _, frames := range parts {
		kinds = append(kinds, p.of(frames).ofGroup(g.some(frames), style, prefixes)...)
	}
	return kinds
}

// ofGroup are the kinds of frames that have tagged elements at the same place, or none.
func (p *plan) ofGroup(g *group, style segment.Style, prefixes []model.Prefix) []*layout.KindOf {
	g.Trusted = layout.Trusted{}
	k, left := p.Kind(&g.Group, style, prefixes)
	if len(left) == 0 || g.plainly || isOpenEnded(&k) {
		return []*layout.KindOf{{Kind: k, Frames: g.Frames}}
	}
	if at := p.explains(g, style, prefixes); at >= 0 {
		var parts []*layout.KindOf
		for value, frames := range byByte(g.Frames, at) {
			if len(frames) == 0 {
				continue
			}
			few := g.some(frames)
			few.Match = append(slices.Clone(g.Match), model.Match{Offset: at, Size: 1, Value: uint64(value)})
			parts = append(parts, p.of(frames).byLeftovers(few, style, prefixes)...)
		}
		return parts
	}
	var parts []*layout.KindOf
	others, strange := p.strangers(g, prefixes)
	for _, frames := range [][]*model.Frame{others, strange} {
		if len(frames) > 0 {
			parts = append(parts, p.of(frames).byLeftovers(g.some(frames), style, prefixes)...)
		}
	}
	return parts
}

// isOpenEnded reports whether a text goes to the end of the frames of a kind: that may have
// any length.
func isOpenEnded(k *model.Kind) bool {
	n := len(k.Fields)
	return n > 0 && k.Fields[n-1].Type == model.Text && k.Fields[n-1].Size.How == model.SizeRest
}

// of is the plan for some of the frames.
func (p *plan) of(frames []*model.Frame) *plan {
	q := *p
	q.Checksums = claim.Checksums(frames)
	return q.alike(frames)
}

// alike is the same with the checksums that are proved already, which takes far less.
func (p *plan) alike(frames []*model.Frame) *plan {
	q := *p
	q.Claims = append(claim.With(frames, q.Checksums), p.Claims...)
	return &q
}

// some is the group of some of the frames, of which all is known that is of the group's.
func (g *group) some(frames []*model.Frame) *group {
	some := g.Group
	some.Frames = frames
	return &group{Group: some}
}

// byByte are frames by the byte at an offset, which all have.
func byByte(frames []*model.Frame, at int) (parts [256][]*model.Frame) {
	for _, f := range frames {
		parts[f.Data[at]] = append(parts[f.Data[at]], f)
	}
	return parts
}

// The bounds of looking for a byte that explains what is left of frames.
const (
	maxExplaining = 24 // its offset
	maxExplained  = 40 // frames
	maxExplains   = 8  // values of it
)

// explains is the offset of a byte that tells frames apart so that of most of them nothing
// is left, or else no more than half as many bytes; -1 if there is none.
func (p *plan) explains(g *group, style segment.Style, prefixes []model.Prefix) int {
	some := column.Sample(column.Different(g.Frames), maxExplained)
	if len(some) < 6 {
		return -1
	}
	limit := min(column.Shortest(column.Rows(g.Frames)), beforeTexts(some, numbersIn(p.Claims)), maxExplaining)
	_, all := p.alike(some).Left(&g.some(some).Group, style, prefixes)
	leastAt, least := -1, len(some)*4/10 // frames
	fewestAt, fewest := -1, all/2        // bytes
	for at := range limit {
		c := column.At(column.Rows(some), at)
		if c.Distinct < 2 || c.Distinct > maxExplains || g.Lengths != nil && g.Lengths(at) {
			continue
		}
		frames, size := 0, 0
		for _, part := range byByte(some, at) {
			if len(part) == 0 || frames >= least && size >= fewest {
				continue
			}
			n, left := p.alike(part).Left(&g.some(part).Group, style, prefixes)
			if len(part) < minLeftover { // anything explains them
				left = 0
				for _, f := range part {
					left += len(f.Data)
				}
			}
			frames, size = frames+n, size+left
		}
		if frames < least {
			leastAt, least = at, frames
		}
		if size < fewest {
			fewestAt, fewest = at, size
		}
	}
	if leastAt >= 0 {
		return leastAt
	}
	return fewestAt
}

// byLeftovers makes the kinds of a group by how much of frames is left.
func (p *plan) byLeftovers(g *group, style segment.Style, prefixes []model.Prefix) []*layout.KindOf {
	k, left := p.Kind(&g.Group, style, prefixes)
	byLength := map[int][]*model.Frame{}
	for i, n := range left {
		byLength[n] = append(byLength[n], g.Frames[i])
	}
	least := max(minLeftover, len(left)/25)
	var frequent []int
	for n, frames := range byLength {
		if len(frames) >= least {
			frequent = append(frequent, n)
		}
	}
	if len(frequent) == 0 || len(byLength) < 2 {
		return []*layout.KindOf{{Kind: k, Frames: g.Frames}}
	}
	slices.SortFunc(frequent, func(a, b int) int { return cmp.Or(len(byLength[b])-len(byLength[a]), a-b) })
	var parts []*layout.KindOf
	again := func(frames []*model.Frame) {
		k, _ := p.of(frames).Kind(&g.some(frames).Group, style, prefixes)
		parts = append(parts, &layout.KindOf{Kind: k, Frames: frames})
	}
	for _, n := range frequent[:min(len(frequent), maxLeftovers)] {
		again(byLength[n])
		delete(byLength, n)
	}
	var rest []*model.Frame
	for i, n := range left {
		if byLength[n] != nil {
			rest = append(rest, g.Frames[i])
		}
	}
	if len(rest) > 0 {
		again(rest)
	}
	return parts
}
