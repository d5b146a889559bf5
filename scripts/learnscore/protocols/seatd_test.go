package protocols

import (
	"encoding/binary"
	"testing"
)

// seatdMessage is a message of an opcode.
func seatdMessage(opcode uint16, body string) string {
	b := binary.LittleEndian.AppendUint16(nil, opcode)
	return string(binary.LittleEndian.AppendUint16(b, uint16(len(body)))) + body
}

// TestSeatd: texts have their length before them, and most messages have nothing behind the header.
func TestSeatd(t *testing.T) {
	const head = "opcode:2 size:2"
	for _, step := range []struct {
		opcode uint16
		body   string
		want   string
	}{
		{1, "", head},
		{1, "\x00", "no"},
		{3, "\x03\x00/a\x00", head + " path_length:2 path:3"},
		{3, "\x00\x00", head + " path_length:2"},
		{3, "\x04\x00/a\x00", "no"},
		{3, "\x02\x00/a\x00", "no"},
		{4, words32(7), head + " device_id:4"},
		{6, words32(7), head + " session_id:4"},
		{6, "\x07\x00", "no"},
		{0x8001, "\x05\x00seat0", head + " seat_name_length:2 seat_name:5"},
		{0x8001, "\x05", "no"},
		{0xffff, words32(2), head + " error_code:4"},
		{8, "", "no"},
	} {
		data := []byte(seatdMessage(step.opcode, step.body))
		leaves, ok := seatdFields(data, 0, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%x %q:\ngot  %s\nwant %s", step.opcode, step.body, got, step.want)
		}
		if got := frameSeatd(data, 0, true); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
	for text, want := range map[string]string{"/a\x00": "FT_STRINGZ", "/ab": "FT_STRING"} {
		leaves, _ := seatdFields([]byte(seatdMessage(3, "\x03\x00"+text)), 0, true)
		if got := leaves[len(leaves)-1].Label.Type; got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
	if _, ok := seatdFields([]byte("\x01\x00\x00"), 0, true); ok {
		t.Error("a part of a header is a message")
	}
}

// FuzzSeatd: whatever is said, fields follow each other and end where the message does.
func FuzzSeatd(f *testing.F) {
	f.Add([]byte(seatdMessage(1, "") + seatdMessage(3, "\x03\x00/a\x00")))
	f.Add([]byte(seatdMessage(0x8001, "\x05\x00seat0") + seatdMessage(0x8006, "")))
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameSeatd, seatdFields, data, true) })
}
