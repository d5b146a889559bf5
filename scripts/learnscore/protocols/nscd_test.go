package protocols

import (
	"testing"
)

// nscdRequest is a request with its key.
func nscdRequest(kind uint32, key string) []byte {
	return []byte(words32(2, kind, uint32(len(key))) + key)
}

// TestNSCD: what an answer holds depends on what was asked, and lengths are before all texts.
func TestNSCD(t *testing.T) {
	const request, found, none = "version:4 type:4 key_length:4", "version:4 found:4", 0xffffffff
	const host = found + " name_length:4 aliases_count:4 address_type:4 address_length:4 addresses_count:4 error:4"
	for _, step := range []struct {
		kind    uint32
		key     string
		asked   string
		answer  string
		answers string
	}{
		{0, "lp\x00", " key:3", words32(2, 1, 3, 2, 7, 7, 0, 2, 2) + "lp\x00x\x00/\x00s\x00",
			found + " name_length:4 password_length:4 uid:4 gid:4 gecos_length:4 home_length:4 shell_length:4 name:3 password:2 home:2 shell:2"},
		{1, "7\x00", " key:2", words32(2, 0, 0, 0, none, none, 0, 0, 0),
			found + " name_length:4 password_length:4 uid:4 gid:4 gecos_length:4 home_length:4 shell_length:4"},
		{1, "7\x00", " key:2", words32(2, 1, 3, 2, 7, 7, 0, 2, 9) + "lp\x00x\x00/\x00s\x00", "no"},
		{1, "7\x00", " key:2", words32(2, 1, 3, 2, 7), "no"},
		{2, "lp\x00", " key:3", words32(2, 1, 3, 2, 7, 2, 2, 3) + "lp\x00x\x00a\x00bb\x00",
			found + " name_length:4 password_length:4 gid:4 members_count:4 member_length:4 member_length:4 name:3 password:2 member:2 member:3"},
		{3, "7\x00", " key:2", words32(2, 1, 3, 2, 7, 1000), "no"}, // more members than bytes
		{4, "a.b\x00", " key:4", words32(2, 1, 4, 1, 2, 4, 2, 0) + "a.b\x00" + words32(2) + "adr1adr2" + "a\x00",
			host + " name:4 alias_length:4 address:4 address:4 alias:2"},
		{5, "a.b\x00", " key:4", words32(2, 1, 4, 0, 10, 16, 1, 0) + "a.b\x00" + "an address of 16", host + " name:4 address:16"},
		{5, "a.b\x00", " key:4", words32(2, 1, 4, 0, 3, 16, 1, 0) + "a.b\x00" + "an address of 16", "no"},
		{6, "adr4", " address:4", words32(2, 0, 0, 0, none, none, 0, 1), host},
		{7, "an address of 16", " address:16", words32(2, 0, 0, 0, none, none, 0, 1), host},
		{9, "", "", zeros(700), "no"},
		{10, "hosts\x00", " key:6", words32(0), "result:4"},
		{14, "a.b\x00", " key:4", words32(2, 1, 2, 20, 4, 0) + "adr4" + "an address of 16" + "\x02\x0a" + "a.b\x00",
			found + " addresses_count:4 addresses_length:4 name_length:4 error:4 address:4 address:16 address_family:1 address_family:1 name:4"},
		{14, "a.b\x00", " key:4", words32(2, 1, 2, 60, 4, 0) + "adr4", "no"},
		{14, "a.b\x00", " key:4", words32(2, 1, 2, none-100, 4, 0) + "adr4", "no"},
		{15, "lp\x00", " key:3", words32(2, 1, 2, 7, 9), found + " groups_count:4 gid:4 gid:4"},
		{16, "ssh/tcp\x00", " key:8", words32(2, 1, 4, 4, 1, 22<<8) + "ssh\x00tcp\x00" + words32(2) + "s\x00",
			found + " name_length:4 protocol_length:4 aliases_count:4 port:4 name:4 protocol:4 alias_length:4 alias:2"},
		{19, "all\x00", " key:4", words32(2, 1, 1, 6) + "h\x00us\x00\x00", found + " results_count:4 results_length:4 host:2 user:3 domain:1"},
		{19, "all\x00", " key:4", words32(2, 1, 1, 6) + "h\x00us\x00", "no"},
		{20, "all\x00\x01h\x00\x00\x01\x00", " netgroup:4 host_given:1 host:2 user_given:1 domain_given:1 domain:1", words32(2, 1, 1), found + " result:4"},
		{8, "", "", words32(1), "no"}, // nothing answers that
	} {
		fields, err := nscdFields()
		if err != nil {
			t.Fatal(err)
		}
		asked, ok := fields(nscdRequest(step.kind, step.key), 0, true)
		if got := shown(asked, ok); got != request+step.asked {
			t.Errorf("%d %q:\ngot  %s\nwant %s", step.kind, step.key, got, request+step.asked)
		}
		leaves, ok := fields([]byte(step.answer), 0, false)
		if got := shown(leaves, ok); got != step.answers {
			t.Errorf("%d answered by %q:\ngot  %s\nwant %s", step.kind, step.answer, got, step.answers)
		}
	}
}

// TestNSCDFraming: requests have a length, and an answer is all that is said.
func TestNSCDFraming(t *testing.T) {
	for _, step := range []struct {
		data       string
		fromClient bool
		want       int
	}{
		{words32(2, 0, 3) + "lp\x00and more", true, 15},
		{words32(2, 0), true, 0},
		{words32(2, 0, 0x80000000), true, -1},
		{"all that is said", false, 16},
	} {
		if got := frameNSCD([]byte(step.data), 0, step.fromClient); got != step.want {
			t.Errorf("%q: got %d, want %d", step.data, got, step.want)
		}
	}
}

// FuzzNSCD: whatever is asked and answered, fields follow each other and end where the message does.
func FuzzNSCD(f *testing.F) {
	f.Add(uint32(2), "lp\x00", []byte(words32(2, 1, 3, 2, 7, 2, 2, 3)+"lp\x00x\x00a\x00bb\x00"))
	f.Add(uint32(14), "a.b\x00", []byte(words32(2, 1, 2, 20, 4, 0)+"adr4an address of 16\x02\x0aa.b\x00"))
	f.Add(uint32(19), "all\x00", []byte(words32(2, 1, 1, 6)+"h\x00us\x00\x00"))
	f.Add(uint32(20), "all\x00\x01h\x00\x00\x01\x00", []byte(words32(2, 1, 1)))
	f.Fuzz(func(t *testing.T, kind uint32, key string, answer []byte) {
		fields, err := nscdFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frameNSCD, fields, nscdRequest(kind, key), true)
		checkLayout(t, frameNSCD, fields, answer, false)
	})
}
