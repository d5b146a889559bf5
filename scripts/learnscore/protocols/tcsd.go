package protocols

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// tcsdHeader is how many bytes a packet begins with, of which the first four are its length.
const tcsdHeader = 28

// frameTcsd: the length of all.
func frameTcsd(data []byte, _ int, _ bool) int {
	if len(data) < 4 {
		return 0
	}
	if n := bigEndian(data[:4]); n >= tcsdHeader && n <= 1<<20 {
		return n
	}
	return -1
}

// Types of parameters, as a packet says them.
const (
	tcsdBool   = 1
	tcsdHalf   = 2
	tcsdNumber = 3
	tcsdBytes  = 4
)

// tcsdTypes are what parameters of other types hold. That of a session differs by who says it.
var tcsdTypes = map[byte]string{
	6:  "nonce:digest",
	8:  "pcr_digest:digest",
	9:  "uuid:uuid",
	10: "encrypted_auth:digest",
	11: "version:version",
	12: "version:version uuid:uuid parent_uuid:uuid auth_usage:u8 loaded:bool vendor_data_length:u32 vendor_data:told",
	13: "version:version uuid:uuid parent_uuid:uuid auth_usage:u8 storage_type:u32 parent_storage_type:u32 loaded:bool vendor_data_length:u32 vendor_data:told",
	14: "uuid:uuid parent_uuid:uuid parameters_digest:digest session_handle:u32 odd_nonce:digest even_nonce:digest continued:bool hmac_digest:digest",
	16: "counter_tag:u16 counter_label:u32 counter:u32",
	18: "secret:digest",
}

const (
	tcsdSession      = 7
	tcsdSessionAsked = "session_handle:u32 odd_nonce:digest continued:bool hmac_digest:digest"
	tcsdSessionTold  = "even_nonce:digest continued:bool hmac_digest:digest"
)

// tcsdFields are the fields of messages of a conversation with tcsd of TrouSerS 0.3.15, big-endian: a header, the types of
// parameters, and these. What an answer holds is what was asked before it.
func tcsdFields() (Layout, error) {
	asked := 0
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := tcsd{structure{protocol: "tcsd", data: data}, fromClient, nil}
		code := "result_code"
		if fromClient {
			code = "ordinal"
		}
		l.add("packet_length:u32 " + code + ":u32 parameters_count:u32 types_length:u32 types_offset:u32 parameters_length:u32 parameters_offset:u32")
		if l.short {
			return nil, false
		}
		names, known := tcsdAnswers[asked]
		if fromClient {
			asked = l.number(code)
			names, known = tcsdRequests[asked]
			names = "context " + names
		}
		l.names = strings.Fields(names)
		ok := (known || !fromClient && l.number("parameters_count") == 0) && l.parameters()
		return l.leaves, ok && !l.short && l.at == len(data)
	}, nil
}

type tcsd struct {
	structure
	fromClient bool
	names      []string // of numbers, and of bytes, whose length is a number before them
}

// next is the name of the next number or bytes.
func (l *tcsd) next() string {
	if len(l.names) == 0 {
		return "parameter"
	}
	name := l.names[0]
	l.names = l.names[1:]
	return name
}

// parameters adds the types of parameters, and these.
func (l *tcsd) parameters() bool {
	count, at := l.number("parameters_count"), l.at
	if l.short = count > len(l.data)-l.at; l.short {
		return false
	}
	for range count {
		l.add("parameter_type:u8")
	}
	if from := l.number("parameters_offset"); from > l.at && from <= len(l.data) { // of more types than there are
		l.one("unused", "FT_BYTES", from-l.at)
	}
	for i := range count {
		if !l.parameter(l.data[at+i]) {
			return false
		}
	}
	return !l.short
}

// parameter adds one of a type.
func (l *tcsd) parameter(kind byte) bool {
	switch kind {
	case 0:
		l.add(l.next() + ":u8")
	case tcsdBool:
		l.add(l.next() + ":bool")
	case tcsdHalf:
		l.add(l.next() + ":u16")
	case tcsdNumber:
		l.add(strings.Replace(l.next(), "*", "_length", 1) + ":u32")
	case tcsdBytes:
		n := l.told()
		if n < 0 { // of what is no number
			return false
		}
		l.said(l.next(), n)
	case tcsdSession:
		if l.fromClient {
			return l.each(tcsdSessionAsked, l.value)
		}
		return l.each(tcsdSessionTold, l.value)
	default:
		words, known := tcsdTypes[kind]
		return known && l.each(words, l.value)
	}
	return !l.short
}

// value adds what structure does not know.
func (l *tcsd) value(name, kind string) bool {
	switch kind {
	case "digest":
		l.one(name, "FT_BYTES", 20)
	case "version":
		l.add(name + "_major:u8 " + name + "_minor:u8 " + name + "_revision_major:u8 " + name + "_revision_minor:u8")
	case "uuid":
		l.add(name + "_time_low:u32 " + name + "_time_mid:u16 " + name + "_time_high:u16 " + name + "_clock_high:u8 " + name + "_clock_low:u8")
		l.one(name+"_node", "FT_BYTES", 6)
	case "told":
		l.said(name, l.told())
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}
