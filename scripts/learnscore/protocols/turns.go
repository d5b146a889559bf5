package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// turn is what a conversation of a protocol has come to, whose messages are framed by their fields, as not all have a
// length. It lays fields over the message that data begins with; ok says that they are such.
type turn interface {
	lay(data []byte, fromClient bool) (l *structure, ok bool)
}

// framedBy frames messages of a conversation by their fields.
func framedBy(t turn) framer {
	return func(data []byte, _ int, fromClient bool) int {
		switch l, ok := t.lay(data, fromClient); {
		case l.short:
			return 0
		case !ok:
			return -1
		default:
			return l.at
		}
	}
}

// laidBy are the fields of messages of a conversation that fill them.
func laidBy(t turn) Layout {
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l, ok := t.lay(data, fromClient)
		return l.leaves, ok && !l.short && l.at == len(data)
	}
}
