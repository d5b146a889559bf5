package protocols

import (
	"encoding/binary"
	"slices"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// opensmtpdMessages are what messages of a type hold, of smtpctl and of smtpd: structures, or what opensmtpd.message has. "no"
// if that side doesn't say it.
var opensmtpdMessages = map[uint32][2]string{
	1:  {"no", ""}, // done
	2:  {"no", ""}, // failed
	3:  {"", "digest"},
	4:  {"stat", "stat"},
	5:  {"message", "messages"},
	6:  {"envelope", "listed"},
	7:  {"", "text"}, // hosts
	8:  {"", "text"}, // relays
	9:  {"", "text"}, // routes
	10: {"", "text"}, // what hosts said
	11: {"block", "no"},
	12: {"block", "no"},
	13: {"", "text"}, // what is blocked
	14: {"envelope", "no"},
	15: {"", "no"},
	16: {"", "no"},
	17: {"", "no"},
	19: {"profiling", "no"},
	20: {"profiling", "no"},
	21: {"envelope", "no"},
	22: {"", "no"},
	23: {"", "no"},
	24: {"", "no"},
	25: {"route", "no"},
	26: {"envelope", "no"},
	27: {"envelope", "no"},
	28: {"", "status"},
	29: {"tracing", "no"},
	30: {"tracing", "no"},
	31: {"table", "no"},
	32: {"verbose", "no"},
	33: {"envelope", "discovered"},
	34: {"message", "discovered"},
	35: {"", "no"}, // a session of SMTP, on a descriptor that comes back
}

// opensmtpdStructs are the structures that messages hold, of smtpd.h.
var opensmtpdStructs = map[string]string{
	"digest": `startup:time timestamp:time client_connects:u64 client_disconnects:u64 enqueued:u64 dequeued:u64 expired:u64 removed:u64 bounced:u64
		delivered:u64 failed:u64 failed_for_now:u64 looped:u64`,
	"stat":       "iterator:pointer key:text1024 stat_type:u32 :value",
	"message":    "message_id:u32",
	"envelope":   "envelope_id:u64",
	"route":      "route_id:u64",
	"profiling":  "profiling_flags:i32",
	"tracing":    "tracing_flags:i32",
	"verbose":    "verbose_flags:i32",
	"status":     "status_flags:u32",
	"discovered": "discovered_count:u64",
	"inet":       "address_family:u16 port:be16 ip:ip4 unused:octets120",
	"inet6":      "address_family:u16 port:be16 flow_info:be32 ip:ip6 scope_id:u32 unused:octets100",
}

// opensmtpdFields are the fields of a message between smtpctl, or sendmail, and smtpd of OpenSMTPD 6.8: structures of C
// behind the header of imsg, or values one behind the other without padding.
func opensmtpdFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := opensmtpd{cStruct{structure: structure{protocol: "opensmtpd", data: data}, structs: opensmtpdStructs, unions: map[string]cUnion{
		"value": {8, opensmtpdValue}, "ip6": {4, func(l *cStruct, name string) { l.one(name, "FT_IPv6", 16) }},
	}}}
	return imsgFields(&l.structure, opensmtpdMessages, fromClient, l.message)
}

type opensmtpd struct{ cStruct }

func (l *opensmtpd) message(what string) {
	switch {
	case what == "":
	case what == "messages":
		l.all("message")
	case slices.Contains([]string{"text", "listed"}, what) && l.at == len(l.data): // the end of a list
	case what == "text", what == "table":
		l.terminated(what)
	case what == "listed":
		l.add("envelope_flags:i32")
		l.one("next_try", "FT_ABSOLUTE_TIME", 8)
		l.add("envelope_id:u64 present:char")
		l.terminated("envelope")
	case what == "block":
		l.block()
	default:
		l.object(what)
	}
}

// opensmtpdValue is a union of 16 bytes whose type is before it.
func opensmtpdValue(l *cStruct, name string) {
	if l.short {
		return
	}
	switch binary.LittleEndian.Uint32(l.bytesOf("stat_type")) {
	case 0:
		l.add("counter:u64 unused:u64")
	case 1:
		l.one("timestamp", "FT_ABSOLUTE_TIME", 8)
		l.add("unused:u64")
	case 2:
		l.one("time", "FT_ABSOLUTE_TIME", 8)
		l.add("time_usec:u64")
	case 3:
		l.one("time", "FT_ABSOLUTE_TIME", 8)
		l.add("time_nsec:u64")
	default:
		l.short = true
	}
}

// block adds an address with room for any, and a domain.
func (l *opensmtpd) block() {
	if l.short = l.short || l.at+2 > len(l.data); l.short {
		return
	}
	switch binary.LittleEndian.Uint16(l.data[l.at:]) {
	case 2:
		l.object("inet")
	case 10:
		l.object("inet6")
	default:
		l.short = true
	}
	if !l.short {
		l.terminated("domain")
	}
}
