package model

import "time"

// Message is one send as it was captured.
type Message struct {
	Number       int    // among the messages that were read and wanted, from 1
	Conversation string // its id
	FromClient   bool
	Type         string // of the socket: stream, dgram, seqpacket
	Time         time.Time
	Data         []byte // with zeros where bytes were not captured
	Holes        []Hole // what was not captured, by ascending offset
	Sender       Sender
	Files        []File
}

// Whole reports whether all bytes were captured.
func (m *Message) Whole() bool { return len(m.Holes) == 0 }

// Hole is a run of bytes that was not captured.
type Hole struct{ Offset, Len int }

// Sender is who sent a message. Zero members are unknown, of UID and GID -1.
type Sender struct {
	Pid, Tid, UID, GID int
	Inode              uint64 // of the socket that it was sent from
	PeerPid            int    // who receives
	PeerInode          uint64
}

// File is a descriptor that was passed with a message.
type File struct {
	Descriptor int // its number in the sender
	Inode      uint64
}

// Frame is one message of the protocol.
type Frame struct {
	Number       int // from 1, in the order in which frames end within the capture
	Conversation string
	FromClient   bool
	Time         time.Time // of the message in which it begins
	Data         []byte
	Sender       Sender
	Files        []File
	Pieces       []Piece // where its bytes are, in their order

	Kind   int // index in Protocol.Kinds, -1 if it is of none
	Answer int // Number of the frame that it answers, 0 if it answers none
}

// Piece is a run of a frame's bytes in a message.
type Piece struct {
	Message int // its Number
	Offset  int // in the message
	Len     int
}
