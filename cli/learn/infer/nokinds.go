package infer

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// tellsElse reports whether a byte tells something else than kinds.
func tellsElse(frames []*model.Frame, j int) bool {
	return countsMost(frames, j) || carries(frames, j) || ofConversation(frames, j)
}

// countsMost reports whether a byte tells the length of most frames, less a number that is
// the same: it is no kind, though it explains much.
func countsMost(frames []*model.Frame, j int) bool {
	held := map[int]int{}
	for _, f := range frames {
		if j < len(f.Data) {
			held[len(f.Data)-int(f.Data[j])]++
		}
	}
	for add, n := range held {
		if n*2 <= len(frames) {
			continue
		}
		lengths := map[int]bool{}
		for _, f := range frames {
			if j < len(f.Data) && len(f.Data)-int(f.Data[j]) == add {
				lengths[len(f.Data)] = true
			}
		}
		return len(lengths) > 2
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

// ofConversation reports whether a byte is the same in all frames of a conversation, and not
// in all of them: it tells who talks, and not what is said. Of short conversations that may
// be one.
func ofConversation(frames []*model.Frame, j int) bool {
	const short = 5 // frames
	values := map[string]int{}
	distinct := map[int]bool{}
	for _, f := range frames {
		b := symbol(f, j)
		if before, ok := values[f.Conversation]; ok && before != b {
			return false
		}
		values[f.Conversation] = b
		distinct[b] = true
	}
	return len(distinct) > 1 && len(frames) >= short*len(values)
}

// letterly reports whether the byte at an offset is a letter in most frames. It may be
// of a short text.
func letterly(frames []*model.Frame, j int) bool {
	n := 0
	for _, f := range frames {
		if j < len(f.Data) && text.Letter(f.Data[j]) {
			n++
		}
	}
	return n*2 > len(frames)
}

// inText reports whether the byte at an offset is in a text in most frames. The letters of a magic number, of
// which that is the end (0 without one), are none.
func inText(frames []*model.Frame, j, magic int) bool {
	in, least := 0, magic
	if j < magic {
		least = 0
	}
	for _, f := range frames {
		from, to := j, j
		for from > least && j-from < 3 && from <= len(f.Data) && text.Printable(f.Data[from-1]) {
			from--
		}
		for to < len(f.Data) && to-j < 3 && text.Printable(f.Data[to]) {
			to++
		}
		if to > j && to-from >= 3 {
			in++
		}
	}
	return in*3 > len(frames)
}

// maxMagicAt is where a magic number begins at most.
const maxMagicAt = 2

// magicEnd is where the letters end that all frames begin with, perhaps behind a byte or two that are alike, too; 0 without any.
func magicEnd(frames []*model.Frame) int {
	at, shortest := 0, column.Shortest(column.Rows(frames))
	for at < min(column.MaxJudged, shortest) && !varies(frames, at) {
		at++
	}
	for from := range min(maxMagicAt+1, at) {
		if at-from >= shortMagic && text.Letters(frames[0].Data[from:at]) && text.Is(frames[0].Data[from:at]) {
			return at
		}
	}
	return 0
}

// leastCommands is how many frames are a letter with nothing behind it, at least, and noCommand of how many
// frames one may have no letter there.
const leastCommands, noCommand = 4, 10

// commandAt is the offset of a letter that is a command, and not the first of a text, though one may be
// right behind it: the shortest frames end with it, which is not the same in all of them. -1 without one.
func commandAt(frames []*model.Frame) int {
	at := column.Shortest(column.Rows(frames)) - 1
	if at < 0 {
		return -1
	}
	short, others := 0, 0
	values := map[byte]bool{}
	for _, f := range frames {
		if !text.Letter(f.Data[at]) {
			others++
		}
		if len(f.Data) == at+1 {
			short++
			values[f.Data[at]] = true
		}
	}
	if short < leastCommands || len(values) < 2 || short == len(frames) || others*noCommand > len(frames) {
		return -1
	}
	return at
}
