package frame

import "github.com/unixsnoop/unixsnoop/cli/learn/model"

// stream is what one side of a conversation sent between holes.
type stream struct {
	messages []*model.Message // with bytes
	begins   []int            // of each in data
	starts   []int            // of each that begins a send: what fills a buffer goes on in the next one
	data     []byte
	// resumed says that bytes before it are missing: it may begin in a frame.
	resumed bool
}

func (s *stream) fromClient() bool { return s.messages[0].FromClient }

// end is where the send with an index ends.
func (s *stream) end(send int) int { return s.endOf(s.starts, send) }

// endOf is where what begins at one of these offsets ends.
func (s *stream) endOf(starts []int, i int) int {
	if i+1 < len(starts) {
		return starts[i+1]
	}
	return len(s.data)
}

// whole is the share of sends behind the preamble that end where a frame does.
func (s *stream) whole(c cut) float64 {
	begins := 0
	if c.greeting > 0 {
		begins = c.ends[c.greeting-1]
	}
	sends := 0
	for i := range s.starts {
		if s.end(i) > begins {
			sends++
		}
	}
	if sends == 0 {
		return 1
	}
	return float64(s.ending(c.ends[c.greeting:])) / float64(sends)
}

// ending is how many frames with these ends end where a send does, which is as many as sends that end where one of
// them does.
func (s *stream) ending(ends []int) (n int) {
	send := 0
	for _, end := range ends {
		for send < len(s.starts)-1 && s.end(send) < end {
			send++
		}
		if s.end(send) == end {
			n++
		}
	}
	return n
}

// send are the bytes of one.
func (s *stream) send(i int) []byte { return s.data[s.starts[i]:s.end(i)] }

// behind are the sends from a byte on: of the one that it is in, the rest.
func (s *stream) behind(at int) []sample {
	var list []sample
	for i := range s.starts {
		if begins := max(s.starts[i], at); begins < s.end(i) {
			list = append(list, sample{data: s.data[begins:s.end(i)]})
		}
	}
	for i := 1; i < len(list); i++ {
		list[i-1].next = list[i].data
	}
	return list
}

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
	for _, fromClient := range []bool{true, false} {
		full := buffer(all, fromClient)
		for _, s := range all {
			if s.fromClient() == fromClient {
				s.part(full)
			}
		}
	}
	return all, lost
}

// join puts the bytes of the messages together, of which there may be many: just as many are allocated.
func (s *stream) join() {
	size := 0
	s.begins = make([]int, len(s.messages))
	for i, m := range s.messages {
		s.begins[i] = size
		size += len(m.Data)
	}
	s.data = make([]byte, 0, size)
	for _, m := range s.messages {
		s.data = append(s.data, m.Data...)
	}
}
