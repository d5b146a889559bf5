package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// fontOrder is the byte order of all clients of the capture, which is that of their machine.
var fontOrder = binary.LittleEndian

// frameFonts frames messages of a conversation with a font server: the setup of both sides, whether it is accepted, then
// requests, and what the server says, with lengths in words.
func frameFonts() framer {
	accepted := 0 // where the server tells of itself
	return func(data []byte, at int, fromClient bool) int {
		need := map[bool]int{true: 4, false: 8}[fromClient]
		if at == 0 {
			need = map[bool]int{true: 8, false: 12}[fromClient]
		}
		if len(data) < need {
			return 0
		}
		half := func(at int) int { return 4 * int(fontOrder.Uint16(data[at:])) }
		words := fontOrder.Uint32(data[need-4:])
		switch {
		case at == 0 && fromClient:
			return 8 + half(6)
		case at == 0:
			accepted = 12 + half(8) + half(10)
			return accepted
		case fromClient:
			words = uint32(half(2) / 4)
		case at == accepted:
			words = fontOrder.Uint32(data)
		}
		if words == 0 || words > 1<<18 {
			return -1
		}
		return 4 * int(words)
	}
}

// fontsFields are the fields of messages of a conversation with a font server, version 2 of its protocol, as FSproto.h
// declares them, and as libFS 1.0.8 and xfs 1.2.2 fill what has no structure. A reply is that of the request of its number.
func fontsFields() (Layout, error) {
	requests := map[uint16]byte{}
	var said uint16
	accepted := 0
	return func(data []byte, at int, fromClient bool) ([]truth.Leaf, bool) {
		l := fonts{structure{protocol: "fs", data: data}}
		ok := false
		switch {
		case at == 0 && fromClient:
			ok = l.values("byte_order:char auths_count:u8 major_version:u16 minor_version:u16 auth_length:u16")
		case at == 0:
			accepted = len(data)
			ok = l.values("status:u16 major_version:u16 minor_version:u16 alternates_count:u8 auth_index:u8 alternates_length:u16 auth_length:u16") &&
				l.times(int(l.bytesOf("alternates_count")[0]), "subset:bool =:name =:pad")
		case !fromClient && at == accepted:
			ok = l.values("length:u32 max_request_length:u16 vendor_length:u16 release_number:u32 vendor:said") && l.values("=:pad")
		case fromClient && len(data) >= 4:
			said++
			requests[said] = data[0]
			words, known := fontRequests[data[0]]
			ok = known && l.values(words) && l.values("=:pad")
		case !fromClient && len(data) >= 8:
			words, known := fontErrors[data[1]]
			switch data[0] {
			case 0:
				words, known = fontReplies[requests[fontOrder.Uint16(data[2:])]]
			case 2:
				words, known = fontEvents[data[1]]
			}
			if len(data) == 8 && data[0] == 0 {
				words, _, _ = strings.Cut(words, "|") // the last of several, with nothing in it
			}
			ok = known && l.values(strings.ReplaceAll(words, "|", " ")) && l.values("=:pad")
		}
		return l.leaves, ok && !l.short && l.at == len(data)
	}, nil
}

type fonts struct{ structure }

func (l *fonts) values(words string) bool { return l.each(words, l.value) }

// number is the last one of that name.
func (l *fonts) number(name string) (n int) {
	b := l.bytesOf(name)
	for i := range b {
		n |= int(b[len(b)-1-i]) << (8 * (len(b) - 1 - i))
	}
	return n
}

// times adds fields so many times.
func (l *fonts) times(n int, words string) bool { return l.repeat(n, words, l.value) }

// value adds what structures do not know.
func (l *fonts) value(name, kind string) bool {
	switch kind {
	case "pad": // up to a word
		l.alignTo(4, 0)
	case "unused1", "unused2":
		l.one("pad", "FT_BYTES", int(kind[6]-'0'))
	case "time":
		l.one(name, "FT_RELATIVE_TIME", 4)
	case "said": // of as many bytes as a number says
		l.said(name, l.number(name+"_length"))
	case "name":
		return l.values("name_length:u8 name:said")
	case "names":
		return l.times(l.number("names_count"), "=:name")
	case "resolutions":
		return l.times(l.number("resolutions_count"), "x_resolution:u16 y_resolution:u16 point_size:u16")
	case "chars8":
		return l.times(l.number("chars_count"), "char:u8")
	case "chars16":
		return l.times(l.number("chars_count"), "char_high:u8 char_low:u8")
	case "extents":
		return l.times(l.number("extents_count"), "left:i16 right:i16 width:i16 ascent:i16 descent:i16 attributes:u16")
	case "properties":
		return l.properties()
	case "glyphs":
		return l.glyphs()
	case "info":
		return l.values(fontInfo)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// properties adds where the names and values of properties are, and then these, which follow each other.
func (l *fonts) properties() bool {
	if !l.values("properties_count:u32 properties_length:u32") {
		return false
	}
	count, start := l.number("properties_count"), l.at
	if !l.times(count, "name_position:u32 name_length:u32 value_position:u32 value_length:u32 value_type:u8 =:unused1 =:unused2") {
		return false
	}
	data := l.at
	for i := range count {
		word := func(n int) int { return int(fontOrder.Uint32(l.data[start+20*i+4*n:])) }
		if data+word(0) != l.at {
			return false
		}
		if l.said("property_name", word(1)); l.data[start+20*i+16] == 0 {
			if !l.short && data+word(2) != l.at {
				return false
			}
			l.said("property_value", word(3))
		}
		if l.short {
			return false
		}
	}
	return l.at-data == l.number("properties_length")
}

// glyphs adds where the bits of glyphs are, and these.
func (l *fonts) glyphs() bool {
	count, start := l.number("glyphs_count"), l.at
	if !l.times(count, "glyph_position:u32 glyph_length:u32") {
		return false
	}
	data := l.at
	for i := range count {
		if at := fontOrder.Uint32(l.data[start+8*i:]); data+int(at) != l.at {
			continue // the bits of one before
		}
		n := int(fontOrder.Uint32(l.data[start+8*i+4:]))
		if l.short = n > len(l.data)-l.at; l.short {
			return false
		}
		if n > 0 {
			l.one("glyph", "FT_NONE", n)
		}
	}
	return l.at-data == l.number("glyphs_length")
}
