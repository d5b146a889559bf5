package sockets

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Listed is a socket that is listed.
type Listed struct {
	End
	Type  format.SocketType
	State proc.SocketState
	UID   int // whose it is, -1 if unknown
	Peer  End // zero if there is none, or unknown

	RecvQueue int64 // bytes or, if it listens, connections that wait; -1 if unknown
	SendQueue int64 // bytes of memory or, if it listens, connections that may wait; -1 if unknown
}

// End is one end of a conversation that may take place.
type End struct {
	Inode  uint64
	Name   format.Name
	Path   string // where its file is now, if the name does not lead there and it is known
	Owners []Owner
}

// Owner is a process that has a socket open.
type Owner struct {
	Pid  int
	UID  int // -1 if unknown
	Comm string
}

// Ownerless reports whether nobody is known to hold the socket, or its peer.
func (l *Listed) Ownerless() bool {
	return len(l.Owners) == 0 || l.Peer.Inode != 0 && len(l.Peer.Owners) == 0
}

// sortListed brings sockets into the order in which people look for them: by
// name, those that listen before those that they accepted, unnamed ones last.
func sortListed(sockets []*Listed) {
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
		if s.State == proc.Listening {
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
