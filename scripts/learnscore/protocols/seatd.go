package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameSeatd: an opcode, and the size of what is behind the header. Little-endian.
var frameSeatd = headed(4, func(b []byte) int { return int(binary.LittleEndian.Uint16(b[2:])) })

// seatdMessages are what opcodes hold, as seatd 0.7's protocol.h declares them. A server's have the
// highest bit.
var seatdMessages = map[uint16]string{
	1:      "", // opens the seat
	2:      "", // closes it
	3:      "path_length:u16 path:text",
	4:      "device_id:i32",
	5:      "", // the seat may be taken away
	6:      "session_id:i32",
	7:      "", // ping
	0x8001: "seat_name_length:u16 seat_name:text",
	0x8002: "", // the seat is closed
	0x8003: "device_id:i32",
	0x8004: "", // the device is closed
	0x8005: "", // the seat is about to be taken away
	0x8006: "", // the seat is there
	0x8007: "", // pong
	0xffff: "error_code:i32",
}

// seatdFields are the fields of a message between seatd and libseat.
func seatdFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := seatd{structure{protocol: "seatd", data: data}}
	if l.add("opcode:u16 size:u16"); l.short {
		return nil, false
	}
	words, ok := seatdMessages[binary.LittleEndian.Uint16(data)]
	ok = ok && l.each(words, l.value)
	return l.leaves, ok && l.at == len(data)
}

type seatd struct{ structure }

// value adds a number, or a text with its length before it, which has a NUL or none.
func (l *seatd) value(name, kind string) bool {
	if kind != "text" {
		l.add(name + ":" + kind)
		return !l.short
	}
	n := int(binary.LittleEndian.Uint16(l.bytesOf(name + "_length")))
	switch {
	case n == 0:
	case l.at+n <= len(l.data) && l.data[l.at+n-1] == 0:
		l.one(name, "FT_STRINGZ", n)
	default:
		l.one(name, "FT_STRING", n)
	}
	return !l.short
}
