package protocols

import (
	"encoding/binary"
	"testing"
)

// xsmpSaid is a message with opcodes, two bytes and what is behind its length.
func xsmpSaid(major, minor byte, two, body string) string {
	return string([]byte{major, minor}) + two + words32(uint32(len(body)/8)) + body
}

// xsmpArray are bytes with their length before them, both up to eight bytes.
func xsmpArray(value string) string {
	value = words32(uint32(len(value))) + value
	return value + zeros(align(len(value), 8)-len(value))
}

// TestXSMP: texts of ICE have two bytes of length, and are padded to four; XSMP's have four, and are padded to eight.
func TestXSMP(t *testing.T) {
	const (
		ice, head = "major_opcode:1 minor_opcode:1", "major_opcode:1 minor_opcode:1 pad:2 length:4"
		two       = "\x00\x00"
	)
	for _, step := range []struct {
		data string
		want string
	}{
		{xsmpSaid(0, 1, two, ""), ice + " byte_order:1 pad:1 length:4"},
		{xsmpSaid(0, 2, "\x01\x01", "\x00"+zeros(7)+"\x03\x00MIT"+zeros(3)+"\x02\x00v1"+"\x04\x00COOK\x00\x00"+"\x01\x00\x00\x00"),
			ice + " version_count:1 auth_count:1 length:4 must_authenticate:1 pad:7 vendor_length:2 vendor:3 pad:3 release_length:2 release:2" +
				" auth_name_length:2 auth_name:4 pad:2 version_major:2 version_minor:2"},
		{xsmpSaid(0, 2, "\x01\x00", zeros(8)), "no"},
		{xsmpSaid(0, 3, two, "\x00\x00"+zeros(6)), ice + " auth_index:1 pad:1 length:4 auth_data_length:2 pad:6"},
		{xsmpSaid(0, 4, two, "\x10\x00"+zeros(6)+"\x01random bytes...."), "no"},
		{xsmpSaid(0, 4, two, "\x10\x00"+zeros(6)+"\x01random bytes..."), head + " auth_data_length:2 pad:6 auth_data:16"},
		{xsmpSaid(0, 9, two, ""), head},
		{xsmpSaid(0, 13, two, ""), "no"},
		{xsmpSaid(1, 1, two, xsmpArray("")), head + " previous_id_length:4 pad:4"},
		{xsmpSaid(1, 2, two, xsmpArray("client")), head + " client_id_length:4 client_id:6 pad:6"},
		{xsmpSaid(1, 2, two, xsmpArray("client")+xsmpArray("")), "no"},
		{xsmpSaid(1, 3, two, "\x02\x00\x01\x00\x00\x00\x00\x00"), head + " save_type:1 shutdown:1 interact_style:1 fast:1 pad:4"},
		{xsmpSaid(1, 4, two, "\x02\x00\x01\x00\x01\x00\x00\x00"), head + " save_type:1 shutdown:1 interact_style:1 fast:1 global:1 pad:3"},
		{xsmpSaid(1, 8, "\x01\x00", ""), ice + " success:1 pad:1 length:4"},
		{xsmpSaid(1, 9, two, ""), head},
		{xsmpSaid(1, 11, two, words32(1, 0)+xsmpArray("late")), head + " reason_count:4 pad:4 reason_length:4 reason:4"},
		{xsmpSaid(1, 11, two, words32(2, 0)+xsmpArray("late")), "no"},
		{xsmpSaid(1, 12, two, words32(2, 0)+xsmpArray("Hint")+xsmpArray("CARD8")+words32(1, 0)+xsmpArray("\x02")+xsmpArray("Dirs")+xsmpArray("LIST")+words32(2, 0)+xsmpArray("/")+xsmpArray("/srv")),
			head + " property_count:4 pad:4 property_name_length:4 property_name:4 property_type_length:4 property_type:5 pad:7 value_count:4 pad:4 value_length:4 value_number:1 pad:3" +
				" property_name_length:4 property_name:4 property_type_length:4 property_type:4 value_count:4 pad:4 value_length:4 value:1 pad:3 value_length:4 value:4"},
		{xsmpSaid(1, 0, "\x03\x80", "\x01\x00\x00\x00"+words32(6, 8, 8)+xsmpArray("old")),
			ice + " error_class:2 length:4 offending_opcode:1 severity:1 pad:2 offending_sequence:4 value_offset:4 wrong_value_length:4 wrong_value_length:4 wrong_value:3 pad:1"},
		{xsmpSaid(1, 0, "\x01\x80", "\x01\x00\x00\x00"+words32(6)), ice + " error_class:2 length:4 offending_opcode:1 severity:1 pad:2 offending_sequence:4"},
		{xsmpSaid(1, 19, two, ""), "no"},
	} {
		data := []byte(step.data)
		leaves, ok := xsmpFields(data, 0, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.data, got, step.want)
		}
		if got := frameXSMP(data, 0, true); ok && got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
	if got := frameXSMP(append([]byte{1, 1, 0, 0}, binary.LittleEndian.AppendUint32(nil, 1<<20)...), 0, true); got >= 0 {
		t.Errorf("a length beyond all reason frames %d bytes", got)
	}
}

// FuzzXSMP: whatever is said, fields follow each other and end where the message does.
func FuzzXSMP(f *testing.F) {
	f.Add([]byte(xsmpSaid(0, 2, "\x00\x00", zeros(16)) + xsmpSaid(1, 11, "\x00\x00", words32(1, 0)+xsmpArray("late"))))
	f.Add([]byte(xsmpSaid(1, 12, "\x00\x00", words32(1, 0)+xsmpArray("H")+xsmpArray("CARD8")+words32(1, 0)+xsmpArray("\x02"))))
	f.Add([]byte(xsmpSaid(1, 0, "\x03\x80", "\x01\x00\x00\x00"+words32(6, 8, 8)+xsmpArray("old"))))
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameXSMP, xsmpFields, data, true) })
}
