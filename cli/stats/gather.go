package stats

import (
	"container/list"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// Gatherer sums up messages.
type Gatherer struct {
	by     By
	limits limits

	talks  map[string]*talk // by the name of the conversation
	recent *list.List       // of them, who spoke last at the front
	id     []byte           // that is being looked for

	rows   map[key]*Row // of what is over
	order  []*Row       // these, by when they were begun
	others Row          // of what found no room there
	early  int          // conversations that were ended for want of room
}

// limits bound what is kept.
type limits struct {
	talks int // conversations that are followed at once
	rows  int
}

// usualLimits take a few hundred bytes of memory for each, and some kilobytes for a
// conversation or row with many answers of many sizes.
var usualLimits = limits{talks: 1 << 14, rows: 1 << 14}

// talk is a conversation that goes on.
type talk struct {
	Row
	pairing  *format.Pairing
	exchange exchange
	found    bool // something that was said
	place    *list.Element
}

// NewGatherer sums up by sockets, processes or conversations.
func NewGatherer(by By) *Gatherer { return newGatherer(by, usualLimits) }

func newGatherer(by By, l limits) *Gatherer {
	return &Gatherer{by: by, limits: l, talks: map[string]*talk{}, recent: list.New(), rows: map[key]*Row{}, others: Row{Others: true}}
}

// Add counts a message, which is one of those that are searched for or not, or an event.
func (g *Gatherer) Add(m *format.Message, found bool) {
	g.id = m.AppendConversation(g.id[:0])
	t := g.talks[string(g.id)]
	switch {
	case t == nil && m.IsAlone() && m.Event.Kind == format.Close:
		return // nobody talked over that, such as a listener
	case t == nil:
		t = g.begin(m)
	}
	g.recent.MoveToFront(t.place)
	fromClient := m.From.Inode == t.Client.Inode
	client, server, tally := m.From, m.To, &t.FromClient
	if !fromClient {
		client, server, tally = m.To, m.From, &t.FromServer
	}
	t.Client.Learn(client)
	t.Server.Learn(server)
	if m.Event != nil {
		t.happened(m, fromClient)
		return
	}
	t.Conversations = 1
	before := t.pairing.Count()
	took, answers := t.pairing.Add(m, fromClient)
	if fromClient {
		t.endExchange()
	}
	if answers {
		t.exchange.begin(took)
	}
	if !found {
		return
	}
	t.exchange.found = t.exchange.found || fromClient || t.exchange.answered // not what the server says unasked
	t.note(m.Time)
	tally.Messages += uint64(t.pairing.Count() - before)
	tally.Bytes += uint64(m.Len)
}

// note notes that something that counts was at that time.
func (t *talk) note(at time.Time) {
	if !t.found || at.Before(t.First) {
		t.First = at
	}
	if !t.found || at.After(t.Last) {
		t.Last = at
	}
	t.found = true
}

// begin begins a conversation with its first message.
func (g *Gatherer) begin(m *format.Message) *talk {
	if len(g.talks) >= g.limits.talks {
		oldest := g.recent.Remove(g.recent.Back()).(*talk)
		delete(g.talks, oldest.ID)
		g.end(oldest)
		g.early++
	}
	client, server := m.Sides()
	t := &talk{pairing: format.NewPairing(m.Type)}
	t.Row = Row{ID: string(g.id), Type: m.Type, Client: client, Server: server}
	t.place = g.recent.PushFront(t)
	g.talks[t.ID] = t
	return t
}

// end counts a conversation to its row, if something in it was found.
func (g *Gatherer) end(t *talk) {
	if !t.found {
		return
	}
	t.endExchange()
	t.Socket, t.Path = t.Server.Name, t.Server.Path
	if t.Socket == "" {
		t.Socket, t.Path = t.Client.Name, t.Client.Path
	}
	if d := t.pairing.Duplex(); d != nil {
		t.NoTurns, t.Why = 1, d.Why
		if d.First == 1 {
			t.Latency = Latency{}
		}
	}
	for _, begun := range t.empty(g.by) {
		k := begun.key()
		row := g.rows[k]
		switch {
		case row == nil && len(g.rows) >= g.limits.rows:
			row = &g.others
		case row == nil:
			row = &begun
			g.rows[k] = row
			g.order = append(g.order, row)
		}
		row.join(&t.Row)
	}
}

// Early is how many conversations were summed up before it was known that they were over, as
// others needed the room: what went on then counts as another one, and an answer whose request
// came before is not known for one.
func (g *Gatherer) Early() int { return g.early }

// Rows are all there are, once no message will follow, and what has no row of its own as
// the last one.
func (g *Gatherer) Rows() []*Row {
	for e := g.recent.Back(); e != nil; e = e.Prev() {
		g.end(e.Value.(*talk))
	}
	g.recent.Init()
	clear(g.talks)
	if !g.others.First.IsZero() {
		return append(g.order, &g.others)
	}
	return g.order
}
