package infer

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// plan is how the frames of a group are laid out.
type plan struct {
	header []piece // what it shares with other groups, from offset 0 on
	start  int     // where that ends
	claims []claim // of its own, behind that
}

// maxHeader is how long a common header may be.
const maxHeader = 96

// rare is of how many frames a kind has one at most if it does not count for the header.
const rare = 60

// headerOnly is how much likelier a header is for each kind that has frames of nothing else.
const headerOnly = 3

// planAll plans the layouts of all groups in a style, and says how likely that is.
// The header that groups share is found for each direction or for both together,
// whatever is likelier.
func planAll(groups []group, style style, partner partnering) ([]plan, float64) {
	var all []int
	var sides [2][]int
	var shifted [2][maxWide + 1][]int // by their width
	for i := range groups {
		side := 1
		if groups[i].frames[0].FromClient {
			side = 0
		}
		if w := groups[i].wide; w > 0 {
			shifted[side][w] = append(shifted[side][w], i)
			continue
		}
		all = append(all, i)
		sides[side] = append(sides[side], i)
	}
	own := make([][]claim, len(groups))
	for i := range groups {
		own[i] = append(selectorClaims(groups, i, style.order), inOrder(groups[i].claims, style.order)...)
		own[i] = append(own[i], knownClaims(groups[i].known, groups[i].frames, style.order)...)
	}
	apart := make([]plan, len(groups))
	clients, ordered := share(groups, own, sides[0], style, partner, apart)
	servers, alsoOrdered := share(groups, own, sides[1], style, partner, apart)
	together := make([]plan, len(groups))
	plans, logp := apart, ordered+alsoOrdered
	if s, _ := share(groups, own, all, style, nil, together); s >= clients+servers {
		plans = together
	}
	for _, side := range shifted {
		for _, members := range side {
			_, p := share(groups, own, members, style, partner, plans)
			logp += p
		}
	}
	return plans, logp
}

// apartFrom are claims that share no byte with what tells kinds: that an answer has the kind of
// its question says nothing of a field.
func apartFrom(selectors, claims []claim) []claim {
	return slices.DeleteFunc(claims, func(c claim) bool {
		return slices.ContainsFunc(selectors, func(s claim) bool {
			return s.offset < c.offset+c.size && c.offset < s.offset+s.size
		})
	})
}

// inOrder are claims without those of lengths that frame a stream in the other order, if there
// are some in this one, which say the same.
func inOrder(claims []claim, order model.Order) []claim {
	there := slices.ContainsFunc(claims, func(c claim) bool { return c.frames && c.order == order })
	return slices.DeleteFunc(slices.Clone(claims), func(c claim) bool {
		return there && c.frames && c.order != order && c.order != model.None
	})
}

// share plans groups with a header that they have in common, as long as is likeliest. The
// partner is nil if they are of both directions. Ordered says how likely the byte order is.
func share(groups []group, own [][]claim, members []int, style style, partner partnering, plans []plan) (logp, ordered float64) {
	if len(members) == 0 {
		return 0, 0
	}
	var pooled []*model.Frame
	limit := maxHeader
	all := 0
	for _, i := range members {
		all += len(groups[i].frames)
	}
	for _, i := range members {
		// A kind that hardly anybody says, such as a greeting, may look otherwise.
		if n := len(groups[i].frames); n*rare >= all || len(members) < 4 {
			pooled = append(pooled, sample(groups[i].frames, 50)...)
		}
		limit = min(limit, shortest(rowsOf(groups[i].frames)))
		if b := groups[i].body; b != nil {
			limit = min(limit, b.Offset)
		}
	}
	slices.SortFunc(pooled, func(a, b *model.Frame) int { return a.Number - b.Number }) // as counters go up
	least, bare := limit, 0
	for _, i := range members {
		if shortest(rowsOf(groups[i].frames)) == least {
			bare++
		}
	}
	claims := claimsOf(pooled)
	limit = min(limit, max(0, beforeTexts(pooled, numbersIn(claims))-4)) // a length may stand before a text
	if partner == nil {
		limit = min(limit, movedEcho(own, members))
	}
	cols := columns(rowsOf(pooled), limit)
	claims = append(claims, agreed(groups, own, members)...)
	claims = append(claims, selecting(own, members)...)
	claims = append(claims, knownClaims(groups[members[0]].known, pooled, style.order)...)
	if partner != nil {
		claims = append(claims, apartFrom(selecting(own, members), echoClaims(pooled, partner))...)
	}
	count := float64(len(members))
	// Of each length of the header, how likely the rest of all groups is.
	best, bestAt := 0.0, -1
	whole := 0.0 // how likely all is with the longest header, where that counts once
	lens := headers(limit)
	if len(members) == 1 {
		lens = []int{0}
	}
	bodies := make([][]column, len(groups))
	for _, i := range members {
		rows := rowsOf(sample(groups[i].frames, maxRows))
		bodies[i] = columns(rows, min(shortest(rows), maxHeader))
	}
	for _, h := range lens {
		_, p := segment(cols[:h], 0, style, claims)
		sum := p*count + 0.2*float64(h)*(count-1)
		if h == least && h < maxHeader { // some have nothing behind it
			sum += headerOnly * float64(bare)
		}
		whole = p
		for _, i := range members {
			_, p := segment(bodies[i][h:], h, style, own[i])
			sum += p
			whole += p
		}
		if bestAt < 0 || sum > best {
			best, bestAt = sum, h
		}
	}
	header, _ := segment(cols[:bestAt], 0, style, claims)
	for _, i := range members {
		plans[i] = plan{header: header, start: bestAt, claims: own[i]}
	}
	return best, whole
}

