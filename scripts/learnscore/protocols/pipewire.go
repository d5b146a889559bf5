package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// pipewireHeader is what stands before the values of each message.
const pipewireHeader = 16

// framePipeWire: an object, a length of three bytes below an opcode, a number and that of descriptors.
var framePipeWire = headed(pipewireHeader, func(b []byte) int { return int(binary.LittleEndian.Uint32(b[4:]) & 0xffffff) })

// pipewireFields are the fields of messages of a conversation of PipeWire's native protocol, version 3,
// little-endian. The values say their types themselves; their names depend on the interface of
// the object that a message is to or from, which the client chose when it made the object.
func pipewireFields() (Layout, error) {
	objects := map[uint32]string{0: "Core", 1: "Client"}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := pod{structure: structure{protocol: "pipewire", data: data}}
		// The length and the opcode share a word: its upper byte comes last.
		l.one("object_id", "FT_UINT32", 4)
		l.one("length", "FT_UINT24", 3)
		l.add("opcode:u8 seq:u32 descriptors_count:u32")
		if l.short {
			return nil, false
		}
		table := pipewireEvents
		if fromClient {
			table = pipewireMethods
		}
		words := "+value"
		if messages := table[objects[binary.LittleEndian.Uint32(data)]]; int(data[7]) < len(messages) {
			words = messages[data[7]]
		}
		ok := l.value("message", words, len(data))
		if ok && l.at < len(data) {
			ok = l.value("footer", pipewireRecords["footer"], len(data))
		}
		if !ok || l.at < len(data) {
			return nil, false
		}
		if fromClient && l.makes != "" {
			objects[l.made] = l.makes
		}
		return l.leaves, true
	}, nil
}

// pod lays SPA's plain old data over a message: values of which each has a size, a type and padding
// up to eight bytes.
type pod struct {
	structure
	number int // the last number, which may be how many values follow
	depth  int // how many values are around this one

	made  uint32 // the object that the message makes
	makes string // and its interface
}

// The types of values, by their numbers.
const (
	podNone = iota + 1
	podBool
	podID
	podInt
	podLong
	podFloat
	podDouble
	podString
	podBytes
	podRectangle
	podFraction
	_ // bitmap
	podArray
	podStruct
	podObject
	_ // sequence
	_ // pointer
	podFD
	podChoice
)

func (l *pod) uint32() uint32 { return binary.LittleEndian.Uint32(l.data[l.at-4:]) }

// values adds values up to an end: NAME, or {RECORD for a structure of pipewireRecords, *RECORD for
// as many of that as the number before says, +RECORD up to the end.
func (l *pod) values(words string, end int) bool {
	for _, word := range strings.Fields(words) {
		record := word[1:]
		switch word[0] {
		case '{':
			if !l.value(record, pipewireRecords[record], end) {
				return false
			}
		case '*':
			for range l.number {
				if !l.values(pipewireRecords[record], end) {
					return false
				}
			}
		case '+':
			for l.at < end {
				if !l.values(pipewireRecords[record], end) {
					return false
				}
			}
		default:
			if !l.value(word, "+value", end) {
				return false
			}
		}
	}
	return l.at <= end
}

// value adds a value that ends at an end or before: what it holds, if it is a structure, has words.
func (l *pod) value(name, words string, end int) bool {
	const deepest = 64
	l.depth++
	defer func() { l.depth-- }()
	if l.add("value_size:u32 value_type:u32"); l.short || l.depth > deepest {
		return false
	}
	size, kind := int(binary.LittleEndian.Uint32(l.data[l.at-8:])), l.uint32()
	stop := l.at + size
	if stop > end || !l.body(name, words, kind, stop) || l.at != stop {
		return false
	}
	if filled := align(size, 8) - size; filled > 0 {
		l.one("padding", "FT_BYTES", filled)
	}
	return !l.short && l.at <= end
}

// body adds what a value holds.
func (l *pod) body(name, words string, kind uint32, stop int) bool {
	switch kind {
	case podNone:
		return true
	case podStruct:
		return l.values(words, stop)
	case podObject:
		l.add("object_type:u32 object_param:u32")
		for l.at < stop {
			if l.add("property:u32 property_flags:u32"); !l.value("value", "+value", stop) {
				return false
			}
		}
		return !l.short
	case podArray, podChoice:
		if kind == podChoice {
			l.add("choice_type:u32 choice_flags:u32")
		}
		if l.add("child_size:u32 child_type:u32"); l.short {
			return false
		}
		size, child := int(binary.LittleEndian.Uint32(l.data[l.at-8:])), l.uint32()
		for l.at < stop && !l.short {
			if size == 0 || l.at+size > stop || !l.single(name, child, size) {
				return false
			}
		}
		return true
	}
	return stop == l.at || l.single(name, kind, stop-l.at)
}

// single adds a value of one of the types that have no values within.
func (l *pod) single(name string, kind uint32, size int) bool {
	begin := l.at
	switch kind {
	case podBool:
		l.one(name, "FT_BOOLEAN", 4)
	case podID:
		l.one(name, "FT_UINT32", 4)
	case podInt:
		l.integer(name)
	case podLong:
		if strings.HasSuffix(name, "_mask") || strings.HasSuffix(name, "flags") {
			l.one(name, "FLAGS", 8)
		} else {
			l.one(name, "FT_INT64", 8)
		}
	case podFloat:
		l.one(name, "FT_FLOAT", 4)
	case podDouble:
		l.one(name, "FT_DOUBLE", 8)
	case podString:
		if l.one(name, "FT_STRINGZ", size); name == "interface" && !l.short {
			l.makes = strings.Trim(strings.TrimPrefix(string(l.data[begin:l.at]), "PipeWire:Interface:"), "\x00")
		}
	case podBytes:
		l.one(name, "FT_BYTES", size)
	case podRectangle:
		l.add(name + "_width:u32 " + name + "_height:u32")
	case podFraction:
		l.add(name + "_numerator:u32 " + name + "_denominator:u32")
	case podFD:
		l.one(name, "FT_INT64", 8)
	default:
		return false
	}
	return !l.short && l.at == begin+size
}

// integer adds a number of four bytes.
func (l *pod) integer(name string) {
	name, makes, _ := strings.Cut(name, ":")
	kind := "FT_INT32"
	if strings.HasSuffix(name, "_mask") || strings.HasSuffix(name, "flags") || name == "permissions" {
		kind = "FLAGS"
	}
	if l.one(name, kind, 4); l.short {
		return
	}
	l.number = int(int32(l.uint32()))
	if name == "new_id" {
		l.made = l.uint32()
		if makes != "" {
			l.makes = makes
		}
	}
}
