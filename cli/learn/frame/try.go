package frame

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// try cuts all members by a rule. It holds if they parse to their end, with more than one
// frame, and if in no greater share of them the last frame is cut short. Rank tells better rules
// from worse ones: those with which most sends end where a frame does, which is where programs
// like them to, and whose frames have more than their length.
func try(f *model.Framing, all []*stream, members []int, greeting preamble, cutShort float64) (cuts []cut, rank float64, ok bool) {
	frames, sends, aligned, short, bytesShort, bytesAll := 0, 0, 0, 0, 0, 0
	var bare hollow
	cuts = make([]cut, len(members))
	splits := map[int]int{} // sends that end within a frame, by how much of it they have
	for n, i := range members {
		c := greeting.cut(f, all[i])
		if !c.ok && !all[i].resumed {
			return nil, 0, false
		}
		if !c.ok { // it may begin in a frame: nothing can be said
			c.ends, c.rest = nil, len(all[i].data)
		}
		cuts[n] = c
		frames += len(c.ends)
		sends += len(all[i].starts)
		if frames > manyFrames+eachSend*sends {
			return nil, 0, false
		}
		bytesAll += len(all[i].data)
		if c.rest > 0 {
			short++
			bytesShort += c.rest
		}
		send, at := 0, 0
		for _, end := range c.ends {
			if f.How == model.ByLength {
				bare.count(f, all[i].data[at:end])
			}
			for send < len(all[i].starts)-1 && all[i].end(send) < end {
				if n := all[i].end(send) - at; n > 0 {
					splits[n]++
				}
				send++
			}
			at = end
			if all[i].end(send) == end {
				aligned++ // at most once for each send, as frames are not empty
			}
		}
	}
	if frames < 2 || short > 1 && float64(short) > cutShort*float64(len(members)) || bytesShort*4 > bytesAll {
		return nil, 0, false
	}
	if n := mostOf(splits); n >= leastSplit {
		aligned += n // a header, of which the rest is in the next send
	}
	if bare.zeros*2 > frames {
		return nil, 0, false // they are taken for empty frames
	}
	if greeting.fewer && f.Size == 1 && often(bare.bodies, frames) {
		return nil, 0, false // a byte that is often zero proves hardly anything there
	}
	rank = float64(aligned)/float64(sends) - float64(short)/float64(len(members))
	if often(bare.heads, frames) { // it may find the zeros of a wider length
		if greeting.fewer && f.Head() <= tinyHead {
			return nil, 0, false // hardly anything is proved behind greetings of several lengths
		}
		rank -= 0.2
	}
	if f.Only != nil {
		rank -= strange(f.Only, all, members, cuts)
	}
	return cuts, rank, aligned*5 >= sends*2 || f.How != model.ByLength
}

// hollow counts frames with a length that have hardly anything: nothing but that, nothing that it counts, or zeros.
type hollow struct{ heads, bodies, zeros int }

func (h *hollow) count(f *model.Framing, frame []byte) {
	if len(frame) == f.Head() {
		h.heads++
	}
	if f.Only == nil && len(frame) == f.Add {
		h.bodies++
	}
	if len(frame) <= mostZeros && len(bytes.Trim(frame, "\x00")) == 0 {
		h.zeros++
	}
}

// often reports whether that is so of four frames of nine, or more.
func often(n, frames int) bool { return n*9 >= frames*4 }

// seldomShort is in which share of streams the last frame may be cut short, by the end of a capture, and oftenShort the
// same where the other direction follows the rule.
const seldomShort, oftenShort = 0.1, 0.5

// tinyHead is how many bytes a header has at most that a number and the zeros above it may look like.
const tinyHead = 4

// mostZeros is how many bytes a frame has at most that is nothing but zeros.
const mostZeros = 64

// leastSplit is how many frames show that headers are sent apart.
const leastSplit = 4

// mostOf is the largest count.
func mostOf(counts map[int]int) int {
	most := 0
	for _, n := range counts {
		most = max(most, n)
	}
	return most
}

// A stream of which a rule makes more frames than this, and than so many for each send, is cut
// into nothing, such as zeros that are taken for lengths of empty frames.
const manyFrames, eachSend = 100_000, 16

// plain are the rules without a length: lines of text, what a zero ends, and one size
// for all.
func plain(sends []sample) []*model.Framing {
	var list []*model.Framing
	for _, delimiter := range []string{"\r\n", "\n", "\x00"} {
		ends, text := 0, true
		for _, send := range sends {
			if bytes.HasSuffix(send.data, []byte(delimiter)) {
				ends++
			}
			text = text && isText(bytes.TrimRight(send.data, "\x00"))
		}
		if text && ends*10 >= len(sends)*9 && len(sends) > 0 {
			how := model.Lines
			if delimiter == "\x00" {
				how = model.Delimited
			}
			list = append(list, &model.Framing{How: how, Delimiter: []byte(delimiter)})
			break
		}
	}
	if size := common(sends); size > 1 {
		list = append(list, &model.Framing{How: model.Fixed, Length: size})
	}
	return list
}

func isText(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return false
		}
	}
	return true
}

// common is the size that all sends have, or are a multiple of that one of them has; 0 if
// there is none, or too few sends tell.
func common(sends []sample) int {
	if len(sends) < 4 {
		return 0
	}
	least := len(sends[0].data)
	for _, s := range sends {
		least = min(least, len(s.data))
	}
	equal := 0
	for _, s := range sends {
		if len(s.data)%least != 0 {
			return 0
		}
		if len(s.data) == least {
			equal++
		}
	}
	if equal*2 < len(sends) || least > 1<<16 {
		return 0
	}
	return least
}

// describe says in words what a rule counts and what proves it.
func describe(f *model.Framing, members []int, cuts []cut) {
	lengths := lengthsIn(cuts)
	for _, c := range cuts {
		f.Frames += len(c.ends)
	}
	f.Conversations = len(members)
	f.Sure = 1 - 1/float64(1+len(lengths)*2)
	what := ""
	switch {
	case f.How == model.Lines:
		what = "lines of text"
	case f.How == model.Delimited:
		what = fmt.Sprintf("%q ends each", f.Delimiter)
	case f.How == model.Fixed:
		what = fmt.Sprintf("all have %d bytes", f.Length)
	case f.Plus != nil:
		f.Counts = "body"
		what = fmt.Sprintf("lengths at offsets %d and %d", f.Plus.Offset, f.Offset)
	case f.Only != nil:
		f.Counts = "body"
		what = fmt.Sprintf("the number at offset %d tells how many bytes follow the header of %d, where the byte at offset %d is %s", f.Offset, f.Add, f.Only.Offset, list(f.Only.Values))
	default:
		switch {
		case f.Varint && f.Add == 0, !f.Varint && f.Add == f.Offset+f.Size:
			f.Counts = "rest"
		case f.Add == 0:
			f.Counts = "all"
		default:
			f.Counts = "body"
		}
		what = fmt.Sprintf("the number at offset %d tells it", f.Offset)
	}
	f.Evidence = fmt.Sprintf("%s: all of %d streams parse to their end, %d frames of %d lengths", what, f.Conversations, f.Frames, len(lengths))
}

// list are the values of a byte, in words.
func list(values []uint64) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprintf("0x%02x", v)
	}
	return strings.Join(words, " or ")
}
