package learn

import (
	"cmp"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/format"
)

// MaxMessages bounds how many messages are kept, and MaxBytes how many bytes of them: later ones
// are counted and not looked at.
const (
	MaxMessages = 200_000
	MaxBytes    = 256 << 20
)

const (
	// What was not captured is zeros, of which there may be so many in all, and so many more
	// for each byte that was: a small file can tell of endless messages.
	leastZeros   = 1 << 20
	zerosForByte = 1 << 10
)

// Capture collects the messages of a capture.
type Capture struct {
	Messages []model.Message
	Socket   string // the name of the first one, escaped
	Left     int    // messages that were too many

	sockets map[string]int    // conversations of each socket with a name, escaped
	clients map[string]uint64 // inode of the client, by conversation
	open    map[blocked]int   // index of a send of which more is to come
	bytes   int
	zeros   int64 // that there may be yet, beyond the first
}

// blocked is a send that comes in pieces: a thread has one at a time.
type blocked struct {
	conversation string
	inode        uint64
	tid          int
	offset       int64
}

// Add adds a message, or a piece of one to its earlier ones.
func (c *Capture) Add(m *format.Message) {
	if c.clients == nil {
		c.clients, c.open, c.sockets = map[string]uint64{}, map[blocked]int{}, map[string]int{}
		c.Socket = m.SocketName().String()
	}
	id := m.Conversation()
	key := blocked{id, m.From.Inode, m.From.Tid, m.Offset}
	if at, ok := c.open[key]; ok && m.Offset > 0 {
		delete(c.open, key)
		c.join(at, m)
		if m.More {
			key.offset += m.Len
			c.open[key] = at
		}
		return
	}
	if len(c.Messages) >= MaxMessages || c.bytes >= MaxBytes {
		c.Left++
		return
	}
	client, ok := c.clients[id]
	if !ok {
		first, _ := m.Sides()
		client = first.Inode
		c.clients[id] = client
		if name := m.SocketName(); name != "" {
			c.sockets[name.String()]++
		}
	}
	message := model.Message{
		Number: len(c.Messages) + 1, Conversation: id, FromClient: m.From.Inode == client,
		Type: m.Type.String(), Time: m.Time,
		Sender: model.Sender{
			Pid: m.From.Pid, Tid: m.From.Tid, UID: m.From.UID, GID: -1, Inode: m.From.Inode,
			PeerPid: m.To.Pid, PeerInode: m.To.Inode,
		},
	}
	if m.Cred != nil {
		message.Sender.GID = m.Cred.GID
	}
	c.Messages = append(c.Messages, message)
	c.join(len(c.Messages)-1, m)
	if m.More {
		key.offset += m.Len
		c.open[key] = len(c.Messages) - 1
	}
}

// join puts the bytes of a piece to those that are there.
func (c *Capture) join(at int, m *format.Message) {
	to := &c.Messages[at]
	start, captured := len(to.Data), m.Captured()
	c.zeros += zerosForByte * captured
	if room := int64(MaxBytes - c.bytes); m.Len > room || m.Len < 0 || m.Len-captured > c.zeros+leastZeros {
		// Not kept, as a hostile length could have us fill the memory.
		to.Holes = append(to.Holes, model.Hole{Offset: start})
		return
	}
	c.zeros -= m.Len - captured
	if m.Offset > 0 && start == 0 {
		to.Holes = append(to.Holes, model.Hole{Offset: 0})
	}
	data := make([]byte, m.Len)
	for _, p := range m.Parts {
		copy(data[p.Offset:], p.Data)
	}
	for _, h := range m.Holes() {
		to.Holes = append(to.Holes, model.Hole{Offset: start + int(h.Offset), Len: int(h.Len)})
	}
	c.bytes += len(data)
	to.Data = append(to.Data, data...)
	for _, f := range m.Files {
		to.Files = append(to.Files, model.File{Descriptor: f.Descriptor, Inode: f.Inode})
	}
}

// Protocol is what is known of the messages before they are looked at.
func (c *Capture) protocol() *model.Protocol {
	p := &model.Protocol{Socket: c.Socket, Messages: len(c.Messages), Conversations: len(c.clients)}
	for i := range c.Messages {
		m := &c.Messages[i]
		p.Type = cmp.Or(p.Type, m.Type)
		if !m.Whole() {
			p.Incomplete++
		}
	}
	return p
}
