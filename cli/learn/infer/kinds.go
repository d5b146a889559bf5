package infer

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// group is frames of one direction that are to be one kind.
type group struct {
	frames []*model.Frame
	match  []model.Match
	claims []claim // what is proved of its fields
	known  []Known // what the user knows

	checksums []claim // that are proved

	// plainly says that what is left of frames is not looked into: there are many groups.
	plainly  bool
	plain    bool // no elements of variable size are to be looked for
	byLength bool // only the lengths of frames say that the last byte tells kinds

	asked   asking                // tells of each frame which group of requests it answers, nil of requests
	wide    int                   // bytes by which a length of base 128 shifts what is behind it
	lengths func(offset int) bool // tells where frames of the direction have their length
	end     byte                  // ends all frames of the direction, 0 if none does
	tables  taggedTables          // tagged elements of the protocol
	reads   *budget               // of elements
	trusted trusted               // runs that are proved by all frames of which these are some
	command int                   // where frames of the direction have a letter that is a command, -1 if they have none
	listed  int                   // from where on frames of the direction are a list of elements, 0 if that is not known
	body    *model.Body           // what frames carry behind their fields, nil if that is not known
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
	maxJudged   = 96  // how many bytes of frames have to be explained
	maxKinds    = 64  // that one byte tells apart
	maxDepth    = 4   // bytes that tell a kind together
	maxLooked   = 250 // frames that are looked at
	maxAhead    = 6   // bytes of which it is tried what others save behind them
)

// divide tells kinds apart. The first byte that tells them is at an offset, negative if
// it is to be found.
func divide(g group, first int, lengths func(offset int) bool, depth int) []group {
	if depth == 0 || len(g.frames) < 2 {
		return []group{g}
	}
	at, byLength := first, false
	if at < 0 {
		least := firstLeast
		if len(g.match) > 0 {
			least = laterLeast
		}
		some := sample(different(g.frames), maxLooked)
		if len(g.match) > 0 {
			lengths = beforeList(lengths, min(runsFrom(some, g.reads), g.tables.from(some)))
		}
		saved := ahead(some, lengths, gains(some, lengths, least))
		at = best(saved)
		most := 0.0
		if at >= 0 {
			most = saved[at]
		}
		parts := g.byWord(some, least, most)
		if parts == nil {
			parts = g.byRequest(some, lengths, least, most)
		}
		if parts != nil {
			return divideAll(parts, lengths, depth-1)
		}
		if at < 0 {
			at = withLength(some, lengths, len(g.match) > 0)
			byLength = at >= 0
		}
		if at < 0 && len(g.match) == 0 {
			at = onlyVarying(some, lengths)
			byLength = at >= 0
		}
		if at < 0 {
			return []group{g}
		}
	}
	parts := map[byte][]*model.Frame{}
	var rest []*model.Frame // too short to have the byte
	for _, f := range g.frames {
		if at < len(f.Data) {
			b := f.Data[at]
			parts[b] = append(parts[b], f)
		} else {
			rest = append(rest, f)
		}
	}
	var groups []group
	for b := range 256 {
		if frames := parts[byte(b)]; len(frames) > 0 {
			groups = append(groups, g.part(frames, model.Match{Offset: at, Size: 1, Value: uint64(b)}))
		}
	}
	if len(rest) > 0 {
		groups = append(groups, g.part(rest))
	}
	for i := range groups {
		groups[i].byLength = byLength
	}
	return divideAll(groups, lengths, depth-1)
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
	return group{frames: frames, match: slices.Concat(g.match, match), asked: g.asked, tables: g.tables, command: g.command, listed: g.listed, body: g.body, reads: g.reads}
}

// common is the offset of a byte that tells kinds of both directions nearly as well as
// the best ones of each; -1 if there is none.
func common(sides [2][]*model.Frame, lengths [2]func(int) bool) int {
	const share = 0.35 // of what the best one saves
	var saved [2][]float64
	for i, frames := range sides {
		some := sample(different(frames), maxLooked)
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
