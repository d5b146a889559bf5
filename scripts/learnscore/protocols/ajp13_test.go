package protocols

import "testing"

// ajp13Asked and ajp13Answered are packets of a web server and of a container, ajp13Text a text with its length and a NUL.
func ajp13Asked(body string) string    { return "\x12\x34" + be16(uint16(len(body))) + body }
func ajp13Answered(body string) string { return "AB" + be16(uint16(len(body))) + body }
func ajp13Text(text string) string     { return be16(uint16(len(text))) + text + "\x00" }

// ajp13Get is a request up to its headers, of so many.
func ajp13Get(headers uint16) string {
	return "\x02\x04" + ajp13Text("HTTP/1.1") + ajp13Text("/shop") + ajp13Text("::1") + be16(0xffff) + ajp13Text("") + be16(8080) + "\x00" + be16(headers)
}

// TestAJP13: conversations, in which what follows a request is its body if its length is said, or if the container asked for it.
func TestAJP13(t *testing.T) {
	const (
		head    = "magic:2 length:2"
		request = head + " packet_type:1 method:1 protocol_length:2 protocol:9 request_uri_length:2 request_uri:6 remote_address_length:2 remote_address:4" +
			" remote_host_length:2 server_name_length:2 server_name:1 server_port:2 is_ssl:1 headers_count:2"
		coded = " header_code:2 header_value_length:2"
	)
	sized := be16(0xa008) + ajp13Text("2")
	for i, conversation := range [][]step{
		{
			{ajp13Asked("\x0a"), head + " packet_type:1"},
			{ajp13Answered("\x09"), "?" + head + " packet_type:1"},
			{ajp13Asked(ajp13Get(2) + be16(0xa00b) + ajp13Text("tea") + ajp13Text("DNT") + ajp13Text("1") + "\x0a" + ajp13Text("SHELF") + ajp13Text("7") +
				"\x0b" + be16(256) + "\x0d" + ajp13Text("PATCH") + "\xff"),
				request + coded + " header_value:4 header_name_length:2 header_name:4 header_value_length:2 header_value:2" +
					" attribute_code:1 attribute_name_length:2 attribute_name:6 attribute_value_length:2 attribute_value:2" +
					" attribute_code:1 ssl_key_size:2 attribute_code:1 stored_method_length:2 stored_method:6 attribute_code:1"},
			{ajp13Answered("\x04" + be16(200) + ajp13Text("200") + be16(1) + be16(0xa003) + ajp13Text("2")),
				"?" + head + " packet_type:1 status:2 status_message_length:2 status_message:4 headers_count:2" + coded + " header_value:2"},
			{ajp13Answered("\x03" + ajp13Text("hi")), "?" + head + " packet_type:1 chunk_length:2 chunk:3"},
			{ajp13Answered("\x03" + ajp13Text("")), "?" + head + " packet_type:1 chunk_length:2 chunk:1"},
			{ajp13Answered("\x05\x01"), "?" + head + " packet_type:1 reuse:1"},
		},
		{
			{ajp13Asked(ajp13Get(1) + sized + "\xff"), request + coded + " header_value:2 attribute_code:1"},
			{ajp13Asked(be16(2) + "\x02\x04"), head + " data_length:2 data:2"},
			{ajp13Answered("\x06" + be16(8186)), "?" + head + " packet_type:1 requested_length:2"},
			{ajp13Asked(be16(0)), head + " data_length:2"},
			{ajp13Answered("\x06" + be16(8186)), "?" + head + " packet_type:1 requested_length:2"},
			{ajp13Asked(""), head},
			{ajp13Asked(be16(2) + "\x02\x04"), "no"},
		},
		{
			{ajp13Asked(ajp13Get(1) + ajp13Text("content-length") + ajp13Text("2") + "\xff"),
				request + " header_name_length:2 header_name:15 header_value_length:2 header_value:2 attribute_code:1"},
			{ajp13Asked(be16(3) + "\x02\x04"), "no"}, // less than it says
		},
		{
			{ajp13Asked(ajp13Get(1) + be16(0xa008) + ajp13Text("0") + "\xff"), request + coded + " header_value:2 attribute_code:1"},
			{ajp13Asked(be16(2) + "hi"), "no"},
			{ajp13Asked(ajp13Get(0)), "no"},                 // no end
			{ajp13Asked(ajp13Get(0) + "\x0e\xff"), "no"},    // no such attribute
			{ajp13Asked(ajp13Get(0) + "\xff\x00"), "no"},    // more behind it
			{ajp13Asked(ajp13Get(1) + "\x00"), "no"},        // a header is missing
			{ajp13Answered("\x04" + be16(200)), "?no"},      // ends within it
			{ajp13Answered("\x03" + be16(2) + "hi"), "?no"}, // no NUL
			{ajp13Answered("\x03" + be16(1) + "hi"), "?no"},
			{ajp13Answered("\x0a"), "?no"},
			{ajp13Answered(""), "?no"},
			{"AB\x00\x01\x0a", "no"},
		},
	} {
		fields, _ := ajp13Fields()
		for n, m := range conversation {
			if got := frameAJP13([]byte(m.data+"more"), 0, true); got != len(m.data) {
				t.Errorf("conversation %d, message %d has %d bytes, got %d", i+1, n+1, len(m.data), got)
			}
			m.check(t, "AJP13", n, fields)
		}
	}
}

// TestAJP13Types: what is in a chunk is a text if it is one, in whatever language.
func TestAJP13Types(t *testing.T) {
	for chunk, want := range map[string]string{"tea\r\n": "FT_STRINGZ", "Caf\xc3\xa9": "FT_STRINGZ", "": "FT_STRINGZ", "\x01\x02": "FT_NONE", "\xff\xd8": "FT_NONE"} {
		fields, _ := ajp13Fields()
		leaves, ok := fields([]byte(ajp13Answered("\x03"+ajp13Text(chunk))), 0, false)
		if !ok || leaves[len(leaves)-1].Label.Type != want {
			t.Errorf("%q: %v %t, want %s", chunk, leaves, ok, want)
		}
	}
}

// FuzzAJP13: whatever is said, fields follow each other and end where the message does.
func FuzzAJP13(f *testing.F) {
	f.Add([]byte(ajp13Asked(ajp13Get(1)+be16(0xa008)+ajp13Text("2")+"\xff")+ajp13Asked(be16(2)+"hi")), true)
	f.Add([]byte(ajp13Asked(ajp13Get(1)+ajp13Text("DNT")+ajp13Text("1")+"\x0b"+be16(256)+"\xff")), true)
	f.Add([]byte(ajp13Answered("\x04"+be16(200)+ajp13Text("200")+be16(1)+be16(0xa003)+ajp13Text("2"))+ajp13Answered("\x03"+ajp13Text("hi"))), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		fields, _ := ajp13Fields()
		checkLayout(t, frameAJP13, fields, data, fromClient)
	})
}
