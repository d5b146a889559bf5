package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// The bits of capabilities that tell how a conversation goes on, the sizes of what begins it behind the first messages,
// and of the headers of messages.
const (
	spiceSelects     = 1 << 0 // a client says how it authenticates
	spiceMini        = 1 << 3 // headers are short
	spiceMechanism   = 4
	spiceTicket      = 128
	spiceResult      = 4
	spiceKey         = 162
	spiceLinkHeader  = 16
	spiceShortHeader = 6
	spiceLongHeader  = 18
)

// spiceTalk is a conversation, of which first messages tell how others are framed, and what they hold.
type spiceTalk struct {
	channel byte
	link    map[bool]int    // bytes of the first message, by whether it is the client's
	common  map[bool]uint32 // capabilities that it has
}

func newSpiceTalk() *spiceTalk {
	return &spiceTalk{link: map[bool]int{}, common: map[bool]uint32{}}
}

// both are the capabilities that client and server have.
func (t *spiceTalk) both() uint32 { return t.common[true] & t.common[false] }

// begins notes what a first message says.
func (t *spiceTalk) begins(data []byte, fromClient bool) {
	t.link[fromClient] = len(data)
	counts := spiceLinkHeader + 6
	if !fromClient {
		counts = spiceLinkHeader + 4 + spiceKey
	} else if len(data) > spiceLinkHeader+4 {
		t.channel = data[spiceLinkHeader+4]
	}
	if len(data) < counts+16 || binary.LittleEndian.Uint32(data[counts:]) == 0 {
		return
	}
	t.common[fromClient] = binary.LittleEndian.Uint32(data[counts+12:])
}

// fixed are the fields of what has no header, by where it is in what a side says.
func (t *spiceTalk) fixed(at int, fromClient bool) string {
	behind, selects := at-t.link[fromClient], 0
	if t.both()&spiceSelects != 0 {
		selects = spiceMechanism
	}
	switch {
	case !fromClient && behind == 0:
		return "link_result:u32"
	case fromClient && behind == 0 && selects > 0:
		return "mechanism:u32"
	case fromClient && behind == selects:
		return "ticket:bytes128"
	}
	return ""
}

// frameSpice: a first message with the size of what is behind 16 bytes, two or one more of a fixed size, and messages with a
// header, which has the size of what is behind it.
func frameSpice() framer {
	t := newSpiceTalk()
	return func(data []byte, at int, fromClient bool) int {
		header, size := spiceShortHeader, 2
		switch fixed := t.fixed(at, fromClient); {
		case at == 0:
			header, size = spiceLinkHeader, 12
		case fixed == "ticket:bytes128":
			return spiceTicket
		case fixed != "":
			return spiceResult // like that of the mechanism
		case t.both()&spiceMini == 0:
			header, size = spiceLongHeader, 10
		}
		if len(data) < header {
			return 0
		}
		n := header + int(binary.LittleEndian.Uint32(data[size:]))
		if n > header+1<<22 {
			return -1
		}
		if at == 0 && n <= len(data) {
			t.begins(data[:n], fromClient)
		}
		return n
	}
}

// spiceFields are the fields of messages of a conversation with a server of SPICE, version 2.2 of its protocol, as
// spice-protocol 0.14's protocol.h declares how it begins, and spice-common's spice.proto what a channel's messages hold.
func spiceFields() (Layout, error) {
	t := newSpiceTalk()
	return func(data []byte, at int, fromClient bool) ([]truth.Leaf, bool) {
		l := spice{structure: structure{protocol: "spice", data: data}}
		switch fixed := t.fixed(at, fromClient); {
		case at == 0:
			t.begins(data, fromClient)
			l.linked(fromClient)
		case fixed != "":
			l.values(fixed)
		default:
			l.message(t, fromClient)
		}
		return l.leaves, !l.short && l.at == len(data)
	}, nil
}

type spice struct {
	structure
	base    int            // where offsets begin
	pointed map[int]string // what is at offsets that were given
}

// linked adds a first message.
func (l *spice) linked(fromClient bool) {
	words := "magic:text4 major_version:u32 minor_version:u32 link_size:u32 "
	if fromClient {
		words += "connection_id:u32 channel_type:u8 channel_id:u8"
	} else {
		words += "error_code:u32 public_key:bytes162"
	}
	if !l.values(words + " common_caps_count:u32 channel_caps_count:u32 caps_offset:u32") {
		return
	}
	for n := l.number("common_caps_count"); n > 0 && l.values("common_caps_flags:u32"); n-- {
	}
	for l.at < len(l.data) && l.values("channel_caps_flags:u32") {
	}
}

// message adds one with a header: what all channels have, or what is the channel's own, and what offsets in it point to.
func (l *spice) message(t *spiceTalk, fromClient bool) {
	header := "message_type:u16 size:u32"
	if t.both()&spiceMini == 0 {
		header = "serial:u64 message_type:u16 size:u32 sub_list_offset:u32"
	}
	if !l.values(header) {
		return
	}
	kind := binary.LittleEndian.Uint16(l.bytesOf("message_type"))
	all, own := spiceEvents, spiceOfServers
	if fromClient {
		all, own = spiceRequests, spiceOfClients
	}
	words, known := all[kind]
	if !known {
		words, known = own[t.channel][kind]
	}
	l.base, l.pointed = l.at, map[int]string{}
	if l.short = !known; l.values(words) {
		l.behind()
	}
}

// number is the last of a name.
func (l *spice) number(name string) (n uint32) {
	for i, b := range l.bytesOf(name) {
		n |= uint32(b) << (8 * i)
	}
	return n
}

func (l *spice) values(words string) bool {
	return !l.short && l.each(strings.TrimSpace(words), l.value)
}
