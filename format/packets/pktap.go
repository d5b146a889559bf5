package packets

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/format"
)

// PKTAP header: all little-endian. That interface type, address family and flags tell
// of unix sockets is a convention of ours.
const (
	pktapSize = 108

	pktapLength    = 0 // of the header
	pktapNext      = 4
	pktapInner     = 8 // link type of what follows
	pktapInterface = 12
	pktapFlags     = 36
	pktapFamily    = 40
	pktapSender    = 52 // pid, then the command
	pktapType      = 80 // SOCK_*
	pktapReceiver  = 84

	pktapFollows = 1 // a packet does
	familyUnix   = 1 // AF_UNIX
	nameSize     = 24
	commSize     = 20
)

// appendPKTAP appends the header of a packet that goes towards the server or away from it. What
// follows is to be put into it.
func appendPKTAP(b []byte, m *format.Message, d direction) []byte {
	start := len(b)
	b = append(b, make([]byte, pktapSize)...)
	h := b[start:]
	put := func(at int, n uint32) { binary.LittleEndian.PutUint32(h[at:], n) }
	put(pktapLength, pktapSize)
	put(pktapNext, pktapFollows)
	name := m.SocketName().Append(b)[len(b):] // behind the header, for now
	copy(h[pktapInterface:][:nameSize-1], name[max(0, len(name)-(nameSize-1)):])
	put(pktapFlags, uint32(d))
	put(pktapFamily, familyUnix)
	binary.LittleEndian.PutUint16(h[pktapType:], uint16(m.Type))
	put(pktapSender, uint32(m.From.Pid))
	copy(h[pktapSender+4:][:commSize-1], format.Escape(m.From.Comm))
	put(pktapReceiver, uint32(m.To.Pid))
	copy(h[pktapReceiver+4:][:commSize-1], format.Escape(m.To.Comm))
	return b
}

// putInner says of a header what link type follows.
func putInner(header []byte, inner uint32) { binary.LittleEndian.PutUint32(header[pktapInner:], inner) }

// beneathPKTAP returns what follows the header and its link type.
func beneathPKTAP(packet []byte) (inner uint32, data []byte, ok bool) {
	if len(packet) < pktapSize {
		return 0, nil, false
	}
	size := binary.LittleEndian.Uint32(packet[pktapLength:])
	if size < pktapSize || uint64(size) > uint64(len(packet)) {
		return 0, nil, false
	}
	return binary.LittleEndian.Uint32(packet[pktapInner:]), packet[size:], true
}
