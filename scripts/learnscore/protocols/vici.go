package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// The types of packets that have a name, of those that have a message, and the last one.
const (
	viciRequest    = 0
	viciResponse   = 1
	viciRegister   = 3
	viciUnregister = 4
	viciEvent      = 7
)

// The types of a message's elements.
const (
	viciSection = iota + 1
	viciSectionEnd
	viciKeyValue
	viciList
	viciItem
	viciListEnd
)

// viciFields are the fields of a packet of the Versatile IKE Control Interface, as the README.md of
// strongSwan 5.9.8's plugin declares it. What a value is, is not said: a text, as nearly all are, or
// bytes, such as those of a certificate.
func viciFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := vici{structure{protocol: "vici", data: data}}
	if l.add("length:u32 packet_type:u8"); l.short {
		return nil, false
	}
	kind := l.told()
	switch kind {
	case viciRequest, viciRegister, viciUnregister, viciEvent:
		l.add("name_length:u8 name:text")
	}
	switch kind {
	case viciRequest, viciResponse, viciEvent:
		if !l.message() {
			return nil, false
		}
	}
	return l.leaves, kind <= viciEvent && !l.short && l.at == len(data)
}

type vici struct{ structure }

// message adds elements up to the end of the packet, where no section and no list may be open.
func (l *vici) message() bool {
	sections, list := 0, false
	for l.at < len(l.data) && !l.short {
		l.add("element_type:u8")
		kind := l.told()
		if list != (kind == viciItem || kind == viciListEnd) {
			return false
		}
		switch kind {
		case viciSection:
			l.add("section_length:u8 section:text")
			sections++
		case viciSectionEnd:
			sections--
		case viciKeyValue:
			l.add("key_length:u8 key:text")
			l.value("value")
		case viciList:
			l.add("list_length:u8 list:text")
			list = true
		case viciItem:
			l.value("item")
		case viciListEnd:
			list = false
		default:
			return false
		}
		if sections < 0 {
			return false
		}
	}
	return sections == 0 && !list
}

// value adds a value with its length.
func (l *vici) value(name string) {
	if l.add(name + "_length:u16"); l.short {
		return
	}
	kind := "FT_BYTES"
	n := l.told()
	if truth.IsText(l.data[l.at:min(l.at+n, len(l.data))]) {
		kind = "FT_STRING"
	}
	if n > 0 {
		l.one(name, kind, n)
	}
}
