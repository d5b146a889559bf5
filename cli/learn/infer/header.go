package infer

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/answers"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// plan is how the frames of a group are laid out.
type plan struct{ layout.Plan }

// maxHeader is how long a common header may be.
const maxHeader = 96

// rare is of how many frames a kind has one at most if it does not count for the header.
const rare = 60

// headerOnly is how much likelier a header is for each kind that has frames of nothing else.
const headerOnly = 3

// planner plans the layouts of all groups, in each style.
type planner struct {
	groups []group
	bodies [][]column.Column // of each group

	families *families

	together *crowd
	apart    [2]*crowd              // by direction, client first
	shifted  [2][maxWide + 1]*crowd // those whose length is wider
}

func newPlanner(groups []group, partner answers.Partnering) *planner {
	p := &planner{groups: groups, bodies: make([][]column.Column, len(groups)), families: newFamilies(groups)}
	var all []int
	var sides [2][]int
	var shifted [2][maxWide + 1][]int // by their width
	for i := range groups {
		rows := column.Rows(column.Sample(groups[i].Frames, claim.MaxRows))
		p.bodies[i] = column.Of(rows, min(column.Shortest(rows), maxHeader))
		side := 1
		if groups[i].Frames[0].FromClient {
			side = 0
		}
		if w := groups[i].wide; w > 0 {
			shifted[side][w] = append(shifted[side][w], i)
			continue
		}
		all = append(all, i)
		sides[side] = append(sides[side], i)
	}
	p.together = newCrowd(groups, all, nil)
	for side := range sides {
		p.apart[side] = newCrowd(groups, sides[side], partner)
		for width, members := range shifted[side] {
			p.shifted[side][width] = newCrowd(groups, members, partner)
		}
	}
	return p
}

// plan plans them in a style, and says how likely that is. The header that groups share is found for
// each direction or for both together, whatever is likelier.
func (p *planner) plan(style segment.Style) ([]plan, float64) {
	d := &draft{planner: p, style: style, own: make([][]claim.Claim, len(p.groups)), behind: make([][]float64, len(p.groups))}
	edges := p.families.edges(style)
	for i := range p.groups {
		g := &p.groups[i]
		own := append(selectorClaims(p.groups, i, style.Order), claim.InOrder(g.claims, style.Order)...)
		own = append(own, edges[i]...)
		d.own[i] = append(own, claim.OfKnown(g.known, g.Frames, style.Order)...)
		d.behind[i] = segment.BehindEach(p.bodies[i], style, within(d.own[i], len(p.bodies[i])))
	}
	apart := make([]plan, len(p.groups))
	clients, ordered := d.share(p.apart[0], apart)
	servers, alsoOrdered := d.share(p.apart[1], apart)
	together := make([]plan, len(p.groups))
	plans, logp := apart, ordered+alsoOrdered
	if s, _ := d.share(p.together, together); s >= clients+servers {
		plans = together
	}
	for _, side := range p.shifted {
		for _, c := range side {
			_, p := d.share(c, plans)
			logp += p
		}
	}
	return plans, logp
}

// within are claims of the first n bytes: of a text that goes on behind those, what is within.
func within(claims []claim.Claim, n int) []claim.Claim {
	list := slices.Clone(claims)
	for i := range list {
		if c := &list[i]; c.Type == model.Text && c.Offset < n && c.Offset+c.Size > n {
			c.Size = n - c.Offset
		}
	}
	return list
}

// draft is what is planned in a style.
type draft struct {
	*planner
	style  segment.Style
	own    [][]claim.Claim // of each group
	behind [][]float64     // how likely what is behind a header is, of each group by the length of it
}

// apartFrom are claims that share no byte with what tells kinds: that an answer has the kind of
// its question says nothing of a field.
func apartFrom(selectors, claims []claim.Claim) []claim.Claim {
	return slices.DeleteFunc(claims, func(c claim.Claim) bool {
		return slices.ContainsFunc(selectors, func(s claim.Claim) bool {
			return s.Offset < c.Offset+c.Size && c.Offset < s.Offset+s.Size
		})
	})
}

// crowd are groups that may share a header: what is the same in all styles.
type crowd struct {
	members []int              // indices of groups
	partner answers.Partnering // nil if they are of both directions
	frames  []*model.Frame     // some of each group
	claims  []claim.Claim      // of those
	echoes  []claim.Claim
	cols    []column.Column
	least   int // bytes that the shortest frame has before its body
	bare    int // groups that have a frame so short
}

