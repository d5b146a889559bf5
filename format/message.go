package format

import (
	"errors"
	"time"
)

// SocketType is a SOCK_* number as the kernel uses it.
type SocketType uint32

// The types that unix sockets have.
const (
	Stream    SocketType = 1
	Datagram  SocketType = 2
	Seqpacket SocketType = 5
)

// String is the short name of the type, as ss prints it.
func (t SocketType) String() string {
	switch t {
	case Stream:
		return "stream"
	case Datagram:
		return "dgram"
	case Seqpacket:
		return "seqpacket"
	}
	return "unknown"
}

// ParseSocketType reads the name of one of the types that unix sockets have.
func ParseSocketType(s string) (SocketType, error) {
	for _, t := range []SocketType{Stream, Datagram, Seqpacket} {
		if s == t.String() {
			return t, nil
		}
	}
	return 0, errors.New("known are stream, dgram, seqpacket")
}

// Message is one send that the kernel accepted, or a piece of one; or, if it has an Event,
// something else that happened between two sockets. Nobody gets events who does not ask for
// them.
type Message struct {
	Time  time.Time // when its first bytes were queued; of some, when the send was entered or went on (docs/json.md)
	Type  SocketType
	From  End
	To    End
	Flags uint32 // MSG_* flags of the call

	// Client is the inode of the socket that connected, where names do not say that, as
	// both ends have one; 0 if it is not known.
	Client uint64

	Len   int64  // bytes the kernel accepted
	Parts []Part // the bytes captured, by ascending offset, apart from each other

	// A send that is blocked on its way, or long, is shown in pieces, each a message.
	Offset int64 // of this piece in the send
	More   bool  // it is not known to be the last

	Files []File       // file descriptors passed, in their order
	Cred  *Credentials // nil without

	Event *Event // nil for a send

	Host *Host // that it was captured on, if there are messages of several; nil else

	// Why bytes are missing, as far as the kernel programs counted it.
	Unreadable int64 // bytes whose pages could not be read
	Dropped    int64 // bytes that found no room in a ring
	Unwanted   int64 // bytes that were left out, as they are not shown

	// Late says that the message could not be put in order: later ones may
	// have been shown before it.
	Late bool

	// What is no part of the send, but was found out about it.
	Matches []Match   // of a search, by ascending offset, apart from each other
	Decoded []Decoded // what its bytes say
}

// Match is a run of a message's bytes in which a search found something; it is not empty.
type Match struct {
	Offset, Len int64
}

// Decoded is a line of what a message says to who knows its protocol.
type Decoded struct {
	Protocol string // in words of ours
	Text     string // escaped, without a line end
}

// End is one end of a message. Zero members are unknown.
type End struct {
	Pid   int // process id in the initial pid namespace
	Tid   int // thread that sent, 0 for a receiver
	UID   int // -1 if unknown
	Comm  string
	Inode uint64 // of the socket
	Name  Name
	Path  string // where the file of that name is now, if Name does not lead there and it is known

	Cgroup  uint64   // id of the process's control group (version 2)
	Process *Process // what else there is to say of the process
}

// HasProcess reports whether anything is known of the process.
func (e *End) HasProcess() bool { return e.Pid != 0 || e.Comm != "" }

// TakeProcess takes what another end says of its process.
func (e *End) TakeProcess(from *End) {
	e.Pid, e.UID, e.Comm, e.Cgroup, e.Process = from.Pid, from.UID, from.Comm, from.Cgroup, from.Process
}

// Part is a run of a message's bytes.
type Part struct {
	Offset int64 // of its first byte in the Message
	Data   []byte
}

// Hole is a run of a message's bytes that was not captured.
type Hole struct {
	Offset, Len int64
}

// Captured is how many of the message's bytes are there.
func (m *Message) Captured() int64 {
	var n int64
	for _, p := range m.Parts {
		n += int64(len(p.Data))
	}
	return n
}

// Size is how many bytes of memory what was captured takes: the payload, and what is told of
// files that are passed, which can be far more.
func (m *Message) Size() int64 { return m.Captured() + FilesSize(m.Files) }

// Holes are the bytes between, before and behind the parts.
func (m *Message) Holes() []Hole { return holes(m.Parts, m.Len) }

// holes are what parts leave of so many bytes.
func holes(parts []Part, length int64) []Hole {
	var (
		holes []Hole
		at    int64
	)
	for _, p := range parts {
		if p.Offset > at {
			holes = append(holes, Hole{at, p.Offset - at})
		}
		at = p.Offset + int64(len(p.Data))
	}
	if at < length {
		holes = append(holes, Hole{at, length - at})
	}
	return holes
}

const (
	msgOOB         = 1       // MSG_OOB
	msgSplicePages = 1 << 27 // MSG_SPLICE_PAGES
)

// OutOfBand reports whether the last byte is urgent.
func (m *Message) OutOfBand() bool { return m.Flags&msgOOB != 0 }

// Spliced reports whether the kernel passed on pages of a file or of a pipe instead of a copy:
// until they are received, whoever can write there can change what is. The bytes of the
// message are those that were queued.
func (m *Message) Spliced() bool { return m.Flags&msgSplicePages != 0 }

// inOrder does something with each part and each hole, by ascending offset.
func (m *Message) inOrder(part func(Part), hole func(Hole)) {
	holes := m.Holes()
	for _, p := range m.Parts {
		for len(holes) > 0 && holes[0].Offset < p.Offset {
			hole(holes[0])
			holes = holes[1:]
		}
		part(p)
	}
	for _, h := range holes {
		hole(h)
	}
}

// Truncate drops the bytes from offset n on.
func (m *Message) Truncate(n int64) {
	for i, p := range m.Parts {
		if p.Offset+int64(len(p.Data)) <= n {
			continue
		}
		if p.Offset < n {
			m.Parts[i].Data = p.Data[:n-p.Offset]
			i++
		}
		m.Parts = m.Parts[:i]
		return
	}
}

// SocketName is the name that says best where a message went: the receiver's,
// or for an unnamed receiver the sender's.
func (m *Message) SocketName() Name { return m.socket().Name }

// socket is the end that SocketName names.
func (m *Message) socket() *End {
	if m.To.Name != "" {
		return &m.To
	}
	return &m.From
}
