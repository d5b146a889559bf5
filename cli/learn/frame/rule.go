package frame

import (
	"bytes"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// maxFrames bounds the frames of a stream: a rule that makes more of it is none.
const maxFrames = 1 << 20

// cut is what a rule makes of a stream.
type cut struct {
	ends []int // of its frames, by ascending offset
	rest int   // bytes behind the last one: of a frame that is cut short
	ok   bool  // the rule holds up to the end
}

// lines says that a stream begins with lines of text, which are frames of their own,
// instead of a number of sends.
const lines = -1

// preamble are the ends of the frames before those that a rule is about: so many sends, or
// lines of text.
func (s *stream) preamble(skip int) []int {
	if s.resumed {
		return nil
	}
	if skip == lines {
		return textLines(s.data)
	}
	var ends []int
	for i := 0; i < skip && i < len(s.starts); i++ {
		ends = append(ends, s.end(i))
	}
	return ends
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

// apply cuts a stream by a rule that holds behind a preamble.
func apply(f *model.Framing, s *stream, skip int) cut {
	c := cut{ends: s.preamble(skip)}
	at := 0
	if n := len(c.ends); n > 0 {
		at = c.ends[n-1]
	}
	for at < len(s.data) {
		n := f.Measure(s.data[at:])
		if n < 0 {
			return c
		}
		if n == 0 || n > len(s.data)-at {
			c.rest = len(s.data) - at
			break
		}
		at += n
		if c.ends = append(c.ends, at); len(c.ends) > maxFrames {
			return c
		}
	}
	c.ok = true
	return c
}
