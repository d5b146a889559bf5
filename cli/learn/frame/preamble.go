package frame

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// preamble is what a stream may begin with, before the frames that a rule is about: lines of text, so
// many bytes, or so many sends. Each line, those bytes and each send are a frame.
type preamble struct {
	lines bool
	bytes int
	sends int
	// fewer says that some streams may have fewer sends: a conversation that was there before the capture
	// has said its greeting.
	fewer bool
}

// loose reports whether it is another one in some streams, so that hardly anything is told by one size
// of the frames behind it.
func (p preamble) loose() bool { return p.fewer || p.bytes > 0 }

// choices are the ends of the frames of each preamble that a stream may have under p, the shortest first.
func (p preamble) choices(s *stream) [][]int {
	switch {
	case s.resumed:
		return [][]int{nil}
	case p.lines:
		return [][]int{textLines(s.data)}
	case p.bytes > 0:
		return [][]int{nil, {min(p.bytes, len(s.data))}}
	}
	var all []int
	for i := 0; i < p.sends && i < len(s.starts); i++ {
		all = append(all, s.end(i))
	}
	if !p.fewer {
		return [][]int{all}
	}
	var list [][]int
	for n := range len(all) + 1 {
		list = append(list, slices.Clip(all[:n]))
	}
	return list
}

// length is how many bytes the longest of them has.
func (p preamble) length(s *stream) int {
	all := p.choices(s)
	ends := all[len(all)-1]
	if len(ends) == 0 {
		return 0
	}
	return ends[len(ends)-1]
}

// worthMore is the share of sends that have to end where a frame does more often behind a longer
// preamble. Frames that begin at a wrong byte may find the right one soon.
const worthMore = 0.1

// cut cuts a stream by a rule behind the shortest preamble with which it ends where a frame does and most
// sends behind it do.
func (p preamble) cut(f *model.Framing, s *stream) cut {
	var best cut
	most := -1.0
	for _, ends := range p.choices(s) {
		c := apply(f, s, ends)
		if !c.ok {
			continue
		}
		c.greeting = len(ends)
		n := s.whole(c)
		if c.rest > 0 {
			n -= 1
		}
		if !best.ok || n > most+worthMore {
			best, most = c, n
		}
		if most >= 1-worthMore {
			break
		}
	}
	return best
}

// preambles are those that are tried: none, lines, as many bytes as the first sends of most streams have,
// and sends.
func preambles(all []*stream, members []int, sends ...preamble) []preamble {
	list := []preamble{{}, {lines: true}}
	if n := firstSize(all, members); n > 0 {
		list = append(list, preamble{bytes: n})
	}
	return append(list, sends...)
}

// greetings are preambles of sends that are tried.
var greetings = []preamble{{sends: 1}, {sends: 2}, {sends: 3}, {sends: 8, fewer: true}}

// firstSize is the size that more first sends of streams have than any other, if two have it; else 0.
func firstSize(all []*stream, members []int) int {
	counts := map[int]int{}
	best := 0
	for _, i := range members {
		n := len(all[i].send(0))
		if counts[n]++; counts[n] > counts[best] || counts[n] == counts[best] && n < best {
			best = n
		}
	}
	if counts[best] < 2 {
		return 0
	}
	return best
}

// describe says in words what the streams that were cut begin with; nil if that is nothing.
func (p preamble) describe(cuts []cut) *model.Framing {
	frames, most, streams := 0, 0, 0
	for _, c := range cuts {
		frames += c.greeting
		most = max(most, c.greeting)
		if c.greeting > 0 {
			streams++
		}
	}
	if streams == 0 {
		return nil
	}
	first := &model.Framing{From: "both", How: model.Sends, Frames: frames, Conversations: streams, Sure: 0.6}
	switch {
	case p.lines:
		first.How, first.Delimiter, first.Sure = model.Lines, []byte("\r\n"), 0.9
		first.Evidence = "conversations begin with lines of text"
	case p.bytes > 0:
		first.How, first.Length = model.Fixed, p.bytes
		first.Evidence = fmt.Sprintf("the first %d bytes of a conversation do not fit the rule; they are taken for a message", p.bytes)
		if p.bytes == 1 {
			first.Evidence = "the first byte of a conversation does not fit the rule; it is taken for a message"
		}
	default:
		first.Most = most
		switch {
		case most == 1:
			first.Evidence = "the first send of a conversation does not fit the rule; it is taken for a message"
		case frames == most*streams:
			first.Evidence = fmt.Sprintf("the first %d sends of a conversation do not fit the rule; each is taken for a message", most)
		default:
			first.Evidence = fmt.Sprintf("up to %d sends that a conversation begins with do not fit the rule; each is taken for a message", most)
		}
	}
	return first
}

// longestLine is how long a line of a preamble may be.
const longestLine = 512

// textLines are the ends of the lines of text that data begins with. A NUL may be before
// them, as credentials are passed with one.
func textLines(data []byte) []int {
	var ends []int
	for at := 0; at < len(data); {
		n := bytes.Index(data[at:min(len(data), at+longestLine)], []byte("\r\n"))
		line := data[at:max(at, at+n)]
		if at == 0 {
			line = bytes.TrimLeft(line, "\x00")
		}
		if n < 1 || len(line) == 0 || !isText(line) {
			break
		}
		at += n + 2
		ends = append(ends, at)
	}
	return ends
}
