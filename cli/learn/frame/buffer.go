package frame

// The sizes that a buffer has which is sent when it is full: bytes, of which they are a multiple, and how often
// it was, at least.
const bufferUnit, leastFull = 512, 3

// buffer is the size of the buffer that a side sends when it is full: the largest size of its messages,
// if some have it; 0 if none does, or all do.
func buffer(all []*stream, fromClient bool) int {
	size, full, others := 0, 0, 0
	for _, s := range all {
		if s.fromClient() != fromClient {
			continue
		}
		for _, m := range s.messages {
			switch n := len(m.Data); {
			case n > size:
				size, full, others = n, 1, others+full
			case n == size:
				full++
			default:
				others++
			}
		}
	}
	if size%bufferUnit != 0 || full < leastFull || others == 0 {
		return 0
	}
	return size
}

// part finds where sends begin: a message goes on in the next one if it is full.
func (s *stream) part(full int) {
	for i := range s.messages {
		if i == 0 || len(s.messages[i-1].Data) != full {
			s.starts = append(s.starts, s.begins[i])
		}
	}
}
