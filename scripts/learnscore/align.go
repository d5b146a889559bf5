package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// located is a field of an answer, in its stream.
type located struct {
	at, size int
	kind     string
}

// answered is what was said of a stream.
type answered struct {
	begins map[int]bool // bytes at which a message or a field begins, or ends
	fields map[int][]located
}

// locate brings answers to the bytes that they are about. A message is found by send and
// start, if the answer says so; of datagrams by its number. Else answers are taken in the
// order of their numbers, which is that in which their messages end: with each send of
// the capture, those that fit into what its side has said so far.
func locate(c *truth.Capture, answers []answer) (map[*truth.Stream]*answered, error) {
	all := map[*truth.Stream]*answered{}
	put := func(s *truth.Stream, at int, a *answer) {
		in := all[s]
		if in == nil {
			in = &answered{map[int]bool{}, map[int][]located{}}
			all[s] = in
		}
		in.begins[at] = true
		in.begins[at+a.size()] = true
		for _, f := range a.Fields {
			if f.Size > 0 {
				in.begins[at+f.Offset] = true
				in.begins[at+f.Offset+f.Size] = true
				in.fields[at+f.Offset] = append(in.fields[at+f.Offset], located{at + f.Offset, f.Size, f.Type})
			}
		}
	}
	var floating []answer
	for _, a := range answers {
		number := a.Send
		if number == 0 && c.Datagrams() {
			number = a.Message
		}
		if number == 0 {
			floating = append(floating, a)
			continue
		}
		s, at, err := c.Place(number, a.Start)
		if err != nil {
			return nil, fmt.Errorf("message %d: %w", a.Message, err)
		}
		put(s, at, &a)
	}
	slices.SortStableFunc(floating, func(a, b answer) int { return cmp.Compare(a.Message, b.Message) })
	next := map[*truth.Stream]int{} // where the next message of a stream begins
	for _, send := range c.Sends {
		end := send.At + int(send.Message.Len)
		side := map[bool]string{true: "client", false: "server"}[send.Stream.FromClient]
		for len(floating) > 0 {
			a := &floating[0]
			at := next[send.Stream]
			if a.From != side || at+a.size() > end || a.size() == 0 && at == end {
				break
			}
			put(send.Stream, at, a)
			next[send.Stream] += a.size()
			floating = floating[1:]
		}
	}
	if len(floating) > 0 {
		return nil, fmt.Errorf("message %d has no place among what was captured: it or one before it has another length", floating[0].Message)
	}
	return all, nil
}
