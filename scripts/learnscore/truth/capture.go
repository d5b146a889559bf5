// Package truth has what is known of the messages of a capture: where each is, and its fields.
package truth

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// Stream is what one side says in a conversation: all its sends, one behind the other.
type Stream struct {
	Conversation *format.Conversation
	FromClient   bool
	Data         []byte // of all sends
}

// Send is one message as it was captured.
type Send struct {
	Message *format.Message
	Stream  *Stream // that it is in
	At      int     // of its first byte in the stream
}

// Capture is a capture file: its sends in their order; the number of the first one is 1.
type Capture struct {
	Sends   []Send
	streams []*Stream // in the order of their first sends
}

// Open reads a capture file.
func Open(path string) (*Capture, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	source, err := packets.Open(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var messages []*format.Message
	for {
		m, err := source.Next()
		if errors.Is(err, io.EOF) {
			return New(messages), nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if m.Captured() != m.Len || m.More {
			return nil, fmt.Errorf("%s: a message was not captured whole", path)
		}
		messages = append(messages, m)
	}
}

// New makes one of messages, in the order in which they were captured.
func New(messages []*format.Message) *Capture {
	var conversations format.Conversations
	for _, m := range messages {
		conversations.Add(m)
	}
	byID := map[string]*format.Conversation{}
	for _, c := range conversations.All() {
		byID[c.ID] = c
	}
	type side struct {
		id         string
		fromClient bool
	}
	streams := map[side]*Stream{}
	c := &Capture{}
	for _, m := range messages {
		in := byID[m.Conversation()]
		key := side{in.ID, in.FromClient(m)}
		s := streams[key]
		if s == nil {
			s = &Stream{Conversation: in, FromClient: key.fromClient}
			streams[key] = s
			c.streams = append(c.streams, s)
		}
		c.Sends = append(c.Sends, Send{m, s, len(s.Data)})
		for _, part := range m.Parts {
			s.Data = append(s.Data, part.Data...)
		}
	}
	return c
}

// Place is a byte of a stream: of a send, by its number, and where in that.
func (c *Capture) Place(number, start int) (s *Stream, at int, err error) {
	if number < 1 || number > len(c.Sends) {
		return nil, 0, fmt.Errorf("there is no send %d, but %d", number, len(c.Sends))
	}
	in := c.Sends[number-1]
	if start < 0 || start > len(in.Stream.Data)-in.At {
		return nil, 0, fmt.Errorf("send %d has no byte %d", number, start)
	}
	return in.Stream, in.At + start, nil
}

// Datagrams reports whether each send is a message of the protocol.
func (c *Capture) Datagrams() bool {
	return len(c.Sends) > 0 && c.Sends[0].Message.Type != format.Stream
}
