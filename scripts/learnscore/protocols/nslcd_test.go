package protocols

import (
	"strings"
	"testing"
)

// counted are texts, each with its length before it.
func counted(texts ...string) string {
	var b strings.Builder
	for _, text := range texts {
		b.WriteString(be32(uint32(len(text))) + text)
	}
	return b.String()
}

// TestNSLCD: an answer repeats what was asked for, which tells its results, and each of them is announced.
func TestNSLCD(t *testing.T) {
	const head, begin, end = "version:4 action_code:4", " state_code:4", " state_code:4"
	results := func(results ...string) string {
		return strings.Join(append([]string{""}, results...), be32(1)) + be32(2)
	}
	for _, step := range []struct {
		action     uint32
		data       string
		fromClient bool
		want       string
	}{
		{0x20008, "", true, head},
		{0x20008, results(), false, head + end},
		{0x20008, results(counted("a")+be32(2)+counted("b", "cc"), counted("d")+be32(0)), false,
			head + begin + " alias_length:4 alias:1 member_count:4 member_length:4 member:1 member_length:4 member:2" + begin + " alias_length:4 alias:1 member_count:4" + end},
		{0x20001, counted("a"), true, head + " alias_length:4 alias:1"},
		{0x20001, be32(2) + "a", true, "no"},
		{0x20001, be32(0xffffffff) + "a", true, "no"},
		{0x20001, be32(3), false, "no"},
		{0x20001, be32(1) + counted("a") + be32(0), false, "no"}, // without an end
		{0x30002, "\x02\x00\x5e\x10\x00\x01", true, head + " address:6"},
		{0x40002, be32(1000), true, head + " gid:4"},
		{0x50002, be32(2, 4) + "adr4", true, head + " address_family:4 address_length:4 address:4"},
		{0x50002, be32(2, 5) + "adr45", true, "no"},
		{0x50001, results(counted("h") + be32(0, 1, 10, 16) + "an address of 16"), false,
			head + begin + " host_length:4 host:1 alias_count:4 address_count:4 address_family:4 address_length:4 address:16" + end},
		{0x60001, results(counted("g") + be32(1) + counted("f") + be32(2) + counted("h", "", "d") + be32(3)), false,
			head + begin + " netgroup_length:4 netgroup:1 member_type:4 netgroup_length:4 netgroup:1 member_type:4 host_length:4 host:1 user_length:4 domain_length:4 domain:1 member_type:4" + end},
		{0x60001, results(counted("g") + be32(4)), false, "no"},
		{0x80001, results(counted("u", "x") + be32(1, 2) + counted("", "/", "s")), false,
			head + begin + " user_length:4 user:1 password_length:4 password:1 uid:4 gid:4 gecos_length:4 home_length:4 home:1 shell_length:4 shell:1" + end},
		{0xd0001, counted("u", "s", "", "", "", "p"), true,
			head + " user_length:4 user:1 service_length:4 service:1 remote_user_length:4 remote_host_length:4 tty_length:4 password_length:4 password:1"},
		{0xd0001, results(be32(0) + counted("u") + be32(6) + counted("no")), false,
			head + begin + " authentication_code:4 user_length:4 user:1 authorization_code:4 message_length:4 message:2" + end},
		{0xd0004, results(""), false, head + begin + end},
		{0xe0001, counted("u") + be32(0) + counted("p") + be32(8) + counted("/bin/sh") + be32(0), true,
			head + " user_length:4 user:1 as_root:4 password_length:4 password:1 change_type:4 value_length:4 value:7 change_type:4"},
		{0xe0001, results(be32(0)), false, head + begin + " change_type:4" + end},
		{0xe0001, results(be32(9)), false, "no"},
		{0xf0001, "", true, "no"},
	} {
		leaves, ok := nslcdFields([]byte(be32(2, step.action)+step.data), 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%x %q:\ngot  %s\nwant %s", step.action, step.data, got, step.want)
		}
	}
	if _, ok := nslcdFields([]byte(be32(2)), 0, true); ok {
		t.Error("half a header is a message")
	}
}

// FuzzNSLCD: whatever is said, fields follow each other and end where the message does.
func FuzzNSLCD(f *testing.F) {
	f.Add([]byte(be32(2, 0x20001, 1)+counted("a")+be32(2)+counted("b", "cc")+be32(2)), false)
	f.Add([]byte(be32(2, 0x60001, 1)+counted("g")+be32(2)+counted("h", "", "d")+be32(3, 2)), false)
	f.Add([]byte(be32(2, 0xe0001)+counted("u")+be32(0)+counted("p")+be32(8)+counted("/bin/sh")+be32(0)), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameNSLCD, nslcdFields, data, fromClient)
	})
}
