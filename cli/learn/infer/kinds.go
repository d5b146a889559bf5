package infer

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// group is frames of one direction that are to be one kind.
type group struct {
	layout.Group
	claims []claim.Claim // what is proved of its fields
	known  []claim.Known // what the user knows

	checksums []claim.Claim // that are proved

	// plainly says that what is left of frames is not looked into: there are many groups.
	plainly  bool
	big      bool // the length of messages has its upper byte first, or there is none
	upper    bool // the last byte that tells kinds may be the upper one of a number
	byLength bool // only the lengths of frames say that the last byte tells kinds

	measures []claim.Claim // of what tells the length of all frames of the direction
	beside   int           // the offset of a byte beside the length that may tell kinds, -1 without one
	asked    asking        // tells of each frame which group of requests it answers, nil of requests
	wide     int           // bytes by which a length of base 128 shifts what is behind it
	listed   int           // from where on frames of the direction are a list of elements, 0 if that is not known
}

// perKind is how many bits it takes to tell that there is another kind.
const perKind = 24

// firstLeast is which part of the bits the byte has to save that tells kinds apart first.
// LaterLeast is the same of the bytes that tell them further.
const (
	firstLeast = 0.04
	laterLeast = 0.3
)

// The bounds of how frames are told apart.
const (
	maxSelector = 64  // up to which offset the byte that tells the kind is looked for
	maxKinds    = 64  // that one byte tells apart
	maxDepth    = 4   // bytes that tell a kind together
	maxLooked   = 250 // frames that are looked at
	maxAhead    = 6   // bytes of which it is tried what others save behind them
)

// divide tells kinds apart. The first byte that tells them is at an offset, negative if
// it is to be found.
func divide(g group, first int, lengths func(offset int) bool, depth int) []group {
	if depth == 0 || len(g.Frames) < 2 {
		return []group{g}
	}
	at, byLength := first, false
	if at < 0 {
		some := column.Sample(column.Different(g.Frames), maxLooked)
		if len(g.Match) > 0 {
			lengths = layout.BeforeList(lengths, min(layout.RunsFrom(some, g.Reads), g.Tables.From(some)))
		}
		var parts []group
		if at, parts = g.bySaving(some, lengths); parts != nil {
			return divideAll(parts, lengths, depth-1)
		}
		if at < 0 {
			at = g.bySize(some, lengths)
			byLength = true
		}
		if at < 0 {
			return []group{g}
		}
	}
	if !byLength {
		at = g.orBeside(at)
	}
	return divideAll(g.split(at, byLength), lengths, depth-1)
}

// bySaving is the offset of the byte that saves most if it tells kinds, -1 if none does, or the kinds that a word or the
// request tells, where that is better.
func (g *group) bySaving(some []*model.Frame, lengths func(offset int) bool) (at int, parts []group) {
	least := firstLeast
	if len(g.Match) > 0 {
		least = laterLeast
	}
	saved := ahead(some, lengths, gains(some, lengths, least))
	at = best(saved)
	if len(g.Match) == 0 {
		at = earlier(some, saved, at)
	}
	most := 0.0
	if at >= 0 {
		most = saved[at]
	}
	if lower, gain := g.lower(some, lengths); lower >= 0 && gain*overLower >= most {
		at, most = lower, gain
	}
	if parts = g.byWord(some, least, most); parts == nil {
		parts = g.byRequest(some, lengths, least, most*besideRequest(some, at))
	}
	return at, parts
}

// bySize is the offset of a byte that tells kinds though it saves nothing, -1 if there is none.
func (g *group) bySize(some []*model.Frame, lengths func(offset int) bool) int {
	at := withLength(some, lengths, len(g.Match) > 0)
	if at < 0 && len(g.Match) == 0 {
		at = onlyVarying(some, lengths)
	}
	return at
}

