package metrics

import (
	"sync"

	"github.com/unixsnoop/unixsnoop/format"
)

const (
	// maxSockets is how many sockets have counts of their own. Those that come later are
	// counted together, as others.
	maxSockets = 1000
	others     = "(others)"
)

// Counts are those of a capture. They may be used by several goroutines at once.
type Counts struct {
	mu      sync.Mutex
	sockets map[socket]*count
	losses  []format.Loss
}

// socket is what messages are told apart by.
type socket struct {
	name string // escaped; "" of messages between two unnamed ones
	kind format.SocketType
}

type count struct {
	messages, bytes, captured uint64
}

// NewCounts returns counts of 0.
func NewCounts() *Counts { return &Counts{sockets: map[socket]*count{}} }

// Add counts a message. A send that is captured in pieces counts as one message, with the last
// of them.
func (c *Counts) Add(m *format.Message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := socket{m.SocketName().String(), m.Type}
	known := c.sockets[s]
	if known == nil {
		if len(c.sockets) >= maxSockets {
			s = socket{name: others}
		}
		if known = c.sockets[s]; known == nil {
			known = &count{}
			c.sockets[s] = known
		}
	}
	if !m.More {
		known.messages++
	}
	known.bytes += uint64(m.Len)
	known.captured += uint64(m.Captured())
}

// SetLosses says what is missing so far.
func (c *Counts) SetLosses(losses []format.Loss) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.losses = losses
}
