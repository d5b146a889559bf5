package packets

import (
	"github.com/unixsnoop/unixsnoop/format"
)

// direction is that of a message. The numbers are those of PKTAP's flags here, and of
// a pcapng packet's.
type direction uint8

const (
	towards direction = 1 // the server
	away    direction = 2 // from it
)

// conversation is what is kept of two sockets that talk to each other.
type conversation struct {
	client         uint64 // inode
	clientEnd      endpoint
	serverEnd      endpoint
	sent, answered uint32         // next TCP sequence numbers of client and server
	ended          [away + 1]bool // directions in which a FIN was sent
}

// conversations are those seen last, at most twice maxConversations.
type conversations struct {
	now, before map[string]*conversation
	key         []byte // of the last message
	made        uint64 // how many there were, or were looked for among those before
}

const maxConversations = 1 << 16

// of returns the conversation of a message, a new one if there is none yet.
func (c *conversations) of(m *format.Message) *conversation {
	c.key = m.AppendConversation(c.key[:0])
	known := c.now[string(c.key)]
	if known != nil && !begins(m) {
		return known
	}
	if known == nil {
		known = c.before[string(c.key)]
	}
	if known == nil || begins(m) {
		known = newConversation(m)
	}
	if c.now == nil || len(c.now) >= maxConversations {
		c.before, c.now = c.now, map[string]*conversation{}
	}
	c.now[string(c.key)] = known
	c.made++
	return known
}

// begins reports whether a message begins a conversation, whoever had the number of its
// socket before.
func begins(m *format.Message) bool {
	return m.Event != nil && m.Event.Kind == format.Connect && m.Type != format.Datagram
}

// newConversation fixes the addresses of both ends: should another process go on to
// use a socket, it is the same connection still.
func newConversation(m *format.Message) *conversation {
	client, server := m.Sides()
	return &conversation{
		client:    client.Inode,
		clientEnd: endpoint{address(m.Type, client.Pid, client.Inode), clientPort(client.Inode)},
		serverEnd: endpoint{address(m.Type, server.Pid, server.Inode), portOf(server.Name)},
		sent:      1,
		answered:  1,
	}
}

func (c *conversation) direction(m *format.Message) direction {
	if m.From.Inode == c.client {
		return towards
	}
	return away
}

// appendSegment appends the headers of the next TCP segment, in which bytes are. Missing is
// how many bytes behind them are not there.
func (c *conversation) appendSegment(b []byte, d direction, data []byte, missing int) []byte {
	from, to, seq, ack := c.clientEnd, c.serverEnd, c.sent, c.answered
	if d == away {
		from, to, seq, ack = to, from, ack, seq
	}
	c.skip(d, int64(len(data)+missing))
	return appendTCP(b, from, to, seq, ack, tcpPSH|tcpACK, data, missing)
}

// skip counts bytes in the sequence numbers.
func (c *conversation) skip(d direction, n int64) {
	if d == towards {
		c.sent += uint32(n)
	} else {
		c.answered += uint32(n)
	}
}
