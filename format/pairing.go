package format

import "time"

// Pairing goes through a conversation, a message at a time: it tells how long each answer
// took, and whether the sides take turns at all. It keeps nothing of the messages, so that
// a conversation may be as long as it likes.
type Pairing struct {
	typ   SocketType
	count int // of whole sends so far

	asked   time.Time // when the last piece of what the client said was sent
	waiting bool      // the server has not said anything since

	open     map[sendPlace]*goingOn
	overlap  int  // number of a message that was sent while one before it still was, 0 without
	http2    bool // the first message begins it
	rhythm   rhythm
	handover handover
}

// sendPlace is where the next piece of a send begins. A thread has one send at a time.
type sendPlace struct {
	inode  uint64
	tid    int
	offset int64
}

// goingOn is a send of which more is to come.
type goingOn struct {
	fromClient bool
	other      int       // number of the earliest message of the other side since, 0 without
	otherTime  time.Time // when that was sent
}

// maxGoingOn bounds the sends of a conversation whose ends are waited for.
const maxGoingOn = 64

// NewPairing is for a conversation over sockets of a type.
func NewPairing(typ SocketType) *Pairing { return &Pairing{typ: typ} }

// Add takes the next message, or the next piece of one. If an answer begins with it, took
// is the time from the last send of what the client said before to this one, 0 at least.
// It means nothing if Duplex says, now or later, that the sides do not take turns there.
// An empty send over a stream, which nobody sees, neither asks nor answers.
func (p *Pairing) Add(m *Message, fromClient bool) (took time.Duration, answers bool) {
	p.follow(m, fromClient)
	switch {
	case p.typ == Stream && m.isEmpty():
		return 0, false
	case fromClient:
		p.asked, p.waiting = m.Time, true
		return 0, false
	case !p.waiting:
		return 0, false
	}
	p.waiting = false
	return max(0, m.Time.Sub(p.asked)), p.Duplex() == nil
}

// Count is how many whole sends there were.
func (p *Pairing) Count() int { return p.count }

// follow looks at what tells whether the sides take turns.
func (p *Pairing) follow(m *Message, fromClient bool) {
	place := sendPlace{m.From.Inode, m.From.Tid, m.Offset}
	send := p.open[place]
	if m.Offset > 0 && send != nil {
		delete(p.open, place)
		if p.overlap == 0 && send.other > 0 && m.Len > 0 && !m.Late && send.otherTime.Before(m.Time) {
			p.overlap = send.other
		}
		p.rhythm.goOn(m)
	} else {
		p.count++
		send = nil
		p.begin(m, fromClient)
	}
	if m.More {
		if send == nil {
			send = &goingOn{fromClient: fromClient}
		}
		if p.open == nil || len(p.open) >= maxGoingOn {
			p.open = map[sendPlace]*goingOn{}
		}
		place.offset += m.Len
		p.open[place] = send
	}
}

// begin looks at the first piece of a send.
func (p *Pairing) begin(m *Message, fromClient bool) {
	if !m.isEmpty() && !m.Late {
		for _, send := range p.open {
			if send.fromClient != fromClient && (send.other == 0 || m.Time.Before(send.otherTime)) {
				send.other, send.otherTime = p.count, m.Time
			}
		}
	}
	if p.typ != Stream {
		p.rhythm.twoInARow(fromClient, p.count)
		return
	}
	if p.count == 1 {
		p.http2 = isHTTP2(m.head())
	}
	p.rhythm.stream(m, fromClient, p.count)
	p.handover.next(m, fromClient, p.count)
}
