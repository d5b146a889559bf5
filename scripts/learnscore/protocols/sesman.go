package protocols

import (
	"encoding/binary"
	"slices"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// The codes of messages of the first version of xrdp's session control protocol that are no request for a session.
const (
	sesmanReply   = 3
	sesmanGateway = 4
)

// sesmanSessions are the codes of requests for a session of Xvnc, X11rdp and Xorg.
var sesmanSessions = []int{0, 10, 20}

// sesmanCommands are what is behind the header of the second version, by the set of commands and the command.
var sesmanCommands = map[[2]int]string{
	{1, 1}: "user_name:text8 password:text8 address_type:u8 :address host_name:text8",
	{1, 2}: "",
	{1, 3}: "reason:text16",
	{1, 5}: "",
	{1, 6}: "sessions_count:u32 continued:u8 packet_count:u8 :sessions",
}

const sesmanListed = `session_id:u32 session_type:u8 height:u16 width:u16 bits_per_pixel:u8 idle_days:u8 idle_hours:u8 idle_minutes:u8
	connected_year:u16 connected_month:u8 connected_day:u8 connected_hour:u8 connected_minute:u8 address_type:u8 :address`

// frameSesman: a version, and the size of all.
var frameSesman = headed(8, func(b []byte) int { return int(binary.BigEndian.Uint32(b[4:])) - 8 })

// sesmanFields are the fields of a message between xrdp 0.9's programs and its sesman, big-endian, as libscp writes them.
func sesmanFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := sesman{structure{protocol: "sesman", data: data}}
	if l.add("version:u32 message_size:u32 code:u16"); l.short {
		return nil, false
	}
	words, known := l.words(fromClient)
	return l.leaves, known && l.each(words, l.value) && l.at == len(data)
}

// sesman lays fields over a message.
type sesman struct{ structure }

// words are what is behind the code, which of the second version is that of a set of commands.
func (l *sesman) words(fromClient bool) (string, bool) {
	code := l.told()
	switch version := bigEndian(l.data[:4]); {
	case version == 1:
		if l.add("command:u16"); l.short {
			return "", false
		}
		words, known := sesmanCommands[[2]int{code, l.told()}]
		return words, known
	case version != 0:
		return "", false
	case fromClient && code == sesmanGateway:
		return "user_name:text16 password:text16", true
	case fromClient && slices.Contains(sesmanSessions, code):
		return "user_name:text16 password:text16 width:u16 height:u16 bits_per_pixel:u16 domain:text16 shell:text16 directory:text16 connection:text16", true
	case fromClient:
		return "", false
	case code == sesmanReply:
		return "result_code:u16 display:u16 :guid", true
	}
	return "result_code:u16 unused:u16", code == sesmanGateway
}

// value adds a text with its length before it, an address of the type before it, or what structure knows.
func (l *sesman) value(name, kind string) bool {
	switch kind {
	case "text8", "text16":
		if l.add(name + "_length:u" + kind[4:]); l.short {
			return false
		}
		if n := l.told(); n > 0 {
			l.one(name, "FT_STRING", n)
		}
	case "address":
		switch l.told() {
		case 0:
			l.one("address", "FT_IPv4", 4)
		case 1:
			l.one("address", "FT_IPv6", 16)
		}
	case "guid": // of a session, if there is one
		if l.at < len(l.data) {
			l.one("guid", "FT_BYTES", 16)
		}
	case "sessions":
		return l.repeat(l.told(), sesmanListed, l.value)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}
