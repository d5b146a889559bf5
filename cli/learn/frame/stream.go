package frame

import "github.com/unixsnoop/unixsnoop/cli/learn/model"

// stream is what one side of a conversation sent between holes.
type stream struct {
	messages []*model.Message // with bytes
	starts   []int            // of each in data
	data     []byte
	// resumed says that bytes before it are missing: it may begin in a frame.
	resumed bool
}

func (s *stream) fromClient() bool { return s.messages[0].FromClient }

// end is where the send with an index ends.
func (s *stream) end(send int) int {
	if send+1 < len(s.starts) {
		return s.starts[send+1]
	}
	return len(s.data)
}

// send are the bytes of one.
func (s *stream) send(i int) []byte { return s.data[s.starts[i]:s.end(i)] }

// streams sorts the sends of streams by conversation and direction. A send with a hole
// ends a stream; lost are the bytes of such sends.
func streams(messages []model.Message) (all []*stream, lost int) {
	type side struct {
		conversation string
		fromClient   bool
	}
	open := map[side]*stream{}
	broken := map[side]bool{}
	for i := range messages {
		m := &messages[i]
		key := side{m.Conversation, m.FromClient}
		if !m.Whole() {
			lost += len(m.Data)
			delete(open, key)
			broken[key] = true
			continue
		}
		if len(m.Data) == 0 {
			continue
		}
		s := open[key]
		if s == nil {
			s = &stream{resumed: broken[key]}
			open[key] = s
			all = append(all, s)
		}
		s.messages = append(s.messages, m)
	}
	for _, s := range all {
		s.join()
	}
	return all, lost
}

// join puts the bytes of the messages together, of which there may be many: just as many are allocated.
func (s *stream) join() {
	size := 0
	s.starts = make([]int, len(s.messages))
	for i, m := range s.messages {
		s.starts[i] = size
		size += len(m.Data)
	}
	s.data = make([]byte, 0, size)
	for _, m := range s.messages {
		s.data = append(s.data, m.Data...)
	}
}
