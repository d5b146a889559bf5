package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// pulseHeader is the descriptor before all that PulseAudio's native protocol carries.
const pulseHeader = 20

// framePulse: a descriptor that begins with the length of what is behind it.
var framePulse = headed(pulseHeader, func(b []byte) int { return int(binary.BigEndian.Uint32(b)) })

// pulseFields are the fields of messages of a conversation of PulseAudio's native protocol, version
// 35 (16.1's PROTOCOL, pstream.c, tagstruct.c and protocol-native.c): what a reply holds depends on
// the command that had its tag.
func pulseFields() (Layout, error) {
	asked := map[uint32]uint32{}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := pulse{structure{protocol: "pulse", data: data}}
		l.add("length:u32 channel:u32 offset_high:u32 offset_low:u32 flags:u32")
		switch {
		case l.short:
			return nil, false
		case binary.BigEndian.Uint32(data[4:]) == 0xffffffff && len(data) > pulseHeader:
			if !l.packet(asked, fromClient) {
				return nil, false
			}
		case binary.BigEndian.Uint32(data[16:])>>24 != 0 && len(data) > pulseHeader: // in shared memory
			l.add("block_id:u32 memory_id:u32 memory_offset:u32 memory_length:u32")
		default:
			l.rest("audio")
		}
		return l.leaves, !l.short && l.at == len(data)
	}, nil
}

// pulse lays values over a message of which each begins with a byte for its type.
type pulse struct{ structure }

// packet adds a command and its values.
func (l *pulse) packet(asked map[uint32]uint32, fromClient bool) bool {
	if !l.values("command_code:L tag:L") {
		return false
	}
	command, tag := binary.BigEndian.Uint32(l.data[pulseHeader+1:]), binary.BigEndian.Uint32(l.data[pulseHeader+6:])
	body, known := pulseCommands[command]
	switch {
	case command == pulseReply:
		request, ok := asked[tag]
		if delete(asked, tag); !ok {
			return false
		}
		body, known = pulseReplies[request], true
	case fromClient:
		asked[tag] = command
	}
	return known && l.values(body)
}

// values adds values, as pulseCommands has them.
func (l *pulse) values(words string) bool {
	for _, word := range strings.Fields(words) {
		name, tag, single := strings.Cut(word, ":")
		switch {
		case single:
			if !l.value(name, tag[0]) {
				return false
			}
		case word[0] == '*':
			for range l.told() {
				if !l.values(pulseRecords[word[1:]]) {
					return false
				}
			}
		case word[0] == '+':
			for l.at < len(l.data) {
				if !l.values(pulseRecords[word[1:]]) {
					return false
				}
			}
		default:
			if !l.values(pulseRecords[word]) {
				return false
			}
		}
	}
	return !l.short
}

// value adds a value and the byte of its type, if that is this one.
func (l *pulse) value(name string, tag byte) bool {
	if l.at >= len(l.data) {
		return false
	}
	switch is := l.data[l.at]; {
	case tag == '?' && (is == '0' || is == '1'):
		l.one(name, "FT_BOOLEAN", 1) // its type is its value
		return true
	case tag == 't' && is == 'N':
		l.one(name+"_type", "FT_UINT8", 1)
		return true
	case is != tag:
		return false
	}
	l.one(name+"_type", "FT_UINT8", 1)
	switch tag {
	case 'L', 'V':
		l.add(name + ":u32")
	case 'B':
		l.add(name + ":u8")
	case 'R':
		l.add(name + ":u64")
	case 'r':
		l.add(name + ":i64")
	case 'U':
		l.one(name, "FT_RELATIVE_TIME", 8)
	case 'T':
		l.one(name+"_sec", "FT_ABSOLUTE_TIME", 4)
		l.one(name+"_usec", "FT_ABSOLUTE_TIME", 4)
	case 't':
		l.terminated(name)
	case 'x':
		l.add(name + "_length:u32 " + name + ":bytes")
	case 'a':
		l.add("sample_format:u8 channels_count:u8 rate:u32")
	case 'm':
		l.add(name + "_count:u8")
		for range l.told() {
			l.add(name + "_position:u8")
		}
	case 'v':
		l.add(name + "_count:u8")
		for range l.told() {
			l.add(name + ":u32")
		}
	case 'f':
		return l.values("encoding:B properties:P")
	case 'P':
		return l.properties()
	}
	return !l.short
}

// properties adds keys and values up to a type that ends them.
func (l *pulse) properties() bool {
	for l.at < len(l.data) && l.data[l.at] == 't' {
		if !l.values("key:t value_size:L value:x") {
			return false
		}
	}
	return l.value("properties_end", 't')
}
