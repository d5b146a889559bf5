package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameKCM: the length of what is behind it; an answer has a return code in between, which it leaves out.
func frameKCM(data []byte, at int, fromClient bool) int {
	n := frameLength32(data, at, fromClient)
	if n > 0 && !fromClient {
		n += 4
	}
	return n
}

// kcmCalls are what operations of version 2.0 of the protocol hold, and their answers, as kcm.h and protocol.c of Heimdal
// 7.8 have them. An answer that says no ends with its status.
var kcmCalls = [][2]string{
	{"", ""},
	{"cache_name:z", "cache_name:z"},
	{"", ""},
	{"", "cache_name:z"},
	{"cache_name:z client:principal", ""},
	{"cache_name:z", ""},
	{"cache_name:z :credential", ""},
	{"cache_name:z which_flags:u32 :wanted", ":credential"},
	{"cache_name:z", "client:principal"},
	{"cache_name:z", "credential_uuid:uuids"},
	{"cache_name:z credential_uuid:uuid", ":credential"},
	{"cache_name:z which_flags:u32 :wanted", ""},
	{"cache_name:z cache_flags:u32", ""},
	{"cache_name:z uid:u32 gid:u32", ""},
	{"cache_name:z mode:u16", ""},
	{"cache_name:z server_present:bool server:present key:key", ""},
	{"cache_name:z kdc_flags:u32 key_type:i32 server:principal", ""},
	{"cache_name:z new_cache_name:z", ""},
	{"", "cache_uuid:uuids"},
	{"cache_uuid:uuid", "cache_name:z"},
	{"", "cache_name:z"},
	{"cache_name:z", ""},
	{"cache_name:z", "kdc_offset:i32"},
	{"cache_name:z kdc_offset:i32", ""},
	{"user:z domain:z nt_hash:bytes", "ntlm_uuid:uuid"},
	{"user:z domain:z", ""},
	{"user:z domain:z", ""},
	{"user:z domain:z type2:data", "type3:data session_flags:u32 session_key:bytes"},
	{"", ":users"},
}

const (
	kcmTimes      = "auth_time:time start_time:time end_time:time renew_time:time is_second_key:bool ticket_flags:u32"
	kcmCredential = "client:principal server:principal key:key " + kcmTimes + " addresses:addresses authdata:authdata ticket:data second_ticket:data"
)

// kcmWanted are the parts of a credential to be looked for that are there only if their bit is set.
var kcmWanted = []struct {
	bit   uint32
	words string
}{{1, "client:principal"}, {2, "server:principal"}, {4, "key:key"}, {0, kcmTimes}, {0x40, "addresses:addresses"},
	{0x20, "authdata:authdata"}, {8, "ticket:data"}, {0x10, "second_ticket:data"}}

// kcmFields are the fields of messages of a conversation with kcm, big-endian. What an answer holds is told by what was
// asked. A ticket is for the service that it is for; nothing is told of what is within.
func kcmFields() (Layout, error) {
	asked := -1
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := kcm{structure{protocol: "kcm", data: data}}
		if fromClient {
			asked = -1
			if l.add("length:u32 version_major:u8 version_minor:u8 opcode:u16"); l.short {
				return nil, false
			}
			asked = l.told()
		} else if l.add("length:u32 return_code:i32 status_code:i32"); l.short {
			return nil, false
		}
		if asked < 0 || asked >= len(kcmCalls) {
			return nil, false
		}
		words := kcmCalls[asked][0]
		switch {
		case fromClient:
		case l.told() == 0:
			words = kcmCalls[asked][1]
		default:
			words = ""
		}
		ok := l.each(words, l.value)
		return l.leaves, ok && l.at == len(data)
	}, nil
}

type kcm struct{ structure }

// value adds a value of a type, or those that it is made of.
func (l *kcm) value(name, kind string) bool {
	switch kind {
	case "z":
		l.terminated(name)
	case "time":
		l.one(name, "FT_ABSOLUTE_TIME", 4)
	case "uuid":
		l.one(name, "FT_GUID", 16)
	case "uuids":
		for l.at < len(l.data) && l.value(name, "uuid") {
		}
	case "string":
		l.add(name + "_length:u32 " + name + ":text")
	case "bytes":
		l.add(name + "_length:u32 " + name + ":bytes")
	case "data":
		if l.add(name + "_length:u32"); !l.short {
			l.said(name, l.told())
		}
	case "key":
		return l.each(name+"_type:u16 "+name+":bytes", l.value)
	case "principal":
		return l.principal(name)
	case "present":
		return l.told() == 0 || l.principal(name)
	case "credential":
		return l.each(kcmCredential, l.value)
	case "wanted":
		return l.wanted()
	case "addresses":
		return l.listed("address", func() bool { return l.value("address", "address") })
	case "address":
		return l.each("address_type:u16 address_length:u32", l.value) && l.address()
	case "authdata":
		return l.listed("authdata", func() bool { return l.each("authdata_type:u16 authdata:data", l.value) })
	case "users":
		for l.value("more", "u32") && l.told() != 0 && l.each("user:z domain:z", l.value) {
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// listed adds a count, and as many as it says.
func (l *kcm) listed(name string, one func() bool) bool {
	if !l.value(name+"_count", "u32") {
		return false
	}
	for range l.told() {
		if !one() {
			return false
		}
	}
	return true
}

// principal adds a name, whose realm is not counted among its parts.
func (l *kcm) principal(name string) bool {
	if !l.each(name+"_name_type:i32 "+name+"_component_count:u32", l.value) {
		return false
	}
	parts := l.told()
	if !l.value(name+"_realm", "string") {
		return false
	}
	for range parts {
		if !l.value(name+"_component", "string") {
			return false
		}
	}
	return true
}

// wanted adds bits, and the parts of a credential that they are of.
func (l *kcm) wanted() bool {
	if !l.value("parts_flags", "u32") {
		return false
	}
	bits := binary.BigEndian.Uint32(l.bytesOf("parts_flags"))
	for _, part := range kcmWanted {
		if bits&part.bit == part.bit && !l.each(part.words, l.value) {
			return false
		}
	}
	return true
}

// address adds an address of IPv4 or IPv6, or what another one is.
func (l *kcm) address() bool {
	n := l.told()
	switch kind := binary.BigEndian.Uint16(l.bytesOf("address_type")); {
	case kind == 2 && n == 4:
		l.one("address", "FT_IPv4", n)
	case kind == 24 && n == 16:
		l.one("address", "FT_IPv6", n)
	default:
		l.said("address", n)
	}
	return !l.short
}
