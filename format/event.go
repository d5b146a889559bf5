package format

import (
	"fmt"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// EventKind says what happened between two sockets besides messages, in a word.
type EventKind string

// The kinds there are. Who did it is a Message's From, the other end its To.
const (
	Connect  EventKind = "connect"  // the client connected, or tried to
	Accept   EventKind = "accept"   // the server accepted the connection
	Shutdown EventKind = "shutdown" // one direction was ended, or both
	Close    EventKind = "close"    // nobody has the socket open any more
	Refused  EventKind = "refused"  // the kernel refused a send
)

// IsKnown reports whether there is such a kind.
func (k EventKind) IsKnown() bool {
	switch k {
	case Connect, Accept, Shutdown, Close, Refused:
		return true
	}
	return false
}

// Event is what happened instead of a send.
type Event struct {
	Kind    EventKind
	Error   syscall.Errno // of what failed, else 0
	Offered int64         // bytes, of a send that was refused
	Read    bool          // of a shutdown: nothing more is to be received
	Write   bool          // of a shutdown: nothing more will be sent
	First   bool          // of a close: the other end of the connection is open
}

// IsEvent reports whether this is no message but something else that happened.
func (m *Message) IsEvent() bool { return m.Event != nil }

// IsAlone reports whether this is an event of one socket that has no other end.
func (m *Message) IsAlone() bool {
	to := &m.To
	return m.Event != nil && to.Inode == 0 && to.Pid == 0 && to.Comm == "" && to.Name == ""
}

// Counts reports whether this is to be counted as a message: an event is none, and of pieces
// only the last one is.
func (m *Message) Counts() bool { return m.Event == nil && !m.More }

// String says what happened, as header lines do.
func (e *Event) String() string { return string(e.append(nil)) }

func (e *Event) append(b []byte) []byte {
	switch e.Kind {
	case Refused:
		b = append(b, "send refused: "...)
		b = e.appendError(b)
		return append(strconv.AppendInt(append(b, ", "...), e.Offered, 10), " bytes offered"...)
	case Shutdown:
		b = append(b, e.Kind...)
		b = append(append(b, ' '), e.How()...)
	case Close:
		b = append(b, e.Kind...)
		if e.First {
			b = append(b, " first"...)
		}
	default:
		b = append(b, e.Kind...)
	}
	if e.Error != 0 {
		b = e.appendError(append(b, " failed: "...))
	}
	return b
}

// How says which directions a shutdown ended: read, write or both.
func (e *Event) How() string {
	switch {
	case e.Read && e.Write:
		return "both"
	case e.Read:
		return "read"
	}
	return "write"
}

// ErrorName is the error as the C library names it, or its number; "" without one.
func (e *Event) ErrorName() string {
	if e.Error == 0 {
		return ""
	}
	if name := unix.ErrnoName(e.Error); name != "" {
		return name
	}
	return strconv.Itoa(int(e.Error))
}

// appendError appends the error's name, and what it means.
func (e *Event) appendError(b []byte) []byte {
	return fmt.Appendf(b, "%s (%s)", e.ErrorName(), e.meaning())
}

// meaning is what an error means for unix sockets, which is often more than its own text
// says.
func (e *Event) meaning() string {
	const full = "the receiver's queue is full"
	switch connects := e.Kind == Connect; {
	case e.Error == unix.ECONNREFUSED && connects:
		return "nobody listens there"
	case e.Error == unix.ECONNREFUSED:
		return "the receiver has closed its socket"
	case e.Error == unix.ENOENT:
		return "there is no such socket"
	case e.Error == unix.EAGAIN && connects:
		return "too many wait to be accepted"
	case e.Error == unix.EAGAIN:
		return full
	case e.Error == unix.EPIPE:
		return "nobody receives any more"
	case e.Error == unix.ECONNRESET:
		return "the receiver closed its socket with unread bytes"
	case e.Error == unix.EPROTOTYPE:
		return "the socket there is of another type"
	}
	return e.Error.Error()
}
