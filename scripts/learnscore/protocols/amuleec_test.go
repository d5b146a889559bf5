package protocols

import (
	"strings"
	"testing"
)

// amuleECSaid is a packet with flags, amuleECTagged a tag whose numbers have their full size, and amuleECHolding one with so many tags
// in it, which are before its value.
func amuleECSaid(flags uint32, body string) string {
	return be32(flags, uint32(len(body))) + body
}
func amuleECTagged(name uint16, kind byte, value string) string {
	return be16(name<<1) + string(kind) + be32(uint32(len(value))) + value
}
func amuleECHolding(name uint16, kind byte, n uint16, within, value string) string {
	return be16(name<<1|1) + string(kind) + be32(uint32(len(within)+len(value))) + be16(n) + within + value
}

// TestAmuleEC: packets with tags of each type, within each other, with numbers of both forms, and compressed.
func TestAmuleEC(t *testing.T) {
	const (
		head = "flags:4 length:4"
		tag  = " tag:2 tag_type:1 tag_length:4"
	)
	detail := amuleECTagged(0x0004, 2, "\x03")
	for i, m := range []struct{ data, want string }{
		{amuleECSaid(0x20, "\x01"+be16(0)), head + " opcode:1 tags_count:2"},
		{amuleECSaid(0x20, "\x0a"+be16(1)+detail), head + " opcode:1 tags_count:2" + tag + " detail_level:1"},
		{amuleECSaid(0x20, "\x02"+be16(3)+amuleECTagged(0x000c, 1, "")+amuleECTagged(0x0100, 6, "lamp\x00")+amuleECTagged(0x000b, 5, be64(9))),
			head + " opcode:1 tags_count:2" + tag + tag + " client_name:5" + tag + " passwd_salt:8"},
		{amuleECSaid(0x20, "\x4e"+be16(4)+amuleECTagged(0x0500, 8, "\x0a\x09\x00\x03\x12\x35")+amuleECTagged(0x0300, 9, zeros(16))+
			amuleECTagged(0x0010, 10, zeros(16))+amuleECTagged(0x060e, 7, "3.5\x00")),
			head + " opcode:1 tags_count:2" + tag + " server:4 server_port:2" + tag + " partfile:16" + tag + " kad_id:16" + tag + " client_down_speed:4"},
		{amuleECSaid(0x20, "\x47"+be16(1)+be16(0x1b06<<1|1)+"\x06"+be32(8+7+10+2+3)+be16(2)+amuleECTagged(0x1b09, 2, "\x01")+
			amuleECHolding(0x1b07, 3, 1, amuleECTagged(0x1b08, 2, "\x04"), be16(600))+"Up\x00"), // the number of tags counts outside
			head + " opcode:1 tags_count:2" + tag + " tags_count:2" + tag + " stattree_nodeid:1" + tag + " tags_count:2" + tag +
				" stat_value_type:1 stat_node_value:2 stattree_node:3"},
		{amuleECSaid(0x20, "\x45"+be16(1)+amuleECTagged(0x1b04, 1, be32(1, 2, 3, 4))),
			head + " opcode:1 tags_count:2" + tag + " download_rate:4 upload_rate:4 connections:4 kad_nodes:4"},
		{amuleECSaid(0x20, "\x1f"+be16(1)+amuleECHolding(0x0300, 2, 2, amuleECTagged(0x0310, 4, be32(1e9))+amuleECTagged(0x0313, 1, "\x00\x00\x02"), "\x07")),
			head + " opcode:1 tags_count:2" + tag + " tags_count:2" + tag + " partfile_last_recv:4" + tag + " partfile_gap_status:3 partfile_id:1"},
		{amuleECSaid(0x22, "\x57\x01\xe1\x80\x8d\x01\x10\x02\xe1\x80\x88\x03\x02\x12\x0f\xe1\x80\x84\x01\x00"),
			head + " opcode:1 tags_count:1 tag:3 tag_type:1 tag_length:1 tags_count:1 tag:3 tag_type:1 tag_length:1 friend_port:2 tag:3 tag_type:1 tag_length:1"},
		{amuleECSaid(0x22, "\x38\x01\x00\x06\xc2\x80"+strings.Repeat("far ", 31)+"off\x00"),
			head + " opcode:1 tags_count:1 tag:1 tag_type:1 tag_length:2 string:128"},
		{amuleECSaid(0x21, "\x78\x9c\x01"), head + " compressed:3"},
		{amuleECSaid(0x20, "\x0a"+be16(2)+detail), "no"},                            // a tag is missing
		{amuleECSaid(0x20, "\x0a"+be16(1)+detail+"\x00"), "no"},                     // more than tags
		{amuleECSaid(0x20, "\x0a"+be16(1)+amuleECTagged(0x0011, 2, "\x03")), "no"},  // no such name
		{amuleECSaid(0x20, "\x0a"+be16(1)+amuleECTagged(0x0004, 3, "\x03")), "no"},  // of another size
		{amuleECSaid(0x20, "\x0a"+be16(1)+amuleECTagged(0x0004, 11, "\x03")), "no"}, // no such type
		{amuleECSaid(0x20, "\x0a"+be16(1)+amuleECTagged(0x0100, 6, "lamp")), "no"},  // no NUL
		{amuleECSaid(0x22, "\x0a\x80"), "no"},                                       // no UTF-8
	} {
		if got := frameAmuleEC([]byte(m.data+"more"), 0, true); got != len(m.data) {
			t.Errorf("message %d has %d bytes, got %d", i+1, len(m.data), got)
		}
		leaves, ok := amuleECFields([]byte(m.data), 0, true)
		if got := shown(leaves, ok); got != m.want {
			t.Errorf("message %d:\ngot  %s\nwant %s", i+1, got, m.want)
		}
	}
}

// TestAmuleECTypes: what a number is, its tag tells.
func TestAmuleECTypes(t *testing.T) {
	for _, m := range []struct {
		name        uint16
		kind        byte
		value, want string
	}{
		{0x0005, 2, "\x1d", "FLAGS"},
		{0x0311, 4, be32(1e9), "FT_ABSOLUTE_TIME"},
		{0x0311, 2, "\x00", "FT_UINT8"},
		{0x0610, 4, be32(0x0200090a), "FT_IPv4"},
		{0x0303, 5, be64(1 << 40), "FT_UINT64"},
		{0x0312, 1, "\x01", "FT_NONE"},
		{0x0624, 1, "\x01", "FT_BYTES"},
	} {
		leaves, ok := amuleECFields([]byte(amuleECSaid(0x20, "\x0c"+be16(1)+amuleECTagged(m.name, m.kind, m.value))), 0, false)
		if !ok || leaves[len(leaves)-1].Label.Type != m.want {
			t.Errorf("tag %#x: %v %t, want %s", m.name, leaves, ok, m.want)
		}
	}
}

// FuzzAmuleEC: whatever is said, fields follow each other and end where the message does.
func FuzzAmuleEC(f *testing.F) {
	f.Add([]byte(amuleECSaid(0x20, "\x0a"+be16(1)+amuleECTagged(0x0004, 2, "\x03"))))
	f.Add([]byte(amuleECSaid(0x20, "\x45"+be16(1)+amuleECTagged(0x1b04, 1, be32(1, 2, 3, 4)))))
	f.Add([]byte(amuleECSaid(0x22, "\x57\x01\xe1\x80\x8d\x01\x10\x02\xe1\x80\x88\x03\x02\x12\x0f\xe1\x80\x84\x01\x00")))
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameAmuleEC, amuleECFields, data, true) })
}
