package protocols

import "encoding/binary"

// What MOC's clients ask for and its server says that others do not resemble.
const (
	mocData     = 6
	mocGetPlist = 0x22

	mocPlist = -1 // the answer that follows if a playlist is to come
)

// mocRequests are what is behind a command, as protocol.h and server.c of MOC 2.6 have them, little-endian.
var mocRequests = map[uint32]string{
	0x00: "file:text", 0x01: "", 0x02: "file:text", 0x04: "", 0x05: "", 0x06: "",
	0x07: "option:text option_value:i32", 0x08: "option:text",
	0x0d: "", 0x0f: "", 0x10: "", 0x11: "", 0x12: "seconds:i32", 0x13: "", 0x15: "", 0x16: "", 0x17: "", 0x18: "", 0x19: "", 0x1a: "",
	0x1b: "volume:i32", 0x1c: "file:text", 0x1d: "", 0x20: "", 0x21: "serial:i32 :items", mocGetPlist: "", 0x23: "",
	0x24: ":item", 0x25: "file:text", 0x26: "", 0x27: "", 0x28: "serial:i32", 0x29: "", 0x2a: "", 0x2b: "", 0x2c: "", 0x2d: "", 0x2e: "",
	0x2f: "file:text tags_flags:u32", 0x30: "file:text", 0x31: "from:text to:text", 0x32: "from:text to:text",
	0x33: "", 0x34: "", 0x35: "", 0x36: "", 0x37: "", 0x38: "", 0x39: "",
	0x3a: "seconds:i32", 0x3b: "file:text", 0x3c: "file:text", 0x3d: "from:text to:text", 0x3e: "", 0x3f: "",
}

// mocAnswers are what is behind the event that says that data is there, by the command that asked for it.
var mocAnswers = map[int]string{
	0x08: "option_value:i32", 0x0d: "seconds:i32", 0x0f: "file:text", 0x13: "state:i32", 0x16: "bitrate:i32", 0x17: "rate:i32", 0x18: "channels:i32",
	0x1a: "volume:i32", mocGetPlist: "playlist_follows:i32", 0x27: "serial:i32", 0x2b: "serial:i32", 0x2c: ":tags", 0x2e: "channel_name:text",
	0x33: "bitrate:i32", 0x3f: ":items", mocPlist: "serial:i32 :items",
}

// mocEvents are what is behind other events.
var mocEvents = map[uint32]string{
	0x01: "", 0x02: "", 0x04: "message:text", 0x05: "", 0x07: "", 0x08: "", 0x09: "", 0x0a: "", 0x0b: "", 0x0c: "", 0x0d: "", 0x0e: "",
	0x0f: "message:text", 0x10: "", 0x11: "file:text :tags", 0x12: "", 0x13: "", 0x14: "",
	0x50: ":item", 0x51: "file:text", 0x52: "from:text to:text", 0x53: "",
	0x54: ":item", 0x55: "file:text", 0x56: "from:text to:text", 0x57: "",
}

// mocStructs are what items of playlists are made of.
var mocStructs = map[string]string{
	"tags": "title:text artist:text album:text track:i32 song_time:i32 filled_flags:u32",
	"item": "file:text :named", "named": "title_of_tags:text :tags file_time:time",
}

// frameMOC frames messages by their fields, as they have no length.
func frameMOC() framer { return framedBy(&mocTurn{}) }

// mocFields are the fields of messages of a conversation with MOC's server.
func mocFields() (Layout, error) { return laidBy(&mocTurn{}), nil }

// mocTurn are the commands that data is to answer.
type mocTurn struct{ asked []int }

func (t *mocTurn) lay(data []byte, fromClient bool) (*structure, bool) {
	l := &moc{structure{protocol: "moc", data: data}}
	if fromClient {
		if l.add("command:u32"); l.short {
			return &l.structure, false
		}
		command := l.told()
		words, known := mocRequests[uint32(command)]
		if _, answered := mocAnswers[command]; answered {
			t.asked = append(t.asked, command)
		}
		return &l.structure, known && l.each(words, l.value)
	}
	if l.add("event_type:u32"); l.short {
		return &l.structure, false
	}
	words, known := mocEvents[uint32(l.told())]
	if l.told() != mocData {
		return &l.structure, known && l.each(words, l.value)
	}
	if len(t.asked) == 0 {
		return &l.structure, false
	}
	command := t.asked[0]
	t.asked = t.asked[1:]
	ok := l.each(mocAnswers[command], l.value)
	if ok && command == mocGetPlist && l.told() != 0 {
		t.asked = append(t.asked, mocPlist)
	}
	return &l.structure, ok
}

// moc lays fields over a message.
type moc struct{ structure }

// told is the number before.
func (l *moc) told() int { return int(binary.LittleEndian.Uint32(l.data[l.at-4:])) }

// value adds a text with its length before it, a structure, items up to one without a name, or what structure knows.
func (l *moc) value(name, kind string) bool {
	switch kind {
	case "text":
		if l.add(name + "_length:u32"); l.short {
			return false
		}
		if n := l.told(); n > 0 {
			l.one(name, "FT_STRING", n)
		}
	case "time":
		l.one(name, "FT_ABSOLUTE_TIME", 8)
	case "items":
		for start := l.at; l.value("file", "text"); start = l.at {
			if l.at == start+4 { // no name is the end
				return true
			}
			if !l.each(mocStructs["named"], l.value) {
				return false
			}
		}
	case "item", "named", "tags":
		return l.each(mocStructs[kind], l.value)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}
