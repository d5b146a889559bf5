package protocols

import (
	"bytes"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// jdwpHello is what both sides begin with.
const jdwpHello = "JDWP-Handshake"

// jdwpHeader is how many bytes a packet has at least.
const jdwpHeader = 11

// frameJDWP: a handshake, and then packets that begin with their length, which counts itself.
func frameJDWP(data []byte, _ int, _ bool) int {
	if len(data) < 4 {
		return 0
	}
	switch n := bigEndian(data[:4]); {
	case string(data[:4]) == jdwpHello[:4]:
		return len(jdwpHello)
	case n >= jdwpHeader:
		return n
	}
	return -1
}

// jdwpReply is the flag of packets that answer one.
const jdwpReply = 0x80

// jdwpFields are the fields of messages of a conversation with a Java virtual machine, big-endian, as the Java Debug Wire Protocol of
// Java 17 is specified. A reply is that of the command with its id, and has nothing behind an error. How many bytes ids have is
// what IDSizes answers; HotSpot's have eight.
func jdwpFields() (Layout, error) {
	known := jdwpKnown{
		sizes: map[string]int{"field": 8, "method": 8, "object": 8, "type": 8, "frame": 8},
		asked: map[string]jdwpAsked{}, types: map[string]string{}, signatures: map[string]string{}, above: map[string]string{},
	}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := jdwp{structure{protocol: "jdwp", data: data}, known}
		if string(data) == jdwpHello {
			l.text("handshake")
			return l.leaves, true
		}
		ok := l.packet(fromClient)
		return l.leaves, ok && !l.short && l.at == len(data)
	}, nil
}

// jdwpAsked is a command that has no reply yet, and the id that it has first.
type jdwpAsked struct {
	command int
	of      string
}

// jdwpKnown is what a conversation has told: how many bytes ids have, and commands by whose they are and their ids. As values that are
// set have no tag, it is also the types of objects, the signatures of types and, by both ids, of their fields, and which types others extend.
type jdwpKnown struct {
	sizes                    map[string]int
	asked                    map[string]jdwpAsked
	types, signatures, above map[string]string
}

type jdwp struct {
	structure
	jdwpKnown
}

func (l *jdwp) values(words string) bool { return l.each(words, l.value) }

// packet adds a command or a reply.
func (l *jdwp) packet(fromClient bool) bool {
	if l.add("length:u32 packet_id:u32 flags:u8"); l.short {
		return false
	}
	reply := l.data[l.at-1]&jdwpReply != 0
	packet := string(l.bytesOf("packet_id"))
	if fromClient != reply {
		packet += " of the client"
	}
	if !reply {
		return l.command(packet)
	}
	asked, known := l.asked[packet]
	delete(l.asked, packet)
	if l.add("error_code:u16"); l.short || !known {
		return false
	}
	if l.told() != 0 {
		return true
	}
	ok := l.values(jdwpReplies[asked.command])
	l.learn(asked)
	return ok
}

func (l *jdwp) command(packet string) bool {
	l.add("command_set:u8 command:u8")
	if l.short {
		return false
	}
	command, at := bigEndian(l.data[l.at-2:l.at]), len(l.leaves)
	words, known := jdwpCommands[command]
	ok := known && l.values(words)
	asked := jdwpAsked{command: command}
	if len(l.leaves) > at {
		first := l.leaves[at]
		asked.of = string(l.data[first.Offset : first.Offset+first.Size])
	}
	l.asked[packet] = asked
	l.learn(jdwpAsked{})
	return ok
}

// jdwpIDs are the types of ids, by how many bytes they have.
var jdwpIDs = map[int]string{2: "FT_UINT16", 4: "FT_UINT32", 8: "FT_UINT64"}

