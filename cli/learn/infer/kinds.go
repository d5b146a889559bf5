package infer

import (
	"cmp"
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// group is frames of one direction that are to be one kind.
type group struct {
	frames []*model.Frame
	match  []model.Match
	claims []claim // what is proved of its fields
	known  []Known // what the user knows

	// plainly says that what is left of frames is not looked into: there are many groups.
	plainly bool
	plain   bool // no elements of variable size are to be looked for

	wide    int                   // bytes by which a length of base 128 shifts what is behind it
	lengths func(offset int) bool // tells where frames of the direction have their length
	end     byte                  // ends all frames of the direction, 0 if none does
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
	at := first
	if at < 0 {
		least := firstLeast
		if len(g.match) > 0 {
			least = laterLeast
		}
		some := sample(different(g.frames), maxLooked)
		if at = best(ahead(some, lengths, gains(some, lengths, least))); at < 0 {
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
			match := append(slices.Clone(g.match), model.Match{Offset: at, Size: 1, Value: uint64(b)})
			groups = append(groups, divide(group{frames: frames, match: match}, -1, lengths, depth-1)...)
		}
	}
	if len(rest) > 0 {
		groups = append(groups, divide(group{frames: rest, match: slices.Clone(g.match)}, -1, lengths, depth-1)...)
	}
	return groups
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

// ahead adds to the gains of the bytes that save most what the best other byte saves in
// each of the kinds that they tell; the gains of others become 0. So a byte that tells what
// a message is comes before one that tells more, but not of all of them.
func ahead(frames []*model.Frame, lengths func(int) bool, gains []float64) []float64 {
	most := 0.0
	var tried []int
	for j, g := range gains {
		most = max(most, g)
		if g > 0 {
			tried = append(tried, j)
		}
	}
	slices.SortStableFunc(tried, func(a, b int) int { return cmp.Compare(gains[b], gains[a]) })
	if len(tried) > 0 { // the first one may be worth it
		first := slices.Min(tried)
		tried = append([]int{first}, slices.DeleteFunc(tried, func(j int) bool { return j == first })...)
	}
	sums := make([]float64, len(gains))
	for _, j := range tried[:min(len(tried), maxAhead)] {
		if gains[j]*5 < most {
			continue
		}
		sums[j] = gains[j]
		parts := map[int][]*model.Frame{}
		for _, f := range frames {
			parts[symbol(f, j)] = append(parts[symbol(f, j)], f)
		}
		for _, part := range parts {
			if len(part) >= 4 {
				sums[j] += slices.Max(append(gainsOf(part, lengths), 0))
			}
		}
	}
	return sums
}

// best is the offset that saves most, -1 if none does. A later byte has to be better by a
// quarter.
func best(gains []float64) int {
	at := -1
	for j, g := range gains {
		if g > 0 && (at < 0 || g > gains[at]*1.25) {
			at = j
		}
	}
	return at
}

// different are frames without repetitions, which would seem to prove what they repeat.
func different(frames []*model.Frame) []*model.Frame {
	seen := make(map[string]bool, len(frames))
	list := make([]*model.Frame, 0, len(frames))
	for _, f := range frames {
		key := string(f.Data[:min(len(f.Data), 512)])
		if !seen[key] {
			seen[key] = true
			list = append(list, f)
		}
	}
	return list
}

// gains are how many bits are saved if kinds of frames are told by the byte at each
// offset; 0 where that is less than a part least of all, or the byte can't tell them.
func gains(frames []*model.Frame, lengths func(int) bool, least float64) []float64 {
	if len(frames) < 2 {
		return nil
	}
	limit := 0
	for _, f := range frames {
		limit = max(limit, min(len(f.Data), maxJudged))
	}
	texts := beforeTexts(frames)
	cols := varying(frames, min(limit, max(texts, 16)))
	whole := cost(frames, cols)
	saved := make([]float64, min(limit, texts, maxSelector))
	for j := range saved {
		if lengths(j) || inText(frames, j) || least > firstLeast && letterly(frames, j) || countsMost(frames, j) || carries(frames, j) {
			continue
		}
		parts := map[int][]*model.Frame{}
		for _, f := range frames {
			parts[symbol(f, j)] = append(parts[symbol(f, j)], f)
		}
		if len(parts) < 2 || len(parts) > maxKinds || len(parts)*2 > len(frames)+2 || len(parts[256])*2 > len(frames) {
			continue
		}
		gain := whole
		for _, part := range parts {
			gain -= cost(part, cols) + perKind
			if len(part) == 1 {
				gain -= perKind // it may be no kind but a random byte
			}
		}
		if gain > math.Max(32, whole*least) {
			saved[j] = gain
		}
	}
	return saved
}

// gainsOf are gains that count for telling kinds further.
func gainsOf(frames []*model.Frame, lengths func(int) bool) []float64 {
	return gains(frames, lengths, laterLeast)
}

// countsMost reports whether a byte tells the length of most frames, less a number that is
// the same: it is no kind, though it explains much.
func countsMost(frames []*model.Frame, j int) bool {
	held := map[int]int{}
	lengths := map[int]map[int]bool{}
	for _, f := range frames {
		if j < len(f.Data) {
			add := len(f.Data) - int(f.Data[j])
			held[add]++
			if lengths[add] == nil {
				lengths[add] = map[int]bool{}
			}
			lengths[add][len(f.Data)] = true
		}
	}
	for add, n := range held {
		if n*2 > len(frames) && len(lengths[add]) > 2 {
			return true
		}
	}
	return false
}

// carries reports whether a byte is an upper one of a number that goes up: in each
// conversation it seldom changes, and then by one, while a byte next to it has many values.
func carries(frames []*model.Frame, j int) bool {
	const seldom, many = 6, 32 // frames to a change, values
	last := map[string]int{}
	steps, ups := 0, 0
	var beside [2]map[int]bool // values of the bytes next to it
	for i := range beside {
		beside[i] = map[int]bool{}
	}
	for _, f := range frames {
		if j >= len(f.Data) {
			return false
		}
		now := int(f.Data[j])
		if before, ok := last[f.Conversation]; ok {
			switch steps++; now - before {
			case 0:
			case 1:
				ups++
			default:
				return false
			}
		}
		last[f.Conversation] = now
		if j > 0 {
			beside[0][symbol(f, j-1)] = true
		}
		beside[1][symbol(f, j+1)] = true
	}
	return ups > 0 && ups*seldom <= steps && max(len(beside[0]), len(beside[1])) >= many
}

// beforeTexts is up to which offset bytes stand at the same places in frames: behind a
// text they do not, if frames differ in length.
func beforeTexts(frames []*model.Frame) int {
	const most = 3 // of ten frames that may have a text before it
	var starts []int
	same := true
	for _, f := range frames {
		same = same && len(f.Data) == len(frames[0].Data)
		if at := firstText(f.Data); at >= 0 {
			starts = append(starts, at)
		}
	}
	slices.Sort(starts)
	if n := len(frames) * most / 10; !same && n < len(starts) {
		return starts[n]
	}
	return maxJudged
}

// lengthBefore is how many bytes right before a text of n bytes tell its length, 0 if none
// do.
func lengthBefore(b []byte, at, n int) int {
	for _, size := range []int{4, 2, 1} {
		if at < size {
			continue
		}
		for _, order := range []model.Order{model.Big, model.Little} {
			if v := model.Uint(b[at-size:at], order); v == uint64(n) || v == uint64(n+1) {
				return size
			}
		}
	}
	return 0
}

// firstText is where the first text begins, or its length, -1 without one.
func firstText(b []byte) int {
	for at := 0; at < len(b); {
		n := textRun(b[at:])
		if n >= 3 && letters(b[at:at+n]) {
			return at - lengthBefore(b, at, n)
		}
		at += n + 1
	}
	return -1
}

// letterly reports whether the byte at an offset is a letter in most frames. It may be
// of a short text.
func letterly(frames []*model.Frame, j int) bool {
	n := 0
	for _, f := range frames {
		if j < len(f.Data) && letter(f.Data[j]) {
			n++
		}
	}
	return n*2 > len(frames)
}

// inText reports whether the byte at an offset is in a text in most frames.
func inText(frames []*model.Frame, j int) bool {
	in := 0
	for _, f := range frames {
		from, to := j, j
		for from > 0 && j-from < 3 && from <= len(f.Data) && printable(f.Data[from-1]) {
			from--
		}
		for to < len(f.Data) && to-j < 3 && printable(f.Data[to]) {
			to++
		}
		if to > j && to-from >= 3 {
			in++
		}
	}
	return in*3 > len(frames)
}

// varying are the columns of frames, up to a limit, that are not the same in all.
func varying(frames []*model.Frame, limit int) []int {
	var list []int
	for j := range limit {
		for _, f := range frames {
			if symbol(f, j) != symbol(frames[0], j) {
				list = append(list, j)
				break
			}
		}
	}
	return list
}

// symbol is the byte at an offset, 256 if the frame is too short.
func symbol(f *model.Frame, j int) int {
	if j < len(f.Data) {
		return int(f.Data[j])
	}
	return 256
}

// cost is how many bits it takes to tell some columns of frames: for each the values that
// it has, and then which of them each frame has; the length like a column. Zeros and what
// is not there are had nearly for nothing.
func cost(frames []*model.Frame, cols []int) float64 {
	const perValue = 8 // bits
	sum := 0.0
	var counts [257]int
	for _, j := range cols {
		clear(counts[:])
		values := 0.0
		for _, f := range frames {
			b := symbol(f, j)
			if counts[b] == 0 {
				if b == 0 || b == 256 {
					values++
				} else {
					values += perValue
				}
			}
			counts[b]++
		}
		// Bytes that are random are told as they are.
		sum += min(values+bits(counts[:], len(frames)), perValue*float64(len(frames)))
	}
	lengths := map[int]int{}
	for _, f := range frames {
		lengths[len(f.Data)]++
	}
	list := make([]int, 0, len(lengths))
	for _, n := range lengths {
		list = append(list, n)
	}
	slices.Sort(list)
	return sum + 4*(bits(list, len(frames))+perValue*float64(len(list)))
}

// bits is how many it takes to tell n things apart by kind, of which there are counts.
func bits(counts []int, n int) float64 {
	sum := float64(n) * log2(n)
	for _, c := range counts {
		if c > 1 {
			sum -= float64(c) * log2(c)
		}
	}
	return sum
}

// logarithms are those of small numbers, to the base of 2.
var logarithms = func() (list [maxLooked + 1]float64) {
	for i := range list {
		list[i] = math.Log2(float64(max(i, 1)))
	}
	return list
}()

func log2(n int) float64 {
	if n < len(logarithms) {
		return logarithms[n]
	}
	return math.Log2(float64(n))
}
