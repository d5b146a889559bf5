package infer

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

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
		if tellsNone(groups, g, m.Offset) || ofEcho(g, m.Offset) || c.size == 1 && (zeroWherever(groups, m.Offset, above) || goesWith(groups, m.Offset, above)) {
			c.bonus = selectsNarrow
		}
		list = append(list, c)
	}
	return list
}

// selectsNarrow is the bonus of what tells a kind if it may as well be a part of a wider field: hardly any.
const selectsNarrow = 0.01

// tellsNone reports whether nearly all frames of the kinds of a group's direction that the byte at an offset tells have
// the same there: others do not have it, or are a few.
func tellsNone(groups []group, g *group, offset int) bool {
	frames, most, all := map[uint64]int{}, 0, 0
	for i := range groups {
		if groups[i].frames[0].FromClient != g.frames[0].FromClient || groups[i].wide != g.wide {
			continue
		}
		for _, m := range groups[i].match {
			if m.Offset == offset {
				n := len(groups[i].frames)
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
		frames := groups[i].frames
		for _, m := range groups[i].match {
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
	return slices.ContainsFunc(g.claims, func(c claim) bool {
		return c.typ == model.Echo && c.size == 4 && c.offset%4 == 0 && c.offset <= offset && offset < c.offset+c.size
	})
}

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
