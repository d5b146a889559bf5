package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// frameNSLCD: one request, which tells what is in it and not how long it is, and all that answers it.
func frameNSLCD(data []byte, _ int, _ bool) int { return len(data) }

// Before each result of an answer there is one of these.
const (
	nslcdBegin = 1
	nslcdEnd   = 2
)

// nslcdPAM is what all requests of PAM begin with.
const nslcdPAM = "user:text service:text remote_user:text remote_host:text tty:text "

// nslcdRequests are what requests hold, by what they ask for, as nss-pam-ldapd 0.9's nslcd.h declares them.
var nslcdRequests = map[int]string{
	0x10001: "option:u32",
	0x20001: "alias:text", 0x20008: "",
	0x30001: "host:text", 0x30002: "address:ether", 0x30008: "",
	0x40001: "group:text", 0x40002: "gid:u32", 0x40006: "member:text", 0x40008: "",
	0x50001: "host:text", 0x50002: "address:address", 0x50008: "",
	0x60001: "netgroup:text", 0x60008: "",
	0x70001: "network:text", 0x70002: "address:address", 0x70008: "",
	0x80001: "user:text", 0x80002: "uid:u32", 0x80008: "",
	0x90001: "protocol:text", 0x90002: "protocol_number:u32", 0x90008: "",
	0xa0001: "rpc:text", 0xa0002: "rpc_number:u32", 0xa0008: "",
	0xb0001: "service:text protocol:text", 0xb0002: "port:u32 protocol:text", 0xb0008: "",
	0xc0001: "user:text", 0xc0008: "",
	0xd0001: nslcdPAM + "password:text",
	0xd0002: nslcdPAM,
	0xd0003: nslcdPAM,
	0xd0004: nslcdPAM + "session:text",
	0xd0005: nslcdPAM + "as_root:u32 password:text new_password:text",
	0xe0001: "user:text as_root:u32 password:text change:changes",
}

// nslcdResults are those of requests, or of all that have the same upper half.
var nslcdResults = map[int]string{
	0x1:     "value:text",
	0x2:     "alias:text member:list",
	0x3:     "host:text address:ether",
	0x4:     "group:text password:text gid:u32 member:list",
	0x5:     "host:text alias:list address:addresses",
	0x6:     "netgroup:text member:members",
	0x7:     "network:text alias:list address:addresses",
	0x8:     "user:text password:text uid:u32 gid:u32 gecos:text home:text shell:text",
	0x9:     "protocol:text alias:list protocol_number:u32",
	0xa:     "rpc:text alias:list rpc_number:u32",
	0xb:     "service:text alias:list port:u32 protocol:text",
	0xc:     "user:text password:text last_change:i32 min_days:i32 max_days:i32 warn_days:i32 inactive_days:i32 expire_date:i32 flag:i32",
	0xd0001: "authentication_code:u32 user:text authorization_code:u32 message:text",
	0xd0002: "authorization_code:u32 message:text",
	0xd0003: "session:text",
	0xd0004: "",
	0xd0005: "result_code:u32 message:text",
	0xe:     "change:changes",
}

// nslcdFields are the fields of a message between nslcd and a client, version 2.
func nslcdFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := nslcd{structure{protocol: "nslcd", data: data}}
	if l.add("version:u32 action_code:u32"); l.short {
		return nil, false
	}
	action := l.told()
	asked, ok := nslcdRequests[action]
	if !ok {
		return nil, false
	}
	if fromClient {
		ok = l.each(asked, l.value)
	} else {
		ok = l.results(action)
	}
	return l.leaves, ok && l.at == len(data)
}

type nslcd struct{ structure }

// results adds those of an answer, and its end.
func (l *nslcd) results(action int) bool {
	words, ok := nslcdResults[action]
	if !ok {
		words = nslcdResults[action>>16]
	}
	for {
		l.add("state_code:u32")
		switch {
		case l.short:
			return false
		case l.told() == nslcdEnd:
			return true
		case l.told() != nslcdBegin || !l.each(words, l.value):
			return false
		}
	}
}

func (l *nslcd) value(name, kind string) bool {
	switch kind {
	case "text":
		l.add(name + "_length:u32 " + name + ":text")
	case "list":
		return l.list(func() bool { return l.value(name, "text") }, name)
	case "addresses":
		return l.list(func() bool { return l.value(name, "address") }, name)
	case "address":
		return l.address(name)
	case "ether":
		l.one(name, "FT_ETHER", 6)
	case "members":
		return l.choices(name+"_type", map[int]string{1: "netgroup:text", 2: "host:text user:text domain:text"}, 3)
	case "changes":
		const value = "value:text"
		return l.choices(name+"_type", map[int]string{1: value, 2: value, 3: value, 4: value, 5: value, 6: value, 7: value, 8: value}, 0)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// list adds a number and as many values.
func (l *nslcd) list(value func() bool, name string) bool {
	if l.add(name + "_count:u32"); l.short {
		return false
	}
	for range l.told() {
		if !value() {
			return false
		}
	}
	return true
}

// address adds a family, a length, and an address.
func (l *nslcd) address(name string) bool {
	if l.add(name + "_family:u32 " + name + "_length:u32"); l.short {
		return false
	}
	switch l.told() {
	case 4:
		l.one(name, "FT_IPv4", 4)
	case 16:
		l.one(name, "FT_IPv6", 16)
	default:
		return false
	}
	return !l.short
}

// choices adds values of which each has its type before it, up to a type that ends them.
func (l *nslcd) choices(name string, words map[int]string, end int) bool {
	for {
		if l.add(name + ":u32"); l.short || l.told() == end {
			return !l.short
		}
		if chosen, ok := words[l.told()]; !ok || !l.each(chosen, l.value) {
			return false
		}
	}
}
