package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameTmux: a type, and the length of all. Little-endian.
func frameTmux(data []byte, _ int, _ bool) int {
	if len(data) < 6 {
		return 0
	}
	if n := int(binary.LittleEndian.Uint16(data[4:])); n >= 16 {
		return n
	}
	return -1
}

// tmuxFields are the fields of a message of tmux's protocol, version 8, little-endian: the header is that of
// OpenBSD's imsg, whose peer tmux uses for its version.
func tmuxFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := tmux{structure{protocol: "tmux", data: data}}
	if l.add("type:u32 length:u16 flags:u16 version:u32 pid:u32"); l.short {
		return nil, false
	}
	words, known := tmuxMessages[binary.LittleEndian.Uint32(data)]
	ok := known && l.each(words, l.value)
	return l.leaves, ok && l.at == len(data)
}

type tmux struct{ structure }

// value adds a text that a NUL ends, texts up to the end, what a program says, or what structure knows. What
// has a question mark is missing if nothing is left.
func (l *tmux) value(name, kind string) bool {
	if kind[0] == '?' {
		if l.at == len(l.data) {
			return true
		}
		kind = kind[1:]
	}
	switch kind {
	case "text":
		l.terminated(name)
	case "texts":
		for l.at < len(l.data) && l.value(name, "text") {
		}
	case "said":
		l.said(name, len(l.data)-l.at)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// tmuxMessages are what types of messages hold.
var tmuxMessages = map[uint32]string{
	12:  "", // the version is another
	100: "client_flags:u32",
	101: "term:text",
	102: "tty_name:text",
	104: "", // the input, which is a descriptor
	105: "environment:text",
	106: "", // all is said
	107: "client_pid:u32",
	108: "directory:text",
	109: "features_mask:u32",
	110: "", // the output
	111: "client_flags:u64",
	112: "terminfo:text",
	200: "arguments_count:i32 argument:texts",
	201: "session:text",
	202: "session:text", // and its client is to be killed
	203: "exit_status:?i32 exit_message:?text",
	204: "", // the client may go
	205: "", // the client goes
	206: "lock_command:text",
	207: "",            // attached
	208: "",            // another size
	209: "shell:?text", // is asked for and told
	210: "",            // the server ends
	214: "",            // suspend
	215: "",            // unlocked
	216: "",            // awake
	217: "command:text shell:text",
	218: "client_flags:u64",
	300: "stream_id:u32 descriptor:i32 path:?text",
	301: "stream_id:u32 data:said",
	302: "stream_id:u32 error_code:i32",
	303: "stream_id:u32 descriptor:i32 open_flags:u32 path:?text",
	304: "stream_id:u32 data:said",
	305: "stream_id:u32 error_code:i32",
	306: "stream_id:u32",
}
