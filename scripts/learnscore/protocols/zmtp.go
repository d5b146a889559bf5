package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// zmtpGreeting is what both sides begin with.
const zmtpGreeting = 64

// The bits of the byte that each frame begins with: nothing else is in it.
const (
	zmtpLong    = 2
	zmtpCommand = 4
)

// frameZMTP: a greeting, then frames with a length of one byte or of eight.
func frameZMTP(data []byte, at int, _ bool) int {
	switch {
	case at == 0:
		return zmtpGreeting
	case data[0] > 7:
		return -1
	case data[0]&zmtpLong == 0 && len(data) > 1:
		return 2 + int(data[1])
	case data[0]&zmtpLong != 0 && len(data) > 8:
		if n := binary.BigEndian.Uint64(data[1:]); n < 1<<31 {
			return 9 + int(n)
		}
		return -1
	}
	return 0
}

// zmtpFields are the fields of a greeting or a frame of ZMTP 3.1, as its specification (ZeroMQ's RFC
// 37) declares them, with the commands of NULL and PLAIN. What programs send is a text or bytes that
// are not told of.
func zmtpFields(data []byte, at int, _ bool) ([]truth.Leaf, bool) {
	l := zmtp{structure{protocol: "zmtp", data: data}}
	if at == 0 {
		l.add("signature_begin:u8 signature_padding:u64 signature_end:u8 version_major:u8 version_minor:u8")
		l.one("mechanism", "FT_STRINGZPAD", 20)
		l.one("as_server", "FT_BOOLEAN", 1)
		l.one("filler_padding", "FT_BYTES", 31)
		return l.leaves, !l.short
	}
	switch l.add("flags:u8"); {
	case l.short:
		return nil, false
	case data[0]&zmtpLong != 0:
		l.add("length:u64")
	default:
		l.add("length:u8")
	}
	if data[0]&zmtpCommand != 0 {
		l.command()
	} else {
		l.payload("body")
	}
	return l.leaves, !l.short && l.at == len(data)
}

type zmtp struct{ structure }

// command adds a command: its name and what it has.
func (l *zmtp) command() {
	begin := l.at + 1
	if l.add("command_length:u8 command:text"); l.short {
		return
	}
	switch string(l.data[begin:l.at]) {
	case "READY", "INITIATE":
		for l.at < len(l.data) && !l.short {
			if l.add("property_length:u8 property:text value_length:u32"); !l.short {
				l.said("value", l.told())
			}
		}
	case "HELLO":
		l.add("user_length:u8 user:text password_length:u8 password:text")
	case "PING":
		l.add("lifetime:u16")
		l.payload("context")
	case "PONG":
		l.payload("context")
	case "SUBSCRIBE", "CANCEL":
		l.payload("topic")
	case "ERROR":
		l.add("reason_length:u8 reason:text")
	case "WELCOME":
	default:
		l.short = true
	}
}

// payload adds what is left.
func (l *zmtp) payload(name string) { l.said(name, len(l.data)-l.at) }
