package protocols

import (
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameLLDPD: a type, and the length of what is behind 16 bytes.
var frameLLDPD = headed(16, func(b []byte) int {
	if n := binary.LittleEndian.Uint64(b[8:]); n <= 1<<19 {
		return int(n)
	}
	return -17
})

// The types of messages that hold something, by what clients say and by what lldpd does.
var (
	lldpdRequests = map[uint32]string{0: "", 1: "", 2: "config", 3: "", 4: "chassis", 5: "", 6: "string", 7: "", 8: "port_set", 9: ""}
	lldpdAnswers  = map[uint32]string{0: "", 1: "config", 2: "", 3: "interfaces", 4: "", 5: "chassis", 6: "hardware", 7: "port", 8: "", 9: "", 10: "change"}
)

// lldpdFields are the fields of a message to or from lldpd 1.0.16, as lldpd-structs.h and marshal.c have them:
// structures of C for x86-64, each with its number and its size before it, and behind it those that it points to.
func lldpdFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := lldpd{structure: structure{protocol: "lldpd", data: data}, seen: map[uint64]bool{}}
	if l.add("type:u32 pad:u32 length:u64"); l.short {
		return nil, false
	}
	table := lldpdAnswers
	if fromClient {
		table = lldpdRequests
	}
	what, known := table[binary.LittleEndian.Uint32(data)]
	if !known {
		return nil, false
	}
	if what != "" || l.at < len(data) {
		l.item(what, -1)
	}
	return l.leaves, !l.short && l.at == len(data)
}

type lldpd struct {
	structure
	seen  map[uint64]bool // numbers of structures that were there
	depth int             // of structures behind one that points to them
}

// pointer is a field that points to a structure, which is at an offset; whole if that stands elsewhere, in a
// structure that is not within another.
type pointer struct {
	to    string
	at    int
	whole bool
}

// item adds a structure with its number and size. One that is within another is at an offset there, and only what it
// points to follows.
func (l *lldpd) item(what string, within int) {
	l.alignTo(8, 0)
	l.depth++
	l.short = l.short || l.depth > 64
	if l.add("number:u64 object_size:u64"); l.short {
		return
	}
	head := l.data[l.at-16 : l.at]
	l.seen[binary.LittleEndian.Uint64(head)] = true
	start := within
	if within < 0 {
		start = l.at
	}
	switch size := binary.LittleEndian.Uint64(head[8:]); {
	case what == "string" && size > 16 && size <= uint64(len(l.data)):
		l.one("text", "FT_STRINGZ", int(size)-16)
	case what == "bytes" && size > 16 && size <= uint64(len(l.data)):
		l.said("octets", int(size)-16)
	case what == "bytes":
	case lldpdStructs[what] == "":
		l.short = true
	default:
		if within < 0 {
			l.object(what)
		}
		l.pointers(what, start, within >= 0)
	}
	l.depth--
}

// object adds the fields of a structure, and those that it embeds.
func (l *lldpd) object(what string) {
	start := l.at
	l.each(lldpdStructs[what], func(name, kind string) bool {
		l.alignTo(lldpdAlign(kind), start)
		times := 1
		if of, count, ok := strings.Cut(kind, "*"); ok {
			times, _ = strconv.Atoi(count)
			kind = of
		}
		for range times {
			l.field(name, kind)
		}
		return true
	})
	l.alignTo(lldpdAlign("="+what), start)
}

// field adds a field, whose type is one of structure's, a structure ("=" plain, "+" with pointers), or what it points to.
func (l *lldpd) field(name, kind string) {
	switch {
	case kind[0] == '=' || kind[0] == '+':
		l.object(kind[1:])
	case kind[0] == '>' || kind == "ignored":
		l.one(name, "FT_UINT64", 8)
	case kind == "time":
		l.one(name, "FT_ABSOLUTE_TIME", 8)
	case kind == "name":
		l.one(name, "FT_STRINGZPAD", 16)
	case kind == "address":
		if l.short = l.short || l.at+16 > len(l.data); l.short {
			return
		}
		if binary.LittleEndian.Uint32(l.data[l.at-4:]) == 1 {
			l.one(name, "FT_IPv4", 4)
			l.one(name+"_unused", "FT_BYTES", 12)
		} else {
			l.one(name, "FT_IPv6", 16)
		}
	case strings.HasPrefix(kind, "octets"):
		n, _ := strconv.Atoi(kind[6:])
		l.one(name, "FT_BYTES", n)
	default:
		l.add(name + ":" + kind)
	}
}

// pointers adds what the fields of a structure that begins at an offset point to.
func (l *lldpd) pointers(what string, start int, within bool) {
	for _, p := range lldpdPointers(what) {
		at := start + p.at
		if l.short = l.short || at+8 > len(l.data); l.short {
			return
		}
		number := binary.LittleEndian.Uint64(l.data[at:])
		switch {
		case !p.whole:
			l.item(p.to, at)
		case number != 0 && (within || !l.seen[number]):
			l.item(p.to, -1)
		}
	}
}
