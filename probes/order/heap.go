package order

import "container/heap"

// sendQueue is a heap by key; the pieces of a send stay in their order.
type sendQueue []*pending

func (s sendQueue) Len() int { return len(s) }
func (s sendQueue) Less(i, j int) bool {
	return s[i].key < s[j].key || s[i].key == s[j].key && s[i].pieces < s[j].pieces
}
func (s sendQueue) Swap(i, j int) {
	s[i], s[j] = s[j], s[i]
	s[i].at, s[j].at = i, j
}

func (s *sendQueue) Push(x any) {
	q := x.(*pending)
	q.at = len(*s)
	*s = append(*s, q)
}

func (s *sendQueue) Pop() any {
	last := len(*s) - 1
	q := (*s)[last]
	(*s)[last] = nil
	*s = (*s)[:last]
	q.at = outside
	return q
}

// move restores the order after a change of q's key.
func (s *sendQueue) move(q *pending) {
	if q.at != outside {
		heap.Fix(s, q.at)
	}
}
