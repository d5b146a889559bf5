package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

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

// imsgFields are the fields of a message between a control program and a daemon. Holds says, by its type, what each side has
// behind the header, the client first, and lay adds that.
func imsgFields(l *structure, holds map[uint32][2]string, fromClient bool, lay func(what string)) ([]truth.Leaf, bool) {
	kind, ok := l.addImsg()
	sides, known := holds[kind]
	if !ok || !known {
		return nil, false
	}
	what := sides[1]
	if fromClient {
		what = sides[0]
	}
	lay(what)
	return l.leaves, !l.short && l.at == len(l.data)
}
