package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// nbdFields are the fields of a message of the network block device's protocol, as its
// specification (doc/proto.md) declares them. tshark does not know structured replies.
func nbdFields(data []byte, at int, fromClient bool) ([]truth.Leaf, bool) {
	l := structure{protocol: "nbd", data: data}
	switch {
	case at == 0 && fromClient:
		l.add("flags:u32")
	case at == 0:
		l.add("magic:u64 opt_magic:u64 handshake_flags:u16")
	case len(data) < 16:
		return nil, false
	case fromClient && binary.BigEndian.Uint64(data) == nbdOption:
		l.add("magic:u64 option:u32 length:u32")
		switch binary.BigEndian.Uint32(data[8:]) {
		case 6, 7: // information, go
			l.add("name_length:u32 name:text infos_count:u16")
			for l.at < len(data) {
				l.add("info_type:u16")
			}
		case 9, 10: // list and set of contexts
			l.add("name_length:u32 name:text queries_count:u32")
			for l.at < len(data) {
				l.add("query_length:u32 query:text")
			}
		}
	case fromClient:
		l.add("magic:u32 command_flags:u16 command:u16 cookie:u64 offset:u64 size:u32")
		l.rest("data")
	case binary.BigEndian.Uint64(data) == nbdOptionReply:
		l.add("magic:u64 option:u32 reply_type:u32 length:u32")
		switch binary.BigEndian.Uint32(data[12:]) {
		case 2: // a server
			l.add("name_length:u32 name:text")
		case 3: // information
			switch l.add("info_type:u16"); binary.BigEndian.Uint16(data[20:]) {
			case 0:
				l.add("export_size:u64 transmission_flags:u16")
			case 3:
				l.add("minimum_size:u32 preferred_size:u32 maximum_size:u32")
			}
		case 4: // a context
			l.add("context_id:u32")
		}
		l.text("text")
	case binary.BigEndian.Uint32(data) == nbdSimpleReply:
		l.add("magic:u32 error:u32 cookie:u64")
	case len(data) >= 20:
		l.add("magic:u32 reply_flags:u16 reply_type:u16 cookie:u64 length:u32")
		switch binary.BigEndian.Uint16(data[6:]) {
		case 1:
			l.add("offset:u64")
			l.rest("data")
		case 2:
			l.add("offset:u64 hole_size:u32")
		case 5:
			l.add("context_id:u32")
			for l.at < len(data) {
				l.add("extent_length:u32 extent_flags:u32")
			}
		case 0x8001, 0x8002:
			l.add("error:u32 message_length:u16 message:text")
			l.rest("error_offset")
		}
	}
	return l.leaves, !l.short && l.at == len(data)
}
