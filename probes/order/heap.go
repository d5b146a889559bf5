package order

// sendQueue is a heap by key; the pieces of a send stay in their order.
type sendQueue []place

// place is one in the queue, with a copy of what it goes by, so that the order is found
// without a look at the sends.
type place struct {
	key    uint64
	pieces int
	*pending
}

func (p *place) before(q *place) bool {
	return p.key < q.key || p.key == q.key && p.pieces < q.pieces
}

// push adds one that is outside.
func (s *sendQueue) push(q *pending) {
	q.at = len(*s)
	*s = append(*s, place{q.key, q.pieces, q})
	s.up(q.at)
}

// pop removes the first.
func (s *sendQueue) pop() {
	last := len(*s) - 1
	first := (*s)[0].pending
	s.swap(0, last)
	(*s)[last].pending = nil
	*s = (*s)[:last]
	s.down(0)
	first.at = outside
}

// move restores the order after a change of q's key.
func (s *sendQueue) move(q *pending) {
	if q.at == outside {
		return
	}
	p := &(*s)[q.at]
	if p.key == q.key && p.pieces == q.pieces {
		return
	}
	p.key, p.pieces = q.key, q.pieces
	if at := q.at; !s.down(at) {
		s.up(at)
	}
}

func (s sendQueue) swap(i, j int) {
	s[i], s[j] = s[j], s[i]
	s[i].at, s[j].at = i, j
}

func (s sendQueue) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !s[i].before(&s[parent]) {
			return
		}
		s.swap(i, parent)
		i = parent
	}
}

// down reports whether it moved.
func (s sendQueue) down(i int) bool {
	start := i
	for {
		child := 2*i + 1
		if child >= len(s) {
			break
		}
		if right := child + 1; right < len(s) && s[right].before(&s[child]) {
			child = right
		}
		if !s[child].before(&s[i]) {
			break
		}
		s.swap(i, child)
		i = child
	}
	return i > start
}
