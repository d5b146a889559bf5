package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameSSSD: the length of all.
var frameSSSD = headed(16, func(b []byte) int { return int(int32(binary.LittleEndian.Uint32(b))) - 16 })

// sssdResult is what an answer holds: its results, if it is a list of records or of one, or all of it.
type sssdResult struct{ each, all string }

// What several answers hold, behind the number of results.
var (
	sssdUser    = sssdResult{each: "uid:u32 gid:u32 name:text password:text gecos:text home:text shell:text"}
	sssdGroup   = sssdResult{each: "gid:u32 members_count:u32 name:text password:text member:*members_count"}
	sssdGroups  = sssdResult{all: "gid:*results_count unused:rest"}
	sssdHost    = sssdResult{each: "aliases_count:u32 addresses_count:u32 name:text alias:*aliases_count address:*addresses_count"}
	sssdNetwork = sssdResult{each: "aliases_count:u32 name:text address:text alias:*aliases_count"}
	sssdService = sssdResult{each: "port:u32 aliases_count:u32 name:text protocol:text alias:*aliases_count"}
	sssdNamed   = sssdResult{each: "id_type:u32 value:text"}
	sssdPairs   = sssdResult{all: "id_type:u32 attribute:pairs"}
	sssdNothing = sssdResult{}
)

// sssdCommands are what requests and their answers hold, as sssd 2.8's sss_cli.h and the sources of its
// libraries for clients declare them.
var sssdCommands = map[uint32]struct {
	request string
	answer  sssdResult
}{
	0x11: {"name:text", sssdUser}, 0x12: {"uid:u32", sssdUser}, 0x13: {"", sssdNothing}, 0x14: {"max_entries_count:u32", sssdUser}, 0x15: {"", sssdNothing},
	0x19: {"name:text flags:u32", sssdUser}, 0x1a: {"uid:u32 flags:u32", sssdUser},
	0x21: {"name:text", sssdGroup}, 0x22: {"gid:u32", sssdGroup}, 0x23: {"", sssdNothing}, 0x24: {"max_entries_count:u32", sssdGroup}, 0x25: {"", sssdNothing},
	0x26: {"name:text", sssdGroups}, 0x29: {"name:text flags:u32", sssdGroup}, 0x2a: {"gid:u32 flags:u32", sssdGroup}, 0x2e: {"name:text flags:u32", sssdGroups},
	0x52: {"name:text", sssdHost}, 0x53: {"family:u32 address_length:u32 address:address", sssdHost}, 0x54: {"", sssdNothing},
	0x55: {"max_entries_count:u32", sssdHost}, 0x56: {"", sssdNothing},
	0x61: {"name:text", sssdResult{all: "member:netgroup"}},
	0x71: {"name:text", sssdNetwork}, 0x72: {"family:u32 address_length:u32 address:address", sssdNetwork}, 0x73: {"", sssdNothing},
	0x74: {"max_entries_count:u32", sssdNetwork}, 0x75: {"", sssdNothing},
	0xa1: {"name:text protocol:text", sssdService}, 0xa2: {"port:u16 pad:u16 reserved:u32 protocol:text", sssdService}, 0xa3: {"", sssdNothing},
	0xa4: {"max_entries_count:u32", sssdService}, 0xa5: {"", sssdNothing},
	0x111: {"name:text", sssdNamed}, 0x112: {"id:u32", sssdNamed}, 0x113: {"sid:text", sssdNamed}, 0x114: {"sid:text", sssdResult{each: "id_type:u32 id:u32"}},
	0x115: {"name:text", sssdPairs}, 0x116: {"certificate:text", sssdNamed}, 0x117: {"certificate:text", sssdNamed}, 0x118: {"uid:u32", sssdNamed},
	0x119: {"gid:u32", sssdNamed}, 0x11a: {"name:text", sssdPairs}, 0x11b: {"name:text", sssdPairs},
	0x130: {"name:text", sssdNothing}, // with ranges only where FreeIPA is
}

// sssdMembers are those of netgroups, by their types.
var sssdMembers = map[int]string{1: "host:text user:text domain:text", 2: "netgroup:text"}

// sssdFields are the fields of a message between sssd's responder for names and its clients, little-endian.
func sssdFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := sssd{structure{protocol: "sssd", data: data}}
	if l.add("length:u32 command_code:u32 status_code:u32 reserved:u32"); l.short {
		return nil, false
	}
	code := binary.LittleEndian.Uint32(data[4:])
	command, known := sssdCommands[code]
	ok := known
	switch {
	case code == 1:
		ok = l.values("version:u32")
	case !known:
	case fromClient:
		ok = l.values(command.request)
	case l.at < len(data):
		ok = l.answer(command.answer)
	}
	return l.leaves, ok && l.at == len(data)
}

type sssd struct{ structure }

// answer adds a number of results, and these; nothing is behind the number if that is zero.
func (l *sssd) answer(holds sssdResult) bool {
	if !l.values("results_count:u32 reserved:u32") {
		return false
	}
	count := l.number("results_count")
	if count == 0 && l.at == len(l.data) {
		return true
	}
	if holds.each == "" {
		return holds.all != "" && l.values(holds.all)
	}
	for range count {
		if !l.values(holds.each) {
			return false
		}
	}
	return true
}

func (l *sssd) values(words string) bool { return l.each(words, l.value) }

// value adds a number, a text, or "*COUNT", as many of these as an earlier number says.
func (l *sssd) value(name, kind string) bool {
	counter, list := strings.CutPrefix(kind, "*")
	switch {
	case list:
		of := "text"
		if name == "gid" {
			of = "u32"
		}
		for range l.number(counter) {
			if !l.value(name, of) {
				return false
			}
		}
	case kind == "text":
		l.terminated(name)
	case kind == "address":
		size := l.number("address_length")
		if size != 4 && size != 16 {
			return false
		}
		l.one(name, map[int]string{4: "FT_IPv4", 16: "FT_IPv6"}[size], size)
	case kind == "pairs":
		for l.at < len(l.data) && !l.short {
			l.terminated(name)
			l.terminated(name + "_value")
		}
	case kind == "rest": // room for what was left out
		for l.at < len(l.data) && !l.short {
			l.add(name + ":u32")
		}
	case kind == "netgroup":
		for l.at < len(l.data) {
			if !l.values(name + "_type:u32") {
				return false
			}
			words, ok := sssdMembers[l.number(name+"_type")]
			if !ok || !l.values(words) {
				return false
			}
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// number is the last one of that name.
func (l *sssd) number(name string) int {
	return int(int32(binary.LittleEndian.Uint32(l.bytesOf(name))))
}
