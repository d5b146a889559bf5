package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// scimHeader is how many bytes are before the values of a transaction.
const scimHeader = 16

// frameSCIM: the length of what is behind the header.
var frameSCIM = headed(scimHeader, func(b []byte) int { return int(binary.LittleEndian.Uint32(b[8:])) })

// Types of values.
const (
	scimCommand = iota + 1
	scimRaw
	scimNumber
	scimText
	scimWideText
	scimKey
	scimAttributes
	scimTable
	scimProperty
	scimProperties
	scimNumbers
	scimTexts
	scimWideTexts
	scimTransaction
)

// scimFields are the fields of a transaction of SCIM 1.4.18: values behind each other, each with its type, of which the commands
// before them tell the names. Little-endian.
func scimFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := scim{structure{protocol: "scim", data: data}, nil}
	ok := l.transaction(len(data))
	return l.leaves, ok && !l.short && l.at == len(data)
}

type scim struct {
	structure
	names []string // of values that are to come, again and again
}

// next is the name of the next value.
func (l *scim) next() string {
	if len(l.names) == 0 {
		return "value"
	}
	name := l.names[0]
	l.names = append(l.names[1:], name)
	return name
}

// number adds a number of four bytes.
func (l *scim) number(name string) (int, bool) {
	if l.add(name + ":u32"); l.short {
		return 0, false
	}
	return int(binary.LittleEndian.Uint32(l.data[l.at-4:])), true
}

// transaction adds one up to an end.
func (l *scim) transaction(end int) bool {
	l.add("signature:u32 magic:u32 size:u32 checksum:u32")
	for !l.short && l.at < end {
		if !l.value() {
			return false
		}
	}
	return !l.short && l.at == end
}

// value adds one value, of the type that it begins with.
func (l *scim) value() bool {
	if l.at >= len(l.data) {
		return false
	}
	kind := l.data[l.at]
	l.add("value_type:u8")
	if kind == scimCommand {
		command, ok := l.number("command")
		words, known := scimCommands[command]
		if !known {
			words = "value"
		}
		numbered, other, either := strings.Cut(words, "|")
		if l.names = strings.Fields(numbered); either && l.at < len(l.data) && l.data[l.at] != scimNumber {
			l.names = strings.Fields(other)
		}
		return ok
	}
	name := l.next()
	switch kind {
	case scimNumber:
		l.number(name)
	case scimText, scimWideText, scimRaw:
		if n, ok := l.number(name + "_length"); ok {
			l.said(name, n)
		}
	case scimKey:
		l.add("key_code:u32 key_mask_flags:u16 key_layout:u16")
	case scimAttributes:
		return l.times(name+"_count", func() bool {
			l.add("attribute_type:u8 attribute_value:u32 attribute_start:u32 attribute_length:u32")
			return !l.short
		})
	case scimTable:
		return l.table()
	case scimProperty:
		return l.property()
	case scimProperties, scimTexts, scimWideTexts:
		l.names = []string{name}
		return l.times(name+"_count", l.value)
	case scimNumbers:
		return l.times(name+"_count", func() bool { l.number(name); return !l.short })
	case scimTransaction:
		n, ok := l.number(name + "_length")
		return ok && n <= len(l.data)-l.at && l.transaction(l.at+n)
	default:
		return false
	}
	return !l.short
}

// times adds a number, and what add adds as often as that says.
func (l *scim) times(count string, add func() bool) bool {
	n, ok := l.number(count)
	for ; ok && n > 0; n-- {
		ok = add()
	}
	return ok
}

// values adds values of these names, whatever comes behind them.
func (l *scim) values(names ...string) bool {
	before := l.names
	for _, name := range names {
		if l.names = []string{name}; !l.value() {
			return false
		}
	}
	l.names = before
	return true
}

// property adds what a panel shows of an engine or a helper.
func (l *scim) property() bool {
	ok := l.values("property_key", "property_label", "property_icon", "property_tip")
	l.add("visible:bool active:bool")
	return ok && !l.short
}

// table adds a page of candidates, with a label for each, before all of them.
func (l *scim) table() bool {
	if l.add("table_flags:u8 page_size:u8 cursor:u8"); l.short {
		return false
	}
	size := int(l.bytesOf("page_size")[0])
	for range size {
		if !l.values("candidate_label") {
			return false
		}
	}
	for range size {
		if !l.values("candidate", "candidate_attributes") {
			return false
		}
	}
	return true
}

// scimCommands are the names of the values behind a command; what is behind "|" is for those that begin with no number.
var scimCommands = map[int]string{
	1: "magic_key context_id",                     // a request
	2: "context_id engine|server_types magic_key", // a reply
	3: "value", 4: "value", 6: "value", 99: "value",
	5:   "version client_type",
	101: "caret",
	102: "candidate_index", 103: "page_size", 104: "value", 105: "value", 106: "value",
	107: "engine", 108: "value", 109: "property_key",
	110: "engine helper event",
	150: "value", 151: "value", 152: "value", 153: "value", 154: "value", 155: "value",
	156: "caret", 157: "preedit attributes", 158: "auxiliary attributes", 159: "table",
	160: "context_id engine committed|committed", 161: "context_id engine key",
	162: "properties", 163: "property",
	165: "helper", 166: "helper", 167: "helper event",
	314: "value",
	400: "screen", 401: "x y",
	501: "value", 502: "value",
	503: "engine engine_name language icon",
	504: "help", 505: "engine engine_name language icon", 506: "engine", 507: "value", 520: "value", 521: "value", 522: "engine",
	540: "helper helper_name icon description option_flags",
	541: "context_id engine event", 542: "context_id engine key",
	602: "event", 603: "context_id engine", 604: "value",
}
