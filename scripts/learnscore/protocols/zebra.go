package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// zebraCommands are what messages of FRR's zebra hold behind their header, from clients and from
// zebra, as far as that differs. Words are NAME:TYPE as structure.add has them, or what zebra.value has.
var zebraCommands = map[uint16][2]string{
	0:   {"", "interface"},
	1:   {"", "interface"},
	2:   {"", "ifindex:u32 flags:u8 family:u8 address prefixlen:u8 destination"},
	3:   {"", "ifindex:u32 flags:u8 family:u8 address prefixlen:u8 destination"},
	4:   {"", "interface"},
	5:   {"", "interface"},
	8:   {"route", ""},
	9:   {"route", ""},
	10:  {"", "note:u32 family:u8 prefixlen:u8 address table_id:u32 afi:u8 safi:u8"},
	11:  {"afi:u8 type:u8 instance:u16", ""},
	12:  {"afi:u8 type:u8 instance:u16", ""},
	13:  {"afi:u8", ""},
	14:  {"afi:u8", ""},
	15:  {"afi:u16", ""},
	16:  {"afi:u16", ""},
	17:  {"", "family:u8 address prefixlen:u8"},
	18:  {"type:u8 instance:u16 session_id:u32 receive_notify:bool synchronous:bool", ""},
	19:  {"", "vrf_backend:u32 mpls_enabled:bool multipath_count:u32 mlag_role:u8"},
	20:  {"connected:bool resolve_via_default:bool safi:u16 family:u16 prefixlen:u8 address", ""},
	21:  {"connected:bool resolve_via_default:bool safi:u16 family:u16 prefixlen:u8 address", ""},
	22:  {"", "message_flags:u32 safi:u16 family:u16 prefixlen:u8 address family:u16 prefixlen:u8 address type:u8 instance:u16 distance:u8 metric:u32 nexthop_count:u8 nexthops"},
	30:  {"", "route"},
	31:  {"", "route"},
	33:  {"", "table_id:u32 netns_name:36 vrf_name:36"},
	35:  {"label:u32 afi:u8 label_type:u8", ""},
	37:  {"pid:u32", ""},
	79:  {"dup_addr_detect:u32 dad_time:u32 dad_max_moves:u32 dad_freeze:u32 dad_freeze_time:u32", ""},
	85:  {"rule_count:u32 seqno:u32 priority:u32 unique_id:u32 ip_proto:u8 family:u8 prefixlen:u8 address src_port:u16 family:u8 prefixlen:u8 address dst_port:u16 dsfield:u8 mark:u32 queue_id:u32 vlan_id:u16 vlan_flags:u16 pcp:u16 table_id:u32 ifname:16", ""},
	87:  {"", "note:u32 seqno:u32 priority:u32 unique_id:u32 ifname:16"},
	125: {"", "type:u8 instance:u16 session_id:u32"},
}

// What a route has, by its message_flags, and a next hop by its flags.
const (
	zebraNexthops   = 1 << 0
	zebraDistance   = 1 << 1
	zebraMetric     = 1 << 2
	zebraTag        = 1 << 3
	zebraMTU        = 1 << 4
	zebraGroup      = 1 << 7
	zebraTable      = 1 << 8
	zebraOpaque     = 1 << 10
	zebraKnown      = zebraNexthops | zebraDistance | zebraMetric | zebraTag | zebraMTU | zebraGroup | zebraTable | zebraOpaque
	zebraHopLabels  = 1 << 1
	zebraHopWeight  = 1 << 2
	zebraHopUnknown = 0xf8
)

// zebraFields are the fields of a message of version 6 of zebra's protocol, as FRR 8.4 writes
// them (zclient.c, zapi_msg.c, zebra_rnh.c, pbr_zebra.c). Numbers are big-endian, but what is
// copied from memory: note, and the table_id of a VRF.
func zebraFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := zebra{structure: structure{protocol: "zebra", data: data}}
	if l.add("length:u16 marker:u8 version:u8 vrf_id:u32 command:u16"); l.short {
		return nil, false
	}
	words, ok := zebraCommands[binary.BigEndian.Uint16(data[8:])]
	if !ok || data[3] != 6 {
		return nil, false
	}
	body := words[1]
	if fromClient {
		body = words[0]
	}
	return l.leaves, l.values(body) && l.at == len(data)
}

