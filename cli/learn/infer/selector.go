package infer

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// selectorClaims say that the byte that tells a kind is a field of one byte, unless it
// can be the lower one of a number, of two bytes if both tell it, or of several of which the others are always zero.
func selectorClaims(groups []group, of int, order model.Order) []claim.Claim {
	const bonus = 3.5
	g := &groups[of]
	selects := map[int]bool{} // offsets that select any kind of this direction
	for i := range groups {
		if groups[i].Frames[0].FromClient == g.Frames[0].FromClient && groups[i].wide == g.wide {
			for _, m := range groups[i].Match {
				selects[m.Offset] = true
			}
		}
	}
	if last := len(g.Match) - 1; last >= 0 && g.upper && order == model.Big && twoTell(groups, g.Match[last].Offset) {
		selects[g.Match[last].Offset+1] = true
	}
	var list []claim.Claim
	for i, m := range g.Match {
		if m.Size != 1 { // a word
			continue
		}
		above := m.Offset - 1
		if order == model.Little {
			above = m.Offset + 1
		}
		c := claim.Claim{Offset: m.Offset, Size: 1, Type: model.Selector, Selects: true, Sure: 0.8, Bonus: bonus, Held: len(g.Frames), Of: len(g.Frames), Evidence: "tells this kind from others"}
		if i > 0 { // it matters only within the kind that the first one tells
			c.Type, c.Sure = model.Integer, 0.6
		}
		if selects[above] {
			c.Offset, c.Size, c.Order, c.Bonus = min(above, m.Offset), 2, order, bonus+1
		} else if below := 2*m.Offset - above; selects[below] {
			c.Offset, c.Size, c.Order, c.Bonus = min(below, m.Offset), 2, order, bonus+1
		}
		none := tellsNone(groups, g, m.Offset) || ofEcho(g, m.Offset)
		zero := c.Size == 1 && zeroWherever(groups, m.Offset, above)
		if zero && !none && i == 0 {
			list = append(list, wideSelector(groups, c, order)...)
		}
		if none || zero || c.Size == 1 && goesWith(groups, m.Offset, above) {
			c.Bonus = selectsNarrow
		}
		list = append(list, c)
	}
	return list
}

// wideSelector is the claim of a number whose lowest byte tells kinds, if all above it are always zero: of four bytes, or else of
// two; none without one. Bytes that are mostly the same in all frames of a kind may be upper ones, too: then two are no number.
func wideSelector(groups []group, c claim.Claim, order model.Order) []claim.Claim {
	for _, size := range []int{4, 2} {
		at, step := c.Offset, 1
		if order == model.Big {
			at, step = c.Offset-size+1, -1
		}
		if at < 0 || at%size != 0 {
			continue
		}
		above := func(all func(groups []group, selector, offset int) bool) bool {
			for j := 1; j < size; j++ {
				if !all(groups, c.Offset, c.Offset+j*step) {
					return false
				}
			}
			return true
		}
		if above(zeroWherever) {
			c.Offset, c.Size, c.Order = at, size, order
			return []claim.Claim{c}
		}
		if above(steadyMostly) {
			return nil
		}
	}
	return nil
}

// steadyMostly reports whether a byte is the same in all frames of at least half of the kinds, of both directions, that the byte at
// an offset tells.
func steadyMostly(groups []group, selector, offset int) bool {
	steady, all := 0, 0
	for i := range groups {
		frames := groups[i].Frames
		if !slices.ContainsFunc(groups[i].Match, func(m model.Match) bool { return m.Offset == selector }) {
			continue
		}
		if all++; !varies(frames, offset) {
			steady++
		}
	}
	return steady*2 >= all
}

// twoTell reports whether the bytes at an offset and behind it tell a kind of any direction together.
func twoTell(groups []group, offset int) bool {
	return slices.ContainsFunc(groups, func(g group) bool {
		return slices.ContainsFunc(g.Match, func(m model.Match) bool { return m.Size == 1 && m.Offset == offset }) &&
			slices.ContainsFunc(g.Match, func(m model.Match) bool { return m.Size == 1 && m.Offset == offset+1 })
	})
}

// selectsNarrow is the bonus of what tells a kind if it may as well be a part of a wider field: hardly any.
const selectsNarrow = 0.01

// tellsNone reports whether nearly all frames of the kinds of a group's direction that the byte at an offset tells have
// the same there: others do not have it, or are a few.
func tellsNone(groups []group, g *group, offset int) bool {
	frames, most, all := map[uint64]int{}, 0, 0
	for i := range groups {
		if groups[i].Frames[0].FromClient != g.Frames[0].FromClient || groups[i].wide != g.wide {
			continue
		}
		for _, m := range groups[i].Match {
			if m.Offset == offset {
				n := len(groups[i].Frames)
				frames[m.Value] += n
				most = max(most, frames[m.Value])
				all += n
			}
		}
	}
	return all-most < fewOthers
}

// fewOthers is how few frames with another byte prove no kind.
const fewOthers = 3

// goesWith reports whether a byte beside the one at an offset that tells kinds, of both directions, is the same in all frames
// of a kind but not in all kinds, and zero in some: two bytes at a multiple of two that may be one number.
func goesWith(groups []group, selector, beside int) bool {
	if beside < 0 || min(selector, beside)%2 != 0 {
		return false
	}
	values := map[byte]bool{}
	for i := range groups {
		frames := groups[i].Frames
		for _, m := range groups[i].Match {
			if m.Offset != selector {
				continue
			}
			for _, f := range frames {
				if beside >= len(f.Data) || f.Data[beside] != frames[0].Data[beside] {
					return false
				}
			}
			values[frames[0].Data[beside]] = true
		}
	}
	return len(values) > 1 && values[0]
}

// ofEcho reports whether the byte at an offset is in a word of four that answers repeat: where others of it change, what
// tells the kind is that word.
func ofEcho(g *group, offset int) bool {
	return slices.ContainsFunc(g.claims, func(c claim.Claim) bool {
		return c.Type == model.Echo && c.Size == 4 && c.Offset%4 == 0 && c.Offset <= offset && offset < c.Offset+c.Size
	})
}

// zeroWherever reports whether a byte is always zero in the kinds, of both directions, that
// the byte at an offset tells.
func zeroWherever(groups []group, selector, offset int) bool {
	for i := range groups {
		for _, m := range groups[i].Match {
			if m.Offset == selector && !mayBeZero(groups[i].Frames, offset) {
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
func selecting(own [][]claim.Claim, members []int) []claim.Claim {
	var list []claim.Claim
	seen := map[[2]int]bool{}
	for _, i := range members {
		for _, c := range own[i] {
			if key := [2]int{c.Offset, c.Size}; c.Selects && !seen[key] {
				seen[key] = true
				list = append(list, c)
			}
		}
	}
	return list
}
