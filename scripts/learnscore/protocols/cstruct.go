package protocols

import (
	"fmt"
	"strconv"
	"strings"
)

// cStruct lays structures of C over a message, as a compiler for x86-64 does: fields begin at multiples of their size, and
// padding fills what is between them.
type cStruct struct {
	structure
	structs map[string]string // NAME:TYPE of their fields
	unions  map[string]cUnion // types that depend on what else a message holds
	prefix  string            // of the names of fields, in a structure that is a field with a name
}

// cUnion is such a type: of which multiple it begins, and what adds its fields.
type cUnion struct {
	align int
	add   func(l *cStruct, name string)
}

// object adds the fields of a structure, and those of structures within. The types of fields are those of structure.add, and:
// textN, octetsN, ip4, double, be16 and be32 (big-endian), time (of eight bytes), pointer, =STRUCTURE and unions; "*N"
// behind one is for an array.
func (l *cStruct) object(what string) {
	start := l.at
	words, known := l.structs[what]
	l.short = l.short || !known
	l.each(words, func(name, kind string) bool {
		of, count, array := strings.Cut(kind, "*")
		times := 1
		if array {
			times, _ = strconv.Atoi(count)
		}
		l.alignTo(l.alignOf(of), start)
		for range times {
			l.field(l.prefix+name, of)
		}
		return true
	})
	l.alignTo(l.alignOf("="+what), start)
}

// alignOf is of which multiple a type begins.
func (l *cStruct) alignOf(kind string) int {
	kind, _, _ = strings.Cut(kind, "*")
	if union, ok := l.unions[kind]; ok {
		return union.align
	}
	if what, ok := strings.CutPrefix(kind, "="); ok {
		most := 1
		for _, word := range strings.Fields(l.structs[what]) {
			_, kind, _ := strings.Cut(word, ":")
			most = max(most, l.alignOf(kind))
		}
		return most
	}
	switch kind {
	case "u8", "i8", "bool":
		return 1
	case "u16", "i16", "be16":
		return 2
	case "u32", "i32", "be32", "ip4":
		return 4
	}
	if strings.HasPrefix(kind, "text") || strings.HasPrefix(kind, "octets") {
		return 1
	}
	return 8
}

func (l *cStruct) field(name, kind string) {
	var n int
	union, ok := l.unions[kind]
	switch {
	case l.short:
	case ok:
		union.add(l, name)
	case kind[0] == '=':
		outer := l.prefix
		if name != outer {
			l.prefix = name + "_"
		}
		l.object(kind[1:])
		l.prefix = outer
	case kind == "pointer":
		l.one(name, "FT_UINT64", 8)
	case kind == "time":
		l.one(name, "FT_ABSOLUTE_TIME", 8)
	case kind == "ip4":
		l.one(name, "FT_IPv4", 4)
	case kind == "double":
		l.one(name, "FT_DOUBLE", 8)
	case kind == "be16", kind == "be32":
		l.add(name + ":u" + kind[2:])
	case scan(kind, "text%d", &n):
		l.one(name, "FT_STRINGZPAD", n)
	case scan(kind, "octets%d", &n):
		l.one(name, "FT_BYTES", n)
	default:
		l.add(name + ":" + kind)
	}
}

func scan(word, form string, n *int) bool {
	_, err := fmt.Sscanf(word, form, n)
	return err == nil
}

// all adds structures up to the end of the message, and reports whether it ends with one.
func (l *cStruct) all(what string) bool {
	for l.at < len(l.data) && !l.short {
		l.object(what)
	}
	return !l.short
}

// sizeOf is how many bytes a structure has.
func (l *cStruct) sizeOf(what string) int {
	zeros := *l
	zeros.structure = structure{data: make([]byte, 1<<16)}
	zeros.object(what)
	return zeros.at
}
