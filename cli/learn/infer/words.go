package infer

import (
	"bytes"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// The bounds of words that tell kinds.
const (
	leastWord, mostWord = 2, 40 // letters
	perWord             = 3     // frames, on average
)

// word is how a word is found at an offset of frames: with its length before it, or with a NUL behind.
type word struct {
	at     int
	prefix model.Prefix // of size 0 with a NUL behind
}

// of is the word of a frame, with its length or the NUL; nil if there is none.
func (w *word) of(b []byte) []byte {
	start, n := w.at+w.prefix.Size, 0
	if start >= len(b) {
		return nil
	}
	end := start
	if w.prefix.Size > 0 {
		told := model.Uint(b[w.at:start], w.prefix.Order)
		if told > mostWord || int(told) > len(b)-start {
			return nil
		}
		n = int(told)
		end += n
	} else {
		if n = bytes.IndexByte(b[start:], 0); n < 0 || n > mostWord {
			return nil
		}
		end += n + 1
	}
	if n < leastWord || slices.ContainsFunc(b[start:start+n], func(c byte) bool { return !text.Letter(c) && c != '_' && c != '.' && c != '-' }) {
		return nil
	}
	return b[w.at:end]
}

// wordIn finds a word that all frames have at one offset, nil if there is none: the first text.
func wordIn(frames []*model.Frame) *word {
	for at := range min(column.Shortest(column.Rows(frames)), maxSelector) {
		for _, p := range []model.Prefix{
			{Size: 4, Order: model.Big}, {Size: 4, Order: model.Little}, {Size: 2, Order: model.Big}, {Size: 2, Order: model.Little}, {Size: 1, Order: model.None}, {},
		} {
			w := &word{at, p}
			if !slices.ContainsFunc(frames, func(f *model.Frame) bool { return w.of(f.Data) == nil }) {
				return w
			}
		}
	}
	return nil
}

// byWord are the frames by a word that all have at one place, such as the name of what is asked
// for, if for some of them that saves more bits than any byte does, which saves so many.
func (g *group) byWord(some []*model.Frame, least, saved float64) (parts []group) {
	w := wordIn(some)
	if w == nil || g.Body != nil && w.at >= g.Body.Offset || slices.ContainsFunc(g.Frames, func(f *model.Frame) bool { return w.of(f.Data) == nil }) {
		return nil
	}
	numbers := map[string]int{}
	key := func(f *model.Frame) int {
		s := string(w.of(f.Data))
		n, ok := numbers[s]
		if !ok {
			n = len(numbers)
			numbers[s] = n
		}
		return n
	}
	cols := varying(some, longest(some, column.MaxJudged))
	whole := cost(some, cols)
	kinds := column.ByKey(some, key)
	if len(kinds) < 2 || len(kinds) > maxKinds || len(kinds)*perWord > len(some) || gainOf(whole, kinds, cols) <= max(32, whole*least, saved) {
		return nil
	}
	for _, frames := range column.ByKey(g.Frames, key) {
		var match []model.Match
		for at, b := w.at, w.of(frames[0].Data); len(b) > 0; {
			n := min(len(b), 8)
			match = append(match, model.Match{Offset: at, Size: n, Order: model.Big, Value: model.Uint(b[:n], model.Big)})
			at, b = at+n, b[n:]
		}
		parts = append(parts, g.part(frames, match...))
	}
	return parts
}
