package protocols

import (
	"bytes"
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// sshMuxMessages are what messages hold behind their length and type: NAME:TYPE of structure.add, or
// of text and bool.
var sshMuxMessages = map[uint32]string{
	0x00000001: "version:u32 extensions", // hello
	0x10000002: "request_id:u32 reserved:text want_tty:bool want_x11:bool want_agent:bool subsystem:bool escape_char:u32 term:text command:text environment",
	0x10000004: "request_id:u32", // alive check
	0x10000005: "request_id:u32", // terminate
	0x10000006: "request_id:u32 forwarding_type:u32 listen_host:text listen_port:u32 connect_host:text connect_port:u32",
	0x10000007: "request_id:u32 forwarding_type:u32 listen_host:text listen_port:u32 connect_host:text connect_port:u32",
	0x10000008: "request_id:u32 reserved:text connect_host:text connect_port:u32",
	0x10000009: "request_id:u32", // stop listening
	0x80000001: "request_id:u32", // ok
	0x80000002: "request_id:u32 reason:text",
	0x80000003: "request_id:u32 reason:text",
	0x80000004: "session_id:u32 exit_value:u32",
	0x80000005: "request_id:u32 server_pid:u32",
	0x80000006: "request_id:u32 session_id:u32",
	0x80000007: "request_id:u32 remote_port:u32",
	0x80000008: "session_id:u32", // no terminal
}

// isDescriptors reports whether data are the bytes of up to three descriptors, as a client's last
// ones are, which the protocol tells from messages by what was asked for.
func isDescriptors(data []byte) bool {
	return len(data) <= 3 && len(bytes.Trim(data, "\x00")) == 0
}

// frameSSHMux: the length of what is behind it. Of each descriptor that a client passes on there is a byte.
func frameSSHMux(data []byte, at int, fromClient bool) int {
	if fromClient && at > 0 && isDescriptors(data) {
		return 1
	}
	return frameLength32(data, at, fromClient)
}

// sshMuxFields are the fields of a message of OpenSSH's protocol for several sessions over one connection,
// as PROTOCOL.mux declares it and mux.c of OpenSSH 9.2 writes it: a truth value has four bytes, and so
// has the port of a forwarding of stdio. What a proxy says is not told.
func sshMuxFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := sshMux{structure{protocol: "sshmux", data: data}}
	if l.add("length:u32 packet_type:u32"); l.short {
		return nil, false
	}
	words, known := sshMuxMessages[binary.BigEndian.Uint32(data[4:])]
	return l.leaves, known && l.each(words, l.value) && l.at == len(data)
}

type sshMux struct{ structure }

// value adds a value.
func (l *sshMux) value(name, kind string) bool {
	switch {
	case name == "environment":
		for l.at < len(l.data) && !l.short {
			l.value("variable", "text")
		}
	case name == "extensions":
		for l.at < len(l.data) && !l.short {
			l.value("extension", "text")
			l.value("extension_value", "bytes")
		}
	case kind == "bool":
		l.one(name, "FT_BOOLEAN", 4)
	case kind == "text" || kind == "bytes":
		if l.add(name + "_length:u32"); !l.short {
			l.add(name + ":" + kind)
		}
	default:
		l.add(name + ":" + kind)
	}
	return true
}
