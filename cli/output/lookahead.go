package output

import "github.com/unixsnoop/unixsnoop/format"

// Lookahead reads messages ahead where a capture did not know yet who received one: what
// comes behind may tell. It keeps their order, and so much at most.
type Lookahead struct {
	next func() (*format.Message, error)
	err  error // of next

	kept  []*ahead // in their order
	bytes int64
	open  map[side][]*ahead // of these, those that go from there, to nobody known yet
}

// ahead is a message that was read ahead.
type ahead struct {
	*format.Message
	open bool // nothing has told yet who receives it
}

// side is one side of a conversation.
type side struct {
	conversation string
	inode        uint64
}

const (
	maxAhead      = 1 << 12 // messages
	maxAheadBytes = 8 << 20 // of their bytes
)

// NewLookahead reads from next, which hands messages out for good.
func NewLookahead(next func() (*format.Message, error)) *Lookahead {
	return &Lookahead{next: next, open: map[side][]*ahead{}}
}

// Next returns the next message, and the errors of what it reads from behind the messages.
func (l *Lookahead) Next() (*format.Message, error) {
	for {
		if len(l.kept) > 0 && (!l.kept[0].open || l.isFull() || l.err != nil) {
			return l.take(), nil
		}
		if l.err != nil {
			return nil, l.err
		}
		m, err := l.next()
		if err != nil {
			l.err = err
			continue
		}
		known := m.To.HasProcess()
		if len(l.kept) == 0 && known {
			return m, nil // mostly
		}
		l.learn(m)
		l.keep(&ahead{m, !known})
	}
}

func (l *Lookahead) isFull() bool { return len(l.kept) >= maxAhead || l.bytes >= maxAheadBytes }

// keep keeps a message.
func (l *Lookahead) keep(a *ahead) {
	l.kept = append(l.kept, a)
	l.bytes += a.Size()
	if a.open {
		from := side{a.Conversation(), a.From.Inode}
		l.open[from] = append(l.open[from], a)
	}
}

// take takes the first message. Of those that go from its side to nobody known it is the
// first as well.
func (l *Lookahead) take() *format.Message {
	a := l.kept[0]
	l.kept[0] = nil
	l.kept = l.kept[1:]
	l.bytes -= a.Size()
	if a.open {
		from := side{a.Conversation(), a.From.Inode}
		if l.open[from] = l.open[from][1:]; len(l.open[from]) == 0 {
			delete(l.open, from)
		}
	}
	return a.Message
}

// learn learns from a message who received others: it answers them, or goes the same way.
func (l *Lookahead) learn(m *format.Message) {
	if len(l.open) == 0 {
		return
	}
	conversation := m.Conversation()
	l.tell(side{conversation, m.To.Inode}, &m.From)
	l.tell(side{conversation, m.From.Inode}, &m.To)
}

// tell tells who receives what goes from that side.
func (l *Lookahead) tell(from side, to *format.End) {
	if !to.HasProcess() {
		return
	}
	for _, a := range l.open[from] {
		a.To.TakeProcess(to)
		a.open = false
	}
	delete(l.open, from)
}
