package protocols

import (
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// within adds values that fill so many bytes.
func (l *ctdb) within(n int, words string) bool {
	if l.short = l.short || n > len(l.data)-l.at; l.short || n == 0 {
		return !l.short
	}
	l.end = l.at + n
	return l.values(words) && l.at == l.end
}

// values adds values, NAME:TYPE each, of which some are structures, with "=" before their name, and "*" before what
// there is a number of times, or as often as the number says that is before it.
func (l *ctdb) values(words string) bool { return l.each(words, l.value) }

func (l *ctdb) value(name, kind string) bool {
	times, of, repeated := strings.Cut(kind, "*")
	switch {
	case repeated:
		n, err := strconv.Atoi(times)
		if err != nil {
			n = l.last()
		}
		for range n {
			if !l.value(name, of) {
				return false
			}
		}
	case kind[0] == '=':
		return l.values(ctdbStructures[kind[1:]])
	case kind == "rest":
		return l.text(name, l.end-l.at)
	case kind == "text": // with its length
		return l.values(name+"_length:u32") && l.text(name, l.last())
	case kind == "counted":
		return l.values(name+"_length:u32") && l.bytes(name, l.last())
	case strings.HasPrefix(kind, "chars"):
		n, _ := strconv.Atoi(kind[5:])
		l.one(name, "FT_STRINGZPAD", n)
	case strings.HasPrefix(kind, "pad"):
		n, _ := strconv.Atoi(kind[3:])
		l.one("pad", "FT_BYTES", n)
	case kind == "time":
		l.one(name, "FT_ABSOLUTE_TIME", 8)
		l.add(name + "_microseconds:u64")
	case kind == "double":
		l.one(name, "FT_DOUBLE", 8)
	case kind == "address":
		return l.address(name)
	case kind == "contents":
		return l.contents()
	case kind == "keys":
		return l.keys()
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// text adds a text of so many bytes, whose end is a NUL.
func (l *ctdb) text(name string, n int) bool {
	if l.short = l.short || n > len(l.data)-l.at; !l.short && n > 0 {
		kind := "FT_STRINGZ"
		if !truth.IsText(l.data[l.at : l.at+n]) {
			kind = "FT_NONE"
		}
		l.one(name, kind, n)
	}
	return !l.short
}

// bytes adds so many bytes of a program.
func (l *ctdb) bytes(name string, n int) bool {
	l.said(name, n)
	return !l.short
}

// contents adds a key and what a database has of it: a header and data.
func (l *ctdb) contents() bool {
	key, data := int(l.number("key_length")), int(l.number("data_length"))
	if !l.bytes("key", key) {
		return false
	}
	if data >= 24 {
		if !l.values("=:=header") {
			return false
		}
		data -= 24
	}
	return l.bytes("data", data)
}

// keys adds those of which the sizes are in structures before.
func (l *ctdb) keys() bool {
	for _, size := range l.leaves {
		if size.Label.Name == "ctdb.hot_key_size" && !l.bytes("key", int(binary.LittleEndian.Uint32(l.data[size.Offset:]))) {
			return false
		}
	}
	return true
}

// address adds an address in the form of the kernel, for which there are 28 bytes.
func (l *ctdb) address(name string) bool {
	if l.add("family:u16"); l.short {
		return false
	}
	switch binary.LittleEndian.Uint16(l.data[l.at-2:]) {
	case 2:
		l.add("port:u16")
		l.one(name, "FT_IPv4", 4)
		l.one("unused", "FT_BYTES", 20)
	case 10:
		l.add("port:u16 flow_information:u32")
		l.one(name, "FT_IPv6", 16)
		l.add("scope_id:u32")
	default:
		l.one("unused", "FT_BYTES", 26)
	}
	return !l.short
}
