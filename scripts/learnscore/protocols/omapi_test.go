package protocols

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// omapiNamed are names and values one behind the other, and the name of no bytes that ends them.
func omapiNamed(words ...string) (named string) {
	for i := 0; i < len(words); i += 2 {
		named += be16(uint16(len(words[i]))) + words[i] + be32(uint32(len(words[i+1]))) + words[i+1]
	}
	return named + be16(0)
}

// TestOMAPI: messages that are framed by their fields, in which a name tells what its value is.
func TestOMAPI(t *testing.T) {
	const (
		header = "authid:4 authlen:4 opcode:4 handle:4 id:4 rid:4"
		named  = " name_length:2 name:"
		ended  = " name_length:2"
	)
	for _, test := range []struct {
		data string
		at   int
		want string
	}{
		{be32(100, 24), 0, "protocol_version:4 header_size:4"},
		{be32(0, 0, 5, 0, 2, 1) + omapiNamed("result", be32(23), "message", "not found") + omapiNamed(), 8,
			header + named + "6 value_length:4 value_result:4" + named + "7 value_length:4 value_message:9" + ended + ended},
		{be32(1, 16, 1, 0, 3, 0) + omapiNamed("create", be32(1), "type", "host") +
			omapiNamed("ip-address", "\x0a\x4d\x01\x14\x0a\x4d\x01\x15", "hardware-address", "\x02\x00\x5e\x10\x00\xaa", "group", "") + zeros(16), 8,
			header + named + "6 value_length:4 value_create:4" + named + "4 value_length:4 value_type:4" + ended +
				named + "10 value_length:4 value_ip_address:4 value_ip_address:4" + named + "16 value_length:4 value_hardware_address:6" + named + "5 value_length:4" +
				ended + " signature:16"},
		{be32(0, 0, 3, 9, 4, 3) + omapiNamed() + omapiNamed("state", be32(2), "state", "down", "flags", "\x01", "subnet", be32(3), "ends", be32(9), "free-leases", be32(7)), 8,
			header + ended + named + "5 value_length:4 value_state:4" + named + "5 value_length:4 value_state:4" + named + "5 value_length:4 value_flags:1" +
				named + "6 value_length:4 value_subnet_handle:4" + named + "4 value_length:4 value_ends:4" + named + "11 value_length:4 value_free_leases_count:4" + ended},
		{be32(0, 0, 3, 9, 5, 0) + omapiNamed() + omapiNamed("shelf", "third", "visits", be32(12), "local-address", zeros(8)), 8,
			header + ended + named + "5 value_length:4 variable:5" + named + "6 value_length:4 variable:4" + named + "13 value_length:4 value_local_address:8" + ended},
	} {
		if got := frameOMAPI([]byte(test.data+"more"), test.at, true); got != len(test.data) {
			t.Errorf("%x has %d bytes, got %d", test.data, len(test.data), got)
		}
		if got := frameOMAPI([]byte(test.data[:len(test.data)-1]), test.at, true); got != 0 {
			t.Errorf("%x is not all of it, got %d", test.data, got)
		}
		if got := shown(omapiFields([]byte(test.data), test.at, true)); got != test.want {
			t.Errorf("%x:\ngot  %s\nwant %s", test.data, got, test.want)
		}
		if got := shown(omapiFields([]byte(test.data+"\x00"), test.at, true)); got != "no" {
			t.Errorf("%x and a byte more: got %s", test.data, got)
		}
	}
	// What four bytes are.
	for _, test := range []struct{ name, value, want string }{
		{"state", "down", "FT_STRING"}, {"state", be32(2), "FT_UINT32"}, {"starts", be32(2), "FT_ABSOLUTE_TIME"}, {"flags", be32(1), "FLAGS"},
		{"known", be32(1), "FT_BOOLEAN"}, {"ip-address", be32(1), "FT_IPv4"}, {"match", "case", "FT_STRING"}, {"hashstring", be32(1), "FT_NONE"},
		{"mine", "lock", "FT_STRING"}, {"mine", be32(12), "FT_UINT32"}, {"mine", "\x01\x02\x03", "FT_NONE"}, {"load-balance-hba", "case", "FT_BYTES"},
	} {
		leaves, _ := omapiFields([]byte(be32(0, 0, 3, 9, 5, 0)+omapiNamed()+omapiNamed(test.name, test.value)), 8, true)
		if got := leaves[len(leaves)-2].Label.Type; got != test.want {
			t.Errorf("%s of %q is %s, got %s", test.name, test.value, test.want, got)
		}
	}
}

// FuzzOMAPI: whatever is said, fields follow each other and end where the message does.
func FuzzOMAPI(f *testing.F) {
	f.Add([]byte(be32(1, 16, 1, 0, 3, 0)+omapiNamed("type", "host")+omapiNamed("ip-address", be32(1))+zeros(16)), 8)
	f.Add([]byte(be32(100, 24)), 0)
	f.Add([]byte(be32(0, 0xffffffff, 1, 0, 3, 0)+omapiNamed("", "")), 8)
	f.Fuzz(func(t *testing.T, data []byte, at int) {
		frame := func(data []byte, _ int, fromClient bool) int { return frameOMAPI(data, at, fromClient) }
		fields := func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
			return omapiFields(data, at, fromClient)
		}
		checkLayout(t, frame, fields, data, false)
	})
}
