package format

import (
	"cmp"
	"slices"
	"strconv"
)

// Conversation is what two sockets say to each other. Its first message tells which is
// the client and which the server.
type Conversation struct {
	ID       string // what Message.Conversation returns
	Type     SocketType
	Client   End // as it was first, and what was learned of it later
	Server   End
	Messages []*Message // whole sends in the order of their starts
	Endings  []Ending   // of each side at most one, in their order

	// An end that has sent is known for sure; who receives may be a guess.
	clientSent, serverSent bool

	pairing *Pairing // of the messages as they came, in pieces; nil if nobody kept it
}

// FromClient reports whether the client sent m, a message of this conversation.
func (c *Conversation) FromClient(m *Message) bool { return m.From.Inode == c.Client.Inode }

// Name is the server's or, if that has none, the client's.
func (c *Conversation) Name() Name { return c.socket().Name }

// Path is where the file of that name is, if Name does not lead there and it is known.
func (c *Conversation) Path() string { return c.socket().Path }

// socket is the end that Name is of.
func (c *Conversation) socket() *End {
	if c.Server.Name != "" {
		return &c.Server
	}
	return &c.Client
}

// Conversations sorts messages by the pair of sockets that they passed between.
type Conversations struct {
	all  []*Conversation
	byID map[string]*Conversation
	open map[sendEnd]openSend // sends of which the last piece may be still to come
}

// sendEnd is where the next piece of a send begins. A thread has one send at a time.
type sendEnd struct {
	in     *Conversation
	inode  uint64
	tid    int
	offset int64
}

// openSend is a message that pieces can be put to.
type openSend struct {
	at   int  // its index in the conversation
	ours bool // to change: it was put together of pieces
}

// All are the conversations in the order of their first messages.
func (c *Conversations) All() []*Conversation { return c.all }

// Add adds a message, which it keeps, to its conversation. A piece of a send whose
// earlier pieces are there is put to them. Of events, those count that end a side of a
// conversation that has messages.
func (c *Conversations) Add(m *Message) {
	id := m.Conversation()
	known := c.byID[id]
	if m.Event != nil {
		if known != nil {
			known.addEvent(m)
		}
		return
	}
	if known == nil {
		known = newConversation(id, m)
		if c.byID == nil {
			c.byID = map[string]*Conversation{}
		}
		c.byID[id] = known
		c.all = append(c.all, known)
	}
	client, server := m.From, m.To
	if known.FromClient(m) {
		known.clientSent = known.Client.sent(client, known.clientSent)
	} else {
		client, server = m.To, m.From
		known.serverSent = known.Server.sent(server, known.serverSent)
	}
	known.Client.Learn(client)
	known.Server.Learn(server)
	known.pairing.Add(m, known.FromClient(m))
	end := sendEnd{known, m.From.Inode, m.From.Tid, m.Offset}
	send, isOpen := c.open[end]
	if m.Offset > 0 && isOpen {
		delete(c.open, end)
		known.join(send, m)
		send.ours = true
	} else {
		known.Messages = append(known.Messages, m)
		send = openSend{at: len(known.Messages) - 1}
	}
	if m.More {
		if c.open == nil {
			c.open = map[sendEnd]openSend{}
		}
		end.offset += m.Len
		c.open[end] = send
	}
}

func newConversation(id string, m *Message) *Conversation {
	client, server := m.Sides()
	return &Conversation{ID: id, Type: m.Type, Client: client, Server: server, pairing: NewPairing(m.Type)}
}

// join puts a later piece of a send to its earlier ones, in a message of their own.
func (c *Conversation) join(send openSend, piece *Message) {
	whole := c.Messages[send.at]
	if !send.ours {
		first := *whole
		whole = &first
		whole.Parts, whole.Files = slices.Clone(whole.Parts), slices.Clone(whole.Files)
		c.Messages[send.at] = whole
	}
	for _, p := range piece.Parts {
		whole.Parts = append(whole.Parts, Part{whole.Len + p.Offset, p.Data})
	}
	whole.Files = append(whole.Files, piece.Files...)
	whole.Len += piece.Len
	whole.More = piece.More
	whole.Unreadable += piece.Unreadable
	whole.Dropped += piece.Dropped
	whole.Unwanted += piece.Unwanted
	whole.Late = whole.Late || piece.Late
	whole.Cred = cmp.Or(whole.Cred, piece.Cred)
}

// Learn fills in what was not known of an end: who it is may be known only once a
// connection was accepted.
func (e *End) Learn(later End) {
	later.Inode = cmp.Or(e.Inode, later.Inode)
	later.Name = cmp.Or(e.Name, later.Name)
	later.Path = cmp.Or(e.Path, later.Path)
	if e.Pid == 0 {
		*e = later
	}
	e.Inode, e.Name, e.Path = later.Inode, later.Name, later.Path
}

// sent takes who sends from an end for whose it is, unless somebody has sent before. It
// returns whether somebody has.
func (e *End) sent(by End, before bool) bool {
	if by.Pid != e.Pid && by.Pid != 0 && !before {
		e.Pid = 0 // to be learned
	}
	return before || by.Pid != 0
}

// Sides are the client and the server of a conversation that begins with m. The client is
// who connected. Where that is not known, the server is the end that is bound to a name or,
// if that says nothing, that receives.
func (m *Message) Sides() (client, server End) {
	if m.connected(&m.To, &m.From) {
		return m.To, m.From
	}
	return m.From, m.To
}

// connected reports whether an end is known to have connected to the other one.
func (m *Message) connected(end, other *End) bool {
	if m.Client != 0 {
		return end.Inode == m.Client
	}
	return end.Name == "" && other.Name != ""
}

// Conversation names the pair of sockets that a message passed between, the same
// for both directions. Of a connection where it is known who connected, the inode of that
// socket alone says it: there is one even before the connection was accepted. A socket
// for datagrams can send to many.
func (m *Message) Conversation() string { return string(m.AppendConversation(nil)) }

// AppendConversation appends what Conversation returns.
func (m *Message) AppendConversation(b []byte) []byte {
	if m.Host != nil { // numbers of sockets are each host's own
		b = append(m.Host.append(b), ':')
	}
	first, second := m.From.Inode, m.To.Inode
	if m.IsAlone() {
		return strconv.AppendUint(b, first, 10)
	}
	if m.Type != Datagram {
		switch {
		case m.connected(&m.From, &m.To):
			return strconv.AppendUint(b, first, 10)
		case m.connected(&m.To, &m.From):
			return strconv.AppendUint(b, second, 10)
		}
	}
	b = append(strconv.AppendUint(b, min(first, second), 10), '-')
	return strconv.AppendUint(b, max(first, second), 10)
}
