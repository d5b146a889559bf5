package protocols

import "testing"

// iaxFrame is a full frame of call 1 to call 2, iaxElement an information element.
func iaxFrame(kind, subclass byte, body string) string {
	return be16(0x8001, 2) + be32(3) + "\x04\x05" + string([]byte{kind, subclass}) + body
}
func iaxElement(kind byte, value string) string {
	return string([]byte{kind, byte(len(value))}) + value
}

// TestIAX2: frames of all forms, elements within others, and those whose length is not that of their value.
func TestIAX2(t *testing.T) {
	const (
		head = "source_call_number:2 destination_call_number:2 timestamp:4 oseqno:1 iseqno:1 frame_type:1 subclass:1"
		tl   = " element_type:1 element_length:1 "
	)
	for i, m := range []step{
		{iaxFrame(6, 4, ""), head},
		{iaxFrame(6, 1, iaxElement(11, be16(2))+iaxElement(1, "s")+iaxElement(55, "\x00"+be64(7))+iaxElement(54, "")),
			head + tl + "version:2" + tl + "called_number:1" + tl + "version:1 capability_flags:8 element_type:1 element_length:1"},
		{iaxFrame(6, 15, iaxElement(31, be32(9))+iaxElement(18, "\x02\x00"+be16(4569)+"\x0a\x04\x00\x0b"+zeros(8))+iaxElement(24, be16(2))),
			head + tl + "datetime:4" + tl + "family:2 port:2 address:4 pad:8" + tl + "message_count:2"},
		{iaxFrame(6, 35, iaxElement(29, iaxElement(6, "ann")+iaxElement(15, "\x0a\x04\x00\x02")+iaxElement(1, "")+iaxElement(12, be32(1)))),
			head + tl + tl[1:] + "user:3" + tl + "server:4 element_type:1 element_length:1" + tl + "flags:4"},
		{iaxFrame(6, 7, iaxElement(9, be16(4))), "no"},
		{iaxFrame(6, 7, iaxElement(9, be32(4))+"\x08"), "no"},
		{iaxFrame(6, 7, "\x01\x05ann"), "no"},
		{iaxFrame(6, 7, iaxElement(250, "x")), "no"},
		{iaxFrame(6, 35, iaxElement(29, "\x06\x05ann")+"more"), "no"},
		{iaxFrame(6, 15, iaxElement(18, "\x02\x00"+be16(4569))), "no"},
		{iaxFrame(4, 3, ""), head},
		{iaxFrame(4, 22, iaxElement(10, "\x02")+iaxElement(1, "Ann")+iaxElement(11, "\x01")+iaxElement(16, "104")+iaxElement(28, "t")+iaxElement(4, be32(0))),
			head + tl + "version:1" + tl + "name:3" + tl + "valid:1" + tl + "number:3" + tl + "tag:1" + tl + "source:4"},
		{iaxFrame(4, 23, iaxElement(20, "\x02")+iaxElement(31, "7")+iaxElement(44, be32(0))+iaxElement(45, "8")+iaxElement(71, "9")+iaxElement(73, "\x00")+iaxElement(85, "away")),
			head + tl + "version:1" + tl + "number:1" + tl + "reason:4" + tl + "number:1" + tl + "number:1" + tl + "plan:1" + tl + "reason_text:4"},
		{iaxFrame(4, 22, iaxElement(29, "x")), "no"},
		{iaxFrame(7, 0, "hello\x00"), head + " text:6"},
		{iaxFrame(7, 0, "hello"), "no"},
		{iaxFrame(2, 4, "\x55\xd5\x54"), head + " voice:3"},
		{be16(1, 20) + "\x55\xd5", "source_call_number:2 timestamp:2 voice:2"},
		{be16(0) + "\x01\x01" + be32(40) + be16(2, 1, 20) + "\x55\xd5" + be16(0, 3, 20),
			"zeros:2 meta_command:1 trunk_flags:1 timestamp:4 data_length:2 source_call_number:2 timestamp:2 voice:2 data_length:2 source_call_number:2 timestamp:2"},
		{be16(0) + "\x01\x00" + be32(40) + be16(1, 2) + "\x55\xd5", "zeros:2 meta_command:1 trunk_flags:1 timestamp:4 source_call_number:2 data_length:2 voice:2"},
		{be16(0) + "\x01\x00" + be32(40) + be16(1, 9) + "\x55\xd5", "no"},
		{be16(0x8001, 2) + be32(3), "no"},
		{"\x80", "no"},
	} {
		m.check(t, "IAX2", i, iax2Fields)
	}
}

// FuzzIAX2: whatever is said, fields follow each other and end where the frame does.
func FuzzIAX2(f *testing.F) {
	f.Add([]byte(iaxFrame(6, 35, iaxElement(29, iaxElement(6, "ann")+iaxElement(15, "\x0a\x04\x00\x02")))))
	f.Add([]byte(iaxFrame(4, 23, iaxElement(20, "\x02")+iaxElement(31, "7"))))
	f.Add([]byte(be16(0) + "\x01\x01" + be32(40) + be16(2, 1, 20) + "\x55\xd5"))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkLayout(t, func(data []byte, _ int, _ bool) int { return len(data) }, iax2Fields, data, true)
	})
}
