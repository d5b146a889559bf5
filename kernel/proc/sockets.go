package proc

import (
	"fmt"
	"os"
	"path/filepath"
)

// Socket is a unix socket as the kernel lists it.
type Socket struct {
	Inode uint64 // number in the kernel's file system of sockets, never 0
	Type  uint32 // SOCK_*
	State SocketState
	Name  string // bound name: empty, a path, or NUL and an abstract name
	File  FileID // it is bound to, low 32 bits of the inode; zero if there is none or it is unknown
	UID   int    // whose it is, in the user namespace of this process; -1 if unknown

	// Peer is the inode number of the socket that this one sends to: of a
	// Pending one the listener's, 0 if it has none or it is unknown.
	Peer uint64

	// RecvQueue is what waits here: bytes of a stream or seqpacket socket, of
	// the first datagram, connections of a Listening one; -1 if unknown.
	RecvQueue int64
	// SendQueue is the memory, in bytes, that holds what was sent from here and
	// is not received yet, of a Listening one how many connections may wait; -1
	// if unknown.
	SendQueue int64
}

// SocketState is what a socket is able to do.
type SocketState uint8

// The states. The kernel tells the last two from Connected only by the peer.
const (
	Unconnected SocketState = iota
	Listening
	Connected
	Pending // its connection was not accepted yet
	HungUp  // its peer has gone
)

// Sockets lists the unix sockets of the network namespace of this process, in no
// order. It asks the kernel's module unix_diag or, where that does not answer,
// reads net/unix in the given /proc, which knows no peers, queues, files and
// users; then limited says why.
func Sockets(proc string) (sockets []*Socket, limited, err error) {
	return socketsFrom(diagSockets, proc)
}

func socketsFrom(diag func() ([]*Socket, error), proc string) (sockets []*Socket, limited, err error) {
	sockets, limited = diag()
	if limited == nil {
		return sockets, nil, nil
	}
	file, err := os.Open(filepath.Join(proc, "net/unix"))
	if err != nil {
		return nil, limited, fmt.Errorf("listing the sockets: %w", err)
	}
	defer file.Close()
	sockets, err = ReadNetUnix(file)
	if err != nil {
		err = fmt.Errorf("listing the sockets: %w", err)
	}
	return sockets, limited, err
}

// String is the state as it is listed.
func (s SocketState) String() string {
	return [...]string{"unconnected", "listening", "connected", "pending", "hungup"}[s]
}
