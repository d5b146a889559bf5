package protocols

import (
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// TestFonts: a conversation, in which replies are those of the requests of their numbers, and setup has no number.
func TestFonts(t *testing.T) {
	frame := frameFonts()
	fields, _ := fontsFields()
	const (
		request, reply = "opcode:1 pad:1 length:2", "type:1 pad:1 sequence_number:2 length:4"
		plain          = "first_char_high:1 first_char_low:1 last_char_high:1 last_char_low:1 draw_direction:1 pad:1 default_char_high:1 default_char_low:1" +
			" min_left:2 min_right:2 min_width:2 min_ascent:2 min_descent:2 min_attributes:2 max_left:2 max_right:2 max_width:2 max_ascent:2 max_descent:2" +
			" max_attributes:2 font_ascent:2 font_descent:2"
		property = " name_position:4 name_length:4 value_position:4 value_length:4 value_type:1 pad:1 pad:2"
	)
	info := words32(0) + zeros(36)
	props := words32(2, 7, 0, 2, 2, 3, 0, 5, 2, 12, 0, 2) + "abtxtcd"
	at := map[bool]int{}
	for _, step := range []struct {
		said       string
		fromClient bool
		want       string
	}{
		{"l\x00\x02\x00\x00\x00\x00\x00", true, "byte_order:1 auths_count:1 major_version:2 minor_version:2 auth_length:2"},
		{"\x00\x00\x02\x00\x00\x00\x01\x00\x02\x00\x00\x00\x01\x03f:1\x00\x00\x00", false,
			"status:2 major_version:2 minor_version:2 alternates_count:1 auth_index:1 alternates_length:2 auth_length:2 subset:1 name_length:1 name:3 pad:3"},
		{words32(4) + "\x00\x20\x01\x00\x01\x00\x00\x00X\x00\x00\x00", false, "length:4 max_request_length:2 vendor_length:2 release_number:4 vendor:1 pad:3"},
		{"\x0d\x00\x04\x00" + words32(9) + "\x02\x00\x00\x00a*\x00\x00", true, request + " names_maximum:4 pattern_length:2 pad:2 pattern:2 pad:2"},
		{"\x00\x00\x01\x00" + words32(6, 0, 2) + "\x02ab\x01a\x00\x00\x00", false,
			reply + " replies_following:4 names_count:4 name_length:1 name:2 name_length:1 name:1 pad:3"},
		{"\x0f\x00\x05\x00" + words32(1, 0, 0) + "\x02ab\x00", true, request + " font:4 format_mask_flags:4 format_flags:4 name_length:1 name:2 pad:1"},
		{"\x00\x01\x02\x00" + words32(4, 0, 1), false, "type:1 other_font_valid:1 sequence_number:2 length:4 other_font:4 cachable:1 pad:1 pad:2"},
		{"\x10\x00\x02\x00" + words32(1), true, request + " font:4"},
		{"\x00\x00\x03\x00" + words32(26) + info + props + "\x00", false, reply + " info_flags:4 " + plain + " properties_count:4 properties_length:4" +
			property + property + " property_name:2 property_value:3 property_name:2 pad:1"},
		{"\x13\x01\x05\x00" + words32(1, 0, 2) + "az\x00\x00", true, "opcode:1 range:1 length:2 font:4 format_flags:4 chars_count:4 char:1 char:1 pad:2"},
		{"\x00\x00\x04\x00" + words32(11, 0, 2, 5, 0, 3, 3, 2) + "\x01\x02\x03\x04\x05\x00\x00\x00", false, reply +
			" replies_following:4 glyphs_count:4 glyphs_length:4 glyph_position:4 glyph_length:4 glyph_position:4 glyph_length:4 glyph:3 glyph:2 pad:3"},
		{"\x12\x00\x04\x00" + words32(1, 1) + "\x24\x21\x00\x00", true, "opcode:1 range:1 length:2 font:4 chars_count:4 char_high:1 char_low:1 pad:2"},
		{"\x00\x00\x05\x00" + words32(6, 1) + strings.Repeat("\x01", 12), false, reply + " extents_count:4 left:2 right:2 width:2 ascent:2 descent:2 attributes:2"},
		{"\x0e\x00\x03\x00" + words32(9) + "\x00\x00\x00\x00", true, request + " names_maximum:4 pattern_length:2 pad:2"},
		{"\x00\x01\x06\x00" + words32(16, 1) + info + words32(0, 0) + "f\x00\x00\x00", false, "type:1 font_name_length:1 sequence_number:2 length:4 replies_following:4" +
			" info_flags:4 " + plain + " properties_count:4 properties_length:4 font_name:1 pad:3"},
		{"\x00\x00\x06\x00" + words32(2), false, "type:1 font_name_length:1 sequence_number:2 length:4"},
		{"\x01\x02\x07\x00" + words32(5, 7) + "\x15\x00\x00\x00" + words32(99), false,
			"type:1 error_code:1 sequence_number:2 length:4 timestamp:4 major_opcode:1 minor_opcode:1 pad:2 bad_font:4"},
		{"\x02\x01\x07\x00" + words32(4, 7) + "\x01\x00\x00\x00", false, "type:1 event_code:1 sequence_number:2 length:4 timestamp:4 added:1 deleted:1 pad:2"},
		{"\x00\x00\x04\x00" + words32(8, 0, 2, 0, 0, 3, 3, 2), false, "no"},
		{"\x63\x00\x01\x00", true, "no"},
	} {
		data := []byte(step.said)
		if got := frame([]byte(step.said+"more"), at[step.fromClient], step.fromClient); got != len(data) && step.want != "no" {
			t.Errorf("%q has %d bytes, got %d", step.said, len(data), got)
		}
		leaves, ok := fields(data, at[step.fromClient], step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.said, got, step.want)
		}
		at[step.fromClient] += len(data)
	}
	if got := frame([]byte("\x0d\x00\x00\x00"), 8, true); got >= 0 {
		t.Errorf("a request of no words frames %d bytes", got)
	}
}

// FuzzFonts: whatever is said, fields follow each other and end where the message does.
func FuzzFonts(f *testing.F) {
	f.Add([]byte("\x13\x01\x05\x00"+words32(1, 0, 2)+"az\x00\x00"), true, byte(0))
	f.Add([]byte("\x00\x00\x01\x00"+words32(11, 0, 2, 5, 0, 3, 3, 2)+"\x01\x02\x03\x04\x05\x00\x00\x00"), false, byte(20))
	f.Add([]byte("\x00\x00\x01\x00"+words32(26)+zeros(40)+words32(2, 7, 0, 2, 2, 3, 0, 5, 2, 12, 0, 2)+"abtxtcd\x00"), false, byte(16))
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool, asked byte) {
		fields, _ := fontsFields()
		fields([]byte{asked, 0, 1, 0}, 8, true)
		frame := frameFonts()
		checkLayout(t, func(data []byte, _ int, fromClient bool) int { return frame(data, 8, fromClient) },
			func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) { return fields(data, 8, fromClient) }, data, fromClient)
	})
}
