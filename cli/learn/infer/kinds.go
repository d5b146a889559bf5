package infer

import (
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// group is frames of one direction that are to be one kind.
type group struct {
	frames []*model.Frame
	match  []model.Match
	claims []claim // what is proved of its fields
}

// firstLeast is which part of the bits the byte has to save that tells kinds apart first.
const firstLeast = 0.04

// The bounds of how frames are told apart.
const (
	maxSelector = 64  // up to which offset the byte that tells the kind is looked for
	maxJudged   = 96  // how many bytes of frames have to be explained
	maxKinds    = 64  // that one byte tells apart
	maxDepth    = 4   // bytes that tell a kind together
	maxLooked   = 400 // frames that are looked at
)

// divide tells kinds apart. lengths says of offsets that hold a length, which tells
// nothing of the kind.
func divide(g group, lengths func(offset int) bool, depth int) []group {
	if depth == 0 || len(g.frames) < 2 {
		return []group{g}
	}
	some := sample(different(g.frames), maxLooked)
	least := firstLeast
	if len(g.match) > 0 {
		least = 0.3
	}
	at, ok := selector(some, lengths, least)
	if !ok {
		return []group{g}
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
			groups = append(groups, divide(group{frames: frames, match: match}, lengths, depth-1)...)
		}
	}
	if len(rest) > 0 {
		groups = append(groups, divide(group{frames: rest, match: slices.Clone(g.match)}, lengths, depth-1)...)
	}
	return groups
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

// selector finds the offset of the byte that explains most of frames, and more than a
// part least.
func selector(frames []*model.Frame, lengths func(int) bool, least float64) (at int, ok bool) {
	limit := 0
	for _, f := range frames {
		limit = max(limit, min(len(f.Data), maxJudged))
	}
	texts := beforeTexts(frames)
	cols := varying(frames, min(limit, max(texts, 16)))
	whole := cost(frames, cols)
	best, bestAt := whole-math.Max(32, whole*least), -1
	for j := range min(limit, texts, maxSelector) {
		if lengths(j) || inText(frames, j) || least > firstLeast && letterly(frames, j) {
			continue
		}
		parts := map[int][]*model.Frame{}
		for _, f := range frames {
			b := -1
			if j < len(f.Data) {
				b = int(f.Data[j])
			}
			parts[b] = append(parts[b], f)
		}
		if len(parts) < 2 || len(parts) > maxKinds || len(parts)*2 > len(frames)+2 || len(parts[-1])*2 > len(frames) {
			continue
		}
		sum := 0.0
		for _, part := range parts {
			sum += cost(part, cols) + 24
		}
		// A later byte has to be better by a tenth of what is won.
		if bestAt < 0 && sum < best || bestAt >= 0 && whole-sum > (whole-best)*1.1 {
			best, bestAt = sum, j
		}
	}
	return bestAt, bestAt >= 0
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

// firstText is where the first text begins, -1 without one.
func firstText(b []byte) int {
	for at := 0; at < len(b); {
		n := textRun(b[at:])
		if n >= 3 && letters(b[at:at+n]) {
			return at
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
	const perValue = 6 // bits
	sum := 0.0
	var counts [257]int
	for _, j := range cols {
		clear(counts[:])
		distinct := 0
		for _, f := range frames {
			b := symbol(f, j)
			if counts[b] == 0 {
				distinct++
				if b == 0 || b == 256 {
					sum++
				} else {
					sum += perValue
				}
			}
			counts[b]++
		}
		if distinct > 1 {
			sum += bits(counts[:], len(frames))
		}
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
	sum := 0.0
	for _, c := range counts {
		if c > 0 {
			sum -= float64(c) * math.Log2(float64(c)/float64(n))
		}
	}
	return sum
}
