package protocols

import "testing"

// What packets begin with, and texts with their length.
const (
	jdwpAsks = "length:4 packet_id:4 flags:1 command_set:1 command:1"
	jdwpTold = "?length:4 packet_id:4 flags:1 error_code:2"
)

func jdwpPacket(id uint32, kind, body string) string {
	return be32(uint32(jdwpHeader+len(body)), id) + kind + body
}

// jdwpAsk is a command with an id, jdwpTell the reply to it.
func jdwpAsk(id uint32, command uint16, body string) string {
	return jdwpPacket(id, "\x00"+be16(command), body)
}
func jdwpTell(id uint32, body string) string { return jdwpPacket(id, "\x80\x00\x00", body) }

func jdwpText(text string) string { return be32(uint32(len(text))) + text }

// TestJDWP: conversations, in which a reply is that of the command with its id, and values without tags are what signatures say.
func TestJDWP(t *testing.T) {
	location := "\x01" + be64(3, 4, 5)
	const locationFields = " location_type_tag:1 location_type_id:8 location_method_id:8 code_index:8"
	for _, conversation := range [][]step{
		{
			{jdwpHello, "handshake:14"},
			{jdwpHello, "?handshake:14"},
			{jdwpAsk(0, 0x4064, "\x02"+be32(2)+"\x5a"+be32(0)+be64(1)+"\x2a"+be32(7)+be64(1)+location+"D"+be64(9)),
				"?" + jdwpAsks + " suspend_policy:1 events_count:4 event_kind:1 request_id:4 thread_id:8 event_kind:1 request_id:4 thread_id:8" + locationFields + " return_tag:1 return:8"},
			{jdwpAsk(1, 0x101, ""), jdwpAsks},
			{jdwpAsk(2, 0xf01, "\x02\x01"+be32(3)+"\x05"+jdwpText("A*")+"\x01"+be32(1)+"\x07"+location),
				jdwpAsks + " event_kind:1 suspend_policy:1 modifiers_count:4 modifier_kind:1 class_pattern_length:4 class_pattern:2 modifier_kind:1 events_count:4 modifier_kind:1" + locationFields},
			{jdwpTell(2, be32(8)), jdwpTold + " request_id:4"},
			{jdwpTell(1, jdwpText("J")+be32(17, 0)+jdwpText("17")+jdwpText("")),
				jdwpTold + " description_length:4 description:1 jdwp_major_version:4 jdwp_minor_version:4 vm_version_length:4 vm_version:2 vm_name_length:4"},
			{jdwpAsk(3, 0x601, be64(3, 4)), jdwpAsks + " type_id:8 method_id:8"},
			{jdwpPacket(3, "\x80\x00\x65", ""), jdwpTold},
			{jdwpTell(3, ""), "?no"},
			{jdwpAsk(4, 0x120, ""), "no"},
		},
		{ // values with tags
			{jdwpAsk(1, 0x902, be64(1)+be32(2)+be64(2, 3)), jdwpAsks + " object_id:8 fields_count:4 field_id:8 field_id:8"},
			{jdwpTell(1, be32(6)+"B\x01"+"C\x00\x41"+"F"+be32(1)+"Z\x01"+"V"+"s"+be64(9)),
				jdwpTold + " values_count:4 value_tag:1 value:1 value_tag:1 value:2 value_tag:1 value:4 value_tag:1 value:1 value_tag:1 value_tag:1 value_id:8"},
			{jdwpAsk(2, 0xd02, be64(1)+be32(0, 2)), jdwpAsks + " array_id:8 first_index:4 values_length:4"},
			{jdwpTell(2, "I"+be32(2, 5, 6)), jdwpTold + " values_tag:1 values_count:4 values:4 values:4"},
			{jdwpAsk(3, 0xd02, be64(1)+be32(0, 2)), jdwpAsks + " array_id:8 first_index:4 values_length:4"},
			{jdwpTell(3, "L"+be32(2)+"s"+be64(5)+"["+be64(6)), jdwpTold + " values_tag:1 values_count:4 values_tag:1 values_id:8 values_tag:1 values_id:8"},
			{jdwpAsk(4, 0xb0e, be64(1)+"?"), "no"},
		},
		{ // values without tags, of a field of the type above, and of an array
			{jdwpAsk(1, 0x901, be64(1)), jdwpAsks + " object_id:8"},
			{jdwpTell(1, "\x01"+be64(2)), jdwpTold + " type_tag:1 type_id:8"},
			{jdwpAsk(2, 0x301, be64(2)), jdwpAsks + " type_id:8"},
			{jdwpTell(2, be64(3)), jdwpTold + " type_id:8"},
			{jdwpAsk(3, 0x903, be64(1)+be32(1)+be64(7)+"\x00\x07"), "no"},
			{jdwpAsk(4, 0x20e, be64(3)), jdwpAsks + " type_id:8"},
			{jdwpTell(4, be32(1)+be64(7)+jdwpText("n")+jdwpText("S")+be32(0, 1)),
				jdwpTold + " fields_count:4 field_id:8 name_length:4 name:1 signature_length:4 signature:1 generic_signature_length:4 modifier_flags:4"},
			{jdwpAsk(5, 0x903, be64(1)+be32(1)+be64(7)+"\x00\x07"), jdwpAsks + " object_id:8 value_count:4 field_id:8 value:2"},
			{jdwpAsk(6, 0x302, be64(3)+be32(1)+be64(7)+"\x00\x07"), jdwpAsks + " type_id:8 value_count:4 field_id:8 value:2"},
			{jdwpAsk(7, 0x901, be64(9)), jdwpAsks + " object_id:8"},
			{jdwpTell(7, "\x03"+be64(4)), jdwpTold + " type_tag:1 type_id:8"},
			{jdwpAsk(8, 0x20d, be64(4)), jdwpAsks + " type_id:8"},
			{jdwpTell(8, jdwpText("[D")+be32(0)), jdwpTold + " signature_length:4 signature:2 generic_signature_length:4"},
			{jdwpAsk(9, 0xd03, be64(9)+be32(1, 2)+be64(1, 2)), jdwpAsks + " object_id:8 first_index:4 value_count:4 value:8 value:8"},
		},
		{ // ids of other sizes
			{jdwpAsk(1, 0x107, ""), jdwpAsks},
			{jdwpTell(1, be32(2, 4, 4, 4, 8)), jdwpTold + " field_id_size:4 method_id_size:4 object_id_size:4 type_id_size:4 frame_id_size:4"},
			{jdwpAsk(2, 0x206, be32(1, 1)+be16(9)), jdwpAsks + " type_id:4 fields_count:4 field_id:2"},
			{jdwpAsk(3, 0x1003, be32(1)+be64(9)), jdwpAsks + " thread_id:4 frame_id:8"},
			{jdwpTell(3, "L"+be32(5)), jdwpTold + " this_tag:1 this_id:4"},
		},
	} {
		fields, _ := jdwpFields()
		for i, m := range conversation {
			if got := frameJDWP([]byte(m.data+"more"), 0, true); got != len(m.data) {
				t.Errorf("message %d has %d bytes, got %d", i+1, len(m.data), got)
			}
			m.check(t, "jdwp", i, fields)
		}
	}
}

// FuzzJDWP: whatever is said, fields follow each other and end where the message does.
func FuzzJDWP(f *testing.F) {
	f.Add([]byte(jdwpAsk(1, 0x902, be64(1)+be32(1)+be64(2))), []byte(jdwpTell(1, be32(2)+"B\x01"+"s"+be64(9))))
	f.Add([]byte(jdwpAsk(1, 0x107, "")), []byte(jdwpTell(1, be32(2, 4, 4, 4, 0))))
	f.Add([]byte(jdwpAsk(1, 0xd02, be64(1)+be32(0, 2))), []byte(jdwpTell(1, "L"+be32(0xffffffff)+"s"+be64(5))))
	f.Fuzz(func(t *testing.T, asked, data []byte) {
		fields, _ := jdwpFields()
		if n := frameJDWP(asked, 0, true); n > 0 && n <= len(asked) {
			fields(asked[:n], 0, true)
		}
		checkLayout(t, frameJDWP, fields, data, false)
	})
}
