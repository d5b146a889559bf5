package protocols

import "testing"

// sssdMessage is a request or an answer of a command.
func sssdMessage(command uint32, body string) string {
	return words32(uint32(16+len(body)), command, 0, 0) + body
}

// TestSSSD: a command tells what is in a request, and what is in each result of an answer.
func TestSSSD(t *testing.T) {
	const head, results = "length:4 command_code:4 status_code:4 reserved:4", " results_count:4 reserved:4"
	one, none := words32(1, 0), words32(0, 0)
	for _, step := range []struct {
		command    uint32
		body       string
		fromClient bool
		want       string
	}{
		{1, words32(1), true, head + " version:4"},
		{1, words32(1), false, head + " version:4"},
		{0x11, "lp\x00", true, head + " name:3"},
		{0x11, "lp", true, "no"},
		{0x11, "lp\x00\x00", true, "no"},
		{0x11, "", false, head},
		{0x11, none, false, head + results},
		{0x11, none + "\x00", false, "no"},
		{0x11, one + words32(7, 7) + "lp\x00x\x00\x00/\x00s\x00", false, head + results + " uid:4 gid:4 name:3 password:2 gecos:1 home:2 shell:2"},
		{0x11, one + words32(7, 7) + "lp\x00x\x00", false, "no"},
		{0x13, "", true, head},
		{0x13, "", false, head},
		{0x19, "lp\x00" + words32(1), true, head + " name:3 flags:4"},
		{0x22, words32(2, 0, 7, 2) + "lp\x00x\x00a\x00bb\x00" + words32(8, 0) + "n\x00x\x00", false,
			head + results + " gid:4 members_count:4 name:3 password:2 member:2 member:3 gid:4 members_count:4 name:2 password:2"},
		{0x26, words32(2, 0, 7, 9, 0), false, head + results + " gid:4 gid:4 unused:4"},
		{0x26, words32(2, 0, 7), false, "no"},
		{0x52, one + words32(1, 2) + "a.b\x00a\x001.2.3.4\x00::1\x00", false,
			head + results + " aliases_count:4 addresses_count:4 name:4 alias:2 address:8 address:4"},
		{0x53, words32(2, 4) + "adr4", true, head + " family:4 address_length:4 address:4"},
		{0x53, words32(10, 16) + "an address of 16", true, head + " family:4 address_length:4 address:16"},
		{0x53, words32(2, 5) + "adr4x", true, "no"},
		{0x61, words32(3, 0, 1) + "h\x00\x00d\x00" + words32(2) + "n\x00", false,
			head + results + " member_type:4 host:2 user:1 domain:2 member_type:4 netgroup:2"},
		{0x61, words32(2, 0, 3) + "n\x00", false, "no"},
		{0x71, one + words32(1) + "n\x0010.0.0.0\x00m\x00", false, head + results + " aliases_count:4 name:2 address:9 alias:2"},
		{0xa1, "s\x00\x00", true, head + " name:2 protocol:1"},
		{0xa2, words32(0x1500, 0) + "tcp\x00", true, head + " port:2 pad:2 reserved:4 protocol:4"},
		{0xa2, one + words32(0x1500, 1) + "ftp\x00tcp\x00f\x00", false, head + results + " port:4 aliases_count:4 name:4 protocol:4 alias:2"},
		{0x111, one + words32(1) + "S-1\x00", false, head + results + " id_type:4 value:4"},
		{0x114, one + words32(2, 77), false, head + results + " id_type:4 id:4"},
		{0x115, one + words32(1) + "k\x00v\x00kk\x00\x00", false, head + results + " id_type:4 attribute:2 attribute_value:2 attribute:3 attribute_value:1"},
		{0x115, one + words32(1) + "k\x00", false, "no"},
		{0x130, one + words32(1), false, "no"},
		{0x31, "a\x00", true, "no"},
	} {
		data := []byte(sssdMessage(step.command, step.body))
		leaves, ok := sssdFields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%x %q:\ngot  %s\nwant %s", step.command, step.body, got, step.want)
		}
		if got := frameSSSD(data, 0, step.fromClient); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
}

// FuzzSSSD: whatever is said, fields follow each other and end where the message does.
func FuzzSSSD(f *testing.F) {
	f.Add([]byte(sssdMessage(0x22, words32(1, 0, 7, 1)+"lp\x00x\x00a\x00")+sssdMessage(0x26, words32(1, 0, 7, 0))), false)
	f.Add([]byte(sssdMessage(0x61, words32(2, 0, 1)+"h\x00u\x00d\x00")+sssdMessage(0x115, words32(1, 0, 1)+"k\x00v\x00")), false)
	f.Add([]byte(sssdMessage(0x53, words32(2, 4)+"adr4")), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameSSSD, sssdFields, data, fromClient)
	})
}
