package protocols

import (
	"bytes"
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// rserveIdentity is how many bytes a server begins with, which tell what it is.
const rserveIdentity = 32

// frameRserve: the server's identity, and messages with the length of what is behind 16 bytes.
func frameRserve(data []byte, at int, fromClient bool) int {
	switch {
	case at == 0 && !fromClient:
		return rserveIdentity
	case len(data) < 16:
		return 0
	}
	if n := binary.LittleEndian.Uint32(data[4:]); n < 1<<27 {
		return 16 + int(n)
	}
	return -1
}

// The types of parameters, and what is added to them if their length has four bytes more.
const (
	rserveInt    = 1
	rserveString = 4
	rserveBytes  = 5
	rserveSEXP   = 10
	rserveLarge  = 64
)

// The types of expressions, beside those that are lists of others, and what is added to them if they have attributes.
const (
	rserveXNull       = 0
	rserveXStr        = 3
	rserveXS4         = 7
	rserveXVector     = 16
	rserveXSymbol     = 19
	rserveXVectorStr  = 27
	rserveXInts       = 32
	rserveXDoubles    = 33
	rserveXStrings    = 34
	rserveXBools      = 36
	rserveXRaw        = 37
	rserveXComplex    = 38
	rserveXUnknown    = 48
	rserveXAttributes = 128
)

// rserveSpecial are commands that hold what R itself writes of a value, without parameters.
const rserveSpecial = 0xf0

// rserveFields are the fields of a message to or from Rserve 1.8, as RSprotocol.h declares them (QAP1), little-endian.
func rserveFields(data []byte, at int, fromClient bool) ([]truth.Leaf, bool) {
	l := rserve{structure{protocol: "rserve", data: data}}
	if at == 0 && !fromClient {
		for _, name := range []string{"signature", "server_version", "protocol", "attribute", "attribute", "attribute", "attribute", "attribute"} {
			l.one(name, "FT_STRING", 4)
		}
		return l.leaves, !l.short && l.at == len(data)
	}
	if l.add("command_code:u32 length:u32 data_offset:u32 length_high:u32"); l.short {
		return nil, false
	}
	if command := binary.LittleEndian.Uint32(data); command&rserveSpecial == rserveSpecial && command>>16 == 0 {
		l.said("serialized", len(data)-l.at)
		return l.leaves, true
	}
	for l.at < len(data) {
		if !l.parameter() {
			return nil, false
		}
	}
	return l.leaves, l.at == len(data)
}

type rserve struct{ structure }

// head adds a type and a length, which says where that ends what begins then.
func (l *rserve) head(name string) (kind byte, end int, ok bool) {
	l.one(name+"_type", "FT_UINT8", 1)
	if l.one(name+"_length", "FT_UINT24", 3); l.short {
		return 0, 0, false
	}
	head := binary.LittleEndian.Uint32(l.data[l.at-4:])
	kind, n := byte(head), int(head>>8)
	if kind&rserveLarge != 0 {
		if l.add(name + "_length_high:u32"); l.short {
			return 0, 0, false
		}
		n |= int(binary.LittleEndian.Uint32(l.data[l.at-4:])) << 24
	}
	return kind &^ rserveLarge, l.at + n, n <= len(l.data)-l.at
}

// parameter adds one.
func (l *rserve) parameter() bool {
	kind, end, ok := l.head("parameter")
	if !ok {
		return false
	}
	switch kind {
	case rserveInt:
		l.add("integer:i32")
	case rserveString:
		return l.texts("text", end, 1)
	case rserveBytes:
		l.said("octets", end-l.at)
	case rserveSEXP:
		return l.expression(1) && l.at == end
	default:
		return false
	}
	return !l.short && l.at == end
}

// expression adds a value of R, within so many others.
func (l *rserve) expression(depth int) bool {
	kind, end, ok := l.head("value")
	if !ok || depth > 1000 || kind&rserveXAttributes != 0 && !l.expression(depth+1) || l.at > end {
		return false
	}
	switch kind &^ rserveXAttributes {
	case rserveXNull, rserveXS4:
	case rserveXStr, rserveXSymbol:
		return l.texts("symbol", end, 1)
	case rserveXStrings:
		return l.texts("text", end, end)
	case rserveXInts:
		l.array("integer", "FT_INT32", 4, end)
	case rserveXDoubles, rserveXComplex:
		l.array("number", "FT_DOUBLE", 8, end)
	case rserveXUnknown:
		l.add("unknown_type:i32")
	case rserveXBools, rserveXRaw:
		return l.octets(kind&^rserveXAttributes, end)
	default:
		if nested := kind &^ rserveXAttributes; nested < rserveXVector || nested > rserveXVectorStr {
			return false
		}
		for l.at < end {
			if !l.expression(depth + 1) {
				return false
			}
		}
	}
	return !l.short && l.at == end
}

// array adds values up to an end.
func (l *rserve) array(name, kind string, size, end int) {
	for l.at+size <= end {
		l.one(name, kind, size)
	}
}

// texts adds so many texts at most, each of which a NUL ends, and what fills up behind them.
func (l *rserve) texts(name string, end, most int) bool {
	for range most {
		n := bytes.IndexByte(l.data[l.at:end], 0) + 1
		if n == 0 {
			break
		}
		l.one(name, "FT_STRINGZ", n)
	}
	return l.fill(end)
}

// octets adds a number, and as many values of a byte.
func (l *rserve) octets(kind byte, end int) bool {
	if l.add("values_count:u32"); l.short {
		return false
	}
	n := int(binary.LittleEndian.Uint32(l.data[l.at-4:]))
	switch {
	case n > end-l.at:
		return false
	case kind == rserveXBools:
		l.array("boolean", "FT_BOOLEAN", 1, l.at+n)
	case n > 0:
		l.one("raw", "FT_BYTES", n)
	}
	return l.fill(end)
}

// fill adds what is left up to an end.
func (l *rserve) fill(end int) bool {
	if l.at < end {
		l.one("padding", "FT_BYTES", end-l.at)
	}
	return !l.short && l.at == end
}
