package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameP11: the version that each side begins with, in a byte; then a header with the lengths of the options
// and of the call.
func frameP11(data []byte, at int, _ bool) int {
	switch {
	case at == 0:
		return 1
	case len(data) < 12:
		return 0
	}
	return 12 + int(binary.BigEndian.Uint32(data[4:])) + int(binary.BigEndian.Uint32(data[8:]))
}

// p11None is the length of bytes that are not there.
const p11None = 0xffffffff

// p11Fields are the fields of a call of PKCS #11 over p11-kit's socket, or its answer, as rpc-message.h,
// rpc-message.c and rpc-transport.c of p11-kit 0.24.1 declare them, big-endian.
func p11Fields(data []byte, at int, fromClient bool) ([]truth.Leaf, bool) {
	l := p11{structure{protocol: "p11", data: data}}
	if at == 0 {
		l.add("version:u8")
		return l.leaves, !l.short && len(data) == 1
	}
	if l.add("call_serial:u32 options_length:u32 body_length:u32"); l.short {
		return nil, false
	}
	l.bytes("options", "FT_STRING", bigEndian(data[4:8]))
	if l.add("function_code:u32"); l.short {
		return nil, false
	}
	code := l.told()
	side := map[bool]int{true: 0, false: 1}[fromClient]
	if code >= len(p11Calls) {
		return nil, false
	}
	words := p11Calls[code][side]
	var signature strings.Builder
	for _, word := range strings.Fields(words) {
		_, kind, _ := strings.Cut(word, ":")
		signature.WriteString(kind)
	}
	from := l.at + 4
	if l.sized("signature", "FT_STRING"); l.short || string(data[from:l.at]) != signature.String() {
		return nil, false
	}
	return l.leaves, l.each(words, l.value) && l.at == len(data)
}

type p11 struct{ structure }

// value adds what a letter of a signature is: numbers of eight bytes, a truth value, texts, versions,
// bytes and numbers that may be missing, how much room there is for them, and what has several parts.
func (l *p11) value(name, kind string) bool {
	switch kind {
	case "u":
		l.add(name + ":u64")
	case "y":
		l.one(name, "FT_BOOLEAN", 1)
	case "v":
		l.add(name + "_major:u8 " + name + "_minor:u8")
	case "s":
		l.sized(name, "FT_STRINGZPAD")
	case "z":
		l.sized(name, "FT_STRING")
	case "fy", "fu":
		l.add(name + "_room_count:u32")
	case "ay":
		if l.one(name+"_valid", "FT_BOOLEAN", 1); l.short || l.told() == 0 {
			l.add(name + "_length:u32")
		} else {
			l.sized(name, "FT_BYTES")
		}
	case "au":
		if l.one(name+"_valid", "FT_BOOLEAN", 1); !l.short {
			valid := l.told()
			l.count(name, func() {
				if valid != 0 {
					l.add(name + ":u64")
				}
			})
		}
	case "fA":
		l.count(name, func() { l.add("attribute_type:u32 attribute_room_length:u32") })
	case "aA":
		l.count(name, l.attribute)
	case "M":
		l.mechanism()
	default:
		return false
	}
	return !l.short
}

// count adds a number, and so many of what one does.
func (l *p11) count(name string, one func()) {
	if l.add(name + "_count:u32"); l.short {
		return
	}
	for n := l.told(); n > 0 && !l.short; n-- {
		before := l.at
		if one(); l.at == before { // nothing is there
			return
		}
	}
}

// sized adds a length and as many bytes, if there are any.
func (l *p11) sized(name, kind string) {
	if l.add(name + "_length:u32"); l.short {
		return
	}
	if n := l.told(); n != p11None {
		l.bytes(name, kind, n)
	}
}

func (l *p11) bytes(name, kind string, n int) {
	if n > 0 {
		l.one(name, kind, n)
	}
}

// attribute adds an attribute: its type, whether it is there, its length, and its value, which
// is encoded by the type, with a length of its own if it is bytes.
func (l *p11) attribute() {
	if l.add("attribute_type:u32"); l.short {
		return
	}
	word, known := p11Attributes[l.told()]
	if !known {
		word = "other:bytes"
	}
	if l.one("attribute_valid", "FT_BOOLEAN", 1); l.short || l.told() == 0 {
		return
	}
	if l.add("attribute_length:u32"); l.short {
		return
	}
	name, kind, _ := strings.Cut(word, ":")
	name = "value_" + name
	switch kind {
	case "bool":
		l.one(name, "FT_BOOLEAN", 1)
	case "number":
		l.one(name, "FT_UINT64", 8)
	case "numbers":
		l.count(name, func() { l.one(name, "FT_UINT64", 8) })
	case "template":
		l.count(name, l.attribute)
	case "text", "date":
		l.sized(name, "FT_STRING")
	default:
		l.sized(name, "FT_BYTES")
	}
}

// mechanism adds a mechanism: its type and its parameters, which two have in parts of their own.
func (l *p11) mechanism() {
	if l.add("mechanism_type:u32"); l.short {
		return
	}
	switch l.told() {
	case 0x9: // RSA_PKCS_OAEP
		l.add("hash_type:u64 mask_type:u64 source_type:u64")
		l.sized("source_data", "FT_BYTES")
	case 0xd: // RSA_PKCS_PSS
		l.add("hash_type:u64 mask_type:u64 salt_len:u64")
	default:
		l.sized("parameter", "FT_BYTES")
	}
}
