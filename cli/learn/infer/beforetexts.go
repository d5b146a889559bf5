package infer

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// beforeTexts is up to which offset bytes stand at the same places in frames: behind a
// text they do not, if frames differ in length. A text that all frames have alike at one place
// shifts nothing: it may be a magic number made of letters. Numbers are no texts, where they are
// is told by a function.
func beforeTexts(frames []*model.Frame, numbers func(int) bool) int {
	const most = 3 // of ten frames that may have a text before it
	var starts []int
	same := true
	alike, command := alikeUpTo(frames), commandAt(frames)
	for _, f := range frames {
		same = same && len(f.Data) == len(frames[0].Data)
		if at := firstText(f.Data, command+1, &alike, numbers); at >= 0 {
			starts = append(starts, at)
		}
	}
	slices.Sort(starts)
	if n := len(frames) * most / 10; !same && n < len(starts) {
		return starts[n]
	}
	return column.MaxJudged
}

// widestLength is how many bytes the length of a text has at most.
const widestLength = 4

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

// shortMagic is how many letters a magic number has at least.
const shortMagic = 3

// longMagic is the length of a text that is no magic number, even if it is always the same.
const longMagic = 8

// mostAlike is up to which offset it is told whether bytes are the same in all frames: a short text that begins before
// what is judged ends, and what is behind it.
const mostAlike = column.MaxJudged + widestLength + longMagic

// alikeUpTo tells, for each offset, up to which one bytes from there on are the same in all frames.
func alikeUpTo(frames []*model.Frame) (upTo [mostAlike + 1]int) {
	upTo[mostAlike] = mostAlike
	for at := mostAlike - 1; at >= 0; at-- {
		upTo[at] = upTo[at+1]
		for _, f := range frames {
			if at >= len(f.Data) || f.Data[at] != frames[0].Data[at] {
				upTo[at] = at
				break
			}
		}
	}
	return upTo
}

// firstText is where the first text begins from an offset on, or its length, -1 without one. A text is none if
// all frames have it, and the byte behind it, alike, nor is a magic number that all frames begin it with. One that begins behind what is judged is left out.
func firstText(b []byte, from int, alikeUpTo *[mostAlike + 1]int, numbers func(int) bool) int {
	for at := from; at < min(len(b), column.MaxJudged+widestLength); {
		n := text.Run(b[at:])
		if alike := alikeUpTo[at] - at; alike >= shortMagic && alike <= n && n-alike < shortMagic {
			at += n // a magic number, and a byte behind it that may be printable
			continue
		}
		if n >= 3 && text.Letters(b[at:at+n]) && (n >= longMagic || alikeUpTo[at] <= at+n) {
			if told := lengthBefore(b, at, n); told > 0 || !numbers(at) && !numbers(at+n-1) {
				return at - told
			}
		}
		at += n + 1
	}
	return -1
}
