package format

import (
	"bytes"
	"fmt"
	"time"
)

// Duplex says that the sides of a conversation do not take turns: what one of them says
// next need not answer what the other said last.
type Duplex struct {
	First int    // number of the first message of which that is so, from 1
	Shown int    // number of the message that shows it
	Why   string // in words of ours
}

// Duplex returns nil if nothing shows that the sides do not take turns. Who receives what
// when is not captured, so this is what there is to go by:
//
// Datagrams, seqpackets and what was sent on sockets of an unknown type: a side has two in
// a row.
//
// Streams: HTTP hands the connection over (handover.go), after which all is one's own
// affair; HTTP/2 has many requests at once; a send was still going on when the other side
// sent, or began so little before that one that it can't have been received; the server
// goes on after a pause, which it does not do within an answer.
func (c *Conversation) Duplex() *Duplex {
	if c.Type != Stream {
		return c.twoInARow()
	}
	if len(c.Messages) > 0 && bytes.HasPrefix(c.Messages[0].head(), []byte("PRI * HTTP/2.0\r\n")) {
		return &Duplex{First: 1, Shown: 1, Why: "HTTP/2 has several requests at once"}
	}
	handed := c.handover()
	end := len(c.Messages)
	if handed != nil {
		end = handed.First - 1
	}
	if c.overlaps > 0 && c.overlaps <= end {
		return &Duplex{First: 1, Shown: c.overlaps, Why: "one side sent while the other still did"}
	}
	if d := c.outOfTurn(end); d != nil {
		return d
	}
	return handed
}

func (c *Conversation) twoInARow() *Duplex {
	for i := 1; i < len(c.Messages); i++ {
		fromClient := c.FromClient(c.Messages[i])
		if fromClient != c.FromClient(c.Messages[i-1]) {
			continue
		}
		who := "server"
		if fromClient {
			who = "client"
		}
		return &Duplex{First: 1, Shown: i + 1, Why: "the " + who + " sent two in a row"}
	}
	return nil
}

const (
	// answerTime is less than it takes from the start of a send to that of the answer: the
	// bytes have to be copied in and out, the receiver to be told, and two system calls to
	// be made.
	answerTime = time.Microsecond
	// answerPause is more than there is between the parts of an answer, if that is longer
	// than the first part took too.
	answerPause = 100 * time.Millisecond
	// answerRoom is how much of a turn has room in a socket's buffer by all means, with
	// sendOverhead for each send. Behind it, a pause may be that of a send that waits for
	// its receiver.
	answerRoom   = 64 << 10
	sendOverhead = 1 << 10
)

// outOfTurn looks at when the first so many messages of a stream were sent.
func (c *Conversation) outOfTurn(count int) *Duplex {
	var (
		before *Message      // the one before
		asked  *Message      // the first one of the side that spoke before
		turn   *Message      // the first one of the side that speaks
		delay  time.Duration // from what was said before to the turn
		size   int64         // of the turn
	)
	for i, m := range c.Messages[:count] {
		if m.isEmpty() {
			continue
		}
		fromClient := c.FromClient(m)
		switch {
		case before == nil:
			turn = m
		case fromClient != c.FromClient(before):
			delay = m.Time.Sub(before.Time)
			if delay > 0 && delay < answerTime && !m.Late && !before.Late {
				return &Duplex{First: 1, Shown: i + 1, Why: fmt.Sprintf("one side sent %d ns after the other, too soon to answer", delay)}
			}
			asked, turn, size = turn, m, 0
		default:
			pause := m.Time.Sub(before.Time)
			if !fromClient && pause >= answerPause && pause > delay && size <= answerRoom && !m.Late && !isHTTP(asked, turn) {
				return &Duplex{First: 1, Shown: i + 1, Why: fmt.Sprintf("the server went on %.1f s later, unasked", pause.Seconds())}
			}
		}
		size += m.Offset + m.Len + sendOverhead
		before = m
	}
	return nil
}

// head is what was captured of the start of a send.
func (m *Message) head() []byte {
	if m == nil || m.Offset > 0 || len(m.Parts) == 0 || m.Parts[0].Offset > 0 {
		return nil
	}
	return m.Parts[0].Data
}
