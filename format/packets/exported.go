package packets

import (
	"encoding/binary"
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

// appendDissector begins a PDU for one of Wireshark's dissectors.
func appendDissector(b []byte, dissector string) []byte {
	b = appendTag(b, tagDissector, dissector)
	if dissector == plainDissector {
		b = appendTag(b, tagProtocol, "UNIX")
	}
	return b
}

// appendStreamDissector begins one for the dissector of a TCP port.
func appendStreamDissector(b []byte, port uint16) []byte {
	if port == serverPort {
		return appendDissector(b, plainDissector)
	}
	return appendNumber(appendTag(b, tagTable, "tcp.port"), tagTableValue, uint32(port))
}

// appendPDU ends the tags of a PDU: what it says, for the Info column if no dissector
// knows better, and who talks to whom. The ports are inode numbers.
func appendPDU(b []byte, m *format.Message, from, to netip.Addr) []byte {
	start := len(b)
	b = endTag(appendInformation(appendTag(b, tagInformation, ""), m), start)
	source, destination := from.As16(), to.As16()
	b = appendTag(b, tagIPv6From, source[:])
	b = appendTag(b, tagIPv6To, destination[:])
	b = appendNumber(b, tagPortType, portsOfUDP)
	b = appendNumber(b, tagPortFrom, uint32(m.From.Inode))
	b = appendNumber(b, tagPortTo, uint32(m.To.Inode))
	return appendTag(b, tagEnd, "")
}

func appendNumber(b []byte, t uint16, n uint32) []byte {
	start := len(b)
	return endTag(binary.BigEndian.AppendUint32(appendTag(b, t, ""), n), start)
}

func appendTag[V string | []byte](b []byte, t uint16, value V) []byte {
	start := len(b)
	b = binary.BigEndian.AppendUint16(b, t)
	b = append(b, 0, 0) // length
	return endTag(append(b, value...), start)
}

// endTag ends the tag that began at start: its value is padded with NULs, which count.
func endTag(b []byte, start int) []byte {
	for (len(b)-start)%4 != 0 {
		b = append(b, 0)
	}
	binary.BigEndian.PutUint16(b[start+2:], uint16(len(b)-start-4))
	return b
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
