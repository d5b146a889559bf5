package protocols

import (
	"encoding/binary"
	"testing"
)

// agentxMessage is a message of that type, little-endian, or big-endian if its flags say so.
func agentxMessage(kind, flags byte, body string) string {
	order := agentxOrder([]byte{1, kind, flags})
	head := append([]byte{1, kind, flags, 0}, make([]byte, 16)...)
	for i, n := range []uint32{7, 8, 9, uint32(len(body))} {
		order.PutUint32(head[4+4*i:], n)
	}
	return string(head) + body
}

// agentxBinding is the type of a variable, little-endian, and its name: 1.3.6.1.2.9.
func agentxBinding(kind uint16) string {
	return string(binary.LittleEndian.AppendUint16(nil, kind)) + "\x00\x00\x01\x02\x00\x00" + words32(9)
}

// TestAgentX: messages of both byte orders, with and without a context, and values of each type.
func TestAgentX(t *testing.T) {
	const (
		header   = "version:1 type:1 flags:1 reserved:1 session_id:4 transaction_id:4 packet_id:4 payload_length:4"
		null     = " n_subid:1 prefix:1 include:1 reserved:1"
		oid      = null + " sub_identifier:4"
		region   = " priority:1 range_subid:1 reserved:1"
		binding  = " type:2 reserved:2" + oid
		answered = " sys_uptime:4 error:2 index:2"
	)
	name := "\x01\x02\x01\x00" + words32(9)
	n := words32
	for _, m := range []struct {
		kind, flags byte
		body, want  string
	}{
		{1, 0, "\x05\x00\x00\x00" + name + n(5) + "agent\x00\x00\x00", header + " timeout:1 reserved:3" + oid + " description_length:4 description:5 pad:3"},
		{1, 0x10, zeros(4) + zeros(4) + be32(4) + "gate", header + " timeout:1 reserved:3" + null + " description_length:4 description:4"},
		{2, 0, n(5), header + " reason:1 reserved:3"},
		{3, 1, "\x00\x7f\x00\x00" + name, header + " timeout:1" + region + oid},
		{3, 8, n(2) + "wi\x00\x00" + "\x00\x7f\x05\x00" + name + n(12), header + " context_length:4 context:2 pad:2 timeout:1" + region + oid + " upper_bound:4"},
		{4, 8, n(0) + "\x00\x7f\x00\x00" + name, header + " context_length:4 reserved:1" + region + oid},
		{5, 0, name + zeros(4) + name + name, header + oid + null + oid + oid},
		{6, 0x10, "\x02\x04\x00\x00" + be32(1, 1<<31) + zeros(4), header + null + " sub_identifier:4 sub_identifier:4" + null},
		{7, 0, "\x01\x00\x0a\x00" + name + zeros(4), header + " non_repeaters:2 max_repetitions:2" + oid + null},
		{8, 0, agentxBinding(2) + n(3) + agentxBinding(4) + n(3) + "a\x01b\x00", header + binding + " integer:4" + binding + " octets_length:4 octets:3 pad:1"},
		{9, 0, "", header},
		{10, 0, "", header},
		{11, 0, "", header},
		{12, 0, agentxBinding(67) + n(1) + agentxBinding(6) + name, header + binding + " time_ticks:4" + binding + oid},
		{13, 0, "", header},
		{14, 4, agentxBinding(2) + n(0), header + binding + " integer:4"},
		{15, 0, agentxBinding(64) + n(4) + "\x0a\x00\x00\x01", header + binding + " address_length:4 address:4"},
		{16, 0, name + n(0), header + oid + " description_length:4"},
		{17, 0, name, header + oid},
		{18, 0, n(1, 0), header + answered},
		{18, 0, n(1, 0x10005) + agentxBinding(65) + n(1) + agentxBinding(66) + n(2) + agentxBinding(70) + words64(3),
			header + answered + binding + " counter:4" + binding + " gauge:4" + binding + " counter64:8"},
		{18, 8, n(0) + n(1, 0) + agentxBinding(128) + agentxBinding(129) + agentxBinding(130) + agentxBinding(5),
			header + " context_length:4" + answered + binding + binding + binding + binding},
		{18, 0x10, be32(1, 0) + "\x00\x44\x00\x00" + "\x00\x00\x00\x00" + be32(1) + "x\x00\x00\x00", header + answered + " type:2 reserved:2" + null + " opaque_length:4 opaque:1 pad:3"},

		{0, 0, "", "no"},
		{19, 0, "", "no"},
		{9, 0, "more", "no"},
		{2, 0, "\x05", "no"},
		{17, 0, "\x02\x02\x00\x00" + n(9), "no"},
		{12, 0, agentxBinding(3) + n(3), "no"},
		{16, 0, name + n(6) + "agent", "no"},
		{16, 0, name + n(5) + "agent", "no"},
	} {
		data := []byte(agentxMessage(m.kind, m.flags, m.body))
		if got := shown(agentxFields(data, 0, true)); got != m.want {
			t.Errorf("%d %q:\ngot  %s\nwant %s", m.kind, m.body, got, m.want)
		}
		if got := frameAgentX(append(data, "more"...), 0, true); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
}

// TestAgentXTypes: an address has four bytes, and octets are a text only if they are printable.
func TestAgentXTypes(t *testing.T) {
	for _, value := range []struct{ bytes, want string }{
		{agentxBinding(64) + words32(4) + "abcd", "FT_IPv4"},
		{agentxBinding(64) + words32(5) + "abcde\x00\x00\x00", "FT_STRING"},
		{agentxBinding(4) + words32(4) + "abcd", "FT_STRING"},
		{agentxBinding(4) + words32(4) + "\x01\x02\x03\x04", "FT_NONE"},
		{agentxBinding(2) + words32(4), "FT_INT32"},
	} {
		leaves, _ := agentxFields([]byte(agentxMessage(12, 0, value.bytes)), 0, true)
		last := leaves[len(leaves)-1]
		if last.Label.Name == "agentx.pad" {
			last = leaves[len(leaves)-2]
		}
		if last.Label.Type != value.want {
			t.Errorf("%q: got %s, want %s", value.bytes, last.Label.Type, value.want)
		}
	}
}

// FuzzAgentX: whatever is said, fields follow each other and end where the message does.
func FuzzAgentX(f *testing.F) {
	f.Add([]byte(agentxMessage(3, 8, words32(2)+"wi\x00\x00"+"\x00\x7f\x05\x00"+"\x00\x00\x00\x00"+words32(12))))
	f.Add([]byte(agentxMessage(12, 0, agentxBinding(4)+words32(3)+"abc\x00")))
	f.Add([]byte(agentxMessage(18, 0x10, be32(0, 0, 0))))
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameAgentX, agentxFields, data, true) })
}
