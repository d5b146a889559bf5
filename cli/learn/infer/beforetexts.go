package infer

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

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
