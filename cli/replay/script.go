package replay

import (
	"errors"
	"fmt"
	"math"

	"github.com/unixsnoop/unixsnoop/format"
)

// script is a conversation as it is to be played.
type script struct {
	turns []turn
	// ends is how many of the turns there are before our side ends its direction, and first
	// whether it does so before the other side; known if the capture tells how it ended.
	ends  int
	first bool
	known bool
}

// turn is one of the conversation, as it is played.
type turn struct {
	ours        bool
	first, last int // the numbers of its first and last message, from 1
	messages    int
	len         int64
	parts       []format.Part // with offsets in the turn, by ascending ones
}

// largestMessage is longer than any datagram or seqpacket: these are shorter than the
// sender's sk_sndbuf, an int, or unix_dgram_sendmsg says EMSGSIZE.
const largestMessage = math.MaxInt32

// newScript turns a conversation into turns. The error says why it can't be played.
func newScript(c *format.Conversation, role Role) (s script, _ error) {
	switch c.Type {
	case format.Stream, format.Seqpacket, format.Datagram:
	default:
		return s, errors.New("the type of its socket was not captured")
	}
	if err := check(c, role); err != nil {
		return s, err
	}
	turns := c.Turns()
	after, first, ends := c.Ending(role == Client)
	if ends {
		turns = c.SplitAt(after, turns)
	}
	s.ends, s.first, s.known = len(turns), ends && first, len(c.Endings) > 0
	for i, t := range turns {
		if ends && t.First > after {
			s.ends = min(s.ends, i)
		}
		s.turns = append(s.turns, turn{
			ours:     t.FromClient == (role == Client),
			first:    t.First,
			last:     t.Last,
			messages: len(t.Messages),
			len:      t.Len(),
			parts:    t.Parts(),
		})
	}
	if role == Server && c.Type == format.Datagram && len(s.turns) > 0 && s.turns[0].ours {
		return s, errors.New("its server spoke first: a datagram that nobody asked for has no client to go to")
	}
	return s, nil
}

// check says which message can't be played, and why.
func check(c *format.Conversation, role Role) error {
	var total int64
	for i, m := range c.Messages {
		ours := c.FromClient(m) == (role == Client)
		if err := checkMessage(m, ours, i+1); err != nil {
			return err
		}
		if m.Len > math.MaxInt64-total || c.Type != format.Stream && m.Len > largestMessage {
			return fmt.Errorf("message %d is too long", i+1)
		}
		total += m.Len
	}
	return nil
}

func checkMessage(m *format.Message, ours bool, number int) error {
	missing := m.Len - m.Captured()
	switch {
	case m.From.Inode == m.To.Inode:
		return fmt.Errorf("of message %d it is not known which side sent it", number)
	case m.Offset > 0:
		return fmt.Errorf("message %d was captured from offset %d on only", number, m.Offset)
	case m.More:
		return fmt.Errorf("message %d was not captured to its end", number)
	case ours && missing > 0:
		return fmt.Errorf("message %d is to be sent, but of its %d bytes %d were not captured", number, m.Len, missing)
	}
	return nil
}

// captured is how many of the turn's bytes are there.
func (t *turn) captured() int64 {
	var n int64
	for _, p := range t.parts {
		n += int64(len(p.Data))
	}
	return n
}

// bytes are all of a turn without holes. A message that was captured in pieces has
// several parts.
func (t *turn) bytes() []byte {
	if len(t.parts) == 1 {
		return t.parts[0].Data
	}
	var b []byte
	for _, p := range t.parts {
		b = append(b, p.Data...)
	}
	return b
}

// notes say what of a conversation can't be played.
func notes(c *format.Conversation) []string {
	var files, creds, urgent, late int
	for _, m := range c.Messages {
		files += count(len(m.Files) > 0)
		creds += count(m.Cred != nil)
		urgent += count(m.OutOfBand())
		late += count(m.Late)
	}
	var list []string
	if d := c.Duplex(); d != nil && c.Type == format.Stream {
		list = append(list, fmt.Sprintf("from message %d on the sides do not take turns (%s): ours are sent once what the capture has before them has come", d.First, d.Why))
	}
	for _, n := range []struct {
		count int
		what  string
	}{
		{files, "passed descriptors: they are neither passed nor compared"},
		{creds, "carried credentials: they are neither sent nor compared"},
		{urgent, "had an out-of-band byte: it is played as any other"},
		{late, "may have been sent earlier than it looks: the order is not sure"},
	} {
		switch n.count {
		case 0:
		case 1:
			list = append(list, "1 message "+n.what)
		default:
			list = append(list, fmt.Sprintf("%d messages %s", n.count, n.what))
		}
	}
	return list
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}
