package protocols

import (
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// omapiValues are what values are, by their names: those of messages, and those of the objects of dhcpd and dhclient. Others are variables:
// texts, numbers of four bytes, or bytes.
var omapiValues = map[string]string{
	"create": "bool", "exclusive": "bool", "message": "text", "remote-handle": "number", "result": "number", "type": "text", "update": "bool",

	"algorithm": "text", "group": "text", "hashstring": "said", "known": "bool", "match": "text", "name": "text", "statements": "text",
	"client-hostname": "text", "dhcp-client-identifier": "said", "flags": "flags", "hardware-address": "bytes", "hardware-type": "number",
	"ip-address": "addresses", "state": "state",
	"billing-class": "handle", "host": "handle", "pool": "handle", "subnet": "handle",
	"atsfp": "time", "cltt": "time", "ends": "time", "starts": "time", "tsfp": "time", "tstp": "time",
	"backup-leases": "count", "free-leases": "count", "lease-count": "number", "lease-limit": "number", "leases-used": "count",

	"cur-unacked-updates": "count", "hierarchy": "number", "last-packet-sent": "time", "last-timestamp-received": "time", "load-balance-hba": "bytes",
	"load-balance-max-secs": "number", "local-address": "bytes", "local-port": "number", "local-state": "number", "local-stos": "time",
	"max-outstanding-updates": "number", "max-response-delay": "number", "mclt": "number", "partner-address": "bytes", "partner-port": "number",
	"partner-state": "number", "partner-stos": "time", "skew": "number",
}

// omapiHeader is what messages begin with.
const omapiHeader = "authid:u32 authlen:u32 opcode:u32 handle:u32 id:u32 rid:u32"

// frameOMAPI frames messages by their fields, as they have no length. The first one of each side has two numbers.
func frameOMAPI(data []byte, at int, _ bool) int {
	l := layOMAPI(data, at)
	if l.short {
		return 0
	}
	return l.at
}

// omapiFields are the fields of a message of OMAPI, version 100, as ISC DHCP 4.4 writes it, big-endian.
func omapiFields(data []byte, at int, _ bool) ([]truth.Leaf, bool) {
	l := layOMAPI(data, at)
	return l.leaves, !l.short && l.at == len(data)
}

type omapi struct{ structure }

// layOMAPI lays fields over the message that data begins with.
func layOMAPI(data []byte, at int) *omapi {
	l := &omapi{structure{protocol: "omapi", data: data}}
	if at == 0 {
		l.add("protocol_version:u32 header_size:u32")
		return l
	}
	if l.add(omapiHeader); l.short {
		return l
	}
	signed := l.number("authlen")
	l.named() // values of the message
	l.named() // values of the object
	if signed > 0 && !l.short {
		l.one("signature", "FT_BYTES", signed)
	}
	return l
}

// named adds names and values up to a name of no bytes.
func (l *omapi) named() {
	for !l.short {
		if l.add("name_length:u16"); l.short {
			return
		}
		n := l.told()
		if n == 0 {
			return
		}
		start := l.at
		if l.one("name", "FT_STRING", n); l.short {
			return
		}
		name := string(l.data[start:l.at])
		if l.add("value_length:u32"); !l.short {
			l.value(name, l.told())
		}
	}
}

// value adds a value of so many bytes.
func (l *omapi) value(name string, n int) {
	field := "value_" + strings.ReplaceAll(name, "-", "_")
	kind, known := omapiValues[name]
	if l.short = n > len(l.data)-l.at; l.short || n == 0 {
		return
	}
	text := truth.IsText(l.data[l.at : l.at+n])
	switch {
	case !known && n == 4 && !text:
		l.one("variable", "FT_UINT32", n)
	case !known:
		l.said("variable", n)
	case kind == "said":
		l.said(field, n)
	case kind == "text" || kind == "state" && text: // of an interface, a state is a text
		l.one(field, "FT_STRING", n)
	case kind == "addresses" && n%4 == 0:
		for ; n > 0; n -= 4 {
			l.one(field, "FT_IPv4", 4)
		}
	case kind == "bytes" || kind == "addresses" || n != 1 && n != 4:
		l.one(field, "FT_BYTES", n)
	case kind == "bool":
		l.one(field, "FT_BOOLEAN", n)
	case kind == "flags":
		l.one(field, "FLAGS", n)
	case kind == "time":
		l.one(field, "FT_ABSOLUTE_TIME", n)
	case kind == "handle" || kind == "count":
		l.one(field+"_"+kind, "FT_UINT32", n)
	default:
		l.one(field, fmt.Sprintf("FT_UINT%d", 8*n), n)
	}
}
