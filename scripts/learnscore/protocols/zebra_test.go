package protocols

import (
	"encoding/binary"
	"strings"
	"testing"
)

// zebraMessage is a message of zebra's protocol with this body.
func zebraMessage(command uint16, body string) []byte {
	b := binary.BigEndian.AppendUint16(nil, uint16(10+len(body)))
	b = append(b, 254, 6, 0, 0, 0, 0)
	return append(binary.BigEndian.AppendUint16(b, command), body...)
}

// TestZebra: what a route and its next hops have is told by their flags, and how long an address
// is by its family.
func TestZebra(t *testing.T) {
	const (
		header    = "length:2 marker:1 version:1 vrf_id:4 command:2"
		route     = header + " type:1 instance:2 flags:4 message_flags:4 safi:1 family:1 prefixlen:1"
		hop       = " nexthop_vrf_id:4 nexthop_type:1 nexthop_flags:1"
		start     = "\x03\x00\x00\x00\x00\x00\x41\x00\x00" // up to the last two bytes of message_flags
		face      = " ifname:16 ifindex:4 status:1 flags:8 ptm_enable:1 ptm_status:1 metric:4 speed:4 mtu:4 mtu6:4 bandwidth:4 link_ifindex:4 ll_type:4 hw_addr_len:4"
		vrf       = "\x00\x00\x00\x00"
		fromThere = false
		fromHere  = true
	)
	for _, step := range []struct {
		command    uint16
		body       string
		fromClient bool
		want       string
	}{
		{0, "", fromHere, header},
		{0, "", fromThere, "no"},
		{0, strings.Repeat("x", 59) + "\x00\x00\x00\x06sixsix\x00", fromThere, header + face + " hw_addr:6 link_params:1"},
		{0, strings.Repeat("x", 59) + "\x00\x00\x00\x00\x00", fromThere, header + face + " link_params:1"},
		{0, strings.Repeat("x", 59) + "\x00\x00\x00\x00\x01", fromThere, "no"}, // traffic engineering
		{0, strings.Repeat("x", 59) + "\xff\xff\xff\xff\x00", fromThere, "no"},
		{8, start + "\x00\x00\x01\x02\x18abc", fromHere, route + " prefix:3"},
		{8, start + "\x00\x00\x01\x02\x00", fromHere, route},
		{8, start + "\x00\x00\x01\x0a\x30sixsix", fromHere, route + " prefix:6"},
		{8, start + "\x00\x00\x01\x07\x18abc", fromHere, "no"}, // no such family
		{8, start + "\x00\x00\x01\x02\x18abc", fromThere, "no"},
		{30, start + "\x00\x16\x01\x02\x00" + "\x05mmmmuu", fromThere, "no"},
		{30, start + "\x00\x16\x01\x02\x00" + "\x05mmmmuuuu", fromThere, route + " distance:1 metric:4 mtu:4"},
		{8, start + "\x01\x89\x01\x02\x00" + "gggg\x00\x01" + vrf + "\x06\x00\x02" + "tttt" + "iiii", fromHere,
			route + " nexthop_group_id:4 nexthop_count:2" + hop + " blackhole_type:1 route_tag:4 table_id:4"},
		{8, start + "\x00\x01\x01\x02\x00" + "\x00\x03" + vrf + "\x01\x00ifix" + vrf + "\x03\x06gateifix\x01labeweig" + vrf + "\x04\x00sixteen bytes ofifix", fromHere,
			route + " nexthop_count:2" + hop + " nexthop_ifindex:4" + hop + " gateway:4 nexthop_ifindex:4 label_count:1 label:4 weight:4" + hop + " gateway:16 nexthop_ifindex:4"},
		{8, start + "\x00\x01\x01\x02\x00" + "\xff\xff" + vrf + "\x01\x00ifix", fromHere, "no"},
		{8, start + "\x00\x01\x01\x02\x00" + "\x00\x01" + vrf + "\x01\x20ifix", fromHere, "no"}, // segment routing
		{8, start + "\x00\x01\x01\x02\x00" + "\x00\x01" + vrf + "\x09\x00ifix", fromHere, "no"}, // no such type
		{8, start + "\x00\x20\x01\x02\x00\x00", fromHere, "no"},                                 // a source's prefix
		{8, start + "\x04\x00\x01\x02\x00\x00\x03abc", fromHere, route + " opaque_length:2 opaque:3"},
		{22, vrf + "\x00\x01\x00\x02\x20addr\x00\x02\x18addr\x02\x00\x00\x00mmmm\x01" + vrf + "\x02\x00gateifix", fromThere,
			header + " message_flags:4 safi:2 family:2 prefixlen:1 address:4 family:2 prefixlen:1 address:4 type:1 instance:2 distance:1 metric:4 nexthop_count:1" +
				hop + " gateway:4 nexthop_ifindex:4"},
		{20, "\x00\x01\x00\x01\x00\x0a\x80sixteen bytes of", fromHere, header + " connected:1 resolve_via_default:1 safi:2 family:2 prefixlen:1 address:16"},
		{2, "ifix\x00\x02addr\x18dest", fromThere, header + " ifindex:4 flags:1 family:1 address:4 prefixlen:1 destination:4"},
		{33, "tble" + strings.Repeat("n", 72), fromThere, header + " table_id:4 netns_name:36 vrf_name:36"},
		{200, "", fromHere, "no"},
	} {
		leaves, ok := zebraFields(zebraMessage(step.command, step.body), 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%d %q:\ngot  %s\nwant %s", step.command, step.body, got, step.want)
		}
	}
	old := zebraMessage(0, "")
	old[3] = 5
	if leaves, ok := zebraFields(old, 0, true); ok {
		t.Errorf("version 5: %s", shown(leaves, ok))
	}
}

// FuzzZebra: whatever is said, fields follow each other and end where the message does.
func FuzzZebra(f *testing.F) {
	f.Add(zebraMessage(8, "\x03\x00\x00\x00\x00\x00\x41\x00\x00\x00\x01\x01\x02\x00\x00\x01\x00\x00\x00\x00\x01\x00ifix"), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameZebra, zebraFields, data, fromClient)
	})
}
