package protocols

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Types of full frames that have something behind their header which is not bytes alone.
const (
	iaxControl = 4
	iaxIAX     = 6
	iaxText    = 7
)

// Controls that have elements of their own.
const (
	iaxConnected   = 22
	iaxRedirecting = 23
)

// iaxFull is bit 15 of the first number of a full frame.
const iaxFull = 0x8000

// Elements of IAX that have others within, or an address.
const (
	iaxApparentAddress = 18
	iaxProvisioning    = 29
)

// iaxElements are values of information elements, by their types. One of a text has as many bytes as its length says.
var iaxElements = map[int]string{
	1: "called_number:text", 2: "calling_number:text", 3: "calling_ani:text", 4: "calling_name:text", 5: "called_context:text",
	6: "username:text", 7: "password:text", 8: "capability_flags:u32", 9: "format_flags:u32", 10: "language:text",
	11: "version:u16", 12: "adsicpe:u16", 13: "dnid:text", 14: "authentication_flags:u16", 15: "challenge:text",
	16: "md5_result:text", 17: "rsa_result:text", iaxApparentAddress: "", 19: "refresh:u16", 20: "dialplan_flags:u16",
	21: "call_number:u16", 22: "cause:text", 23: "unknown_command:u8", 24: "message_count:u16", 25: "autoanswer:text",
	26: "music_on_hold:text", 27: "transfer_id:u32", 28: "rdnis:text", iaxProvisioning: "", 31: "datetime:time",
	32: "device_type:text", 33: "service_identifier:bytes", 34: "firmware_version:u16", 37: "provisioning_version:u32",
	38: "calling_presentation:u8", 39: "calling_type:u8", 40: "calling_transit:u16", 41: "sampling_rate_flags:u16", 42: "cause_code:u8",
	43: "encryption_flags:u16", 45: "codec_preferences:text", 46: "jitter:u32", 47: "loss:u32", 48: "received_frames:u32",
	49: "delay:u16", 50: "dropped_frames:u32", 51: "disordered_frames:u32", 52: "variable:text", 54: "call_token:text",
	55: "version:u8 capability_flags:u64", 56: "version:u8 format_flags:u64", 57: "calling_ani2:u32",
}

// iaxProvisioned are those of what a device is told to be.
var iaxProvisioned = map[int]string{
	1: "use_dhcp:text", 2: "address:ip4", 3: "subnet:ip4", 4: "gateway:ip4", 5: "port:u16", 6: "user:text", 7: "password:text",
	8: "server_user:text", 9: "server_password:text", 10: "language:text", 11: "tos:u8", 12: "flags:u32", 13: "format_flags:u32",
	15: "server:ip4", 16: "server_port:u16", 18: "version:u32", 19: "other_server:ip4",
}

// Of a party: what comes with its number, its name and its subaddress.
const (
	iaxNamed      = " name:text valid:bool char_set:u8 presentation:u8"
	iaxSubaddress = " subaddress:text subaddress_type:u8 odd_even:u8 valid:bool"
	iaxParty      = " number:text plan:u8 valid:bool presentation:u8" + iaxNamed + iaxSubaddress + " tag:text"
	iaxOriginal   = " number:text valid:bool plan:u8 presentation:u8" + iaxNamed + iaxSubaddress + " tag:text"
	iaxMore       = " valid:bool char_set:u8 presentation:u8 valid:bool presentation:u8"
)

// iaxParties are elements of who is on the line now, and of who was called before, in the order of their types.
var iaxParties = map[int][]string{
	iaxConnected: strings.Fields("number:text name:text plan:u8 presentation:u8 source:u32" + iaxSubaddress + " tag:text version:u8" + iaxMore + iaxParty),
	iaxRedirecting: strings.Fields("number:text name:text plan:u8 presentation:u8 number:text name:text plan:u8 presentation:u8 reason:u32 redirections:u32" +
		iaxSubaddress + iaxSubaddress + " tag:text tag:text version:u8" + iaxMore + iaxMore + iaxOriginal + " reason:u32" + iaxParty + iaxParty + iaxOriginal +
		" reason_text:text reason_text:text"),
}

// iax2Fields are the fields of a frame of the Inter-Asterisk eXchange, version 2, as iax2.h and parser.c of Asterisk 22 declare them, big-endian.
func iax2Fields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := iax2{structure{protocol: "iax2", data: data}}
	if len(data) < 4 {
		return nil, false
	}
	switch first := bigEndian(data[:2]); {
	case first == 0:
		l.trunk()
	case first&iaxFull == 0:
		l.add("source_call_number:u16 timestamp:u16")
		l.voice(len(l.data) - l.at)
	default:
		l.full()
	}
	return l.leaves, !l.short && l.at == len(data)
}

type iax2 struct{ structure }

// full adds a full frame.
func (l *iax2) full() {
	if l.add("source_call_number:u16 destination_call_number:u16 timestamp:u32 oseqno:u8 iseqno:u8 frame_type:u8 subclass:u8"); l.short {
		return
	}
	kind, subclass := int(l.data[10]), int(l.data[11])
	parties, known := iaxParties[subclass]
	switch {
	case kind == iaxIAX:
		l.elements(len(l.data), func(of int) string { return iaxElements[of] })
	case kind == iaxControl && known:
		l.elements(len(l.data), func(of int) string {
			if of < len(parties) {
				return parties[of]
			}
			return ""
		})
	case kind == iaxText && l.at < len(l.data):
		l.terminated("text")
	default:
		l.voice(len(l.data) - l.at)
	}
}

// elements adds information elements up to an end: type, length and value each.
func (l *iax2) elements(end int, of func(kind int) string) {
	for l.at < end && !l.short {
		if l.add("element_type:u8 element_length:u8"); l.short {
			return
		}
		kind, n := int(l.data[l.at-2]), l.told()
		value := l.at + n
		switch words := of(kind); {
		case value > end:
			l.short = true
		case n == 0:
		case words == "" && kind == iaxApparentAddress:
			l.socket(n)
		case words == "" && kind == iaxProvisioning:
			l.elements(value, func(kind int) string { return iaxProvisioned[kind] })
		case words == "":
			l.short = true
		default:
			l.each(words, l.value)
		}
		l.short = l.short || l.at != value
	}
}

// value adds what structure does not know.
func (l *iax2) value(name, kind string) bool {
	switch kind {
	case "ip4":
		l.one(name, "FT_IPv4", 4)
	case "time": // year, month, day, hour, minute and second in bits
		l.one(name, "FT_ABSOLUTE_TIME", 4)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// socket adds an address with its family, in the order of the host, and its port.
func (l *iax2) socket(n int) {
	if n != 16 {
		l.short = true
		return
	}
	l.add("family:u16 port:u16")
	l.one("address", "FT_IPv4", 4)
	l.one("pad", "FT_BYTES", 8)
}

// voice adds so many bytes of sound, or of a picture.
func (l *iax2) voice(n int) {
	if n > 0 {
		l.one("voice", "FT_NONE", n)
	}
}

// trunk adds voice of several calls, with or without a timestamp each.
func (l *iax2) trunk() {
	l.add("zeros:u16 meta_command:u8 trunk_flags:u8 timestamp:u32")
	stamped := !l.short && l.data[3] == 1
	for l.at < len(l.data) && !l.short {
		if stamped {
			l.add("data_length:u16 source_call_number:u16 timestamp:u16")
		} else {
			l.add("source_call_number:u16 data_length:u16")
		}
		if !l.short {
			l.voice(l.number("data_length"))
		}
	}
}
