package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameMunge: a magic, a version, a type, how often it was tried, and the length of what is behind.
var frameMunge = headed(11, func(b []byte) int { return int(binary.BigEndian.Uint32(b[7:])) })

// The types of MUNGE's messages.
const (
	mungeEncode = iota + 2
	mungeEncoded
	mungeDecode
	mungeDecoded
	mungeAuthorize // by a descriptor, where the kernel does not tell who is at the other end
)

var mungeMessages = map[byte]string{
	mungeEncode: `cipher_type:u8 mac_type:u8 zip_type:u8 realm_length:u8 realm:text ttl:u32 auth_uid:u32 auth_gid:u32
		payload_length:u32 payload:bytes`,
	mungeEncoded: "error_code:u8 error_length:u8 error:text credential_length:u32 credential:text",
	mungeDecode:  "credential_length:u32 credential:text",
	mungeDecoded: `error_code:u8 error_length:u8 error:text cipher_type:u8 mac_type:u8 zip_type:u8 realm_length:u8 realm:text
		ttl:u32 address_length:u8 address:ipv4 encode_time:time decode_time:time cred_uid:u32 cred_gid:u32 auth_uid:u32
		auth_gid:u32 payload_length:u32 payload:bytes`,
	mungeAuthorize: "server_name_length:u32 server_name:text client_name_length:u32 client_name:text",
}

// mungeFields are the fields of a message between MUNGE's daemon and a client, version 4, as MUNGE 0.5
// packs them. A credential is a text; what is in it when it is decoded may be anything.
func mungeFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := munge{structure{protocol: "munge", data: data}}
	if !l.each("magic:u32 version:u8 type:u8 retry:u8 packet_length:u32", l.value) {
		return nil, false
	}
	return l.leaves, l.each(mungeMessages[data[5]], l.value) && l.at == len(data)
}

type munge struct{ structure }

// value adds a value: a time, an address if the number before says that there is one, or what structure
// knows.
func (l *munge) value(name, kind string) bool {
	switch {
	case kind == "time":
		l.one(name, "FT_ABSOLUTE_TIME", 4)
	case kind == "ipv4" && l.told() == 0:
	case kind == "ipv4":
		l.one(name, "FT_IPv4", 4)
		return l.data[l.at-5] == 4
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}
