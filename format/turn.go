package format

import "math"

// Turn is what one side of a conversation sends before the other does.
type Turn struct {
	FromClient bool
	Messages   []*Message // whole sends in their order, one at least

	// First and Last are the numbers of the first and the last of them in the
	// conversation, from 1.
	First, Last int
}

// Turns are those of a conversation in their order. Every byte is in one of them, once.
//
// On a stream, sends of one side that follow each other are one turn, as a receiver can't
// tell them apart. So the sides take turns strictly, whichever begins. An empty send is in
// no turn and ends none: nothing of it arrives. Where the sides do not take turns (Duplex),
// each send is one.
//
// Otherwise each message is a turn of its own, an empty one too: datagrams, seqpackets,
// and what was sent on sockets of an unknown type. A side may have several in a row.
//
// A message that was not captured whole is in its turn with what is there of it. Where
// only its end was captured, the bytes in front of that are a hole of the turn.
func (c *Conversation) Turns() []Turn {
	var turns []Turn
	alone := math.MaxInt // number of the first message that is a turn by itself
	if d := c.Duplex(); d != nil {
		alone = d.First
	} else if c.Type != Stream {
		alone = 1
	}
	for i, m := range c.Messages {
		number, fromClient := i+1, c.FromClient(m)
		if c.Type == Stream && m.isEmpty() {
			continue
		}
		if n := len(turns); n == 0 || number >= alone || turns[n-1].FromClient != fromClient {
			turns = append(turns, Turn{FromClient: fromClient, First: number})
		}
		t := &turns[len(turns)-1]
		t.Messages = append(t.Messages, m)
		t.Last = number
	}
	return turns
}

// isEmpty reports whether a whole send has no bytes.
func (m *Message) isEmpty() bool { return m.Offset+m.Len == 0 && !m.More }

// Len is how many bytes were sent, captured or not, as far as they were seen.
func (t Turn) Len() int64 {
	var n int64
	for _, m := range t.Messages {
		n += m.Offset + m.Len
	}
	return n
}

// Open reports whether the end of a send was not seen: the turn may be longer.
func (t Turn) Open() bool {
	for _, m := range t.Messages {
		if m.More {
			return true
		}
	}
	return false
}

// Whole reports whether all bytes were captured.
func (t Turn) Whole() bool {
	var captured int64
	for _, m := range t.Messages {
		captured += m.Captured()
	}
	return captured == t.Len() && !t.Open()
}

// Parts are the bytes captured, by ascending offset in the turn, none of them empty. Parts
// of different sends are apart even where no byte is missing between them.
func (t Turn) Parts() []Part {
	var (
		parts []Part
		start int64 // of a send
	)
	for _, m := range t.Messages {
		start += m.Offset
		for _, p := range m.Parts {
			if len(p.Data) > 0 {
				parts = append(parts, Part{start + p.Offset, p.Data})
			}
		}
		start += m.Len
	}
	return parts
}

// Holes are the bytes that were not captured, by ascending offset in the turn.
func (t Turn) Holes() []Hole { return holes(t.Parts(), t.Len()) }
