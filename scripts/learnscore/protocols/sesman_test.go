package protocols

import "testing"

// sesmanSaid is a message of a version, with its size.
func sesmanSaid(version uint32, body string) string {
	return be32(version, uint32(8+len(body))) + body
}

// TestSesman: each version has codes of its own, and a session that is listed has an address of its type.
func TestSesman(t *testing.T) {
	const (
		head    = "version:4 message_size:4 code:2"
		user    = " user_name_length:2 user_name:1 password_length:2 password:1"
		session = " session_id:4 session_type:1 height:2 width:2 bits_per_pixel:1 idle_days:1 idle_hours:1 idle_minutes:1" +
			" connected_year:2 connected_month:1 connected_day:1 connected_hour:1 connected_minute:1 address_type:1"
	)
	who := "\x00\x01a\x00\x01b"
	listed := be32(7) + zeros(15)
	for _, step := range []step{
		{sesmanSaid(0, be16(0)+who+be16(800, 600, 24, 0, 0, 0)+"\x00\x02me"),
			head + user + " width:2 height:2 bits_per_pixel:2 domain_length:2 shell_length:2 directory_length:2 connection_length:2 connection:2"},
		{sesmanSaid(0, be16(4)+who), head + user},
		{sesmanSaid(0, be16(5)+who), "no"},
		{sesmanSaid(0, be16(3, 1, 10)+room(16, "guid")), "?" + head + " result_code:2 display:2 guid:16"},
		{sesmanSaid(0, be16(3, 0, 0)), "?" + head + " result_code:2 display:2"},
		{sesmanSaid(0, be16(4, 7, 0)), "?" + head + " result_code:2 unused:2"},
		{sesmanSaid(0, be16(5, 7, 0)), "?no"},
		{sesmanSaid(1, be16(1, 1)+"\x01a\x01b\x00"+zeros(4)+"\x00"),
			head + " command:2 user_name_length:1 user_name:1 password_length:1 password:1 address_type:1 address:4 host_name_length:1"},
		{sesmanSaid(1, be16(1, 2)), "?" + head + " command:2"},
		{sesmanSaid(1, be16(1, 3)+"\x00\x02no"), "?" + head + " command:2 reason_length:2 reason:2"},
		{sesmanSaid(1, be16(1, 5)), head + " command:2"},
		{sesmanSaid(1, be16(1, 6)+be32(2)+"\x00\x02"+listed+"\x00"+zeros(4)+listed+"\x01"+zeros(16)),
			"?" + head + " command:2 sessions_count:4 continued:1 packet_count:1" + session + " address:4" + session + " address:16"},
		{sesmanSaid(1, be16(1, 6)+be32(1)+"\x00\x01"+listed), "?no"},
		{sesmanSaid(1, be16(1)), "no"},
		{sesmanSaid(2, be16(1)), "no"},
	} {
		data := []byte(step.data)
		step.check(t, "sesman", 0, sesmanFields)
		if got := frameSesman(append(data[:len(data):len(data)], "more"...), 0, true); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
}

// FuzzSesman: whatever is said, fields follow each other and end where the message does.
func FuzzSesman(f *testing.F) {
	f.Add([]byte(sesmanSaid(1, be16(1, 6)+be32(1)+"\x00\x01"+be32(7)+zeros(15)+"\x00"+zeros(4))), false)
	f.Add([]byte(sesmanSaid(0, be16(4)+"\x00\x01a\x00\x01b")), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameSesman, sesmanFields, data, fromClient)
	})
}
