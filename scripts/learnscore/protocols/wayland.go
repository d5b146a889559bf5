package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameWayland: an object, and in one word the opcode and the length of all. Little-endian.
func frameWayland(data []byte, _ int, _ bool) int {
	if len(data) < 8 {
		return 0
	}
	if n := int(binary.LittleEndian.Uint16(data[6:])); n >= 8 {
		return n
	}
	return -1
}

// waylandFields are the fields of messages of a conversation of Wayland, by the interfaces that are
// described on this machine.
func waylandFields() (Layout, error) {
	known, err := installedInterfaces()
	if err != nil {
		return nil, err
	}
	return known.conversation(), nil
}

// conversation is a layout that keeps in mind which object has which interface.
func (known waylandInterfaces) conversation() Layout {
	objects := map[uint32]string{1: "wl_display"}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		if len(data) < 8 {
			return nil, false
		}
		of := objects[binary.LittleEndian.Uint32(data)]
		m, ok := known.message(of, binary.LittleEndian.Uint16(data[4:]), fromClient)
		if !ok {
			return nil, false
		}
		l := wayland{structure{protocol: "wayland", data: data}, objects}
		l.add("object_id:u32 opcode:u16 size:u16")
		l.protocol += ":" + of + ":" + m.Name
		for _, a := range m.Arguments {
			l.argument(a, known.areBits(of, a.Enum))
		}
		return l.leaves, !l.short && l.at == len(data)
	}
}

// wayland lays arguments over a message. Numbers are little-endian.
type wayland struct {
	structure
	objects map[uint32]string // interfaces
}

// argument adds one, and the interface of a new object to what is known.
func (l *wayland) argument(a waylandArgument, bits bool) {
	name := a.Name
	switch a.Type {
	case "int", "fixed":
		l.add(name + ":i32")
	case "uint":
		if name == "name" { // as wl_registry calls the number of a global object
			name = "name_number"
		}
		l.one(name, map[bool]string{true: "FLAGS", false: "FT_UINT32"}[bits], 4)
	case "object", "new_id":
		of := a.Interface
		if a.Type == "new_id" && of == "" {
			of = strings.TrimRight(string(l.counted("interface", "FT_STRINGZ")), "\x00")
			l.add("version:u32")
		}
		if !strings.HasSuffix(name, "id") {
			name += "_id"
		}
		if a.Type == "new_id" {
			l.objects[l.number()] = of
		}
		l.one(name, "FT_UINT32", 4)
	case "string":
		l.counted(name, "FT_STRINGZ")
	case "array":
		l.counted(name, "FT_NONE") // its elements are not described
	case "fd": // is beside the bytes
	default:
		l.short = true
	}
}

// number is the word that comes next.
func (l *wayland) number() uint32 {
	if l.at+4 > len(l.data) {
		return 0
	}
	return binary.LittleEndian.Uint32(l.data[l.at:])
}

// counted adds a length, as many bytes, and what fills them up to a word.
func (l *wayland) counted(name, kind string) []byte {
	n := int(l.number())
	l.add(name + "_length:u32")
	start := l.at
	if n > len(l.data)-start {
		l.short = true
	}
	if l.short || n == 0 {
		return nil
	}
	l.one(name, kind, n)
	if pad := -n & 3; pad > 0 {
		l.one(name+"_padding", "FT_BYTES", pad)
	}
	return l.data[start : start+n]
}