// split are the groups of each value of the byte at an offset, and of frames that are too short for it.
func (g *group) split(at int, byLength bool) (groups []group) {
	parts := map[byte][]*model.Frame{}
	var rest []*model.Frame
	for _, f := range g.Frames {
		if at < len(f.Data) {
			b := f.Data[at]
			parts[b] = append(parts[b], f)
		} else {
			rest = append(rest, f)
		}
	}
	for b := range 256 {
		if frames := parts[byte(b)]; len(frames) > 0 {
			groups = append(groups, g.part(frames, model.Match{Offset: at, Size: 1, Value: uint64(b)}))
		}
	}
	upper := g.big && mayBeUpper(groups)
	for i := range groups {
		groups[i].byLength, groups[i].upper = byLength, upper
	}
	if len(rest) > 0 {
		groups = append(groups, g.part(rest))
		groups[len(groups)-1].byLength = byLength
	}
	return groups
}

// mostUpper is the greatest upper byte of a number that tells kinds.
const mostUpper = 15

// mayBeUpper reports whether the last byte that tells these kinds may be the upper one of a number of two.
func mayBeUpper(groups []group) bool {
	return !slices.ContainsFunc(groups, func(g group) bool { return g.Match[len(g.Match)-1].Value > mostUpper })
}

// overLower is how much more another byte has to save than the lower one of a number whose upper one tells kinds.
const overLower = 2

// lower is the offset of the lower byte of a number, of which the upper one has told kinds, and what it saves; -1 if it
// saves nothing. It takes no more to believe that it tells them further than of the first byte that does.
func (g *group) lower(some []*model.Frame, lengths func(int) bool) (at int, gain float64) {
	if !g.upper || len(g.Match) == 0 {
		return -1, 0
	}
	at = g.Match[len(g.Match)-1].Offset + 1
	if saved := gains(some, lengths, firstLeast); at < len(saved) && saved[at] > 0 {
		return at, saved[at]
	}
	return -1, 0
}

// divideAll divides each of the groups, by a byte that is to be found.
func divideAll(parts []group, lengths func(offset int) bool, depth int) (groups []group) {
	for _, g := range parts {
		groups = append(groups, divide(g, -1, lengths, depth)...)
	}
	return groups
}

// part is a group of some of the frames, with what they have in common besides.
func (g *group) part(frames []*model.Frame, match ...model.Match) group {
	return group{
		Group:    layout.Group{Frames: frames, Match: slices.Concat(g.Match, match), Tables: g.Tables, Command: g.Command, Body: g.Body, Reads: g.Reads},
		measures: g.measures, beside: g.beside, asked: g.asked, listed: g.listed, big: g.big,
	}
}

// common is the offset of a byte that tells kinds of both directions nearly as well as
// the best ones of each; -1 if there is none.
func common(sides [2][]*model.Frame, lengths [2]func(int) bool) int {
	const share = 0.35 // of what the best one saves
	var saved [2][]float64
	for i, frames := range sides {
		some := column.Sample(column.Different(frames), maxLooked)
		saved[i] = ahead(some, lengths[i], gains(some, lengths[i], firstLeast))
	}
	sum := make([]float64, min(len(saved[0]), len(saved[1])))
	most := [2]float64{}
	for i, gains := range saved {
		for _, g := range gains {
			most[i] = max(most[i], g)
		}
	}
	for j := range sum {
		a, b := saved[0][j], saved[1][j]
		switch {
		case a > 0 && b > 0 && a >= share*most[0] && b >= share*most[1]:
			sum[j] = a/most[0] + b/most[1]
		case a > share*most[0] && always(sides[1], sides[0], j):
			sum[j] = a/most[0] + constantShare
		case b > share*most[1] && always(sides[0], sides[1], j):
			sum[j] = b/most[1] + constantShare
		}
	}
	return best(sum)
}

// constantShare is what a byte is worth for a direction in which it is always the same:
// that may have one kind where the other has several.
const constantShare = 0.7

// always reports whether a byte is the same in all frames of a direction, and has that
// value in some of the other.
func always(frames, others []*model.Frame, j int) bool {
	value := symbol(frames[0], j)
	for _, f := range frames {
		if symbol(f, j) != value {
			return false
		}
	}
	for _, f := range others {
		if symbol(f, j) == value {
			return value != 0 && value < 256
		}
	}
	return false
}