// zebra lays values over a message.
type zebra struct {
	structure
	family, bits int // of the address that comes
	message      int // what a route has
	hops         int // how many next hops come
}

func (l *zebra) values(words string) bool { return l.each(words, l.value) }

// value adds a value, or what several messages have.
func (l *zebra) value(name, kind string) bool {
	switch {
	case name == "address" || name == "destination":
		return l.ip(name, 128)
	case name == "prefix": // only the bytes that count
		return l.ip(name, l.bits)
	case name == "interface":
		return l.values("ifname:16 ifindex:u32 status:u8 flags:u64 ptm_enable:u8 ptm_status:u8 metric:u32 speed:u32 mtu:u32 mtu6:u32"+
			" bandwidth:u32 link_ifindex:u32 ll_type:u32 hw_addr_len:u32") && l.hardware() && l.values("link_params:bool") && l.told() == 0
	case name == "route":
		return l.route()
	case name == "nexthops":
		for range l.hops {
			if !l.nexthop() {
				return false
			}
		}
		return true
	case kind == "16" || kind == "36":
		l.one(name, "FT_STRINGZPAD", 10*int(kind[0]-'0')+int(kind[1]-'0'))
	default:
		l.add(name + ":" + kind)
	}
	if l.short {
		return false
	}
	switch name {
	case "family":
		l.family = l.told()
	case "prefixlen":
		l.bits = l.told()
	case "message_flags":
		l.message = l.told()
	case "nexthop_count":
		l.hops = l.told()
	}
	return true
}

// ip adds so many bits of an address of the family that was told.
func (l *zebra) ip(name string, bits int) bool {
	switch size := (bits + 7) / 8; {
	case l.family == 2 && size > 0:
		l.one(name, "FT_IPv4", min(size, 4))
	case l.family == 10 && size > 0:
		l.one(name, "FT_IPv6", min(size, 16))
	case l.family != 2 && l.family != 10:
		return false
	}
	return true
}

// hardware adds an address of as many bytes as the number before it says.
func (l *zebra) hardware() bool {
	if n := l.told(); n > 0 {
		l.one("hw_addr", "FT_ETHER", n)
	}
	return !l.short
}

// route adds what zapi_route_encode writes.
func (l *zebra) route() bool {
	if !l.values("type:u8 instance:u16 flags:u32 message_flags:u32 safi:u8 family:u8 prefixlen:u8 prefix") || l.message&^zebraKnown != 0 {
		return false
	}
	for _, part := range []struct {
		bit   int
		words string
	}{
		{zebraGroup, "nexthop_group_id:u32"}, {zebraNexthops, "nexthop_count:u16 nexthops"}, {zebraDistance, "distance:u8"},
		{zebraMetric, "metric:u32"}, {zebraTag, "route_tag:u32"}, {zebraMTU, "mtu:u32"}, {zebraTable, "table_id:u32"},
	} {
		if l.message&part.bit != 0 && !l.values(part.words) {
			return false
		}
	}
	if l.message&zebraOpaque != 0 {
		l.add("opaque_length:u16")
		if !l.short {
			l.add("opaque:bytes")
		}
	}
	return !l.short
}

// nexthop adds what zapi_nexthop_encode writes, but for backups and segment routing.
func (l *zebra) nexthop() bool {
	if !l.values("nexthop_vrf_id:u32 nexthop_type:u8 nexthop_flags:u8") {
		return false
	}
	kind, flags := l.data[l.at-2], l.data[l.at-1]
	if flags&zebraHopUnknown != 0 {
		return false
	}
	switch kind {
	case 1:
		l.add("nexthop_ifindex:u32")
	case 2, 3:
		l.one("gateway", "FT_IPv4", 4)
		l.add("nexthop_ifindex:u32")
	case 4, 5:
		l.one("gateway", "FT_IPv6", 16)
		l.add("nexthop_ifindex:u32")
	case 6:
		l.add("blackhole_type:u8")
	default:
		return false
	}
	if flags&zebraHopLabels != 0 && !l.short {
		l.add("label_count:u8")
		if !l.short {
			for range l.told() {
				l.add("label:u32")
			}
		}
	}
	if flags&zebraHopWeight != 0 {
		l.add("weight:u32")
	}
	return !l.short
}
