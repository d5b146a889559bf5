package decode

// calls are those of which the answer may come yet, the newest mostCalls.
type calls struct {
	byKey map[callKey]string
	ring  []callKey
	next  int // to be forgotten, once there are so many
}

// callKey is a conversation, who called in it, by the inode number of the socket, and the
// number of the call there.
type callKey struct {
	conversation string
	inode        uint64
	serial       uint32
}

const mostCalls = 4096

func (c *calls) add(key callKey, what string) {
	if c.byKey == nil {
		c.byKey = map[callKey]string{}
	}
	if len(c.ring) < mostCalls {
		c.ring = append(c.ring, key)
	} else {
		delete(c.byKey, c.ring[c.next])
		c.ring[c.next] = key
		c.next = (c.next + 1) % mostCalls
	}
	c.byKey[key] = what
}

// take is what was called, "" if it is not known.
func (c *calls) take(key callKey) string {
	what := c.byKey[key]
	delete(c.byKey, key)
	return what
}
