package protocols

import "encoding/binary"

// imsgSize is how many bytes the header of OpenBSD's imsg has.
const imsgSize = 16

// frameImsg: a type, and the length of all. Little-endian.
var frameImsg framer = frameTmux

// addImsg adds the header of a message, and returns its type.
func (l *structure) addImsg() (kind uint32, ok bool) {
	if l.add("type:u32 length:u16 flags:u16 peer_id:u32 pid:u32"); l.short {
		return 0, false
	}
	return binary.LittleEndian.Uint32(l.data), true
}
