package protocols

import (
	"encoding/binary"
	"testing"
)

// uwsgiPacket is a packet of a type.
func uwsgiPacket(kind, code byte, said string) string {
	return string(append(binary.LittleEndian.AppendUint16([]byte{kind}, uint16(len(said))), code)) + said
}

// uwsgiCounted are texts with their lengths.
func uwsgiCounted(list ...string) string {
	var b []byte
	for _, text := range list {
		b = append(binary.LittleEndian.AppendUint16(b, uint16(len(text))), text...)
	}
	return string(b)
}

// TestUwsgi: what is behind a packet is told by name in it, and a web server gets HTTP.
func TestUwsgi(t *testing.T) {
	const head = "packet_type:1 data_size:2 packet_code:1"
	for _, step := range []struct {
		said       string
		fromClient bool
		want       string
	}{
		{uwsgiPacket(0, 0, uwsgiCounted("PATH_INFO", "/", "QUERY_STRING", "")), true, head + " key_length:2 key:9 value_length:2 value:1 key_length:2 key:12 value_length:2"},
		{uwsgiPacket(0, 0, uwsgiCounted("CONTENT_LENGTH", "3")) + "abc", true, head + " key_length:2 key:14 value_length:2 value:1 body:3"},
		{uwsgiPacket(0, 0, uwsgiCounted("CONTENT_LENGTH", "")), true, head + " key_length:2 key:14 value_length:2"},
		{uwsgiPacket(0, 0, uwsgiCounted("PATH_INFO", "/")), false, "no"},
		{uwsgiPacket(0, 0, uwsgiCounted("PATH_INFO")), true, "no"},
		{uwsgiPacket(0, 0, uwsgiCounted("CONTENT_LENGTH", "-1")), true, "no"},
		{uwsgiPacket(0, 0, "\x09\x00PATH"), true, "no"},
		{"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\ntext", false, "http_status_line:17 http_header:26 http_end:2 http_body:4"},
		{"HTTP/1.1 204 No Content\r\n\r\n", false, "http_status_line:25 http_end:2"},
		{"HTTP/1.1 204 No Content", false, "http_status_line:23"},
		{uwsgiPacket(uwsgiPing, 0, ""), true, head},
		{uwsgiPacket(uwsgiPing, 1, "slow"), false, head + " warning:4"},
		{uwsgiPacket(uwsgiDone, 1, ""), false, head},
		{uwsgiPacket(uwsgiCall, 0, uwsgiCounted("greet", "Ann")), true, head + " argument_length:2 argument:5 argument_length:2 argument:3"},
		{uwsgiPacket(uwsgiCall, 0, "Hello"), false, head + " result:5"},
		{uwsgiPacket(uwsgiCache, 17, uwsgiCounted("cmd", "get")), true, head + " key_length:2 key:3 value_length:2 value:3"},
		{uwsgiPacket(uwsgiCache, 17, uwsgiCounted("size", "2")) + "18", false, head + " key_length:2 key:4 value_length:2 value:1 body:2"},
	} {
		data := []byte(step.said)
		leaves, ok := uwsgiFields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.said, got, step.want)
		}
		if n := frameUwsgi(data, 0, step.fromClient); ok && n != len(data) {
			t.Errorf("%q has %d bytes, got %d", step.said, len(data), n)
		}
	}
}

// FuzzUwsgi: whatever is said, fields follow each other and end where the message does.
func FuzzUwsgi(f *testing.F) {
	f.Add([]byte(uwsgiPacket(0, 0, uwsgiCounted("CONTENT_LENGTH", "3"))+"abc"+uwsgiPacket(uwsgiCall, 0, uwsgiCounted("greet", "Ann"))), true)
	f.Add([]byte(uwsgiPacket(uwsgiCache, 17, uwsgiCounted("size", "2"))+"18HTTP/1.1 200 OK\r\n\r\n"), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameUwsgi, uwsgiFields, data, fromClient)
	})
}
