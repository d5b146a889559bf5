package protocols

import "testing"

// saneSaid is a text with its length and a NUL.
func saneSaid(text string) string { return be32(uint32(len(text)+1)) + text + "\x00" }

// TestSANE: a conversation, in which a reply is that of the request before it, which comes again behind a password.
func TestSANE(t *testing.T) {
	const (
		described = " null:4 name_length:4 name:4 title_length:4 title:2 description_length:4 value_type:4 unit:4 size:4 capability_flags:4 constraint_type:4"
		asks      = "procedure:4 handle:4"
	)
	option := func(kind, constraint uint32, limits string) string {
		return be32(0) + saneSaid("dpi") + saneSaid("D") + be32(0, kind, 4, 4, 5, constraint) + limits
	}
	conversation := []step{
		{be32(0, 0x01000003) + saneSaid("ann"), "procedure:4 version_code:4 username_length:4 username:4"},
		{be32(0, 0x01000003), "?status:4 version_code:4"},
		{be32(1), "procedure:4"},
		{be32(0, 2, 0) + saneSaid("pnm:0") + saneSaid("X") + be32(0) + saneSaid("file") + be32(1),
			"?status:4 devices_count:4 null:4 name_length:4 name:6 vendor_length:4 vendor:2 model_length:4 type_length:4 type:5 null:4"},
		{be32(2) + saneSaid("pnm:0"), "procedure:4 device_length:4 device:6"},
		{be32(0, 0) + saneSaid("pnm"), "?status:4 handle:4 resource_length:4 resource:4"},
		{be32(9) + saneSaid("pnm") + saneSaid("ann") + saneSaid("x"), "procedure:4 resource_length:4 resource:4 username_length:4 username:4 password_length:4 password:2"},
		{be32(0), "?dummy:4"},
		{be32(0, 7, 0), "?status:4 handle:4 resource_length:4"},
		{be32(4, 7), asks},
		{be32(5, 1) + option(0, 0, "") + option(1, 1, be32(0, 1, 9, 2)) + option(1, 2, be32(3, 2, 75, 150)) + option(3, 3, be32(2)+saneSaid("Gray")+be32(0)),
			"?options_count:4 null:4" + described + described + " null:4 minimum:4 maximum:4 step:4" + described + " words_count:4 word:4 word:4 word:4" +
				described + " texts_count:4 text_length:4 text:5 text_length:4"},
		{be32(5, 7, 3, 1, 1, 8, 2, 75, 80), asks + " option:4 action:4 value_type:4 value_size:4 value_length:4 value:4 value:4"},
		{be32(0, 2, 1, 8, 2, 75, 81, 0), "?status:4 info_flags:4 value_type:4 value_size:4 value_length:4 value:4 value:4 resource_length:4"},
		{be32(5, 7, 3, 1, 3, 6, 6) + "Gray\x00\x00", asks + " option:4 action:4 value_type:4 value_size:4 value_length:4 value:6"},
		{be32(0, 0, 4, 0, 0, 0), "?status:4 info_flags:4 value_type:4 value_size:4 value_length:4 resource_length:4"},
		{be32(5, 7, 3, 2), asks + " option:4 action:4"},
		{be32(4, 0, 3, 0, 0, 0), "?status:4 info_flags:4 value_type:4 value_size:4 value_length:4 resource_length:4"},
		{be32(6, 7), asks},
		{be32(0, 1, 1, 36, 12, 8, 8), "?status:4 format:4 last_frame:4 bytes_per_line:4 pixels_per_line:4 lines:4 depth:4"},
		{be32(7, 7), asks},
		{be32(0, 40000, 0x1234, 0), "?status:4 port:4 byte_order:4 resource_length:4"},
		{be32(8, 7), asks},
		{be32(0), "?dummy:4"},
		{be32(10), "procedure:4"},
		{be32(11), "no"},
		{be32(0), "?no"},
	}
	fields, _ := saneFields()
	checkTurns(t, "SANE", frameSANE(), fields, conversation)
}

// FuzzSANE: whatever is said, fields follow each other and end where the message does.
func FuzzSANE(f *testing.F) {
	f.Add(be32(4, 7), []byte(be32(1, 0)+saneSaid("dpi")+saneSaid("D")+be32(0, 1, 4, 4, 5, 2, 3, 2, 75, 150)))
	f.Add(be32(5, 7, 3, 2), []byte(be32(0, 2, 1, 8, 2, 75, 81, 0)))
	f.Add(be32(1), []byte(be32(0, 0xffffffff)))
	f.Fuzz(func(t *testing.T, asked string, data []byte) {
		frame := frameSANE()
		fields, _ := saneFields()
		if n := frame([]byte(asked), 0, true); n > 0 {
			fields([]byte(asked[:n]), 0, true)
			checkLayout(t, frame, fields, data, false)
		}
	})
}
