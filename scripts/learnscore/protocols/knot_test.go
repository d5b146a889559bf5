package protocols

import "testing"

// TestKnot: units have items, of which each is a text of its own name, and a block ends with a unit that has none.
func TestKnot(t *testing.T) {
	const command = "unit_type:1 item_code:1 command_length:2 command_text:4"
	for _, step := range []struct{ data, want string }{
		{"\x00", "unit_type:1"},
		{"\x03", "unit_type:1"},
		{"\x01\x10\x00\x04stop\x03", command + " unit_type:1"},
		{"\x01\x10\x00\x04stop\x11\x00\x00\x16\x00\x07a.test.\x00", command +
			" item_code:1 flags_length:2 item_code:1 zone_length:2 zone_text:7 unit_type:1"},
		{"\x01\x18\x00\x01A\x02\x1a\x00\x01x\x02\x1b\x00\x01f\x03",
			"unit_type:1 item_code:1 ttl_length:2 ttl_text:1 unit_type:1 item_code:1 data_length:2 data_text:1" +
				" unit_type:1 item_code:1 filter_length:2 filter_text:1 unit_type:1"},
		{"\x01\x01\x03", "unit_type:1 unit_type:1 unit_type:1"},
		{"\x01\x10\x00\x04stop", "no"}, // no end
		{"\x01\x10\x00\x04stop\x03\x03", "no"},
		{"\x10\x00\x04stop\x03", "no"}, // no unit
		{"\x01\x10\x00\x05stop", "no"},
		{"\x01\x10\x00", "no"},
		{"\x01\x1c\x00\x00\x03", "no"},
		{"\x04", "no"},
		{"", "no"},
	} {
		leaves, ok := knotFields([]byte(step.data), 0, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.data, got, step.want)
		}
		for _, l := range leaves {
			if l.Size == 2 && l.Label.Type != "FT_UINT16" {
				t.Errorf("%q: a length is %v", step.data, l.Label)
			}
		}
	}
}

// TestKnotFraming: what ends a block is no byte within a text.
func TestKnotFraming(t *testing.T) {
	for _, step := range []struct {
		data string
		want int
	}{
		{"\x00\x01", 1},
		{"\x01\x10\x00\x04st\x00\x03\x03\x01", 9},
		{"\x01\x02\x1b\x00\x00\x00", 6},
		{"\x01\x10\x00\x04stop", 0},
		{"\x01\x10\x00", 0},
		{"\x01\x10\xff\xff", 0},
		{"\x01\x1c", -1},
		{"\x04", -1},
	} {
		if got := frameKnot([]byte(step.data), 0, true); got != step.want {
			t.Errorf("%q: got %d, want %d", step.data, got, step.want)
		}
	}
}

// FuzzKnot: whatever is said, fields follow each other and end where the block does.
func FuzzKnot(f *testing.F) {
	f.Add([]byte("\x01\x10\x00\x04stop\x11\x00\x00\x02\x16\x00\x07a.test.\x03\x00"))
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameKnot, knotFields, data, true) })
}
