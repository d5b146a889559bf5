package diff

import "slices"

// pair is a turn of either side that belong together, or one that is alone: nil and a turn.
type pair struct{ a, b *Turn }

// align puts the turns of two conversations together, in their order.
func align(a, b []*Turn) []pair {
	var pairs []pair
	start := 0
	for start < min(len(a), len(b)) && a[start].sum == b[start].sum {
		pairs = append(pairs, pair{a[start], b[start]})
		start++
	}
	a, b = a[start:], b[start:]
	same := 0 // at the end
	for same < min(len(a), len(b)) && a[len(a)-1-same].sum == b[len(b)-1-same].sum {
		same++
	}
	tailA, tailB := a[len(a)-same:], b[len(b)-same:]
	a, b = a[:len(a)-same], b[:len(b)-same]
	for _, at := range anchors(a, b) {
		pairs = append(pairs, gap(a[:at[0]], b[:at[1]])...)
		pairs = append(pairs, pair{a[at[0]], b[at[1]]})
		a, b = a[at[0]+1:], b[at[1]+1:]
	}
	pairs = append(pairs, gap(a, b)...)
	for i := range tailA {
		pairs = append(pairs, pair{tailA[i], tailB[i]})
	}
	return pairs
}

// anchors are the indexes of turns that are the same and are there once in either list, as
// many of them as have the same order in both. Each is counted from behind the one before.
func anchors(a, b []*Turn) [][2]int {
	type places struct{ inA, inB, at, in int }
	of := map[uint64]*places{}
	for i, t := range a {
		if of[t.sum] == nil {
			of[t.sum] = &places{}
		}
		of[t.sum].inA++
		of[t.sum].at = i
	}
	for i, t := range b {
		if p := of[t.sum]; p != nil {
			p.inB++
			p.in = i
		}
	}
	var common [][2]int
	for i, t := range a {
		if p := of[t.sum]; p.inA == 1 && p.inB == 1 {
			common = append(common, [2]int{i, p.in})
		}
	}
	list := longestRising(common)
	for i := len(list) - 1; i > 0; i-- {
		list[i][0] -= list[i-1][0] + 1
		list[i][1] -= list[i-1][1] + 1
	}
	return list
}

// longestRising is the longest part of a list, by its first numbers in order, that is so by
// its second ones too.
func longestRising(list [][2]int) [][2]int {
	before := make([]int, len(list)) // index of the one before, in the best list that ends here
	var ends []int                   // index of where the best list of each length ends
	for i, at := range list {
		n, _ := slices.BinarySearchFunc(ends, at[1], func(e, wanted int) int { return list[e][1] - wanted })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	rising := make([][2]int, len(ends))
	if len(ends) > 0 {
		for at, i := ends[len(ends)-1], len(ends)-1; i >= 0; i-- {
			rising[i] = list[at]
			at = before[at]
		}
	}
	return rising
}

const (
	// maxCells is how many pairs of a gap are looked at; larger ones are put together in
	// their order.
	maxCells = 1 << 16
	// aloneCost is what a turn costs that is new or missing, where two that have nothing in
	// common but who sent them cost 1: these are one that changed.
	aloneCost = 0.6
)

// gap puts those turns together that are between two that are the same.
func gap(a, b []*Turn) []pair {
	if len(a)*len(b) > maxCells {
		return inOrder(a, b)
	}
	width := len(b) + 1
	cost := make([]float64, (len(a)+1)*width)
	changed := make([]float64, len(cost))
	for i := len(a); i >= 0; i-- {
		for j := len(b); j >= 0; j-- {
			at := i*width + j
			switch {
			case i == len(a) && j == len(b):
				continue
			case i == len(a):
				cost[at] = cost[at+1] + aloneCost
				continue
			case j == len(b):
				cost[at] = cost[at+width] + aloneCost
				continue
			}
			cost[at] = min(cost[at+1], cost[at+width]) + aloneCost
			changed[at] = 1 - alike(a[i], b[j])
			if a[i].FromClient == b[j].FromClient {
				cost[at] = min(cost[at], cost[at+width+1]+changed[at])
			}
		}
	}
	var pairs []pair
	for i, j := 0, 0; i < len(a) || j < len(b); {
		at := i*width + j
		switch {
		case i < len(a) && j < len(b) && a[i].FromClient == b[j].FromClient && cost[at] == cost[at+width+1]+changed[at]:
			pairs = append(pairs, pair{a[i], b[j]})
			i++
			j++
		case i < len(a) && cost[at] == cost[at+width]+aloneCost:
			pairs = append(pairs, pair{a: a[i]})
			i++
		default:
			pairs = append(pairs, pair{b: b[j]})
			j++
		}
	}
	return pairs
}

// inOrder puts turns of the same side together as they come.
func inOrder(a, b []*Turn) []pair {
	var pairs []pair
	for len(a) > 0 && len(b) > 0 {
		if a[0].FromClient == b[0].FromClient {
			pairs = append(pairs, pair{a[0], b[0]})
			a, b = a[1:], b[1:]
			continue
		}
		pairs = append(pairs, pair{a: a[0]})
		a = a[1:]
	}
	for _, t := range a {
		pairs = append(pairs, pair{a: t})
	}
	for _, t := range b {
		pairs = append(pairs, pair{b: t})
	}
	return pairs
}

// maxAlike is how many bytes of turns are looked at to tell how alike they are.
const maxAlike = 1024

// alike is how much two turns have in common, from 0 to 1.
func alike(a, b *Turn) float64 {
	if a.sum == b.sum {
		return 1
	}
	x, y := a.Data[:min(len(a.Data), maxAlike)], b.Data[:min(len(b.Data), maxAlike)]
	longest := max(len(x), len(y))
	if longest == 0 {
		return 0.9
	}
	same, inFront := 0, 0
	for i := range min(len(x), len(y)) {
		if x[i] == y[i] {
			same++
			if inFront == i {
				inFront++
			}
		}
	}
	behind := 0
	for behind < min(len(x), len(y))-inFront && x[len(x)-1-behind] == y[len(y)-1-behind] {
		behind++
	}
	// A little less than the same, as they are not.
	return 0.99 * float64(max(same, inFront+behind)) / float64(longest)
}
