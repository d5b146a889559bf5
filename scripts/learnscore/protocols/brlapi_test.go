package protocols

import (
	"testing"
)

// brlapiPacket is a packet of a type.
func brlapiPacket(kind uint32, body string) string {
	return be32(uint32(len(body)), kind) + body
}

// TestBrlAPI: a type tells what a packet holds, flags what a write does, and a parameter its value.
func TestBrlAPI(t *testing.T) {
	const head = "size:4 type:4"
	const param = head + " flags:4 parameter:4 subparameter_high:4 subparameter_low:4"
	const request, value, update = 'P'<<8 + 'R', 'P'<<8 + 'V', 'P'<<8 + 'U'
	n := be32
	for _, step := range []struct {
		kind       uint32
		body       string
		fromClient bool
		want       string
	}{
		{'v', n(8), true, head + " version:4"},
		{'a', n('N', 'K'), false, head + " auth_type:4 auth_type:4"},
		{'a', n('K') + "a key", true, head + " auth_type:4 key:5"},
		{'n', "", true, head},
		{'n', "Virtual\x00", false, head + " driver_name:8"},
		{'n', "Virtual", false, "no"},
		{'s', n(40, 1), false, head + " columns:4 rows:4"},
		{'t', n(2, 7, 9) + "\x02vr", true, head + " ttys_count:4 tty:4 tty:4 driver_name_length:1 driver_name:2"},
		{'t', n(0) + "\x00", true, head + " ttys_count:4 driver_name_length:1"},
		{'t', n(3, 7) + "\x00", true, "no"},
		{'t', n(0) + "\x00", false, "no"},
		{'F', n(9), true, head + " tty:4"},
		{'k', n(0, 0x20000001), false, head + " key_flags:4 key_code:4"},
		{'k', n(0), false, "no"},
		{'u', n(0, 1, 0, 2, 0, 3, 0, 4), true, head + " first_flags:4 first_code:4 last_flags:4 last_code:4 first_flags:4 first_code:4 last_flags:4 last_code:4"},
		{'u', n(0, 1, 0), true, "no"},
		{'w', n(0), true, head + " flags:4"},
		{'w', n(0x66, 1, 3, 4) + "gr\xc3\xbc" + n(2) + "\x05UTF-8", true,
			head + " flags:4 region_begin:4 region_size:4 text_length:4 text:4 cursor:4 charset_length:1 charset:5"},
		{'w', n(0x1a, 1, 0xfffffffd) + "andorm", true, head + " flags:4 region_begin:4 region_size:4 and_mask:3 or_mask:3"},
		{'w', n(0x10) + "orm", true, "no"},
		{'w', n(0x12, 1, 0), true, "no"},
		{'*', n(0xdeadbeef) + "\x02vr", true, head + " magic:4 driver_name_length:1 driver_name:2"},
		{'A', "", false, head},
		{'A', "", true, "no"},
		{'e', n(5), false, head + " error_code:4"},
		{'E', n(5, 'L'), false, head + " error_code:4 packet_type:4"},
		{'E', n(6, 'w', 0x22000000, 1, 3, 2), false, head + " error_code:4 packet_type:4 flags:4 region_begin:4 region_size:4 cursor:4"},
		{'E', n(6, 'E', 6, 'E'), false, "no"},
		{request, n(0x101, 2, 0, 0), true, param},
		{value, n(1, 2, 0, 0) + "Virtual", false, param + " driver_name:7"},
		{value, n(1, 2, 0, 0), false, param},
		{value, n(1, 6, 0, 0, 40, 1), false, param + " columns:4 rows:4"},
		{value, n(1, 13, 0, 0) + "\xc0", true, param + " cursor_dots:1"},
		{value, n(1, 13, 0, 0) + "\xc0\xc0", true, "no"},
		{value, n(0, 16, 0, 0) + "\x01\x02", false, param + " cells:2"},
		{value, n(1, 20, 0, 0, 0, 1, 0, 2), false, param + " bound_command:8 bound_command:8"},
		{update, n(1, 9, 0, 0) + "\x01", false, param + " device_online:1"},
		{update, n(1, 9, 0, 0) + "\x01", true, "no"},
		{value, n(1, 32, 0, 0), false, "no"},
		{'x', "", true, "no"},
	} {
		data := []byte(brlapiPacket(step.kind, step.body))
		leaves, ok := brlapiFields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%c %q:\ngot  %s\nwant %s", step.kind, step.body, got, step.want)
		}
		if got := frameBrlAPI(data, 0, step.fromClient); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
}

// FuzzBrlAPI: whatever is said, fields follow each other and end where the packet does.
func FuzzBrlAPI(f *testing.F) {
	f.Add([]byte(brlapiPacket('w', be32(0x3e, 1, 2, 2)+"abanor"+be32(2))+brlapiPacket('t', be32(1, 7)+"\x02vr")), true)
	f.Add([]byte(brlapiPacket('E', be32(6, 'w', 0x12000000, 1, 0xffffffff)+"m")+brlapiPacket('P'<<8+'V', be32(1, 27, 0, 0))), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameBrlAPI, brlapiFields, data, fromClient)
	})
}
