package protocols

import (
	"encoding/binary"
	"strings"
	"testing"
)

// rserveSaid is a message of a command.
func rserveSaid(command uint32, body string) string {
	return words32(command, uint32(len(body)), 0, 0) + body
}

// rserveItem is a parameter or an expression of a type, with what is in it.
func rserveItem(kind byte, parts ...string) string {
	body := strings.Join(parts, "")
	return words32(uint32(kind)|uint32(len(body))<<8) + body
}

// TestRserve: an expression has its attributes first, and ends where its length says.
func TestRserve(t *testing.T) {
	const (
		head = "command_code:4 length:4 data_offset:4 length_high:4"
		sexp = head + " parameter_type:1 parameter_length:3"
		item = " value_type:1 value_length:3"
	)
	for _, step := range []struct {
		command uint32
		body    string
		want    string
	}{
		{0x10001, "", head},
		{3, rserveItem(4, "x+1\x00"), sexp + " text:4"},
		{3, rserveItem(4, "x\x00\x01\x01"), sexp + " text:2 padding:2"},
		{0x81, rserveItem(1, words32(7)), sexp + " integer:4"},
		{0x14, rserveItem(5, "\x01\x02"), sexp + " octets:2"},
		{3, rserveItem(4, "x\x00\x01\x01") + rserveItem(2), "no"},
		{3, rserveItem(4, "abc")[:6], "no"},
		{0xf5, "X\n\x00\x00", head + " serialized:4"},
		{0x10001, rserveItem(10, rserveItem(32, words32(1, 2))), sexp + item + " integer:4 integer:4"},
		{0x10001, rserveItem(10, rserveItem(33, words32(0, 0))), sexp + item + " number:8"},
		{0x10001, rserveItem(10, rserveItem(38, words32(0, 0, 0, 0))), sexp + item + " number:8 number:8"},
		{0x10001, rserveItem(10, rserveItem(34, "a\x00bc\x00\x01\x01\x01")), sexp + item + " text:2 text:3 padding:3"},
		{0x10001, rserveItem(10, rserveItem(36, words32(3), "\x01\x00\x02\xff")), sexp + item + " values_count:4 boolean:1 boolean:1 boolean:1 padding:1"},
		{0x10001, rserveItem(10, rserveItem(37, words32(4), "abcd")), sexp + item + " values_count:4 raw:4"},
		{0x10001, rserveItem(10, rserveItem(37, words32(5), "abcd")), "no"},
		{0x10001, rserveItem(10, rserveItem(48, words32(4))), sexp + item + " unknown_type:4"},
		{0x10001, rserveItem(10, rserveItem(160, rserveItem(21, rserveItem(34, "a\x00\x01\x01"), rserveItem(19, "names\x00\x00\x00")), words32(1))),
			sexp + item + item + item + " text:2 padding:2" + item + " symbol:6 padding:2 integer:4"},
		{0x10001, rserveItem(10, rserveItem(16, rserveItem(0), rserveItem(7))), sexp + item + item + item},
		{0x10001, rserveItem(10, rserveItem(16, rserveItem(0), "\x00")), "no"},
		{0x10001, rserveItem(10, rserveItem(32, words32(1), "\x00")), "no"},
		{0x10001, rserveItem(10, rserveItem(40, words32(1))), "no"},
		{0x10001, words32(74|8<<8, 0) + words32(96|0<<8, 0), sexp + " parameter_length_high:4" + item + " value_length_high:4"},
	} {
		data := []byte(rserveSaid(step.command, step.body))
		leaves, ok := rserveFields(data, 16, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%x %q:\ngot  %s\nwant %s", step.command, step.body, got, step.want)
		}
		if got := frameRserve(data, 16, true); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
	identity := []byte("Rsrv0103QAP1\r\n\r\n" + strings.Repeat("-", 16))
	leaves, ok := rserveFields(identity, 0, false)
	if got := shown(leaves, ok); got != "signature:4 server_version:4 protocol:4"+strings.Repeat(" attribute:4", 5) || frameRserve(identity, 0, false) != rserveIdentity {
		t.Errorf("a server begins with %s", got)
	}
}

// FuzzRserve: whatever is said, fields follow each other and end where the message does.
func FuzzRserve(f *testing.F) {
	f.Add([]byte(rserveSaid(3, rserveItem(4, "x\x00\x01\x01"))+rserveSaid(0x10001, rserveItem(10, rserveItem(34, "a\x00bc\x00\x01\x01\x01")))), true)
	f.Add([]byte(rserveSaid(0x10001, rserveItem(10, rserveItem(160, rserveItem(21, rserveItem(36, words32(1), "\x01\xff\xff\xff")), string(binary.LittleEndian.AppendUint32(nil, 1)))))), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameRserve, rserveFields, data, fromClient)
	})
}
