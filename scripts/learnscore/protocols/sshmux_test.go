package protocols

import (
	"encoding/binary"
	"testing"
)

// sshMuxPacket is a message with its length and type.
func sshMuxPacket(kind uint32, body string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(4+len(body)))
	return append(binary.BigEndian.AppendUint32(b, kind), body...)
}

// TestSSHMux: what a message holds is told by its type, and it goes up to its end.
func TestSSHMux(t *testing.T) {
	const (
		header  = "length:4 packet_type:4"
		request = header + " request_id:4"
		id      = "\x00\x00\x00\x07"
		none    = "\x00\x00\x00\x00"
		yes     = "\x00\x00\x00\x01"
		two     = "\x00\x00\x00\x02ab"
		flags   = none + yes + none + yes
		session = request + " reserved_length:4 want_tty:4 want_x11:4 want_agent:4 subsystem:4 escape_char:4 term_length:4"
		forward = request + " forwarding_type:4 listen_host_length:4"
	)
	for _, step := range []struct {
		kind       uint32
		body, want string
	}{
		{1, "\x00\x00\x00\x04", header + " version:4"},
		{1, "\x00\x00\x00\x04" + two + none, header + " version:4 extension_length:4 extension:2 extension_value_length:4"},
		{1, "\x00\x00\x00\x04" + two, "no"},
		{0x10000002, id + none + flags + "\x00\x00\x00~" + none + two, session + " command_length:4 command:2"},
		{0x10000002, id + none + flags + "\x00\x00\x00~" + two + none + two + two,
			session + " term:2 command_length:4 variable_length:4 variable:2 variable_length:4 variable:2"},
		{0x10000002, id + none + flags + "\x00\x00\x00~" + none + two + "\x00", "no"},
		{0x10000004, id, request},
		{0x10000004, id + none, "no"},
		{0x10000006, id + yes + two + id + two + id, forward + " listen_host:2 listen_port:4 connect_host_length:4 connect_host:2 connect_port:4"},
		{0x10000007, id + yes + none + id + none + id, forward + " listen_port:4 connect_host_length:4 connect_port:4"},
		{0x10000007, id + yes + none + id + "\x00\x00\x00\x09ab" + id, "no"},
		{0x10000008, id + none + two + id, request + " reserved_length:4 connect_host_length:4 connect_host:2 connect_port:4"},
		{0x1000000f, id, "no"}, // a proxy
		{0x80000003, id + two, request + " reason_length:4 reason:2"},
		{0x80000004, id + none, header + " session_id:4 exit_value:4"},
		{0x80000005, id + none, request + " server_pid:4"},
		{0x80000008, id, header + " session_id:4"},
		{0x80000008, "", "no"},
	} {
		leaves, ok := sshMuxFields(sshMuxPacket(step.kind, step.body), 4, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%x %q:\ngot  %s\nwant %s", step.kind, step.body, got, step.want)
		}
	}
	if leaves, ok := sshMuxFields([]byte("\x00\x00"), 0, true); ok {
		t.Errorf("two bytes: %s", shown(leaves, ok))
	}
}

// TestSSHMuxFraming: the bytes of a client's descriptors are no messages.
func TestSSHMuxFraming(t *testing.T) {
	for _, step := range []struct {
		data       string
		at         int
		fromClient bool
		want       int
		aside      bool
	}{
		{string(sshMuxPacket(1, "\x00\x00\x00\x04")), 0, true, 12, false},
		{string(sshMuxPacket(0x10000004, "\x00\x00\x00\x00")), 12, true, 12, false},
		{"\x00\x00\x00", 24, true, 1, true},
		{"\x00", 24, true, 1, true},
		{"\x00\x00\x00", 0, true, 0, true},
		{"\x00\x00\x00", 24, false, 0, true},
		{"\x00\x00\x01", 24, true, 0, false},
	} {
		if got := frameSSHMux([]byte(step.data), step.at, step.fromClient); got != step.want {
			t.Errorf("%q at %d: got %d, want %d", step.data, step.at, got, step.want)
		}
		if got := isDescriptors([]byte(step.data)); got != step.aside {
			t.Errorf("%q: aside is %v", step.data, got)
		}
	}
}

// FuzzSSHMux: whatever is said, fields follow each other and end where the message does.
func FuzzSSHMux(f *testing.F) {
	f.Add(uint32(0x10000006), "\x00\x00\x00\x07\x00\x00\x00\x01\x00\x00\x00\x02ab\x00\x00\x00\x16\x00\x00\x00\x01c\x00\x00\x00\x17")
	f.Add(uint32(1), "\x00\x00\x00\x04\x00\x00\x00\x01a\x00\x00\x00\x00")
	f.Fuzz(func(t *testing.T, kind uint32, body string) {
		checkLayout(t, frameSSHMux, sshMuxFields, sshMuxPacket(kind, body), true)
	})
}
