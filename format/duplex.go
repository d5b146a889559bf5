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
	p := c.pairing
	if p == nil {
		p = NewPairing(c.Type)
		for _, m := range c.Messages {
			p.Add(m, c.FromClient(m))
		}
	}
	return p.Duplex()
}

// Duplex is that of Conversation, as far as the conversation went.
func (p *Pairing) Duplex() *Duplex {
	found, handed := p.rhythm.found, p.handover.found(p.count)
	end := p.count
	if handed != nil {
		end = handed.First - 1
	}
	switch {
	case p.http2:
		return &Duplex{First: 1, Shown: 1, Why: "HTTP/2 has several requests at once"}
	case p.typ == Stream && p.overlap > 0 && p.overlap <= end:
		return &Duplex{First: 1, Shown: p.overlap, Why: "one side sent while the other still did"}
	case found != nil && found.Shown <= end:
		return found
	}
	return handed
}

func isHTTP2(head []byte) bool { return bytes.HasPrefix(head, []byte("PRI * HTTP/2.0\r\n")) }

// rhythm looks at who speaks when.
type rhythm struct {
	found *Duplex // the first thing that shows that sides don't take turns

	spoken     bool // anything was said yet
	fromClient bool // whose the message before is
	before     time.Time
	beforeLate bool

	asked  bool          // the turn before begins as a request of HTTP/1
	answer bool          // the turn begins as a request of HTTP/1, or as an answer
	delay  time.Duration // from what was said before to the turn
	size   int64         // of the turn
}

// twoInARow looks at a message that has bounds of its own.
func (r *rhythm) twoInARow(fromClient bool, number int) {
	if r.found == nil && r.spoken && fromClient == r.fromClient {
		who := "server"
		if fromClient {
			who = "client"
		}
		r.found = &Duplex{First: 1, Shown: number, Why: "the " + who + " sent two in a row"}
	}
	r.spoken, r.fromClient = true, fromClient
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

// stream looks at when a send over a stream began.
func (r *rhythm) stream(m *Message, fromClient bool, number int) {
	if r.found != nil || m.isEmpty() {
		return
	}
	since := m.Time.Sub(r.before)
	switch {
	case !r.spoken:
		r.turn(m, fromClient)
	case fromClient != r.fromClient:
		if since > 0 && since < answerTime && !m.Late && !r.beforeLate {
			r.found = &Duplex{First: 1, Shown: number, Why: fmt.Sprintf("one side sent %d ns after the other, too soon to answer", since)}
		}
		r.delay = since
		r.turn(m, fromClient)
	case !fromClient && since >= answerPause && since > r.delay && r.size <= answerRoom && !m.Late && !(r.asked && r.answer):
		r.found = &Duplex{First: 1, Shown: number, Why: fmt.Sprintf("the server went on %.1f s later, unasked", since.Seconds())}
	}
	r.size += m.Offset + m.Len + sendOverhead
	r.spoken, r.fromClient, r.before, r.beforeLate = true, fromClient, m.Time, m.Late
}

// turn begins another one.
func (r *rhythm) turn(m *Message, fromClient bool) {
	r.asked = r.answer
	if r.answer = isRequest(m.head()); !fromClient {
		r.answer = statusOf(m.head()) > 0
	}
	r.size = 0
}

// goOn adds a later piece of a send.
func (r *rhythm) goOn(m *Message) { r.size += m.Len }

// head is what was captured of the start of a send.
func (m *Message) head() []byte {
	if m == nil || m.Offset > 0 || len(m.Parts) == 0 || m.Parts[0].Offset > 0 {
		return nil
	}
	return m.Parts[0].Data
}
