package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// stream is what one side says in a conversation: all its sends, one behind the other.
type stream struct {
	conversation *format.Conversation
	fromClient   bool
	data         []byte
}

// send is one message as it was captured.
type send struct {
	message *format.Message
	stream  *stream
	at      int // of its first byte in the stream
}

// capture is a capture file: its sends in their order; the number of the first one is 1.
type capture struct {
	sends   []send
	streams []*stream // in the order of their first sends
}

// openCapture reads a capture file.
func openCapture(path string) (*capture, error) {
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
			return newCapture(messages), nil
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

func newCapture(messages []*format.Message) *capture {
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
	streams := map[side]*stream{}
	c := &capture{}
	for _, m := range messages {
		in := byID[m.Conversation()]
		key := side{in.ID, in.FromClient(m)}
		s := streams[key]
		if s == nil {
			s = &stream{conversation: in, fromClient: key.fromClient}
			streams[key] = s
			c.streams = append(c.streams, s)
		}
		c.sends = append(c.sends, send{m, s, len(s.data)})
		for _, part := range m.Parts {
			s.data = append(s.data, part.Data...)
		}
	}
	return c
}

// place is a byte of a stream: of a send, by its number, and where in that.
func (c *capture) place(number, start int) (s *stream, at int, err error) {
	if number < 1 || number > len(c.sends) {
		return nil, 0, fmt.Errorf("there is no send %d, but %d", number, len(c.sends))
	}
	in := c.sends[number-1]
	if start < 0 || start > len(in.stream.data)-in.at {
		return nil, 0, fmt.Errorf("send %d has no byte %d", number, start)
	}
	return in.stream, in.at + start, nil
}

// datagrams reports whether each send is a message of the protocol.
func (c *capture) datagrams() bool {
	return len(c.sends) > 0 && c.sends[0].message.Type != format.Stream
}
