package packets

import (
	"encoding/binary"
	"net/netip"
)

const (
	ipv6Size = 40
	tcpSize  = 20
	udpSize  = 8

	protocolTCP = 6
	protocolUDP = 17

	// maxSegment is how many bytes of payload a segment has at most: with its
	// headers it stays below what IPv6 can tell the length of.
	maxSegment = 65000
)

// endpoint is one end of a made-up connection.
type endpoint struct {
	addr netip.Addr
	port uint16
}

// tcpSegment is a segment with its IPv6 and TCP headers. Missing is how many bytes
// behind data belong to it, but are not there.
func tcpSegment(from, to endpoint, seq, ack uint32, data []byte, missing int) []byte {
	const pushAck = 0x18
	tcp := make([]byte, tcpSize, tcpSize+len(data))
	binary.BigEndian.PutUint16(tcp[0:], from.port)
	binary.BigEndian.PutUint16(tcp[2:], to.port)
	binary.BigEndian.PutUint32(tcp[4:], seq)
	binary.BigEndian.PutUint32(tcp[8:], ack)
	tcp[12] = tcpSize / 4 << 4
	tcp[13] = pushAck
	binary.BigEndian.PutUint16(tcp[14:], 0xffff) // window
	return ipv6(from.addr, to.addr, protocolTCP, append(tcp, data...), missing, 16)
}

// udpDatagram is a datagram with its IPv6 and UDP headers.
func udpDatagram(from, to endpoint, data []byte, missing int) []byte {
	udp := make([]byte, udpSize, udpSize+len(data))
	binary.BigEndian.PutUint16(udp[0:], from.port)
	binary.BigEndian.PutUint16(udp[2:], to.port)
	binary.BigEndian.PutUint16(udp[4:], uint16(udpSize+len(data)+missing))
	return ipv6(from.addr, to.addr, protocolUDP, append(udp, data...), missing, 6)
}

// ipv6 puts a header before the payload, and the checksum into that, at this offset.
func ipv6(from, to netip.Addr, protocol byte, payload []byte, missing, checksumAt int) []byte {
	h := make([]byte, ipv6Size, ipv6Size+len(payload))
	h[0] = 6 << 4
	length := len(payload) + missing
	binary.BigEndian.PutUint16(h[4:], uint16(length))
	h[6] = protocol
	h[7] = 64 // hop limit
	source, destination := from.As16(), to.As16()
	copy(h[8:], source[:])
	copy(h[24:], destination[:])
	sum := add(add(add(uint32(length)+uint32(protocol), source[:]), destination[:]), payload)
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	checksum := ^uint16(sum)
	if checksum == 0 {
		checksum = 0xffff // 0 means none
	}
	binary.BigEndian.PutUint16(payload[checksumAt:], checksum)
	return append(h, payload...)
}

// add adds 16-bit words to a sum. A payload is too short for it to overflow.
func add(sum uint32, b []byte) uint32 {
	for len(b) > 1 {
		sum += uint32(b[0])<<8 | uint32(b[1])
		b = b[2:]
	}
	if len(b) > 0 {
		sum += uint32(b[0]) << 8
	}
	return sum
}

// beneathIP returns the payload of a TCP segment or UDP datagram.
func beneathIP(packet []byte) (payload []byte, ok bool) {
	if len(packet) < ipv6Size {
		return nil, false
	}
	next := packet[ipv6Size:]
	size := udpSize
	switch packet[6] {
	case protocolTCP:
		if len(next) < tcpSize {
			return nil, false
		}
		size = int(next[12]>>4) * 4
	case protocolUDP:
	default:
		return nil, false
	}
	if len(next) < size {
		return nil, false
	}
	return next[size:], true
}
