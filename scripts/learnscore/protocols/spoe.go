package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// The types of SPOE's frames: what HAProxy says, and from 101 on what an agent does.
const (
	spoeHello           = 1
	spoeDisconnect      = 2
	spoeNotify          = 3
	spoeAgentHello      = 101
	spoeAgentDisconnect = 102
	spoeAck             = 103
)

// The actions that an agent wants.
const (
	spoeSet   = 1
	spoeUnset = 2
)

// spoeFields are the fields of a frame between HAProxy and an agent, version 2.0 of its protocol, as HAProxy 2.6's
// SPOE.txt has it. A frame that is only a part of a payload has none.
func spoeFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := spoe{structure{protocol: "spoe", data: data}}
	if l.add("frame_length:u32 frame_type:u8"); l.short {
		return nil, false
	}
	kind := l.told()
	if l.add("frame_flags:u32"); l.short || !l.varint("stream_id") || !l.varint("frame_id") {
		return nil, false
	}
	items := l.pair
	switch {
	case fromClient && (kind == spoeHello || kind == spoeDisconnect):
	case fromClient && kind == spoeNotify:
		items = l.message
	case !fromClient && (kind == spoeAgentHello || kind == spoeAgentDisconnect):
	case !fromClient && kind == spoeAck:
		items = l.action
	default:
		return nil, false
	}
	for l.at < len(data) {
		if !items() {
			return nil, false
		}
	}
	return l.leaves, true
}

type spoe struct{ structure }

// message adds a message with its arguments.
func (l *spoe) message() bool {
	if !l.text("message_name") {
		return false
	}
	if l.add("arguments_count:u8"); l.short {
		return false
	}
	for range l.told() {
		if !l.pair() {
			return false
		}
	}
	return true
}

// action adds an action, which sets a variable or takes its value away.
func (l *spoe) action() bool {
	if l.add("action_type:u8"); l.short {
		return false
	}
	kind := l.told()
	if l.add("arguments_count:u8 scope:u8"); l.short || !l.text("variable_name") {
		return false
	}
	return kind == spoeUnset || kind == spoeSet && l.value()
}

// pair adds a name and its value.
func (l *spoe) pair() bool { return l.text("name") && l.value() }

// value adds a value behind its type, which has flags in its upper half.
func (l *spoe) value() bool {
	if l.add("value_type:u8"); l.short {
		return false
	}
	switch l.told() & 0xf {
	case 0, 1: // none, or one that is a flag
	case 2, 3, 4, 5:
		return l.varint("value")
	case 6:
		l.one("value", "FT_IPv4", 4)
	case 7:
		l.one("value", "FT_IPv6", 16)
	case 8:
		return l.text("value")
	case 9:
		n, ok := l.length("value_length")
		if l.said("value", n); !ok {
			return false
		}
	default:
		return false
	}
	return !l.short
}

// text adds a text behind its length.
func (l *spoe) text(name string) bool {
	n, ok := l.length(name + "_length")
	if ok && n > 0 {
		l.one(name, "FT_STRING", n)
	}
	return ok && !l.short
}

// varint adds a number of variable size.
func (l *spoe) varint(name string) bool {
	_, ok := l.number(name)
	return ok
}

// length adds one that says how many bytes follow.
func (l *spoe) length(name string) (n int, ok bool) {
	value, ok := l.number(name)
	if ok = ok && value <= uint64(len(l.data)-l.at); !ok {
		return 0, false
	}
	return int(value), true
}

// number adds a number of variable size and tells it: the upper four bits of the first byte are ones if others follow, of
// which all but the last have their upper bit set.
func (l *spoe) number(name string) (value uint64, ok bool) {
	for i, b := range l.data[l.at:] {
		switch {
		case i == 0:
			value = uint64(b)
		case i > 9:
			return 0, false
		default:
			value += uint64(b) << (4 + 7*(i-1))
		}
		if i == 0 && b < 0xf0 || i > 0 && b < 0x80 {
			l.one(name, "FT_UINT64", i+1)
			return value, true
		}
	}
	return 0, false
}
