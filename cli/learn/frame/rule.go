package frame

import "github.com/unixsnoop/unixsnoop/cli/learn/model"

// cut is what a rule makes of a stream.
type cut struct {
	ends     []int // of its frames, by ascending offset
	greeting int   // how many of them are before those that the rule is about
	rest     int   // bytes behind the last one: of a frame that is cut short
	ok       bool  // the rule holds up to the end
}

// apply cuts a stream by a rule, behind a preamble of frames with these ends.
func apply(f *model.Framing, s *stream, ends []int) cut {
	c := cut{ends: ends}
	at := 0
	if n := len(ends); n > 0 {
		at = ends[n-1]
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
		if c.ends = append(c.ends, at); len(c.ends) > manyFrames+eachSend*len(s.starts) {
			return c
		}
	}
	c.ok = true
	return c
}

// lengthsIn are the lengths of frames.
func lengthsIn(cuts []cut) map[int]bool {
	lengths := map[int]bool{}
	for _, c := range cuts {
		at := 0
		for _, end := range c.ends {
			lengths[end-at] = true
			at = end
		}
	}
	return lengths
}
