package protocols

import "testing"

// scimSaid is a transaction of values, and scimN, scimS and scimC are a number, a text and a command as values.
func scimSaid(values string) string {
	return words32(0x4d494353, 0x4d494353, uint32(len(values)), 7) + values
}
func scimN(n uint32) string    { return "\x03" + words32(n) }
func scimS(text string) string { return "\x04" + words32(uint32(len(text))) + text }
func scimC(n uint32) string    { return "\x01" + words32(n) }

// TestSCIM: values have their type and the names that commands before them tell.
func TestSCIM(t *testing.T) {
	const (
		head      = "signature:4 magic:4 size:4 checksum:4"
		command   = " value_type:1 command:4"
		request   = head + command + " value_type:1 magic_key:4"
		attribute = " attribute_type:1 attribute_value:4 attribute_start:4 attribute_length:4"
	)
	asks := scimC(1) + scimN(99)
	for _, m := range []struct{ data, want string }{
		{scimSaid(scimC(1) + scimC(5) + scimS("1.4.0") + scimS("Panel")), head + command + command +
			" value_type:1 version_length:4 version:5 value_type:1 client_type_length:4 client_type:5"},
		{scimSaid(scimC(2) + scimS("Panel") + scimN(99)), head + command + " value_type:1 server_types_length:4 server_types:5 value_type:1 magic_key:4"},
		{scimSaid(scimC(2) + scimN(1) + scimC(3)), head + command + " value_type:1 context_id:4" + command},
		{scimSaid(asks + scimN(1) + scimC(401) + scimN(10) + scimN(20)), request + " value_type:1 context_id:4" + command + " value_type:1 x:4 value_type:1 y:4"},
		{scimSaid(asks + scimC(157) + scimS("ab") + "\x07" + words32(1) + "\x01" + words32(1, 0, 2)), request + command +
			" value_type:1 preedit_length:4 preedit:2 value_type:1 attributes_count:4" + attribute},
		{scimSaid(asks + scimC(159) + "\x08\x06\x01\x00" + scimS("1") + "\x05" + words32(2) + "ab\x07" + words32(0)), request + command +
			" value_type:1 table_flags:1 page_size:1 cursor:1 value_type:1 candidate_label_length:4 candidate_label:1 value_type:1 candidate_length:4 candidate:2" +
			" value_type:1 candidate_attributes_count:4"},
		{scimSaid(asks + scimC(162) + "\x0a" + words32(1) + "\x09" + scimS("/a") + scimS("A") + scimS("") + scimS("") + "\x01\x00"), request + command +
			" value_type:1 properties_count:4 value_type:1 value_type:1 property_key_length:4 property_key:2 value_type:1 property_label_length:4 property_label:1" +
			" value_type:1 property_icon_length:4 value_type:1 property_tip_length:4 visible:1 active:1"},
		{scimSaid(scimC(505) + scimS("a") + scimS("b") + scimS("c") + scimS("d") + scimS("e")), head + command +
			" value_type:1 engine_length:4 engine:1 value_type:1 engine_name_length:4 engine_name:1 value_type:1 language_length:4 language:1" +
			" value_type:1 icon_length:4 icon:1 value_type:1 engine_length:4 engine:1"},
		{scimSaid(asks + scimC(160) + scimN(1) + scimS("e") + scimS("hi")), request + command +
			" value_type:1 context_id:4 value_type:1 engine_length:4 engine:1 value_type:1 committed_length:4 committed:2"},
		{scimSaid(scimC(160) + scimS("hi")), head + command + " value_type:1 committed_length:4 committed:2"},
		{scimSaid(scimC(542) + scimN(1) + scimS("e") + "\x06" + words32(97) + "\x01\x00\x00\x00"), head + command +
			" value_type:1 context_id:4 value_type:1 engine_length:4 engine:1 value_type:1 key_code:4 key_mask_flags:2 key_layout:2"},
		{scimSaid(scimC(602) + "\x0e" + words32(uint32(len(scimSaid(scimC(10001))))) + scimSaid(scimC(10001))), head + command + " value_type:1 event_length:4 " + head + command},
		{scimSaid(scimC(9) + "\x0b" + words32(2, 5, 6) + "\x0c" + words32(1) + scimS("a")), head + command +
			" value_type:1 value_count:4 value:4 value:4 value_type:1 value_count:4 value_type:1 value_length:4 value:1"},
		{scimSaid("\x0f"), "no"},
		{scimSaid(scimC(602) + "\x0e" + words32(99)), "no"},
		{scimSaid("\x04" + words32(9) + "short"), "no"},
		{scimSaid("\x01"), "no"},
	} {
		if got := frameSCIM([]byte(m.data+"more"), 0, true); got != len(m.data) {
			t.Errorf("%q has %d bytes, got %d", m.data, len(m.data), got)
		}
		leaves, ok := scimFields([]byte(m.data), 0, true)
		if got := shown(leaves, ok); got != m.want {
			t.Errorf("%q:\ngot  %s\nwant %s", m.data, got, m.want)
		}
	}
}

// FuzzSCIM: whatever is said, fields follow each other and end where the message does.
func FuzzSCIM(f *testing.F) {
	f.Add([]byte(scimSaid(scimC(159) + "\x08\x06\x01\x00" + scimS("1") + scimS("ab") + "\x07" + words32(0))))
	f.Add([]byte(scimSaid(scimC(162) + "\x0a" + words32(1) + "\x09" + scimS("/a") + scimS("A") + scimS("") + scimS("") + "\x01\x00")))
	f.Add([]byte(scimSaid("\x0e" + words32(21) + scimSaid(scimC(1)))))
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameSCIM, scimFields, data, true) })
}
