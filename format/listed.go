package format

import (
	"cmp"
	"slices"
)

// Listed is a socket that is listed.
type Listed struct {
	ListedEnd
	Type  SocketType
	State SocketState
	UID   int       // whose it is, -1 if unknown
	Peer  ListedEnd // zero if there is none, or unknown

	RecvQueue int64 // bytes or, if it listens, connections that wait; -1 if unknown
	SendQueue int64 // bytes of memory or, if it listens, connections that may wait; -1 if unknown
}

// ListedEnd is one end of a conversation that may take place.
type ListedEnd struct {
	Inode  uint64
	Name   Name
	Owners []Owner
}

// Owner is a process that has a socket open.
type Owner struct {
	Pid  int
	UID  int // -1 if unknown
	Comm string
}

// SocketState is what a socket is able to do, as it is shown.
type SocketState string

// The states of sockets.
const (
	Unconnected SocketState = "unconnected"
	Listening   SocketState = "listening"
	Connected   SocketState = "connected"
	Pending     SocketState = "pending" // its connection was not accepted yet
	HungUp      SocketState = "hungup"  // its peer has gone
)

// SortSockets brings sockets into the order in which people look for them: by
// name, those that listen before those that they accepted, unnamed ones last.
func SortSockets(sockets []*Listed) {
	rank := func(s *Listed) int {
		switch {
		case s.Name == "":
			return 2
		case s.Name[0] == 0:
			return 1
		}
		return 0
	}
	later := func(s *Listed) int {
		if s.State == Listening {
			return 0
		}
		return 1
	}
	slices.SortFunc(sockets, func(a, b *Listed) int {
		return cmp.Or(
			cmp.Compare(rank(a), rank(b)),
			cmp.Compare(a.Name, b.Name),
			cmp.Compare(later(a), later(b)),
			cmp.Compare(a.Inode, b.Inode),
		)
	})
}
