package protocols

import (
	"encoding/binary"
	"testing"
)

// mungeMessage is a message of a type.
func mungeMessage(kind byte, body string) string {
	head := append([]byte("\x00\x60\x6d\x4b\x04"), kind, 0)
	return string(binary.BigEndian.AppendUint32(head, uint32(len(body)))) + body
}

// TestMunge: texts and payloads have their length before them, and an address may be missing.
func TestMunge(t *testing.T) {
	const (
		head    = "magic:4 version:1 type:1 retry:1 packet_length:4"
		failed  = "\x09\x05none\x00"
		ids     = "cred_uid:4 cred_gid:4 auth_uid:4 auth_gid:4"
		ciphers = " cipher_type:1 mac_type:1 zip_type:1 realm_length:1"
	)
	for _, step := range []struct {
		data string
		want string
	}{
		{mungeMessage(2, "\x01\x01\x00\x00"+zeros(12)+"\x00\x00\x00\x02hi"), head + ciphers + " ttl:4 auth_uid:4 auth_gid:4 payload_length:4 payload:2"},
		{mungeMessage(2, "\x01\x01\x00\x03all"+zeros(12)+zeros(4)), head + ciphers + " realm:3 ttl:4 auth_uid:4 auth_gid:4 payload_length:4"},
		{mungeMessage(3, "\x00\x00\x00\x00\x00\x07MUNGE:\x00"), head + " error_code:1 error_length:1 credential_length:4 credential:7"},
		{mungeMessage(3, failed+zeros(4)), head + " error_code:1 error_length:1 error:5 credential_length:4"},
		{mungeMessage(4, "\x00\x00\x00\x07MUNGE:\x00"), head + " credential_length:4 credential:7"},
		{mungeMessage(4, "\x00\x00\x00\x08MUNGE:\x00"), "no"},
		{mungeMessage(4, "\x00\x00\x00\x06MUNGE:\x00"), "no"},
		{mungeMessage(4, "\xff\xff\xff\xffMUNGE:\x00"), "no"},
		{mungeMessage(5, "\x00\x00\x04\x03\x00\x00\x00\x00\x01\x2c\x04\xc0\x00\x02\x07"+zeros(24)+"\x00\x00\x00\x02hi"), head + " error_code:1 error_length:1" +
			ciphers + " ttl:4 address_length:1 address:4 encode_time:4 decode_time:4 " + ids + " payload_length:4 payload:2"},
		{mungeMessage(5, failed+zeros(8)+"\x00"+zeros(24)+zeros(4)), head + " error_code:1 error_length:1 error:5" +
			ciphers + " ttl:4 address_length:1 encode_time:4 decode_time:4 " + ids + " payload_length:4"},
		{mungeMessage(5, failed+zeros(8)+"\x03\xc0\x00\x02\x07"+zeros(24)+zeros(4)), "no"},
		{mungeMessage(5, failed+zeros(8)), "no"},
		{mungeMessage(6, "\x00\x00\x00\x02s\x00\x00\x00\x00\x03cc\x00"), head + " server_name_length:4 server_name:2 client_name_length:4 client_name:3"},
		{mungeMessage(1, "any"), "no"},
		{mungeMessage(4, "")[:9], "no"},
	} {
		leaves, ok := mungeFields([]byte(step.data), 0, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.data, got, step.want)
		}
		if got := frameMunge([]byte(step.data), 0, true); len(step.data) > 10 && got != len(step.data) {
			t.Errorf("%q has %d bytes, got %d", step.data, len(step.data), got)
		}
	}
}

// FuzzMunge: whatever is said, fields follow each other and end where the message does.
func FuzzMunge(f *testing.F) {
	f.Add([]byte(mungeMessage(4, "\x00\x00\x00\x07MUNGE:\x00") + mungeMessage(3, "\x09\x05none\x00\x00\x00\x00\x00")))
	f.Add([]byte(mungeMessage(5, zeros(39))))
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameMunge, mungeFields, data, false) })
}
