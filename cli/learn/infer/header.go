package infer

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// plan is how the frames of a group are laid out.
type plan struct {
	header []piece // what it shares with other groups, from offset 0 on
	start  int     // where that ends
	claims []claim // of its own, behind that
	logp   float64
}

// maxHeader is how long a common header may be.
const maxHeader = 96

// planAll plans the layouts of all groups in a byte order, and says how likely they are.
// The header that groups share is found for each direction or for both together,
// whatever is likelier.
func planAll(groups []group, order model.Order) ([]plan, float64) {
	all := make([]int, len(groups))
	var sides [2][]int
	for i := range groups {
		all[i] = i
		side := 1
		if groups[i].frames[0].FromClient {
			side = 0
		}
		sides[side] = append(sides[side], i)
	}
	own := make([][]claim, len(groups))
	for i := range groups {
		own[i] = append(claimsOf(groups[i].frames), groups[i].framed...)
	}
	apart := make([]plan, len(groups))
	sum := share(groups, own, sides[0], order, apart) + share(groups, own, sides[1], order, apart)
	together := make([]plan, len(groups))
	if s := share(groups, own, all, order, together); s >= sum {
		return together, s
	}
	return apart, sum
}

// share plans groups with a header that they have in common, as long as is likeliest.
func share(groups []group, own [][]claim, members []int, order model.Order, plans []plan) float64 {
	if len(members) == 0 {
		return 0
	}
	var pooled []*model.Frame
	limit := maxHeader
	for _, i := range members {
		frames := sample(groups[i].frames, 50)
		pooled = append(pooled, frames...)
		limit = min(limit, shortest(rowsOf(groups[i].frames)))
	}
	cols := columns(rowsOf(pooled), limit)
	claims := append(claimsOf(pooled), agreed(own, members)...)
	count := float64(len(members))
	// Of each length of the header, how likely the rest of all groups is.
	best, bestAt := 0.0, -1
	lens := headers(limit)
	if len(members) == 1 {
		lens = []int{0}
	}
	for _, h := range lens {
		_, p := segment(cols[:h], 0, order, claims)
		sum := p*count + 0.4*float64(h)*(count-1)
		for _, i := range members {
			rows := rowsOf(sample(groups[i].frames, maxRows))
			body := columns(rows, min(shortest(rows), maxHeader))
			_, p := segment(body[h:], h, order, own[i])
			sum += p
		}
		if bestAt < 0 || sum > best {
			best, bestAt = sum, h
		}
	}
	header, _ := segment(cols[:bestAt], 0, order, claims)
	for _, i := range members {
		plans[i] = plan{header: header, start: bestAt, claims: own[i]}
	}
	return best
}

// headers are the lengths of headers that are tried.
func headers(limit int) []int {
	var lens []int
	for h := 0; h <= limit; h++ {
		if h < 12 || h%2 == 0 {
			lens = append(lens, h)
		}
	}
	return lens
}

// agreed are claims that most groups make alike.
func agreed(own [][]claim, members []int) []claim {
	type key struct {
		offset, size int
		order        model.Order
		typ          model.Type
	}
	counts := map[key]int{}
	for _, i := range members {
		for _, c := range own[i] {
			counts[key{c.offset, c.size, c.order, c.typ}]++
		}
	}
	var list []claim
	seen := map[key]bool{}
	for _, i := range members {
		for _, c := range own[i] {
			k := key{c.offset, c.size, c.order, c.typ}
			if counts[k]*2 >= len(members) && !seen[k] {
				seen[k] = true
				list = append(list, c)
			}
		}
	}
	return list
}