// numbersIn tells at which offsets claims prove lengths, counters or times.
func numbersIn(claims []claim) func(offset int) bool {
	offsets := map[int]bool{}
	for i := range claims {
		switch c := &claims[i]; c.typ {
		case model.Length, model.Counter, model.Timestamp:
			for j := range c.size {
				offsets[c.offset+j] = true
			}
		}
	}
	return func(offset int) bool { return offsets[offset] }
}

// movedEcho is where the first value is that a response has elsewhere than its request:
// what both directions have in common ends there, or before.
func movedEcho(own [][]claim, members []int) int {
	first := maxHeader
	for _, i := range members {
		for _, c := range own[i] {
			if c.typ == model.Echo && c.bonus > 0 && c.ref.Offset != c.offset {
				first = min(first, c.offset, c.ref.Offset)
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
func agreed(groups []group, own [][]claim, members []int) []claim {
	type key struct {
		offset, size int
		order        model.Order
		typ          model.Type
	}
	counts := map[key]int{}
	telling := 0 // groups of so many frames that something can be proved
	for _, i := range members {
		if len(groups[i].frames) < 8 {
			continue
		}
		telling++
		mine := map[key]bool{}
		for _, c := range own[i] {
			mine[key{c.offset, c.size, c.order, c.typ}] = true
		}
		for k := range mine {
			counts[k]++
		}
	}
	var list []claim
	seen := map[key]bool{}
	for _, i := range members {
		for _, c := range own[i] {
			k := key{c.offset, c.size, c.order, c.typ}
			if counts[k] > 0 && counts[k]*4 >= telling*3 && !seen[k] {
				seen[k] = true
				list = append(list, c)
			}
		}
	}
	return list
}

// selectorClaims say that the byte that tells a kind is a field of one byte, unless it
// can be the lower one of a number, or of two bytes if both tell it.
func selectorClaims(groups []group, of int, order model.Order) []claim {
	const bonus = 3.5
	g := &groups[of]
	selects := map[int]bool{} // offsets that select any kind of this direction
	for i := range groups {
		if groups[i].frames[0].FromClient == g.frames[0].FromClient && groups[i].wide == g.wide {
			for _, m := range groups[i].match {
				selects[m.Offset] = true
			}
		}
	}
	var list []claim
	for i, m := range g.match {
		if m.Size != 1 { // a word
			continue
		}
		above := m.Offset - 1
		if order == model.Little {
			above = m.Offset + 1
		}
		c := claim{offset: m.Offset, size: 1, typ: model.Selector, selects: true, sure: 0.8, bonus: bonus, held: len(g.frames), of: len(g.frames), evidence: "tells this kind from others"}
		if i > 0 { // it matters only within the kind that the first one tells
			c.typ, c.sure = model.Integer, 0.6
		}
		if selects[above] {
			c.offset, c.size, c.order, c.bonus = min(above, m.Offset), 2, order, bonus+1
		} else if below := 2*m.Offset - above; selects[below] {
			c.offset, c.size, c.order, c.bonus = min(below, m.Offset), 2, order, bonus+1
		}
		if c.size == 1 && zeroWherever(groups, m.Offset, above) {
			c.bonus = selectsNarrow
		}
		list = append(list, c)
	}
	return list
}

// selectsNarrow is the bonus of one byte that tells a kind, next to one that is always zero.
const selectsNarrow = 1.0

// zeroWherever reports whether a byte is always zero in the kinds, of both directions, that
// the byte at an offset tells.
func zeroWherever(groups []group, selector, offset int) bool {
	for i := range groups {
		for _, m := range groups[i].match {
			if m.Offset == selector && !mayBeZero(groups[i].frames, offset) {
				return false
			}
		}
	}
	return true
}

// mayBeZero reports whether all frames that have a byte at an offset have a zero there.
func mayBeZero(frames []*model.Frame, offset int) bool {
	for _, f := range frames {
		if offset < 0 || offset < len(f.Data) && f.Data[offset] != 0 {
			return false
		}
	}
	return true
}

// selecting are the claims of all members about what selects them, once.
func selecting(own [][]claim, members []int) []claim {
	var list []claim
	seen := map[[2]int]bool{}
	for _, i := range members {
		for _, c := range own[i] {
			if key := [2]int{c.offset, c.size}; c.selects && !seen[key] {
				seen[key] = true
				list = append(list, c)
			}
		}
	}
	return list
}