// newCrowd is nil without members.
func newCrowd(groups []group, members []int, partner answers.Partnering) *crowd {
	if len(members) == 0 {
		return nil
	}
	c := &crowd{members: members, partner: partner, least: maxHeader}
	all := 0
	for _, i := range members {
		all += len(groups[i].Frames)
	}
	shortests := make([]int, len(members))
	for n, i := range members {
		// A kind that hardly anybody says, such as a greeting, may look otherwise.
		if some := groups[i].Frames; len(some)*rare >= all || len(members) < 4 {
			c.frames = append(c.frames, column.Sample(some, 50)...)
		}
		shortests[n] = column.Shortest(column.Rows(groups[i].Frames))
		c.least = min(c.least, shortests[n])
		if from := groups[i].listed; from > 0 {
			c.least = min(c.least, from)
		}
		if b := groups[i].Body; b != nil {
			c.least = min(c.least, b.Offset)
		}
	}
	slices.SortFunc(c.frames, func(a, b *model.Frame) int { return a.Number - b.Number }) // as counters go up
	for _, n := range shortests {
		if n == c.least {
			c.bare++
		}
	}
	c.claims = claim.Of(c.frames)
	limit := min(c.least, max(0, beforeTexts(c.frames, numbersIn(c.claims))-4)) // a length may stand before a text
	c.cols = column.Of(column.Rows(c.frames), limit)
	if partner != nil {
		c.echoes = claim.Echoes(c.frames, partner)
	}
	return c
}

// share plans groups with a header that they have in common, as long as is likeliest. Ordered says how
// likely the byte order is.
func (d *draft) share(c *crowd, plans []plan) (logp, ordered float64) {
	if c == nil {
		return 0, 0
	}
	cols := c.cols
	if c.partner == nil {
		cols = cols[:min(len(cols), movedEcho(d.own, c.members))]
	}
	claims := slices.Concat(c.claims, agreed(d.groups, d.own, c.members), selecting(d.own, c.members))
	claims = append(claims, claim.OfKnown(d.groups[c.members[0]].known, c.frames, d.style.Order)...)
	if c.partner != nil {
		claims = append(claims, apartFrom(selecting(d.own, c.members), slices.Clone(c.echoes))...)
	}
	count := float64(len(c.members))
	// Of each length of the header, how likely the rest of all groups is.
	best, bestAt := 0.0, -1
	whole := 0.0 // how likely all is with the longest header, where that counts once
	lens := headers(len(cols))
	if len(c.members) == 1 {
		lens = []int{0}
	}
	for _, h := range lens {
		_, p := segment.Divide(cols[:h], 0, d.style, claims)
		sum := p*count + 0.2*float64(h)*(count-1)
		if h == c.least && h < maxHeader { // some have nothing behind it
			sum += headerOnly * float64(c.bare)
		}
		whole = p
		for _, i := range c.members {
			sum += d.behind[i][h]
			whole += d.behind[i][h]
		}
		if bestAt < 0 || sum > best {
			best, bestAt = sum, h
		}
	}
	header, _ := segment.Divide(cols[:bestAt], 0, d.style, claims)
	for _, i := range c.members {
		plans[i] = plan{layout.Plan{Header: header, Start: bestAt, Claims: d.own[i], Checksums: d.groups[i].checksums}}
	}
	return best, whole
}

// numbersIn tells at which offsets claims prove lengths, counters or times.
func numbersIn(claims []claim.Claim) func(offset int) bool {
	offsets := map[int]bool{}
	for i := range claims {
		switch c := &claims[i]; c.Type {
		case model.Length, model.Counter, model.Timestamp:
			for j := range c.Size {
				offsets[c.Offset+j] = true
			}
		}
	}
	return func(offset int) bool { return offsets[offset] }
}

// movedEcho is where the first value is that a response has elsewhere than its request:
// what both directions have in common ends there, or before.
func movedEcho(own [][]claim.Claim, members []int) int {
	first := maxHeader
	for _, i := range members {
		for _, c := range own[i] {
			if c.Type == model.Echo && c.Bonus > 0 && c.Ref.Offset != c.Offset {
				first = min(first, c.Offset, c.Ref.Offset)
			}
		}
	}
	return first
}

// headers are the lengths of headers that are tried.
func headers(limit int) []int {
	var lens []int
	for h := 0; h <= limit; h++ {
		if h < 12 || h < 32 && h%2 == 0 || h%4 == 0 {
			lens = append(lens, h)
		}
	}
	return lens
}

// agreed are claims that most groups make alike.
func agreed(groups []group, own [][]claim.Claim, members []int) []claim.Claim {
	type key struct {
		offset, size int
		order        model.Order
		typ          model.Type
	}
	counts := map[key]int{}
	telling := 0 // groups of so many frames that something can be proved
	for _, i := range members {
		if len(groups[i].Frames) < 8 {
			continue
		}
		telling++
		mine := map[key]bool{}
		for _, c := range own[i] {
			mine[key{c.Offset, c.Size, c.Order, c.Type}] = true
		}
		for k := range mine {
			counts[k]++
		}
	}
	var list []claim.Claim
	seen := map[key]bool{}
	for _, i := range members {
		for _, c := range own[i] {
			k := key{c.Offset, c.Size, c.Order, c.Type}
			if counts[k] > 0 && counts[k]*4 >= telling*3 && !seen[k] {
				seen[k] = true
				list = append(list, c)
			}
		}
	}
	return list
}
