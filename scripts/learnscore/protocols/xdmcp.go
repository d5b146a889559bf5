package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

const (
	xdmcpQuery         = "authentication_names:texts"
	xdmcpAuthenticated = "authentication_name:text authentication_data:octets"
)

// xdmcpPackets are what is behind the header of packets, by their codes.
var xdmcpPackets = map[int]string{
	1:  xdmcpQuery, // which is broadcast
	2:  xdmcpQuery,
	3:  xdmcpQuery, // which is indirect
	4:  "client_address:address client_port:port " + xdmcpQuery,
	5:  "authentication_name:text hostname:text status_text:text",
	6:  "hostname:text status_text:text",
	7:  "display_number:u16 connection_types:types connection_addresses:addresses " + xdmcpAuthenticated + " authorization_names:texts manufacturer_display:said",
	8:  "session_id:u32 " + xdmcpAuthenticated + " authorization_name:text authorization_data:octets",
	9:  "status_text:text " + xdmcpAuthenticated,
	10: "session_id:u32 display_number:u16 display_class:text",
	11: "session_id:u32",
	12: "session_id:u32 status_text:text",
	13: "display_number:u16 session_id:u32",
	14: "session_running:bool session_id:u32",
}

// xdmcpFields are the fields of a packet of the X Display Manager Control Protocol, version 1, big-endian.
func xdmcpFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := xdmcp{structure{protocol: "xdmcp", data: data}}
	if l.add("version:u16 opcode:u16 length:u16"); l.short {
		return nil, false
	}
	words, known := xdmcpPackets[l.number("opcode")]
	ok := known && l.told() == len(data)-l.at && l.each(words, l.value)
	return l.leaves, ok && l.at == len(data)
}

type xdmcp struct{ structure }

// value adds what structure does not know.
func (l *xdmcp) value(name, kind string) bool {
	switch kind {
	case "texts":
		return l.list(name, "name:text")
	case "addresses":
		return l.list(name, "connection_address:address")
	case "types":
		return l.list(name, "connection_type:number")
	case "number":
		l.add(name + ":u16")
	case "text", "octets", "said", "address", "port":
		if l.add(name + "_length:u16"); !l.short && l.told() > 0 {
			l.counted(name, kind, l.told())
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// list adds a number of one byte, and so many values.
func (l *xdmcp) list(name, of string) bool {
	l.add(name + "_count:u8")
	return !l.short && l.repeat(l.told(), of, l.value)
}

// counted adds so many bytes, of which those of addresses and ports are what their number says.
func (l *xdmcp) counted(name, kind string, n int) {
	switch {
	case kind == "text":
		l.one(name, "FT_STRING", n)
	case kind == "said":
		l.said(name, n)
	case kind == "address" && n == 4:
		l.one(name, "FT_IPv4", n)
	case kind == "address" && n == 16:
		l.one(name, "FT_IPv6", n)
	case kind == "port" && n == 2:
		l.one(name, "FT_UINT16", n)
	default:
		l.one(name, "FT_BYTES", n)
	}
}
