package protocols

import (
	"testing"
)

// TestOpenSMTPD: values have no padding between them, structures have, and lists end with a message that holds nothing.
func TestOpenSMTPD(t *testing.T) {
	const stat = imsgHead + " iterator:8 key:1024 stat_type:4 pad:4"
	checkImsg(t, opensmtpdFields, []imsgStep{
		{1, "", false, imsgHead},
		{1, "", true, "no"},
		{4, zeros(1056), true, stat + " counter:8 unused:8"},
		{4, zeros(8+1024) + words32(1, 0) + zeros(16), false, stat + " timestamp:8 unused:8"},
		{4, zeros(8+1024) + words32(2, 0) + zeros(16), false, stat + " time:8 time_usec:8"},
		{4, zeros(8+1024) + words32(3, 0) + zeros(16), false, stat + " time:8 time_nsec:8"},
		{4, zeros(8+1024) + words32(4, 0) + zeros(16), false, "no"},
		{5, "", false, imsgHead},
		{5, zeros(8), false, imsgHead + " message_id:4 message_id:4"},
		{5, zeros(6), false, "no"},
		{6, zeros(8), true, imsgHead + " envelope_id:8"},
		{6, "", false, imsgHead},
		{6, zeros(20) + "sversion: 3\n\x00", false, imsgHead + " envelope_flags:4 next_try:8 envelope_id:8 present:1 envelope:12"},
		{6, zeros(20) + "sversion: 3", false, "no"},
		{7, "", false, imsgHead},
		{7, "a host\x00", false, imsgHead + " text:7"},
		{11, "\x02\x00" + zeros(126) + "a\x00", true, imsgHead + " address_family:2 port:2 ip:4 unused:120 domain:2"},
		{12, "\x0a\x00" + zeros(126) + "\x00", true, imsgHead + " address_family:2 port:2 flow_info:4 ip:16 scope_id:4 unused:100 domain:1"},
		{12, zeros(128) + "\x00", true, "no"},
		{12, "\x02\x00", true, "no"},
		{31, "aliases\x00", true, imsgHead + " table:8"},
		{33, zeros(8), false, imsgHead + " discovered_count:8"},
		{18, "", true, "no"},
	})
	l := cStruct{structs: opensmtpdStructs}
	if got := l.sizeOf("digest"); got != 104 {
		t.Errorf("a digest has %d bytes", got)
	}
}

// FuzzOpenSMTPD: whatever is said, fields follow each other and end where the message does.
func FuzzOpenSMTPD(f *testing.F) {
	f.Add([]byte(imsg(6, zeros(20)+"sversion: 3\n\x00")+imsg(4, zeros(1056))), false)
	f.Add([]byte(imsg(11, "\x02\x00"+zeros(126)+"a\x00")+imsg(31, "aliases\x00")), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameImsg, opensmtpdFields, data, fromClient)
	})
}