// value adds what structure does not know.
func (l *jdwp) value(name, kind string) bool {
	if group, many := jdwpGroups[kind]; many {
		if l.add(name + "_count:u32"); l.short {
			return false
		}
		return l.repeat(l.told(), group, l.value)
	}
	if n, ok := l.sizes[kind]; ok {
		l.one(name+"_id", jdwpIDs[n], n)
		return !l.short
	}
	switch kind {
	case "string":
		l.counted(name, "FT_STRING")
	case "code": // of a method or class, or constants
		l.counted(name, "FT_NONE")
	case "tagged": // an object
		return l.values(name + "_tag:u8 " + name + ":object")
	case "location":
		return l.values("location_type_tag:u8 location_type:type location_method:method code_index:u64")
	case "value":
		if l.add(name + "_tag:u8"); l.short {
			return false
		}
		return l.untagged(name, l.data[l.at-1])
	case "region":
		return l.region(name)
	case "static", "own", "elements":
		return l.set(name, kind)
	case "modifier":
		return l.chosen(jdwpModifiers)
	case "event":
		return l.chosen(jdwpEvents)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// counted adds a length, and as many bytes.
func (l *jdwp) counted(name, kind string) {
	if l.add(name + "_length:u32"); !l.short && l.told() > 0 {
		l.one(name, kind, l.told())
	}
}

// chosen adds what the byte before chooses.
func (l *jdwp) chosen(by map[byte]string) bool {
	words, known := by[l.data[l.at-1]]
	return known && l.values(words)
}

// jdwpPrimitives are the values of a tag that are no objects.
var jdwpPrimitives = map[byte]string{'B': "i8", 'C': "u16", 'I': "i32", 'J': "i64", 'S': "i16", 'Z': "bool", 'F': "f32", 'D': "f64", 'V': "void"}

// jdwpObjects are the tags of objects.
const jdwpObjects = "[Lstglc"

// untagged adds a value of a tag.
func (l *jdwp) untagged(name string, tag byte) bool {
	switch kind, primitive := jdwpPrimitives[tag]; {
	case kind == "void":
	case kind == "f32":
		l.one(name, "FT_FLOAT", 4)
	case kind == "f64":
		l.one(name, "FT_DOUBLE", 8)
	case primitive:
		l.add(name + ":" + kind)
	case bytes.IndexByte([]byte(jdwpObjects), tag) < 0:
		return false
	default:
		return l.value(name, "object")
	}
	return !l.short
}

// region adds values of an array, of which only objects have tags of their own.
func (l *jdwp) region(name string) bool {
	if l.add(name + "_tag:u8 " + name + "_count:u32"); l.short {
		return false
	}
	n, tag := l.told(), l.data[l.at-5]
	for range n {
		ok := false
		if kind := jdwpPrimitives[tag]; kind != "" && kind != "void" {
			ok = l.untagged(name, tag)
		} else {
			ok = l.value(name, "value")
		}
		if !ok {
			return false
		}
	}
	return true
}

// set adds values without tags: of fields of a class or of an object, or of an array.
func (l *jdwp) set(name, of string) bool {
	if l.add(name + "_count:u32"); l.short {
		return false
	}
	n, kind := l.told(), string(l.bytesOf("type_id"))
	if of != "static" {
		kind = l.types[string(l.bytesOf("object_id"))]
	}
	for range n {
		signature := l.signatures[kind]
		if of == "elements" {
			signature = signature[min(1, len(signature)):] // which is that of an array
		} else {
			if !l.value("field", "field") {
				return false
			}
			signature = l.signatureOf(kind, string(l.bytesOf("field_id")))
		}
		if signature == "" || !l.untagged(name, signature[0]) {
			return false
		}
	}
	return true
}

// signatureOf is that of a field of a type, or of one above it.
func (l *jdwp) signatureOf(kind, field string) string {
	for range len(l.above) + 1 {
		if s, ok := l.signatures[kind+field]; ok {
			return s
		}
		kind = l.above[kind]
	}
	return ""
}

// learn keeps what a packet tells for others: a reply to something, or a command to nothing.
func (l *jdwp) learn(asked jdwpAsked) {
	switch asked.command {
	case jdwpIDSizes:
		for kind := range l.sizes {
			if n := l.number(kind + "_id_size"); jdwpIDs[n] != "" {
				l.sizes[kind] = n
			}
		}
	case jdwpTypeOf:
		l.types[asked.of] = string(l.bytesOf("type_id"))
	case jdwpSuperclass:
		l.above[asked.of] = string(l.bytesOf("type_id"))
	}
	of, field := asked.of, ""
	for _, f := range l.leaves {
		switch said := string(l.data[f.Offset : f.Offset+f.Size]); f.Label.Name {
		case "jdwp.type_id":
			of = said
		case "jdwp.field_id":
			field = said
		case "jdwp.method_id", "jdwp.code_index": // whose signature is none of a type
			return
		case "jdwp.signature":
			l.signatures[of+field] = said
		}
	}
}
