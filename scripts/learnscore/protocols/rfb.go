package protocols

import "encoding/binary"

const (
	rfbPixelFormat = `bits_per_pixel:u8 depth:u8 big_endian:bool true_colour:bool red_max:u16 green_max:u16 blue_max:u16
		red_shift:u8 green_shift:u8 blue_shift:u8 pad:3`
	rfbVersion = "magic:text4 version:text7 line_feed:u8"
	rfbArea    = "x:u16 y:u16 width:u16 height:u16"
	rfbFence   = "pad:3 fence_flags:u32 payload_length:u8 payload:payload"
	rfbText    = "pad:3 length:i32 text:cut"
	rfbScreen  = "screen_id:u32 " + rfbArea + " screen_flags:u32"
)

// rfbStarts are what both sides say in this order before anything else, in version 3.8 of the protocol: of the
// server, and of the client.
var rfbStarts = map[bool][]string{
	false: {rfbVersion, "security_type_count:u8 security_type:types", "challenge:auth", "security_result:u32 reason:reason",
		"framebuffer_width:u16 framebuffer_height:u16 " + rfbPixelFormat + " desktop_name_length:u32 desktop_name:text"},
	true: {rfbVersion, "security_type:u8", "response:auth", "shared:bool"},
}

// rfbMessages are what they say then, by the type before it: RFB as RFC 6143 has it, and what TigerVNC 1.12 adds.
var rfbMessages = map[bool]map[byte]string{
	false: {
		0:   "pad:1 rectangle_count:u16 :rectangles",
		1:   "pad:1 first_colour:u16 colour_count:u16 :colours",
		2:   "", // bell
		3:   rfbText,
		150: "", // no more updates that nobody asks for
		248: rfbFence,
	},
	true: {
		0:   "pad:3 " + rfbPixelFormat,
		2:   "pad:1 encoding_count:u16 encoding:encodings",
		3:   "incremental:bool " + rfbArea,
		4:   "down:bool pad:2 key_symbol:u32",
		5:   "button_mask_flags:u8 x:u16 y:u16",
		6:   rfbText,
		150: "enable:bool " + rfbArea,
		248: rfbFence,
		251: "pad:1 framebuffer_width:u16 framebuffer_height:u16 screen_count:u8 pad:1 :screens",
		255: "submessage_type:u8 down:u16 key_symbol:u32 key_code:u32",
	},
}

// rfbTurn is what a conversation has come to.
type rfbTurn struct {
	said     map[bool]int // of the start, by each side
	security byte
	pixel    int // bytes of a pixel
	tight    int // those of one in Tight
}

// frameRFB frames messages by their fields, as few have a length.
func frameRFB() framer { return framedBy(&rfbTurn{said: map[bool]int{}}) }

// rfbFields are the fields of messages of a conversation with a VNC server, big-endian. Compressed pixels are bytes of
// which only the start and the end are judged.
func rfbFields() (Layout, error) { return laidBy(&rfbTurn{said: map[bool]int{}}), nil }

// lay lays fields over the message that data begins with.
func (t *rfbTurn) lay(data []byte, fromClient bool) (_ *structure, ok bool) {
	l := &rfb{structure: structure{protocol: "rfb", data: data}, turn: t}
	starts := rfbStarts[fromClient]
	at := t.said[fromClient]
	if at < len(starts) {
		if t.security != 2 && starts[at][len(starts[at])-4:] == "auth" {
			at++
		}
		ok = l.each(starts[at], l.value)
		t.said[fromClient] = at + 1
	} else if l.add("message_type:u8"); !l.short {
		words, known := rfbMessages[fromClient][data[0]]
		ok = known && l.each(words, l.value)
	}
	if ok && fromClient && at == 1 {
		t.security = data[0]
	}
	if format := l.bytesOf("bits_per_pixel"); ok && format != nil {
		t.pixel = int(format[0]) / 8
		if t.tight = t.pixel; t.pixel == 4 && l.bytesOf("depth")[0] == 24 {
			t.tight = 3
		}
		ok = t.pixel == 1 || t.pixel == 2 || t.pixel == 4
	}
	return &l.structure, ok
}

// rfb lays fields over a message.
type rfb struct {
	structure
	turn *rfbTurn
}

// many adds as many as the number before says.
func (l *rfb) many(words string) bool {
	for range l.told() {
		if !l.each(words, l.value) {
			return false
		}
	}
	return true
}

// value adds a value of a type: "pad" is of so many bytes.
func (l *rfb) value(name, kind string) bool {
	switch {
	case name == "pad":
		l.one(name, "FT_BYTES", int(kind[0]-'0'))
	case kind == "text4", kind == "text7":
		l.one(name, "FT_STRING", int(kind[4]-'0'))
	case kind == "auth":
		l.one(name, "FT_BYTES", 16)
	case kind == "types":
		return l.many(name + ":u8")
	case kind == "encodings":
		return l.many(name + ":i32")
	case kind == "payload":
		if n := l.told(); n > 0 {
			l.one(name, "FT_BYTES", n)
		}
	case kind == "reason":
		return l.told() == 0 || l.each("reason_length:u32 reason:text", l.value)
	case kind == "cut":
		return l.cut(int(int32(binary.BigEndian.Uint32(l.data[l.at-4:]))))
	case kind == "colours":
		return l.many("red:u16 green:u16 blue:u16")
	case kind == "screens":
		count := int(l.bytesOf("screen_count")[0])
		for range count {
			if !l.each(rfbScreen, l.value) {
				return false
			}
		}
	case kind == "rectangles":
		return l.rectangles()
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// cut adds a text that was cut, or what an extension says of texts, whose length is below zero.
func (l *rfb) cut(n int) bool {
	if n >= 0 {
		l.said("text", n)
		return !l.short
	}
	end := l.at - n
	if l.add("clipboard_flags:u32"); l.short || end < l.at {
		return false
	}
	if flags := l.told(); flags&(1<<24) != 0 { // how much of each format may be told at once
		for format := range 16 {
			if flags>>format&1 != 0 {
				l.add("format_size:u32")
			}
		}
	}
	if n := end - l.at; n > 0 && !l.short {
		l.one("clipboard", "FT_NONE", n)
	}
	return !l.short && l.at == end
}
