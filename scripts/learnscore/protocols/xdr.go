package protocols

import (
	"fmt"
	"strings"
)

// xdr lays declared values over a message of XDR (RFC 4506), where all is a multiple of four bytes.
type xdr struct {
	structure
	records map[string]string // their members, by their types
	unions  map[string][]string
}

// values adds values, NAME:TYPE each. A type is one of structure's numbers, text, opaque, carried, uuid, bool, double, a
// record or a union; ? before it is for one that may be missing, * for a list, and N* for a list
// of which the number is known.
func (l *xdr) values(prefix, words string) bool {
	return l.each(words, func(name, kind string) bool { return l.value(prefix+name, kind) })
}

func (l *xdr) value(name, kind string) bool {
	switch {
	case kind[0] == '?':
		if l.one(name+"_present", "FT_BOOLEAN", 4); l.short || l.told() == 0 {
			return !l.short
		}
		return l.value(name, kind[1:])
	case kind[0] == '*':
		if l.add(name + "_count:u32"); l.short {
			return false
		}
		return l.list(name, kind[1:], l.told())
	case kind[0] >= '1' && kind[0] <= '9':
		var n int
		fmt.Sscanf(kind, "%d*", &n)
		return l.list(name, kind[strings.IndexByte(kind, '*')+1:], n)
	case xdrBytes[kind] != "":
		if l.add(name + "_length:u32"); l.short {
			return false
		}
		if n := l.told(); n > 0 {
			l.one(name, xdrBytes[kind], n)
			if n%4 > 0 && !l.short {
				l.one(name+"_padding", "FT_BYTES", 4-n%4)
			}
		}
	case kind == "uuid":
		l.one(name, "FT_BYTES", 16)
	case kind == "bool":
		l.one(name, "FT_BOOLEAN", 4)
	case kind == "double":
		l.one(name, "FT_DOUBLE", 8)
	case l.records[kind] != "":
		return l.values(kind+"_", l.records[kind])
	case l.unions[kind] != nil:
		if l.add(name + "_type:u32"); l.short || l.told() >= len(l.unions[kind]) || l.unions[kind][l.told()] == "" {
			return false
		}
		return l.value(name, l.unions[kind][l.told()])
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// xdrBytes are types of so many bytes; of those that are carried for others nothing is known.
var xdrBytes = map[string]string{"text": "FT_STRING", "opaque": "FT_BYTES", "carried": "FT_NONE"}

// list adds so many values.
func (l *xdr) list(name, kind string, n int) bool {
	for range n {
		if !l.value(name, kind) {
			return false
		}
	}
	return true
}
