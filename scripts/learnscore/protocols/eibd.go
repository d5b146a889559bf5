package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameEIBD: a length of two bytes and what is behind it.
var frameEIBD = headed(2, func(b []byte) int { return int(binary.BigEndian.Uint16(b)) })

// eibdRequests are what is behind the type of a client's message.
var eibdRequests = map[int]string{
	0x04: "", // ends what was opened
	0x10: "",
	0x11: "",
	0x12: "",
	0x13: "",
	0x16: "",
	0x17: "",
	0x20: "destination:u16 unused:octets1",
	0x21: "destination:u16 write_only:bool",
	0x22: "destination:u16 write_only:bool",
	0x23: "unused:octets2 write_only:bool",
	0x24: "source:u16 unused:octets1",
	0x25: "=:telegram",
	0x26: "unused:octets2 write_only:bool",
	0x27: "=:telegram",
	0x30: "destination:u16 mode:u8", // of programming
	0x31: "destination:u16",         // whose mask's version
	0x32: "",                        // who is being programmed
	0x40: "destination:u16",         // is given to that device
	0x49: "destination:u16",         // manages it without a connection
	0x50: "destination:u16",         // or with one
	0x70: "",                        // enables the cache of groups
	0x71: "",                        // disables it
	0x72: "",                        // clears it
	0x73: "destination:u16",
	0x74: "destination:u16 age:u16",
	0x75: "destination:u16",
	0x76: "start:u16 timeout:u8",
	0x77: "start:u32 timeout:u8",
}

// eibdAnswers are what is behind the type of a server's message. What a message ends with may be missing.
var eibdAnswers = map[int]string{
	0x00: "", // an invalid request
	0x01: "", // a connection in use
	0x02: "", // an error
	0x04: "",
	0x10: "",
	0x11: "",
	0x12: "",
	0x13: "",
	0x14: "=:telegram",
	0x15: "=:telegram",
	0x16: "timestamp:u32",
	0x17: "timestamp:u32",
	0x20: "",
	0x21: "",
	0x22: "",
	0x23: "",
	0x24: "",
	0x25: "=:telegram",
	0x26: "",
	0x27: "=:telegram",
	0x70: "",
	0x71: "",
	0x72: "",
	0x73: "",
	0x74: "source:u16 destination:u16 =:apdu",
	0x75: "source:u16 destination:u16 =:apdu",
	0x76: "end:u16 =:groups",
	0x77: "end:u32 =:groups",
}

// eibdTelegrams are telegrams of a client and those of the server, by the type of what was opened.
var eibdTelegrams = map[int]struct{ said, heard string }{
	0x10: {heard: "=:frame"},
	0x11: {heard: "text:terminated"},
	0x12: {heard: "=:frame"},
	0x13: {heard: "text:terminated"},
	0x16: {heard: "status:u8 timestamp:u32 =:frame"},
	0x17: {heard: "status:u8 timestamp:u32 =:frame"},
	0x20: {said: "=:apdu", heard: "=:apdu"},
	0x21: {said: "=:apdu", heard: "=:apdu"},
	0x22: {said: "=:apdu", heard: "source:u16 =:apdu"},
	0x23: {said: "=:apdu", heard: "source:u16 =:apdu"},
	0x24: {said: "destination:u16 =:apdu", heard: "source:u16 =:apdu"},
	0x26: {said: "destination:u16 =:apdu", heard: "source:u16 destination:u16 =:apdu"},
}

