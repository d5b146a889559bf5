package search

import (
	"container/list"

	"github.com/unixsnoop/unixsnoop/format"
)

// MostKept is how many bytes the messages have at most, with what it takes to know them,
// that are kept in case a later one of their conversation is wanted.
const MostKept = 64 << 20

// mostAwaited is of how many conversations messages behind a wanted one are awaited: those
// that have waited longest are over mostly.
const mostAwaited = 1 << 16

// perMessage is more than it takes to keep a message besides its bytes.
const perMessage = 1 << 10

// Around keeps the last messages of each conversation, and knows which of them are to be
// shown with those that are wanted.
type Around struct {
	count int // of messages before and after

	conversations map[string]*surroundings
	kept          list.List // *keptMessage of all conversations, the oldest first
	size          int64     // of all that is kept
	most          int64
	awaited       list.List // *surroundings of which messages are to be shown still

	// What is missing for want of memory.
	gaveUp  bool
	Lacking uint64 // wanted messages before which some may not be shown
	GivenUp uint64 // wanted messages behind which some may not be shown
}

// surroundings are what is known of a conversation.
type surroundings struct {
	id      string
	kept    []*list.Element // of Around.kept
	after   int             // messages to be shown still
	awaited *list.Element   // of Around.awaited, nil if none are
}

type keptMessage struct {
	*format.Message
	of   *surroundings
	size int64
}

// NewAround returns one that shows so many messages before and after each that is wanted.
func NewAround(count int) *Around {
	return &Around{count: count, conversations: map[string]*surroundings{}, most: MostKept}
}

// Pass takes the next message. Before are those to be shown in front of it, and show says
// whether it is to be shown itself. It keeps a copy of what may be shown later.
func (a *Around) Pass(m *format.Message, wanted bool) (before []*format.Message, show bool) {
	id := m.Conversation()
	c := a.conversations[id]
	if c == nil {
		c = &surroundings{id: id}
		a.conversations[id] = c
	}
	if wanted {
		before = a.take(c)
		if a.gaveUp && len(before) < a.count && c.after == 0 {
			a.Lacking++
		}
		a.setAfter(c, a.count)
		return before, true
	}
	if c.after > 0 {
		a.setAfter(c, c.after-1)
		return nil, true
	}
	a.keep(c, m)
	return nil, false
}

// Awaits reports whether messages behind one that was wanted are still to come.
func (a *Around) Awaits() bool { return a.awaited.Len() > 0 }

func (a *Around) setAfter(c *surroundings, n int) {
	c.after = n
	switch {
	case n == 0 && c.awaited != nil:
		a.awaited.Remove(c.awaited)
		c.awaited = nil
	case n > 0 && c.awaited == nil:
		c.awaited = a.awaited.PushBack(c)
	case n > 0:
		a.awaited.MoveToBack(c.awaited)
	}
	a.forget(c)
	if a.awaited.Len() > mostAwaited {
		a.GivenUp++
		a.setAfter(a.awaited.Front().Value.(*surroundings), 0)
	}
}

// take is what is kept of a conversation, which is kept no more.
func (a *Around) take(c *surroundings) []*format.Message {
	var messages []*format.Message
	for len(c.kept) > 0 {
		messages = append(messages, a.drop(c))
	}
	return messages
}

func (a *Around) keep(c *surroundings, m *format.Message) {
	k := &keptMessage{Message: m.Clone(), of: c, size: m.Size() + perMessage}
	c.kept = append(c.kept, a.kept.PushBack(k))
	a.size += k.size
	if len(c.kept) > a.count {
		a.drop(c)
	}
	for a.size > a.most {
		oldest := a.kept.Front().Value.(*keptMessage)
		a.drop(oldest.of)
		a.gaveUp = true
		a.forget(oldest.of)
	}
}

// drop keeps the oldest message of a conversation no more.
func (a *Around) drop(c *surroundings) *format.Message {
	k := a.kept.Remove(c.kept[0]).(*keptMessage)
	c.kept[0] = nil
	c.kept = c.kept[1:]
	a.size -= k.size
	return k.Message
}

// forget forgets a conversation of which nothing has to be known.
func (a *Around) forget(c *surroundings) {
	if len(c.kept) == 0 && c.after == 0 {
		delete(a.conversations, c.id)
	}
}
