package infer

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Where there are many kinds and few messages of each, as where a number says which procedure is called, no
// byte saves bits by telling them. One that tells them shows by the lengths of messages all the same.

// The bounds of a byte that goes with the lengths of frames.
const (
	leastPairs     = 40   // pairs of frames that have the same value
	leastAsLong    = 0.75 // of these that are as long as each other
	timesAsLong    = 3.0  // as often as of all pairs
	leastWithValue = 4    // values
	mostWithValue  = 200
	eachFurther    = 5   // frames of each value, on average, if other bytes tell kinds already
	betterAsLong   = 1.1 // as often as by a byte before it
)

// withLength is the offset of a byte that goes with the lengths of frames: those that have the same value
// are nearly always as long as each other, and others are not. It is -1 without one. Further says that
// others tell kinds already.
func withLength(frames []*model.Frame, lengths func(int) bool, further bool) int {
	base, _ := asLong(frames)
	at, most := -1, 0.0
	command, magic := commandAt(frames), magicEnd(frames)
	for j := range min(longest(frames, maxSelector), beforeTexts(frames, lengths)) {
		if lengths(j) || j != command && inText(frames, j, magic) || letterly(frames, j) || shorter(frames, j) > 0 {
			continue
		}
		parts := bySymbol(frames, j)
		if len(parts) < leastWithValue || len(parts) > mostWithValue || further && len(parts)*eachFurther > len(frames) ||
			tellsElse(frames, j) || stepsEvenly(frames, j) {
			continue
		}
		same, pairs := 0.0, 0.0
		for _, part := range parts {
			share, n := asLong(part)
			same, pairs = same+share*n, pairs+n
		}
		share := same / max(1, pairs)
		if pairs >= leastPairs && share >= max(leastAsLong, base*timesAsLong) && share > most*betterAsLong {
			at, most = j, share
		}
	}
	return at
}

// asLong is which part of the pairs of frames are as long as each other, and how many pairs there are.
func asLong(frames []*model.Frame) (share, pairs float64) {
	if len(frames) < 2 {
		return 0, 0
	}
	lens := map[int]int{}
	for _, f := range frames {
		lens[len(f.Data)]++
	}
	same := 0
	for _, n := range lens {
		same += n * (n - 1)
	}
	all := float64(len(frames) * (len(frames) - 1))
	return float64(same) / all, all / 2
}

// evenSteps of evenAmong steps from message to message are of one size if a byte counts messages.
const evenSteps, evenAmong = 3, 5

// stepsEvenly reports whether a byte goes on by the same number in most steps of conversations: it counts
// messages, and goes with their lengths if conversations are alike.
func stepsEvenly(frames []*model.Frame, j int) bool {
	last := map[string]byte{}
	steps := map[byte]int{}
	n, most := 0, 0
	for _, f := range frames {
		if j >= len(f.Data) {
			continue
		}
		if before, ok := last[f.Conversation]; ok {
			n++
			if by := f.Data[j] - before; by != 0 {
				steps[by]++
				most = max(most, steps[by])
			}
		}
		last[f.Conversation] = f.Data[j]
	}
	return most*evenAmong > n*evenSteps
}

// onlyVarying is the offset of the only byte that is not the same in all frames in front of their texts, but for what
// tells something else; -1 if there are several or none.
func onlyVarying(frames []*model.Frame, lengths func(int) bool) int {
	texts := beforeTexts(frames, lengths)
	if texts > longest(frames, maxSelector) {
		return -1
	}
	at := -1
	for j := range min(texts, column.Shortest(column.Rows(frames))) {
		if n := len(bySymbol(frames, j)); lengths(j) || n < 2 || tellsElse(frames, j) {
			continue
		}
		if at >= 0 {
			return -1
		}
		at = j
	}
	if at < 0 {
		return -1
	}
	if n := len(bySymbol(frames, at)); n < leastWithValue || n*3 > len(frames) || stepsEvenly(frames, at) {
		return -1
	}
	return at
}
