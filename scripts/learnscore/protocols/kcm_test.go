package protocols

import (
	"encoding/binary"
	"strings"
	"testing"
)

// kcmAsked is a request with an operation, and kcmSaid an answer.
func kcmAsked(operation uint16, body string) string {
	head := string(binary.BigEndian.AppendUint16([]byte{2, 0}, operation))
	return be32(uint32(len(head+body))) + head + body
}

func kcmSaid(status uint32, body string) string {
	return be32(uint32(4+len(body)), 0, status) + body
}

// TestKCM: an answer is what was asked for, in the same conversation, and of a credential that is looked for only the
// parts are there that it has bits of.
func TestKCM(t *testing.T) {
	const (
		asked, said = "length:4 version_major:1 version_minor:1 opcode:2", "length:4 return_code:4 status_code:4"
		name        = " cache_name:2"
		times       = " auth_time:4 start_time:4 end_time:4 renew_time:4 is_second_key:1 ticket_flags:4"
		uuid        = "0123456789abcdef"
	)
	principal := be32(1, 1) + counted("EXAMPLE.ORG", "ann")
	principalOf := func(whose string) string {
		return strings.ReplaceAll(" X_name_type:4 X_component_count:4 X_realm_length:4 X_realm:11 X_component_length:4 X_component:3", "X", whose)
	}
	key, time := "\x00\x11"+counted("sixteen bytes..."), be32(1, 2, 3, 4)+"\x00"+be32(5)
	credential := principal + principal + key + time + be32(2) + "\x00\x02" + counted("\xc0\x00\x02\x0a") + "\x00\x14" + counted("DESK") +
		be32(1) + "\x00\x01" + counted("\x30\x00") + counted("ticket", "")
	credentialShown := principalOf("client") + principalOf("server") + " key_type:2 key_length:4 key:16" + times +
		" address_count:4 address_type:2 address_length:4 address:4 address_type:2 address_length:4 address:4" +
		" authdata_count:4 authdata_type:2 authdata_length:4 authdata:2 ticket_length:4 ticket:6 second_ticket_length:4"
	fields, err := kcmFields()
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		data       string
		fromClient bool
		want       string
	}{
		{kcmSaid(0, ""), false, "no"}, // as nobody asked
		{kcmAsked(0, ""), true, asked},
		{kcmSaid(0, ""), false, said},
		{kcmAsked(3, ""), true, asked},
		{kcmSaid(0, "1\x00"), false, said + name},
		{kcmSaid(0, "1"), false, "no"},
		{kcmSaid(7, ""), false, said},
		{kcmAsked(4, "1\x00"+principal), true, asked + name + principalOf("client")},
		{kcmAsked(4, "1\x00"+be32(1, 2)+counted("EXAMPLE.ORG", "ann")), true, "no"},
		{kcmAsked(6, "1\x00"+credential), true, asked + name + credentialShown},
		{kcmAsked(6, "1\x00"+credential+"x"), true, "no"},
		{kcmAsked(7, "1\x00"+be32(9, 0)+time), true, asked + name + " which_flags:4 parts_flags:4" + times},
		{kcmSaid(0, credential), false, said + credentialShown},
		{kcmAsked(11, "1\x00"+be32(9, 0x16)+principal+key+time+counted("tt")), true,
			asked + name + " which_flags:4 parts_flags:4" + principalOf("server") + " key_type:2 key_length:4 key:16" + times + " second_ticket_length:4 second_ticket:2"},
		{kcmAsked(9, "1\x00"), true, asked + name},
		{kcmSaid(0, uuid+uuid), false, said + " credential_uuid:16 credential_uuid:16"},
		{kcmSaid(0, ""), false, said},
		{kcmSaid(0, uuid+"x"), false, "no"},
		{kcmAsked(15, "1\x00\x00"+key), true, asked + name + " server_present:1 key_type:2 key_length:4 key:16"},
		{kcmAsked(15, "1\x00\x01"+principal+key), true, asked + name + " server_present:1" + principalOf("server") + " key_type:2 key_length:4 key:16"},
		{kcmAsked(28, ""), true, asked},
		{kcmSaid(0, be32(1)+"u\x00d\x00"+be32(0)), false, said + " more:4 user:2 domain:2 more:4"},
		{kcmSaid(0, be32(1)+"u\x00d\x00"), false, "no"},
		{kcmAsked(29, ""), true, "no"},
		{kcmSaid(7, ""), false, "no"},
	} {
		data := []byte(step.data)
		leaves, ok := fields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.data, got, step.want)
		}
		if got := frameKCM(data, 0, step.fromClient); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
}

// TestKCMAddress: an address has the type that its family tells.
func TestKCMAddress(t *testing.T) {
	for address, want := range map[string]string{
		"\x00\x02" + counted("\xc0\x00\x02\x0a"):         "FT_IPv4",
		"\x00\x02" + counted("\xc0\x00\x02\x0a\x00"):     "FT_NONE",
		"\x00\x18" + counted(strings.Repeat("\x20", 16)): "FT_IPv6",
		"\x00\x14" + counted("DESK"):                     "FT_STRING",
	} {
		l := kcm{structure{protocol: "kcm", data: []byte(address)}}
		if !l.value("", "address") || l.leaves[len(l.leaves)-1].Label.Type != want {
			t.Errorf("%q is %v, want %s", address, l.leaves, want)
		}
	}
}

// FuzzKCM: whatever is said, fields follow each other and end where the message does.
func FuzzKCM(f *testing.F) {
	f.Add([]byte(kcmAsked(4, "1\x00"+be32(1, 1)+counted("R", "u"))), []byte(kcmSaid(0, "")))
	f.Add([]byte(kcmAsked(7, "1\x00"+be32(0, 8)+be32(1, 2, 3, 4)+"\x00"+be32(5)+counted("t"))), []byte(kcmSaid(0, be32(1, 1))))
	f.Add([]byte(kcmAsked(28, "")), []byte(kcmSaid(0, be32(1)+"u\x00d\x00"+be32(0))))
	f.Fuzz(func(t *testing.T, asked, said []byte) {
		fields, err := kcmFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frameKCM, fields, asked, true)
		checkLayout(t, frameKCM, fields, said, false)
	})
}
