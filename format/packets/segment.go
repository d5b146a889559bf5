package packets

import (
	"encoding/binary"
	"math/bits"
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

// tcpFlags are those of a TCP header.
type tcpFlags byte

const (
	tcpFIN tcpFlags = 1 << iota
	tcpSYN
	tcpRST
	tcpPSH
	tcpACK
)

// appendTCP appends the IPv6 and TCP headers of a segment with these data, which are to
// follow. Missing is how many bytes behind data belong to it, but are not there.
func appendTCP(b []byte, from, to endpoint, seq, ack uint32, flags tcpFlags, data []byte, missing int) []byte {
	length := tcpSize + len(data) + missing
	b = appendIPv6(b, from.addr, to.addr, protocolTCP, length)
	start := len(b)
	b = binary.BigEndian.AppendUint16(b, from.port)
	b = binary.BigEndian.AppendUint16(b, to.port)
	b = binary.BigEndian.AppendUint32(b, seq)
	b = binary.BigEndian.AppendUint32(b, ack)
	b = append(b, tcpSize/4<<4, byte(flags))
	b = binary.BigEndian.AppendUint16(b, 0xffff) // window
	b = append(b, 0, 0, 0, 0)                    // checksum, urgent pointer
	binary.BigEndian.PutUint16(b[start+16:], checksum(from.addr, to.addr, protocolTCP, length, b[start:], data))
	return b
}

// appendUDP appends the IPv6 and UDP headers of a datagram with these data, which are to
// follow.
func appendUDP(b []byte, from, to endpoint, data []byte, missing int) []byte {
	length := udpSize + len(data) + missing
	b = appendIPv6(b, from.addr, to.addr, protocolUDP, length)
	start := len(b)
	b = binary.BigEndian.AppendUint16(b, from.port)
	b = binary.BigEndian.AppendUint16(b, to.port)
	b = binary.BigEndian.AppendUint16(b, uint16(length))
	b = append(b, 0, 0) // checksum
	binary.BigEndian.PutUint16(b[start+6:], checksum(from.addr, to.addr, protocolUDP, length, b[start:], data))
	return b
}

// appendIPv6 appends the header of a packet with a payload of that length.
func appendIPv6(b []byte, from, to netip.Addr, protocol byte, length int) []byte {
	const hopLimit = 64
	b = append(b, 6<<4, 0, 0, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(length))
	b = append(b, protocol, hopLimit)
	source, destination := from.As16(), to.As16()
	return append(append(b, source[:]...), destination[:]...)
}

// checksum is that of TCP and UDP, of a payload of IPv6 with a length, which is a header and
// data, of which some may be missing at the end.
func checksum(from, to netip.Addr, protocol byte, length int, header, data []byte) uint16 {
	source, destination := from.As16(), to.As16()
	sum := uint64(length) + uint64(protocol) + sum(source[:]) + sum(destination[:]) + sum(header) + sum(data)
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	if sum == 0xffff {
		return 0xffff // 0 means none
	}
	return ^uint16(sum)
}

// sum adds 16-bit words, four at once, and what they carry out to the lowest. What they carry
// into each other is the same once all are added; and so it is if the two bytes of all are
// swapped, which they are until the end.
func sum(b []byte) uint64 {
	var sum, carry uint64
	for ; len(b) >= 64; b = b[64:] {
		w := (*[64]byte)(b)
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(w[0:]), 0)
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(w[8:]), carry)
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(w[16:]), carry)
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(w[24:]), carry)
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(w[32:]), carry)
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(w[40:]), carry)
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(w[48:]), carry)
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(w[56:]), carry)
		sum += carry // which carries nothing: without one at first, there is room for it
	}
	sum = sum>>32 + sum&0xffffffff
	for ; len(b) >= 8; b = b[8:] {
		words := binary.LittleEndian.Uint64(b)
		sum += words>>32 + words&0xffffffff
	}
	for ; len(b) >= 2; b = b[2:] {
		sum += uint64(binary.LittleEndian.Uint16(b))
	}
	if len(b) > 0 {
		sum += uint64(b[0])
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return uint64(bits.ReverseBytes16(uint16(sum)))
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
