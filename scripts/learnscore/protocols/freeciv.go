package protocols

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Lengths that say that packets are compressed, and the one that says that a longer length is behind it.
const (
	freecivCompressed = 16*1024 + 1
	freecivJumbo      = 0xffff
)

// freecivJoinReply is the packet behind which the numbers of packets have two bytes.
const freecivJoinReply = 5

// freecivRequirement is what a rule requires.
const freecivRequirement = "kind:u8 value:i32 range:u8 survives:bool present:bool quiet:bool"

// frameFreeciv: a length that counts itself.
func frameFreeciv(data []byte, _ int, _ bool) int {
	if len(data) < 2 {
		return 0
	}
	switch n := int(binary.BigEndian.Uint16(data)); {
	case n == freecivJumbo && len(data) < 6:
		return 0
	case n == freecivJumbo:
		return max(-1, int(binary.BigEndian.Uint32(data[2:])))
	case n >= freecivCompressed:
		return n - freecivCompressed
	case n < 3:
		return -1
	default:
		return n
	}
}

// freecivFields are the fields of packets of a conversation with the server of Freeciv 3.0, big-endian, by its delta protocol: what did not change
// since the last packet of that type and key is not there, and how many elements an array has may be what that one said. What is in compressed
// packets is not laid out, but known.
func freecivFields() (Layout, error) {
	t := &freecivTalk{sides: map[bool]freecivSide{false: {}, true: {}}}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := &freeciv{structure: structure{protocol: "freeciv", data: data}, side: t.sides[fromClient]}
		if l.add("length:u16"); l.short {
			return nil, false
		}
		if l.told() >= freecivCompressed {
			return l.leaves, l.compressed() && t.learn(l.bytesOf("compressed"), fromClient)
		}
		return l.leaves, t.packet(l)
	}, nil
}

// freecivTalk is what a conversation has come to.
type freecivTalk struct {
	wide  bool // numbers of packets have two bytes
	sides map[bool]freecivSide
}

// freecivSide has the numbers that a side has said in packets, by the type and the key of these.
type freecivSide map[string]map[string]int

// packet adds what is behind the length of a packet.
func (t *freecivTalk) packet(l *freeciv) bool {
	ok := l.packet(t.wide)
	if ok && l.kind == freecivJoinReply && l.numbers["you_can_join"] != 0 {
		t.wide = true
	}
	return ok
}

// learn takes in packets that are compressed.
func (t *freecivTalk) learn(packed []byte, fromClient bool) bool {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return false
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return false
	}
	for len(data) > 0 {
		n := frameFreeciv(data, 0, fromClient)
		if n <= 0 || n > len(data) {
			return false
		}
		l := &freeciv{structure: structure{protocol: "freeciv", data: data[:n]}, side: t.sides[fromClient]}
		if l.add("length:u16"); !t.packet(l) {
			return false
		}
		data = data[n:]
	}
	return true
}

type freeciv struct {
	structure
	side    freecivSide
	kind    int            // number of the packet
	numbers map[string]int // by names of fields
}

// compressed adds what is behind the length of compressed packets.
func (l *freeciv) compressed() bool {
	if l.told() == freecivJumbo {
		l.add("jumbo_length:u32")
	}
	n := len(l.data) - l.at
	if l.short || n <= 0 {
		return false
	}
	l.one("compressed", "FT_NONE", n)
	return true
}

// packet adds what is behind the length of a packet.
func (l *freeciv) packet(wide bool) bool {
	if wide {
		l.add("packet_type:u16")
	} else {
		l.add("packet_type:u8")
	}
	if l.short {
		return false
	}
	l.kind = l.told()
	p, known := freecivPackets[l.kind]
	switch {
	case !known:
		return false
	case p.words == "" || p.plain:
		l.numbers = map[string]int{}
		return l.each(p.words, l.value) && l.at == len(l.data)
	default:
		return l.delta(p) && l.at == len(l.data)
	}
}

// delta adds which fields are there, its key, and those fields. A bit of those that are true or false says that itself.
func (l *freeciv) delta(p freecivPacket) bool {
	var keys, others []string
	for _, word := range strings.Fields(p.words) {
		if strings.Contains(word, "!:") {
			keys = append(keys, word)
		} else {
			others = append(others, word)
		}
	}
	if l.one("fields", "FLAGS", max(1, (len(others)+7)/8)); l.short {
		return false
	}
	there := l.bytesOf("fields")
	l.numbers = map[string]int{}
	if !l.each(strings.Join(keys, " "), l.value) {
		return false
	}
	if before := l.side[about(l.kind, l.key(keys))]; before != nil {
		l.numbers = before
	}
	for i, word := range others {
		if there[i/8]>>(i%8)&1 != 0 && !l.each(word, l.value) {
			return false
		}
	}
	l.side[about(l.kind, l.key(keys))] = l.numbers
	for _, kind := range p.cancels {
		if len(keys) == 0 {
			keys = others[:1]
		}
		delete(l.side, about(kind, l.key(keys)))
	}
	return true
}

// key are the numbers that fields have.
func (l *freeciv) key(fields []string) (key string) {
	for _, word := range fields {
		name, _, _ := strings.Cut(word, ":")
		key += fmt.Sprint(l.numbers[strings.TrimSuffix(name, "!")], " ")
	}
	return key
}

// about is how what is known of packets of a type and a key is found.
func about(kind int, key string) string { return fmt.Sprint(kind, ": ", key) }

// number is how many elements an array has.
func (l *freeciv) number(count string) int {
	if n, err := strconv.Atoi(count); err == nil {
		return n
	}
	return l.numbers[count]
}

// value adds a field.
func (l *freeciv) value(name, kind string) bool {
	name = strings.TrimSuffix(name, "!")
	of, count, array := strings.Cut(kind, "*")
	var n int
	switch {
	case array && strings.HasSuffix(count, "~"):
		return l.changes(name, of)
	case array && of == "memory":
		if n = l.number(count); n > 0 {
			l.one(name, "FT_NONE", n)
		}
	case array:
		return l.repeat(l.number(count), name+":"+of, l.value)
	case of == "bit":
	case of == "text":
		l.terminated(name)
	case scan(of, "flags%d", &n):
		l.one(name, "FLAGS", n)
	case of == "requirement":
		return l.parts(name, freecivRequirement)
	case of == "probability":
		return l.parts(name, "least:u8 most:u8")
	case of == "worklist":
		return l.parts(name, "count:u8") && l.repeat(l.told(), name+"_kind:u8 "+name+"_value:u8", l.value)
	default:
		if l.add(name + ":" + of); !l.short {
			l.numbers[name] = l.told()
		}
	}
	return !l.short
}

// parts adds the fields of one that has some.
func (l *freeciv) parts(name, words string) bool {
	return l.each(words, func(part, kind string) bool { return l.value(name+"_"+part, kind) })
}

// changes adds the elements of an array that changed, each behind its index, and an end.
func (l *freeciv) changes(name, kind string) bool {
	for l.value(name+"_index", "u8") {
		if l.told() == 255 {
			return true
		}
		if !l.value(name, kind) {
			return false
		}
	}
	return false
}
