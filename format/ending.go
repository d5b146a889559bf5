package format

import "slices"

// Ending is when a side of a conversation ended its direction: it shut that down, or closed
// its socket.
type Ending struct {
	FromClient bool
	After      int // so many of the conversation's messages
}

// addEvent takes what an event tells of a conversation: that a side says nothing more.
func (c *Conversation) addEvent(m *Message) {
	client := c.FromClient(m)
	ends := m.Event.Kind == Close || m.Event.Kind == Shutdown && m.Event.Write
	known := slices.ContainsFunc(c.Endings, func(e Ending) bool { return e.FromClient == client })
	if ends && !known {
		c.Endings = append(c.Endings, Ending{FromClient: client, After: len(c.Messages)})
	}
}

// Ending is when a side ended, and whether it did so before the other one. Of who was not
// seen to end, there is none.
func (c *Conversation) Ending(client bool) (after int, first, ok bool) {
	for i, e := range c.Endings {
		if e.FromClient == client {
			return e.After, i == 0, true
		}
	}
	return 0, false, false
}

// split divides a turn behind the message of that number, if it goes on there.
func (t Turn) split(after int, numbers []int) []Turn {
	n := 0
	for n < len(numbers) && numbers[n] <= after {
		n++
	}
	if n == 0 || n == len(numbers) {
		return []Turn{t}
	}
	head, tail := t, t
	head.Messages, head.Last = t.Messages[:n], numbers[n-1]
	tail.Messages, tail.First = t.Messages[n:], numbers[n]
	return []Turn{head, tail}
}

// SplitAt divides the turn that goes on behind the message of that number, if one does.
func (c *Conversation) SplitAt(after int, turns []Turn) []Turn {
	number := map[*Message]int{}
	for i, m := range c.Messages {
		number[m] = i + 1
	}
	var all []Turn
	for _, t := range turns {
		numbers := make([]int, len(t.Messages))
		for i, m := range t.Messages {
			numbers[i] = number[m]
		}
		all = append(all, t.split(after, numbers)...)
	}
	return all
}
