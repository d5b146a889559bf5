package packets

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/unixsnoop/unixsnoop/format"
)

// Tags of an exported PDU, each a big-endian u16, followed by the length of its value
// likewise.
const (
	tagEnd         = 0
	tagDissector   = 12
	tagTable       = 14
	tagIPv6From    = 22
	tagIPv6To      = 23
	tagPortType    = 24
	tagPortFrom    = 25
	tagPortTo      = 26
	tagTableValue  = 32
	tagProtocol    = 33 // text of the Protocol column
	tagInformation = 36 // text of the Info column, since Wireshark 4.2

	portsOfUDP = 3
)

// exported begins a PDU for one of Wireshark's dissectors.
func exported(dissector string) []byte {
	h := tag(nil, tagDissector, []byte(dissector))
	if dissector == plainDissector {
		h = tag(h, tagProtocol, []byte("UNIX"))
	}
	return h
}

// exportedStream begins one for the dissector of a TCP port.
func exportedStream(port uint16) []byte {
	if port == serverPort {
		return exported(plainDissector)
	}
	return number(tag(nil, tagTable, []byte("tcp.port")), tagTableValue, uint32(port))
}

// between ends the tags of a PDU: who talks to whom. The ports are inode numbers.
func between(h []byte, m *format.Message, from, to netip.Addr) []byte {
	h = tag(h, tagInformation, fmt.Appendf(nil, "%s > %s %d bytes", m.From, m.To, m.Len))
	h = tag(h, tagIPv6From, from.AsSlice())
	h = tag(h, tagIPv6To, to.AsSlice())
	h = number(h, tagPortType, portsOfUDP)
	h = number(h, tagPortFrom, uint32(m.From.Inode))
	h = number(h, tagPortTo, uint32(m.To.Inode))
	return tag(h, tagEnd, nil)
}

func number(h []byte, t uint16, n uint32) []byte {
	return tag(h, t, binary.BigEndian.AppendUint32(nil, n))
}

// tag appends a tag. Its value is padded with NULs, which count.
func tag(h []byte, t uint16, value []byte) []byte {
	padding := -len(value) & 3
	h = binary.BigEndian.AppendUint16(h, t)
	h = binary.BigEndian.AppendUint16(h, uint16(len(value)+padding))
	h = append(h, value...)
	return append(h, make([]byte, padding)...)
}

// beneathTags returns what follows the tags.
func beneathTags(packet []byte) (data []byte, ok bool) {
	for len(packet) >= 4 {
		t, size := binary.BigEndian.Uint16(packet), int(binary.BigEndian.Uint16(packet[2:]))
		packet = packet[4:]
		if size > len(packet) {
			return nil, false
		}
		packet = packet[size:]
		if t == tagEnd {
			return packet, true
		}
	}
	return nil, false
}
