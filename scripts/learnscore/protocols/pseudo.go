package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Types of messages of pseudo, and operations whose messages hold more than a path.
const (
	pseudoPing = 1

	pseudoRename      = 15
	pseudoGetXattr    = 23
	pseudoListXattr   = 24
	pseudoRemoveXattr = 25
	pseudoSetXattr    = 26
)

// pseudoHeader is how many bytes a message has before its path.
const pseudoHeader = 76

// framePseudo: a header with the length of the path behind it.
var framePseudo = headed(pseudoHeader, func(b []byte) int { return int(binary.LittleEndian.Uint32(b[64:])) })

// pseudoFields are the fields of messages of a conversation with the server of pseudo 1.9.0, as its pseudo_ipc.h declares them for
// x86-64. Behind the header are a path and what an operation has beside it, or an attribute's value or the names of some. A value
// is that of the name that was asked for before.
func pseudoFields() (Layout, error) {
	asked := ""
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := pseudo{structure{protocol: "pseudo", data: data}}
		client := "client_number"
		if fromClient {
			client = "client_pid"
		}
		l.add("message_type:u32 op_code:u32 result_code:u32 access_flags:u32 " + client + ":i32 fd:i32 dev_id:u64 inode_number:u64 uid:u32 gid:u32")
		l.one("mode", "FLAGS", 8)
		l.add("rdev_id:u64 path_length:u32 links_count:i32 deleting_pid:i32")
		if l.short {
			return nil, false
		}
		if l.at == len(data) {
			return l.leaves, true
		}
		op := binary.LittleEndian.Uint32(data[4:])
		switch {
		case !fromClient:
			l.answered(op, asked)
		case binary.LittleEndian.Uint32(data) == pseudoPing:
			l.terminated("program")
			l.text("tag") // without a NUL
		default:
			l.asked(op)
			asked = string(l.bytesOf("attribute"))
		}
		return l.leaves, !l.short && l.at == len(data)
	}, nil
}

type pseudo struct{ structure }

// asked adds what is behind the header of an operation.
func (l *pseudo) asked(op uint32) {
	switch op {
	case pseudoRename:
		l.terminated("path")
		l.terminated("old_path")
	case pseudoGetXattr, pseudoRemoveXattr:
		l.terminated("path")
		l.terminated("attribute")
	case pseudoSetXattr:
		l.terminated("path")
		l.terminated("attribute")
		if l.short = l.short || l.at == len(l.data); !l.short {
			l.value(string(l.bytesOf("attribute")), true)
		}
	default: // a path, whose last slash may be a second NUL
		l.one("path", "FT_STRINGZ", len(l.data)-l.at)
	}
}

// answered adds what is behind the header of an answer.
func (l *pseudo) answered(op uint32, attribute string) {
	switch op {
	case pseudoGetXattr:
		l.value(attribute, false)
	case pseudoListXattr:
		for l.at < len(l.data) && !l.short {
			l.terminated("attribute")
		}
	default: // who is there yet, when the server should end
		l.terminated("pids")
	}
}

// value adds that of an attribute, which has a NUL behind it if it is sent to the server. That of a text belongs to the text.
func (l *pseudo) value(attribute string, sent bool) {
	end := len(l.data)
	if sent {
		end--
	}
	value := l.data[l.at:end]
	switch {
	case strings.HasPrefix(attribute, "system.posix_acl_") && len(value)%8 == 4:
		for l.add("acl_version:u32"); l.at < end; {
			l.add("acl_tag:u16")
			l.one("acl_permissions", "FLAGS", 2)
			l.add("acl_id:u32")
		}
	case sent && (len(value) == 0 || truth.IsText(value)):
		l.one("value", "FT_STRINGZ", len(value)+1)
	default:
		l.said("value", len(value))
	}
	if l.at < len(l.data) {
		l.one("value_end", "FT_BYTES", 1)
	}
}
