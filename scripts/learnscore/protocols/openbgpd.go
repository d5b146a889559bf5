package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// openbgpdMessages are the structures that messages of a type hold, of bgpctl and of bgpd; "no" if that side says none.
// "?" stands before one that may be missing, "*" before one that is there several times.
var openbgpdMessages = map[uint32][2]string{
	1:  {"no", ""}, // the end of an answer
	2:  {"reason", "no"},
	3:  {"", "no"}, // couples the kernel's routes
	4:  {"", "no"},
	5:  {"neighbor", "no"},
	6:  {"neighbor", "no"},
	7:  {"neighbor", "no"},
	8:  {"neighbor", "no"},
	9:  {"neighbor", "no"},
	10: {"routes", "route"},
	11: {"destination", "route"},
	12: {"no", "result"},
	13: {"?neighbor", "peer"},
	14: {"", "nexthop"},
	15: {"", "interface"},
	16: {"rib_request", "rib"},
	17: {"rib_request", "no"},
	18: {"no", "*community"},
	19: {"no", "attribute"},
	20: {"rib_request", "route"},
	21: {"", "memory"},
	22: {"", "no"}, // a short summary
	23: {"no", "timer"},
	24: {"verbose", "no"},
	25: {"", "table"},
	26: {"", "set"},
	27: {"", "rtr"},
	29: {"network", "no"},
	32: {"network", "no"},
	33: {"", "no"}, // all networks go
	34: {"", "no"}, // a network is complete
	35: {"filter_set", "no"},
}

// openbgpdFields are the fields of a message between bgpctl and bgpd of OpenBGPD 7.7, as bgpd.h and session.h declare them.
// The numbers of an AS path and of attributes are big-endian, as BGP has them.
func openbgpdFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := openbgpd{newOpenBGPD(data)}
	return imsgFields(&l.structure, openbgpdMessages, fromClient, l.message)
}

type openbgpd struct{ cStruct }

func newOpenBGPD(data []byte) cStruct {
	return cStruct{structure: structure{protocol: "openbgpd", data: data}, structs: openbgpdStructs, unions: map[string]cUnion{
		"address": {4, openbgpdAddress}, "action": {8, openbgpdAction},
	}}
}

func (l *openbgpd) message(what string) {
	switch {
	case what == "":
	case what[0] == '?' && l.at == len(l.data):
	case what[0] == '?':
		l.object(what[1:])
	case what[0] == '*':
		l.all(what[1:])
	case what == "attribute":
		l.attribute()
	case what == "routes": // not of a structure: no padding behind it
		l.add("route_flags:u32 address_family:u16")
	default:
		if l.object(what); what == "rib" {
			l.path()
		}
	}
}

// openbgpdAddress is an address within bgpd_addr, of which a byte behind it tells the family.
func openbgpdAddress(l *cStruct, name string) {
	if l.short = l.short || l.at+29 > len(l.data); l.short {
		return
	}
	switch l.data[l.at+28] {
	case 0:
		l.one(name+"_unused", "FT_BYTES", 16)
	case 1, 3:
		l.one(name, "FT_IPv4", 4)
		l.one(name+"_unused", "FT_BYTES", 12)
	default:
		l.one(name, "FT_IPv6", 16)
	}
}

// openbgpdActions are the fields of what is to be set, by the type that is behind them.
var openbgpdActions = map[uint32]string{
	0: "metric:u32", 1: "relative:i32", 2: "metric:u32", 3: "relative:i32", 4: "metric:u32", 5: "relative:i32", 6: "prepend:u8", 7: "prepend:u8",
	9: "nexthop:=address", 11: "", 12: "", 13: "", 14: "", 15: ":=community", 16: ":=community", 17: "pftable:text32", 21: "origin:u8",
}

// openbgpdAction is a union of 48 bytes.
func openbgpdAction(l *cStruct, name string) {
	const size = 48
	if l.short = l.short || l.at+size+4 > len(l.data); l.short {
		return
	}
	end := l.at + size
	words, known := openbgpdActions[binary.LittleEndian.Uint32(l.data[end:])]
	l.short = !known
	l.each(words, func(name, kind string) bool { l.field(l.prefix+name, kind); return true })
	if l.at < end && !l.short {
		l.one(name+"_unused", "FT_BYTES", end-l.at)
	}
}

// path adds an AS path up to the end: segments of a type and a number of systems.
func (l *openbgpd) path() {
	for l.at < len(l.data) && !l.short {
		if l.add("segment_type:u8 segment_count:u8"); l.short {
			return
		}
		for range l.told() {
			l.add("as_number:u32")
		}
	}
}

// attribute adds one of BGP's: flags, a type, a length of one or two bytes, and a value.
func (l *openbgpd) attribute() {
	l.add("attribute_flags:u8 attribute_type:u8")
	width := "u8"
	if !l.short && l.data[imsgSize]&0x10 != 0 {
		width = "u16"
	}
	if l.add("attribute_length:" + width); l.short || l.told() != len(l.data)-l.at {
		l.short = true
		return
	}
	switch l.data[imsgSize+1] {
	case 7:
		l.add("aggregator_as:u32")
		l.one("aggregator", "FT_IPv4", 4)
	case 9:
		l.one("originator_id", "FT_IPv4", 4)
	case 10:
		for l.at < len(l.data) && !l.short {
			l.one("cluster", "FT_IPv4", 4)
		}
	case 35:
		l.add("only_to_customer:u32")
	default:
		l.said("attribute_value", len(l.data)-l.at)
	}
}
