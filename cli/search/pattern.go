package search

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
)

// Pattern is what is searched for in bytes.
type Pattern interface {
	// String is the pattern as it was typed.
	String() string
	// in are the first runs of the bytes that fit, at most so many, as pairs of start and
	// end, which may be the same. Without any it is nil.
	in(b []byte, most int) [][]int
}

// Regexp is a regular expression in Go's syntax. Its characters are those of UTF-8: other
// bytes are for Hex to find.
func Regexp(s string) (Pattern, error) {
	compiled, err := regexp.Compile(s)
	if err != nil {
		return nil, fmt.Errorf("it is no regular expression: %w", err)
	}
	return expression{compiled}, nil
}

type expression struct{ *regexp.Regexp }

func (e expression) in(b []byte, most int) [][]int { return e.FindAllIndex(b, most) }

// Patterns are several, of which one suffices.
type Patterns []Pattern

// mostMatches is how many matches of a message are told: more than anybody looks at.
const mostMatches = 1000

// In reports whether one of the patterns fits bytes of the message, and where. It looks
// at each run of bytes that was captured by itself, so nothing is found across a hole. The
// places are by offset and apart from each other; an empty match has none. Of a message
// that has very many only the first are told.
func (p Patterns) In(m *format.Message) (found bool, where []format.Match) {
	for _, part := range runs(m) {
		for _, pattern := range p {
			for _, at := range pattern.in(part.Data, mostMatches) {
				found = true
				if at[1] > at[0] {
					where = append(where, format.Match{Offset: part.Offset + int64(at[0]), Len: int64(at[1] - at[0])})
				}
			}
		}
	}
	if len(p) > 1 {
		where = apart(where)
	}
	return found, where[:min(len(where), mostMatches)]
}

// Any reports whether one of the patterns fits, for who need not know where.
func (p Patterns) Any(m *format.Message) bool {
	for _, part := range runs(m) {
		for _, pattern := range p {
			if pattern.in(part.Data, 1) != nil {
				return true
			}
		}
	}
	return false
}

// runs are what is searched of a message: what was captured, and of an empty one that it is empty.
func runs(m *format.Message) []format.Part {
	if m.Len == 0 && m.Event == nil {
		return []format.Part{{}}
	}
	return m.Parts
}

// apart sorts matches and joins those that overlap.
func apart(all []format.Match) []format.Match {
	slices.SortFunc(all, func(a, b format.Match) int { return int(a.Offset - b.Offset) })
	var joined []format.Match
	for _, m := range all {
		if n := len(joined); n > 0 && m.Offset < joined[n-1].Offset+joined[n-1].Len {
			last := &joined[n-1]
			last.Len = max(last.Len, m.Offset+m.Len-last.Offset)
			continue
		}
		joined = append(joined, m)
	}
	return joined
}
