package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// What ply-boot-protocol.h of plymouth 22.02 has: the letters of requests, and the responses that are more than a byte.
const (
	plymouthRequests = "PUCuSDrQ*cWMmKLAa$HRV!l"
	plymouthQuit     = 'Q'

	plymouthArgument = 2 // the byte behind a request that has an argument
	plymouthAnswer   = 2
	plymouthAnswers  = '\t'
)

// framePlymouth: a letter, and perhaps an argument of up to 255 bytes; or a byte, and perhaps answers behind their size.
func framePlymouth(data []byte, _ int, fromClient bool) int {
	switch {
	case len(data) < 2 && fromClient:
		return 0
	case !fromClient && data[0] != plymouthAnswer && data[0] != plymouthAnswers:
		return 1
	case !fromClient && len(data) < 5:
		return 0
	case !fromClient:
		return 5 + int(binary.LittleEndian.Uint32(data[1:]))
	case data[1] == 0:
		return 2
	case data[1] != plymouthArgument:
		return -1
	case len(data) < 3:
		return 0
	}
	return 3 + int(data[2])
}

// plymouthFields are the fields of a message between plymouth and plymouthd.
func plymouthFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := structure{protocol: "plymouth", data: data}
	if !fromClient {
		l.add("response_type:u8")
		switch {
		case strings.ContainsRune("\x05\x06\x15", rune(data[0])):
		case len(data) < 5:
			return nil, false
		case data[0] == plymouthAnswer:
			l.add("answer_size:u32")
			l.said("answer", len(data)-5)
		default:
			for l.add("answers_size:u32"); l.at < len(data) && !l.short; {
				l.terminated("answer")
			}
		}
		return l.leaves, !l.short && l.at == len(data)
	}
	if l.add("request_type:char has_argument:u8"); l.short || !strings.ContainsRune(plymouthRequests, rune(data[0])) {
		return nil, false
	}
	if data[1] == plymouthArgument {
		if l.add("argument_size:u8"); data[0] == plymouthQuit && len(data) == 5 {
			l.add("retain_splash:bool end:u8")
		} else if !l.short && l.at < len(data) {
			l.one("argument", "FT_STRINGZ", len(data)-l.at)
		}
	}
	return l.leaves, !l.short && l.at == len(data)
}