// eibdServices are what is behind a service of KNX's application layer, by its ten bits, of which some may have a number in the lower ones.
var eibdServices = []struct {
	service, mask int
	words         string
}{
	{0x000, 0x3ff, ""},            // reads a group's value
	{0x040, 0x3c0, "value:rest"},  // which is this
	{0x080, 0x3c0, "value:rest"},  // and becomes this
	{0x0c0, 0x3ff, "address:u16"}, // to have from now on
	{0x100, 0x3ff, ""},            // asks who is programmed
	{0x140, 0x3ff, ""},            // who says so
	{0x180, 0x3c0, "read_count:u8"},
	{0x1c0, 0x3c0, "read_count:u8 sum:i16"},
	{0x200, 0x3f0, "address:u16"},
	{0x240, 0x3f0, "address:u16 memory:rest"},
	{0x280, 0x3f0, "address:u16 memory:rest"},
	{0x2c0, 0x3ff, "number_flags:u8 address:u16"},
	{0x2c1, 0x3ff, "number_flags:u8 address:u16 memory:rest"},
	{0x2c5, 0x3ff, ""},
	{0x2c6, 0x3ff, "manufacturer_id:u8 manufacturer_data:u16"},
	{0x300, 0x3c0, ""},
	{0x340, 0x3ff, "descriptor:u16"},
	{0x342, 0x3ff, "descriptor:rest"}, // another form of it, with parts of its own
	{0x380, 0x3ff, ""},                // restarts
	{0x3d1, 0x3ff, "reserved:octets1 key:u32"},
	{0x3d2, 0x3ff, "level:u8"},
	{0x3d3, 0x3ff, "level:u8 key:u32"},
	{0x3d4, 0x3ff, "level:u8"},
	{0x3d5, 0x3ff, "object_index:u8 property_id:u8 elements_flags:u16"},
	{0x3d6, 0x3ff, "object_index:u8 property_id:u8 elements_flags:u16 value:rest"},
	{0x3d7, 0x3ff, "object_index:u8 property_id:u8 elements_flags:u16 value:rest"},
	{0x3d8, 0x3ff, "object_index:u8 property_id:u8 property_index:u8"},
	{0x3d9, 0x3ff, "object_index:u8 property_id:u8 property_index:u8 type_flags:u8 max_elements:u16 access:u8"},
	{0x3da, 0x3ff, "object_type:u16 property_id:u8 test_info:rest"},
	{0x3db, 0x3ff, "object_type:u16 property_id:u8 test_info:rest"},
	{0x3dc, 0x3ff, "serial:octets6"},
	{0x3dd, 0x3ff, "serial:octets6 domain:u16 reserved:octets2"},
	{0x3de, 0x3ff, "serial:octets6 address:u16 reserved:octets4"},
	{0x3e0, 0x3ff, "domain:u16"},
	{0x3e1, 0x3ff, ""},
}

// eibdFields are the fields of messages of a conversation with knxd 0.14, big-endian, as its library and its server write and read
// them, and of telegrams of KNX in them, as its layers do. What is in a telegram is told by what the client asked to open, and for
// the server by what it has opened.
func eibdFields() (Layout, error) {
	var asked, open int
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := eibd{structure: structure{protocol: "eibd", data: data}}
		if l.add("length:u16 type:u16"); l.short {
			return nil, false
		}
		kind := l.told()
		behind, known := eibdAnswers[kind]
		at := &open
		if fromClient {
			behind, known = eibdRequests[kind]
			at = &asked
		}
		if _, opens := eibdTelegrams[kind]; opens {
			*at = kind
		}
		if l.telegram = eibdTelegrams[*at].heard; fromClient {
			l.telegram = eibdTelegrams[*at].said
		}
		l.end = len(data)
		ok := known && l.values(behind)
		return l.leaves, ok && l.at == len(data)
	}, nil
}

// eibd lays fields over a message.
type eibd struct {
	structure
	telegram string // what it has, if it is one
	end      int    // of its APDU
}

func (l *eibd) values(words string) bool { return l.each(words, l.value) }

// value adds what structure does not know.
func (l *eibd) value(name, kind string) bool {
	var n int
	switch {
	case kind == "telegram":
		return l.telegram != "" && l.values(l.telegram)
	case kind == "frame":
		return l.frame()
	case kind == "apdu":
		return l.apdu()
	case kind == "terminated":
		l.terminated(name)
	case kind == "groups":
		for l.at < len(l.data) && !l.short {
			l.add("destination:u16")
		}
	case kind == "rest":
		l.program(name, l.end-l.at)
	case scan(kind, "octets%d", &n):
		l.one(name, "FT_BYTES", n)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// frame adds a telegram as it is on a line of twisted pair: a standard one or an extended one, and the checksum behind it.
func (l *eibd) frame() bool {
	l.end--
	if l.add("control_flags:u8"); l.short {
		return false
	}
	if l.told()&0x80 != 0 {
		l.add("source:u16 destination:u16 network_flags:u8")
	} else {
		l.add("network_flags:u8 source:u16 destination:u16 data_length:u8")
	}
	if l.short || !l.apdu() {
		return false
	}
	l.add("checksum:u8")
	return !l.short
}

// apdu adds what the transport and the application layer say. They share the first two bytes; one byte is of the transport layer
// alone. There is none of a group of which the cache does not know anything.
func (l *eibd) apdu() bool {
	switch l.end - l.at {
	case 0:
		return true
	case 1:
		l.one("transport", "FLAGS", 1)
		return !l.short
	}
	if l.one("service", "FLAGS", 2); l.short {
		return false
	}
	service := l.told() & 0x3ff
	for _, s := range eibdServices {
		if service&s.mask == s.service {
			return l.values(s.words) && l.at == l.end
		}
	}
	return false
}

// program adds so many bytes of a program or of a device: a text, if there are many and they are printable, or what nobody knows.
func (l *eibd) program(name string, n int) {
	switch {
	case n == 0:
	case n < 0 || n > len(l.data)-l.at:
		l.short = true
	case n >= 8 && truth.IsText(l.data[l.at:l.at+n]):
		l.one(name, "FT_STRINGZPAD", n)
	default:
		l.one(name, "FT_NONE", n)
	}
}
