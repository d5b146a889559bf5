package frame

import (
	"bytes"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// maxFrame bounds the length that a frame may give itself.
const maxFrame = 64 << 20

// maxFrames bounds the frames of a stream: a rule that makes more of it is none.
const maxFrames = 1 << 20

// length is how long the frame is that begins data, as the rule has it. It is 0 if too
// few bytes are there to tell, negative if the rule does not hold.
func length(f *model.Framing, data []byte) int {
	switch f.How {
	case model.Fixed:
		return f.Length
	case model.Delimited, model.Lines:
		if i := bytes.Index(data, f.Delimiter); i >= 0 {
			return i + len(f.Delimiter)
		}
		return 0
	}
	if f.Varint {
		return varintLength(f, data)
	}
	if len(data) < f.Offset+f.Size {
		return 0
	}
	v := model.Uint(data[f.Offset:f.Offset+f.Size], f.Order)
	if v > maxFrame {
		return -1
	}
	n := f.Scale*int(v) + f.Add
	if p := f.Plus; p != nil {
		if len(data) < p.Offset+p.Size {
			return 0
		}
		w := model.Uint(data[p.Offset:p.Offset+p.Size], p.Order)
		if w > maxFrame {
			return -1
		}
		n += roundUp(int(w)+p.Add, f.Align)
	}
	if n < least(f) || n > maxFrame {
		return -1
	}
	return n
}

// least is how many bytes a frame has that has its length in it.
func least(f *model.Framing) int {
	if f.Plus != nil {
		return max(f.Offset+f.Size, f.Plus.Offset+f.Plus.Size)
	}
	return f.Offset + f.Size
}

func roundUp(n, to int) int {
	if to < 2 {
		return n
	}
	return (n + to - 1) / to * to
}

func varintLength(f *model.Framing, data []byte) int {
	v := 0
	for i := f.Offset; i < len(data); i++ {
		shift := 7 * (i - f.Offset)
		if shift > 21 {
			return -1
		}
		v |= int(data[i]&0x7f) << shift
		if data[i] < 0x80 {
			return i + 1 + v + f.Add
		}
	}
	return 0
}

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
		n := length(f, s.data[at:])
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
