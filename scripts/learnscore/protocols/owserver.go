package protocols

import (
	"bytes"
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Types of owserver's requests that others do not resemble.
const (
	owserverWrite       = 3
	owserverDir         = 4
	owserverPresence    = 6
	owserverDirAll      = 7
	owserverGet         = 8
	owserverDirAllSlash = 9
	owserverGetSlash    = 10
)

// owserverHead is how many bytes the header of a message has.
const owserverHead = 24

// owserverToken is how many bytes a token has, of which a server that asks another one adds its own behind those that it got.
const owserverToken = 16

// frameOwserver: a header with the length of the payload, which is -1 if there is none yet, and the number of a request's tokens in its
// version.
func frameOwserver(data []byte, _ int, fromClient bool) int {
	if len(data) < owserverHead {
		return 0
	}
	n := owserverHead + max(0, int(int32(binary.BigEndian.Uint32(data[4:]))))
	if fromClient {
		n += owserverTokens(data) * owserverToken
	}
	return n
}

// owserverTokens is how many tokens a request has, if it is that of a server.
func owserverTokens(data []byte) int {
	version := binary.BigEndian.Uint32(data)
	if version&(1<<16) == 0 {
		return 0
	}
	return int(version & 0xffff)
}

// owserverFields are the fields of messages of a conversation with owserver of OWFS 3.2, big-endian, as its ow_message.h declares them. An
// answer is that of the first request that has none, but an element of a directory is not the last one of it, and what only says that the
// client should wait is none.
func owserverFields() (Layout, error) {
	var asked []uint32
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := owserver{structure{protocol: "owserver", data: data}}
		if len(data) < owserverHead {
			return nil, false
		}
		if fromClient {
			asked = append(asked, binary.BigEndian.Uint32(data[8:]))
			l.request()
			return l.leaves, !l.short && l.at == len(data)
		}
		if len(asked) == 0 {
			return nil, false
		}
		payload := int32(binary.BigEndian.Uint32(data[4:]))
		l.answer(asked[0])
		if payload == 0 || payload > 0 && asked[0] != owserverDir {
			asked = asked[1:]
		}
		return l.leaves, !l.short && l.at == len(data)
	}, nil
}

type owserver struct{ structure }

// request adds a path, of a write the value behind it, and tokens.
func (l *owserver) request() {
	tokens := owserverTokens(l.data)
	payload := len(l.data) - owserverHead - tokens*owserverToken
	l.add("version:u32 payload_length:i32 type:u32 control_flags:u32 size:i32 offset:i32")
	value := 0
	if binary.BigEndian.Uint32(l.data[8:]) == owserverWrite {
		value = l.number("size")
	}
	if l.short = value > payload; l.short {
		return
	}
	l.path(payload - value)
	l.said("value", value)
	for ; tokens > 0; tokens-- {
		l.one("token", "FT_BYTES", owserverToken)
	}
}

// path adds a path of so many bytes, which a NUL ends or not.
func (l *owserver) path(n int) {
	switch {
	case n <= 0:
	case bytes.IndexByte(l.data[l.at:], 0) == n-1:
		l.one("path", "FT_STRINGZ", n)
	default:
		l.one("path", "FT_STRING", n)
	}
}

// answer adds what answers a request: a value, a path or paths, or what a device is.
func (l *owserver) answer(asked uint32) {
	payload := len(l.data) - owserverHead
	told, result := int32(binary.BigEndian.Uint32(l.data[4:])), int32(binary.BigEndian.Uint32(l.data[8:]))
	returned, where := "return_code:i32", "offset:i32"
	if result > 0 { // as many bytes were read
		returned = "return_length:i32"
	}
	if told >= 0 && result >= 0 && owserverListed(asked, payload, bigEndian(l.data[16:20])) {
		where = "directory_flags:u32" // are there instead
	}
	l.add("version:u32 payload_length:i32 " + returned + " control_flags:u32 size:i32 " + where)
	switch {
	case where != "offset:i32", asked == owserverDir:
		l.path(payload)
	case asked == owserverPresence && payload == 8:
		l.add("family:u8")
		l.one("id", "FT_BYTES", 6)
		l.add("crc:u8")
	default:
		l.said("value", payload)
	}
}

// owserverListed reports whether an answer has all paths of a directory, or is what ends them. One that got a directory or what is in
// a file has paths if a NUL is behind them, which is not in their size.
func owserverListed(asked uint32, payload, size int) bool {
	switch asked {
	case owserverDir:
		return payload == 0
	case owserverDirAll, owserverDirAllSlash:
		return true
	case owserverGet, owserverGetSlash:
		return payload == size+1
	default:
		return false
	}
}
