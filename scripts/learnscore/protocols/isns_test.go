package protocols

import (
	"testing"
)

// isnsSaid is a message of a function, with flags.
func isnsSaid(function, flags uint16, body string) string {
	return be16(1, function, uint16(len(body)), flags, 7, 0) + body
}

// isnsAttribute is an attribute.
func isnsAttribute(tag uint32, value string) string {
	return be32(tag, uint32(len(value))) + value
}

// TestISNS: what answers has a status, unless it is the rest of another message, and a tag tells what a value is.
func TestISNS(t *testing.T) {
	const (
		head = "version:2 function:2 length:2 flags:2 transaction_id:2 sequence:2"
		tag  = " tag:4 attribute_length:4"
	)
	a := isnsAttribute
	for _, step := range []struct{ data, want string }{
		{isnsSaid(2, 0x8c00, ""), head},
		{isnsSaid(2, 0x8c00, a(32, "iqn.a\x00\x00\x00")+a(0, "")+a(33, "")), head + tag + " iscsi_name:8" + tag + tag},
		{isnsSaid(0x8002, 0x4c00, "\x00\x00\x00\x05"), head + " status:4"},
		{isnsSaid(0x8002, 0x4c00, "\x00\x00"), "no"},
		{isnsSaid(0x8002, 0x4800, a(4, zeros(8))), head + tag + " entity_timestamp:8"},
		{isnsSaid(1, 0x8c00, a(16, zeros(16))+a(17, zeros(4))+a(5, zeros(4))), head + tag + " portal_address:16" + tag + " portal_port_flags:2 portal_port:2" + tag + " version_max:2 version_min:2"},
		{isnsSaid(1, 0x8c00, a(0xffff0603, "key.")+a(2065, zeros(4))), head + tag + " policy_key:4" + tag + " domain_id:4"},
		{isnsSaid(1, 0x8c00, a(16, zeros(4))), "no"},
		{isnsSaid(1, 0x8c00, a(33, zeros(8))), "no"},
		{isnsSaid(1, 0x8c00, a(9999, "1234")), "no"},
		{isnsSaid(1, 0x8c00, a(32, "1234")[:10]), "no"},
	} {
		data := []byte(step.data)
		leaves, ok := isnsFields(data, 0, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", data, got, step.want)
		}
		if got := frameISNS(append(data[:len(data):len(data)], "more"...), 0, true); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
}

// FuzzISNS: whatever is said, fields follow each other and end where the message does.
func FuzzISNS(f *testing.F) {
	f.Add([]byte(isnsSaid(1, 0x8c00, isnsAttribute(32, "iqn.a\x00\x00\x00")+isnsAttribute(0, "")+isnsAttribute(17, "\x00\x00\x0c\xbc"))), true)
	f.Add([]byte(isnsSaid(0x8003, 0x4c00, "\x00\x00\x00\x00"+isnsAttribute(4, "\x00\x00\x00\x00\x00\x00\x00\x01"))), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameISNS, isnsFields, data, fromClient)
	})
}
