package order

// sendQueue is what waits, by key; the pieces of a send stay in their order. It is a merge of
// runs, each in order by itself: a heap has the first of each run, and the others are lists
// behind these. A ring's records are in order mostly, so a run has many messages, and neither
// to add one nor to remove it takes more than a look or two at the firsts of other runs.
//
// What is not newer than the one added before it begins another run, whatever the reason. So
// the queue is in order by construction, and runs are merely what makes it fast.
type sendQueue struct {
	firsts []place  // a heap
	tail   *pending // the last of the run that was added to last, nil if that is not in the queue any more
	size   int
}

// place is the first of a run, with a copy of what it goes by, so that the order is found
// without a look at the sends.
type place struct {
	key    uint64
	pieces int
	*pending
}

func (p *place) before(q *place) bool {
	return p.key < q.key || p.key == q.key && p.pieces < q.pieces
}

// first is the one that goes before all others. There is one.
func (s *sendQueue) first() *pending { return s.firsts[0].pending }

// push adds one that is outside, and may move later.
func (s *sendQueue) push(q *pending) {
	s.size++
	q.at = len(s.firsts)
	s.firsts = append(s.firsts, place{q.key, q.pieces, q})
	s.up(q.at)
}

// add adds one that is outside and is not to move.
func (s *sendQueue) add(q *pending) {
	if s.tail == nil || q.key < s.tail.key {
		s.push(q)
	} else {
		s.size++
		q.at = behind
		s.tail.next = q
	}
	s.tail = q
}

// pop removes the first.
func (s *sendQueue) pop() {
	s.size--
	first := s.first()
	if first == s.tail {
		s.tail = nil
	}
	if next := first.next; next != nil {
		first.next, next.at = nil, 0
		s.firsts[0] = place{next.key, next.pieces, next}
	} else {
		last := len(s.firsts) - 1
		s.swap(0, last)
		s.firsts[last].pending = nil
		s.firsts = s.firsts[:last]
	}
	s.down(0)
	first.at = outside
}

// move restores the order after a change of q's key.
func (s *sendQueue) move(q *pending) {
	if q.at == outside {
		return
	}
	p := &s.firsts[q.at]
	if p.key == q.key && p.pieces == q.pieces {
		return
	}
	p.key, p.pieces = q.key, q.pieces
	if at := q.at; !s.down(at) {
		s.up(at)
	}
}

func (s *sendQueue) swap(i, j int) {
	f := s.firsts
	f[i], f[j] = f[j], f[i]
	f[i].at, f[j].at = i, j
}

func (s *sendQueue) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !s.firsts[i].before(&s.firsts[parent]) {
			return
		}
		s.swap(i, parent)
		i = parent
	}
}

// down reports whether it moved.
func (s *sendQueue) down(i int) bool {
	f, start := s.firsts, i
	for {
		child := 2*i + 1
		if child >= len(f) {
			break
		}
		if right := child + 1; right < len(f) && f[right].before(&f[child]) {
			child = right
		}
		if !f[child].before(&f[i]) {
			break
		}
		s.swap(i, child)
		i = child
	}
	return i > start
}
