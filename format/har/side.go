package har

import (
	"bufio"
	"bytes"
	"sort"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// side is what one side of a conversation said, up to the first byte that was not captured.
type side struct {
	data  []byte
	sends []send
	cut   bool // more was said

	reader *bufio.Reader
	rest   *bytes.Reader // what reader has not taken
}

// send is when what begins at an offset was sent.
type send struct {
	at   int
	time time.Time
}

// newSide takes the messages of one side of these.
func newSide(c *format.Conversation, messages []*format.Message, fromClient bool) *side {
	s := &side{}
	for _, m := range messages {
		if c.FromClient(m) != fromClient || m.Offset+m.Len == 0 {
			continue
		}
		if s.cut = s.cut || m.Offset > 0; s.cut {
			break
		}
		s.sends = append(s.sends, send{len(s.data), m.Time})
		for _, p := range m.Parts {
			if p.Offset != int64(len(s.data)-s.sends[len(s.sends)-1].at) {
				break // a hole is before it
			}
			s.data = append(s.data, p.Data...)
		}
		s.cut = int64(len(s.data)-s.sends[len(s.sends)-1].at) < m.Len || m.More
	}
	s.rest = bytes.NewReader(s.data)
	s.reader = bufio.NewReader(s.rest)
	return s
}

// taken is how many bytes were read.
func (s *side) taken() int { return len(s.data) - s.rest.Len() - s.reader.Buffered() }

// isOver reports whether all that there is was read.
func (s *side) isOver() bool { return s.taken() == len(s.data) }

// when is the time of the send that the byte at an offset is of.
func (s *side) when(at int) time.Time {
	i := sort.Search(len(s.sends), func(i int) bool { return s.sends[i].at > at })
	if i == 0 {
		return time.Time{}
	}
	return s.sends[i-1].time
}

// headers are the lines between two offsets, but for the first one, as they were said. They
// have been parsed before.
func (s *side) headers(from, to int) []pair {
	list := []pair{}
	_, rest, _ := strings.Cut(latin1(s.data[from:to]), "\n")
	for line := range strings.Lines(rest) {
		line = strings.TrimRight(line, "\r\n")
		name, value, ok := strings.Cut(line, ":")
		switch {
		case line == "":
			return list
		case (line[0] == ' ' || line[0] == '\t') && len(list) > 0: // the line before goes on
			list[len(list)-1].Value += " " + strings.TrimSpace(line)
		case ok:
			list = append(list, pair{name, strings.Trim(value, " \t")})
		}
	}
	return list
}

// latin1 has a character for each byte, as HTTP has it.
func latin1(b []byte) string {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}
