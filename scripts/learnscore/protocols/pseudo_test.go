package protocols

import "testing"

// pseudoSaid is a message of a type and an operation, with so many bytes of paths.
func pseudoSaid(kind, op uint32, paths string) string {
	return words32(kind, op, 0, 3, 4711, 0xffffffff) + words64(0xfe00, 12) + words32(0, 42) + words64(0o100640, 0) + words32(uint32(len(paths)), 1, 0) + paths
}

// TestPseudo: what is behind the header is that of a type and of an operation, and a value that of the attribute asked for before.
func TestPseudo(t *testing.T) {
	const (
		before = "message_type:4 op_code:4 result_code:4 access_flags:4 "
		after  = ":4 fd:4 dev_id:8 inode_number:8 uid:4 gid:4 mode:8 rdev_id:8 path_length:4 links_count:4 deleting_pid:4"
		asks   = before + "client_pid" + after
		says   = "?" + before + "client_number" + after
		acl    = "system.posix_acl_access\x00"
		list   = "\x02\x00\x00\x00\x01\x00\x06\x00\xff\xff\xff\xff\x02\x00\x04\x00\x65\x00\x00\x00"
		entry  = " acl_tag:2 acl_permissions:2 acl_id:4"
	)
	fields, err := pseudoFields()
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range []step{
		{pseudoSaid(1, 0, "tar\x00pack"), asks + " program:4 tag:4"},
		{pseudoSaid(4, 0, ""), says},
		{pseudoSaid(1, 0, "tar\x00"), asks + " program:4"},
		{pseudoSaid(1, 0, "tar"), "no"},
		{pseudoSaid(3, 16, "/etc\x00"), asks + " path:5"},
		{pseudoSaid(4, 16, ""), says},
		{pseudoSaid(3, 10, ""), asks},
		{pseudoSaid(6, 2, "/run\x00\x00"), asks + " path:6"},
		{pseudoSaid(6, 15, "/new\x00/o\x00"), asks + " path:5 old_path:3"},
		{pseudoSaid(6, 15, "/new\x00"), "no"},
		{pseudoSaid(6, 15, "/new\x00/o\x00x"), "no"},
		{pseudoSaid(6, 26, "/a\x00user.n\x00kept\x00"), asks + " path:3 attribute:7 value:5"},
		{pseudoSaid(6, 26, "/a\x00user.n\x00\x00"), asks + " path:3 attribute:7 value:1"},
		{pseudoSaid(6, 26, "/a\x00user.n\x00\xff\x01\x00"), asks + " path:3 attribute:7 value:2 value_end:1"},
		{pseudoSaid(6, 26, "/a\x00"+acl+list+"\x00"), asks + " path:3 attribute:24 acl_version:4" + entry + entry + " value_end:1"},
		{pseudoSaid(6, 26, "/a\x00user.n\x00"), "no"},
		{pseudoSaid(3, 23, "/a\x00user.n\x00"), asks + " path:3 attribute:7"},
		{pseudoSaid(4, 23, "kept"), says + " value:4"},
		{pseudoSaid(3, 23, "/a\x00"+acl), asks + " path:3 attribute:24"},
		{pseudoSaid(4, 23, list), says + " acl_version:4" + entry + entry},
		{pseudoSaid(4, 23, list[:8]), says + " value:8"},
		{pseudoSaid(3, 24, "/a\x00"), asks + " path:3"},
		{pseudoSaid(4, 24, "user.n\x00user.m\x00"), says + " attribute:7 attribute:7"},
		{pseudoSaid(4, 24, "user.n\x00user.m"), "?no"},
		{pseudoSaid(3, 25, "/a\x00user.n\x00"), asks + " path:3 attribute:7"},
		{pseudoSaid(2, 0, ""), asks},
		{pseudoSaid(5, 0, "12 34 \x00"), says + " pids:7"},
		{pseudoSaid(4, 0, "")[:60], "?no"},
	} {
		if got, want := framePseudo([]byte(m.data+"more"), 0, true), len(m.data); got != want && want >= pseudoHeader {
			t.Errorf("message %d has %d bytes, got %d", i+1, want, got)
		}
		m.check(t, "pseudo", i, fields)
	}
}

// FuzzPseudo: whatever is said, fields follow each other and end where the message does.
func FuzzPseudo(f *testing.F) {
	f.Add("user.n", []byte(pseudoSaid(4, 23, "kept")+pseudoSaid(5, 0, "12 \x00")), false)
	f.Add("system.posix_acl_default", []byte(pseudoSaid(4, 23, "\x02\x00\x00\x00")+pseudoSaid(4, 24, "user.n\x00")), false)
	f.Add("", []byte(pseudoSaid(6, 26, "/a\x00user.n\x00\xff\x00")+pseudoSaid(1, 0, "tar\x00pack")), true)
	f.Fuzz(func(t *testing.T, attribute string, data []byte, fromClient bool) {
		fields, _ := pseudoFields()
		fields([]byte(pseudoSaid(3, 23, "/a\x00"+attribute+"\x00")), 0, true)
		checkLayout(t, framePseudo, fields, data, fromClient)
	})
}
