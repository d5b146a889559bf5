package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Sizes of NRPE's packets: those of version 2 are all of one size, others have so many bytes before their buffer, and those of
// version 3 more behind it.
const (
	nrpeOldSize   = 1036
	nrpeOldBuffer = 1024
	nrpeHeader    = 16
	nrpeBehind    = 3
)

// frameNRPE: all of version 2, or a header with the length of the buffer.
func frameNRPE(data []byte, _ int, _ bool) int {
	if len(data) < 2 {
		return 0
	}
	behind := 0
	switch binary.BigEndian.Uint16(data) {
	case 2:
		return nrpeOldSize
	case 3:
		behind = nrpeBehind
	case 4:
	default:
		return -1
	}
	if len(data) < nrpeHeader {
		return 0
	}
	return nrpeHeader + int(binary.BigEndian.Uint32(data[12:])) + behind
}

// nrpeFields are the fields of a packet of NRPE 4.1.0, as its common.h declares the structures: big-endian, with what a compiler for
// x86-64 puts behind the buffer of version 2, and what version 3 takes for its size. A buffer is a text that zeros fill up.
func nrpeFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := structure{protocol: "nrpe", data: data}
	if l.add("packet_version:i16 packet_type:i16 crc32:u32 result_code:i16"); l.short {
		return nil, false
	}
	buffer := nrpeOldBuffer
	if binary.BigEndian.Uint16(data) > 2 {
		l.one("alignment_pad", "FT_BYTES", 2)
		l.add("buffer_length:i32")
		buffer = l.told()
	}
	if buffer > 0 {
		l.one("buffer", "FT_STRINGZPAD", buffer)
	}
	if n := len(data) - l.at; n > 0 {
		l.one("pad", "FT_BYTES", n)
	}
	return l.leaves, !l.short
}
