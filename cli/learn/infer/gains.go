package infer

import (
	"cmp"
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

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
		for _, part := range bySymbol(frames, j) {
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

// The bounds of a byte that tells another one further on: which part of what that one saves it saves at least, which part
// of its pairs of frames have the other one alike at least, which part of the other's pairs have it alike at most, and
// how many pairs there are at least.
const earlierSaves, earlierTells, laterTells, earlierPairs = 0.6, 0.75, 0.5, 40

// earlier is the offset of the first byte that saves nearly as much as the one that saves most, nearly always tells that one and
// is not told by it; else that of the one that saves most. What kinds have at the later one, such as the first letter of a
// text or a zero, then goes with what they are.
func earlier(frames []*model.Frame, gains []float64, most int) int {
	for j := range max(most, 0) {
		if gains[j] < earlierSaves*gains[most] {
			continue
		}
		both, of := float64(bothAlike(frames, j, most)), float64(alikePairs(frames, j))
		if of >= earlierPairs && both >= earlierTells*of && both < laterTells*float64(alikePairs(frames, most)) {
			return j
		}
	}
	return most
}

// alikePairs is how many pairs of frames have the same byte at an offset.
func alikePairs(frames []*model.Frame, at int) (n int) {
	for _, part := range bySymbol(frames, at) {
		n += pairs(len(part))
	}
	return n
}

// pairs is how many of them so many frames are.
func pairs(n int) int { return n * (n - 1) / 2 }

// bothAlike is how many pairs of frames have the same bytes at both of two offsets.
func bothAlike(frames []*model.Frame, a, b int) (n int) {
	for _, part := range bySymbol(frames, a) {
		n += alikePairs(part, b)
	}
	return n
}

// gains are how many bits are saved if kinds of frames are told by the byte at each
// offset; 0 where that is less than a part least of all, or the byte can't tell them.
func gains(frames []*model.Frame, lengths func(int) bool, least float64) []float64 {
	if len(frames) < 2 {
		return nil
	}
	limit, texts := longest(frames, column.MaxJudged), beforeTexts(frames, lengths)
	cols := judged(frames, texts)
	whole := cost(frames, cols)
	saved := make([]float64, min(limit, texts, maxSelector))
	command, magic := commandAt(frames), magicEnd(frames)
	for j := range saved {
		if lengths(j) || j != command && inText(frames, j, magic) || least > firstLeast && letterly(frames, j) {
			continue
		}
		parts := bySymbol(frames, j)
		if len(parts) < 2 || len(parts) > maxKinds || len(parts)*2 > len(frames)+2 || shorter(frames, j)*2 > len(frames) || tellsElse(frames, j) {
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

// bySymbol are frames by the symbol at an offset, in the order of the symbols: sums are the same each
// time then.
func bySymbol(frames []*model.Frame, j int) (parts [][]*model.Frame) {
	var counts [257]int
	for _, f := range frames {
		counts[symbol(f, j)]++
	}
	all := make([]*model.Frame, len(frames))
	var ends [257]int // of the part that is filled so far
	end := 0
	for b, n := range counts {
		ends[b] = end
		if n > 0 {
			parts = append(parts, all[end:end+n:end+n])
		}
		end += n
	}
	for _, f := range frames {
		b := symbol(f, j)
		all[ends[b]] = f
		ends[b]++
	}
	return parts
}

// shorter is how many frames have no byte at an offset.
func shorter(frames []*model.Frame, j int) (n int) {
	for _, f := range frames {
		if j >= len(f.Data) {
			n++
		}
	}
	return n
}

// judged are the columns that count for how many bits it takes to tell the frames, whose texts
// begin at that offset.
func judged(frames []*model.Frame, texts int) []int {
	return varying(frames, min(longest(frames, column.MaxJudged), max(texts, 16)))
}

// longest is the length of the longest frame, at most so much.
func longest(frames []*model.Frame, most int) int {
	n := 0
	for _, f := range frames {
		n = max(n, min(len(f.Data), most))
	}
	return n
}

// gainsOf are gains that count for telling kinds further.
func gainsOf(frames []*model.Frame, lengths func(int) bool) []float64 {
	return gains(frames, lengths, laterLeast)
}
