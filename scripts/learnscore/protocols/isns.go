package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// frameISNS: a header of twelve bytes, with the length of what is behind them. Big-endian, like all of it.
var frameISNS = headed(12, func(b []byte) int { return bigEndian(b[4:6]) })

// isnsFirst is a flag of a message that is not the rest of another one.
const isnsFirst = 0x400

// isnsAttributes are the names and types of attributes by their tags, as RFC 4171 has them and, behind 0xffff0000, Open-iSNS 0.101.
var isnsAttributes = map[int]string{
	1: "entity_id:text", 2: "entity_protocol:u32", 3: "management_address:ipv6", 4: "entity_timestamp:time", 5: "protocol_versions:versions",
	6: "registration_seconds:u32", 7: "entity_index:u32", 8: "entity_next_index:u32",
	16: "portal_address:ipv6", 17: "portal_port:port", 18: "portal_symbolic_name:text", 19: "esi_interval:u32", 20: "esi_port:port", 22: "portal_index:u32",
	23: "scn_port:port", 24: "portal_next_index:u32", 27: "portal_security_flags:u32",
	32: "iscsi_name:text", 33: "node_type_flags:u32", 34: "iscsi_alias:text", 35: "scn_flags:u32", 36: "node_index:u32", 37: "wwnn_token:u64",
	38: "node_next_index:u32", 42: "auth_method:text",
	48: "group_iscsi_name:text", 49: "group_address:ipv6", 50: "group_port:port", 51: "group_tag:u32", 52: "group_index:u32", 53: "group_next_index:u32",
	2049: "domain_set_id:u32", 2050: "domain_set_name:text", 2051: "domain_set_status_flags:u32", 2052: "domain_set_next_id:u32",
	2065: "domain_id:u32", 2066: "domain_name:text", 2067: "member_index:u32", 2068: "member_name:text", 2069: "member_port_name:text",
	2070: "member_portal_index:u32", 2071: "member_address:ipv6", 2072: "member_port:port", 2078: "domain_flags:u32", 2079: "domain_next_id:u32",
	0xffff0601: "policy_name:text", 0xffff0603: "policy_key:bytes", 0xffff0604: "policy_entity:text", 0xffff0605: "policy_function_flags:u32",
	0xffff0606: "policy_object_flags:u32", 0xffff0607: "policy_node_name:text", 0xffff0608: "policy_node_flags:u32", 0xffff0609: "policy_default_domain:text",
	0xffff060a: "policy_visible_domain:text",
}

// isnsFields are the fields of a message between an iSNS server and a client: of those that answer, a status, and attributes.
func isnsFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := isns{structure{protocol: "isns", data: data}}
	if l.add("version:u16 function:u16 length:u16 flags:u16 transaction_id:u16 sequence:u16"); l.short {
		return nil, false
	}
	if function := l.number("function"); function >= 0x8000 && l.number("flags")&isnsFirst != 0 {
		l.add("status:u32")
	}
	for l.at < len(data) && l.attribute() {
	}
	return l.leaves, !l.short && l.at == len(data)
}

type isns struct{ structure }

// attribute adds a tag, a length and a value.
func (l *isns) attribute() bool {
	if l.add("tag:u32 attribute_length:u32"); l.short {
		return false
	}
	tag, size := l.number("tag"), l.told()
	if size == 0 {
		return true
	}
	word, known := isnsAttributes[tag]
	if !known || size > len(l.data)-l.at {
		l.short = true
		return false
	}
	end := l.at + size
	l.each(word, func(name, kind string) bool {
		switch kind {
		case "text":
			l.one(name, "FT_STRINGZPAD", size)
		case "bytes":
			l.one(name, "FT_BYTES", size)
		case "ipv6":
			l.one(name, "FT_IPv6", 16)
		case "time":
			l.one(name, "FT_ABSOLUTE_TIME", 8)
		case "port": // with a bit for UDP before it
			l.add(name + "_flags:u16 " + name + ":u16")
		case "versions":
			l.add("version_max:u16 version_min:u16")
		default:
			l.add(name + ":" + kind)
		}
		return true
	})
	return !l.short && l.at == end
}
