package protocols

import (
	"strings"
	"testing"
)

// TestOpenBGPD: what a message holds is told by its type and its side, and addresses by their family.
func TestOpenBGPD(t *testing.T) {
	address := func(family byte) string { return zeros(28) + string([]byte{family}) + zeros(19) }
	const of = " rd:8 scope_id:4 address_family:1 label_length:1 label_stack:18"
	checkImsg(t, openbgpdFields, []imsgStep{
		{1, "", false, imsgHead},
		{1, "", true, "no"},
		{12, words32(3), false, imsgHead + " result_code:4"},
		{12, "\x03", false, "no"},
		{13, "", true, imsgHead},
		{13, address(0) + zeros(296), true, imsgHead + " ip_unused:16" + of + " description:32 reason:256 show_timers:4 is_group:4"},
		{10, words32(1) + "\x02\x00", true, imsgHead + " route_flags:4 address_family:2"},
		{11, address(1), true, imsgHead + " ip:4 ip_unused:12" + of},
		{11, address(2), true, imsgHead + " ip:16" + of},
		{18, "", false, imsgHead},
		{18, zeros(16), false, imsgHead + " community_flags:4 data1:4 data2:4 data3:4"},
		{18, zeros(18), false, "no"},
		{19, "\x80\x09\x04\xc0\x00\x02\x03", false, imsgHead + " attribute_flags:1 attribute_type:1 attribute_length:1 originator_id:4"},
		{19, "\x80\x0a\x08" + zeros(8), false, imsgHead + " attribute_flags:1 attribute_type:1 attribute_length:1 cluster:4 cluster:4"},
		{19, "\x90\x63\x00\x02ab", false, imsgHead + " attribute_flags:1 attribute_type:1 attribute_length:2 attribute_value:2"},
		{19, "\x80\x09\x05\xc0\x00\x02\x03", false, "no"},
		{19, "\x80", false, "no"},
		{23, words32(3, 0, 90, 0), false, imsgHead + " timer_type:4 pad:4 val:8"},
		{35, zeros(16) + words32(50) + zeros(44) + words32(2, 0), true, imsgHead + " next:8 previous:8 metric:4 action_unused:44 action_type:4 pad:4"},
		{35, zeros(16) + address(1) + words32(9, 0), true, imsgHead + " next:8 previous:8 nexthop_ip:4 nexthop_ip_unused:12 nexthop_rd:8 " +
			"nexthop_scope_id:4 nexthop_address_family:1 nexthop_label_length:1 nexthop_label_stack:18 action_type:4 pad:4"},
		{35, zeros(16+48) + words32(99, 0), true, "no"},
		{35, zeros(16), true, "no"},
		{99, "", true, "no"},
	})
	for path, want := range map[string]string{
		"":                                 "dmetric:1 pad:4",
		"\x02\x01\x00\x00\xfd\xea\x01\x00": "dmetric:1 pad:4 segment_type:1 segment_count:1 as_number:4 segment_type:1 segment_count:1",
		"\x02\x02\x00\x00\xfd\xea":         "no",
	} {
		got := shown(openbgpdFields([]byte(imsg(16, zeros(264)+path)), 0, false))
		if !strings.HasSuffix(got, want) {
			t.Errorf("path %q: got %s", path, got)
		}
	}
}

// TestOpenBGPDStructs: sizes are those that a compiler of C makes of the structures.
func TestOpenBGPDStructs(t *testing.T) {
	l := newOpenBGPD(nil)
	for what, want := range map[string]int{
		"address": 48, "neighbor": 344, "rib_request": 616, "rib": 264, "network": 216, "filter_set": 72, "filter_as": 152, "auth": 220, "peer_config": 848,
		"peer_stats": 480, "peer": 1744, "capabilities": 24, "table": 104, "route": 144, "interface": 96, "nexthop": 296, "set": 168, "rtr": 672, "memory": 200,
		"timer": 16, "community": 16,
	} {
		if got := l.sizeOf(what); got != want {
			t.Errorf("%s has %d bytes, want %d", what, got, want)
		}
	}
}

// FuzzOpenBGPD: whatever is said, fields follow each other and end where the message does.
func FuzzOpenBGPD(f *testing.F) {
	f.Add([]byte(imsg(19, "\x80\x0a\x08\x00\x00\x00\x01\x00\x00\x00\x02")+imsg(16, zeros(264)+"\x02\x01\x00\x00\xfd\xea")), false)
	f.Add([]byte(imsg(35, zeros(72))+imsg(13, strings.Repeat("\x01", 344))), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameImsg, openbgpdFields, data, fromClient)
	})
}
