package protocols

import (
	"strings"
	"testing"
)

// tcsdSaid is a packet with a code, the types of its parameters and room for more of these, and its parameters.
func tcsdSaid(code uint32, types string, more int, parameters string) string {
	at := uint32(tcsdHeader + len(types) + more)
	return be32(at+uint32(len(parameters)), code, uint32(len(types)), uint32(len(types)), tcsdHeader, uint32(len(parameters)), at) + types + zeros(more) + parameters
}

// TestTcsd: a conversation, in which packets say the types of their parameters, and what is asked for the names of an answer's.
func TestTcsd(t *testing.T) {
	const (
		asks  = "packet_length:4 ordinal:4 parameters_count:4 types_length:4 types_offset:4 parameters_length:4 parameters_offset:4"
		tells = "?packet_length:4 result_code:4 parameters_count:4 types_length:4 types_offset:4 parameters_length:4 parameters_offset:4"
		one   = " parameter_type:1"
		uuid  = " uuid_time_low:4 uuid_time_mid:2 uuid_time_high:2 uuid_clock_high:1 uuid_clock_low:1 uuid_node:6"
		asked = " session_handle:4 odd_nonce:20 continued:1 hmac_digest:20"
		told  = " even_nonce:20 continued:1 hmac_digest:20"
		of    = " version_major:1 version_minor:1 version_revision_major:1 version_revision_minor:1"
	)
	fields, err := tcsdFields()
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range []step{
		{tcsdSaid(1, "", 0, ""), asks},
		{tcsdSaid(0, "\x03\x03", 0, be32(7, 1)), tells + one + one + " context:4 tpm_version:4"},
		{tcsdSaid(46, "\x03\x03\x03\x04", 0, be32(7, 5, 4)+"\x00\x00\x01\x03"), asks + one + one + one + one +
			" context:4 capability_area:4 sub_capability_length:4 sub_capability:4"},
		{tcsdSaid(0, "\x03\x04", 0, be32(3)+"IBM"), tells + one + one + " response_length:4 response:3"},
		{tcsdSaid(24, "\x03\x02\x03\x06", 0, be32(7)+"\x00\x02"+be32(9)+zeros(20)), asks + one + one + one + one + " context:4 entity_type:2 entity_value:4 nonce:20"},
		{tcsdSaid(0, "\x03\x06\x06", 0, be32(1)+zeros(40)), tells + one + one + one + " session_handle:4 nonce:20 nonce:20"},
		{tcsdSaid(38, "\x03\x03\x03\x04\x07", 1, be32(7, 8, 2)+"ab"+zeros(45)), asks + one + one + one + one + one +
			" unused:1 context:4 key_handle:4 bound_length:4 bound:2" + asked},
		{tcsdSaid(0, "\x07\x03\x04", 0, zeros(41)+be32(1)+"a"), tells + one + one + one + told + " data_length:4 data:1"},
		{tcsdSaid(7, "\x03", 1, be32(7)), asks + one + " unused:1 context:4"},
		{tcsdSaid(0, "\x03\x0c", 0, be32(1)+zeros(4+32+2)+be32(0)), tells + one + one + " keys_count:4" + of + uuid +
			" parent_uuid_time_low:4 parent_uuid_time_mid:2 parent_uuid_time_high:2 parent_uuid_clock_high:1 parent_uuid_clock_low:1 parent_uuid_node:6" +
			" auth_usage:1 loaded:1 vendor_data_length:4"},
		{tcsdSaid(57, "\x03\x01\x07", 0, be32(7)+"\x01"+zeros(45)), asks + one + one + one + " context:4 disabled:1" + asked},
		{tcsdSaid(0x2003, "", 0, ""), tells},
		{tcsdSaid(31, "\x03\x03\x08", 0, be32(7, 12)+zeros(20)), asks + one + one + one + " context:4 pcr_index:4 pcr_digest:20"},
		{tcsdSaid(0, "\x08", 0, zeros(20)), tells + one + " pcr_digest:20"},
		{tcsdSaid(44, "\x03\x03", 0, be32(7)), "no"},
		{tcsdSaid(44, "\x63", 0, be32(7)), "no"},
		{tcsdSaid(44, "\x06\x04", 0, strings.Repeat("\xff", 24)), "no"},
		{tcsdSaid(99, "\x03", 0, be32(7)), "no"},
	} {
		if got := frameTcsd([]byte(m.data+"more"), 0, true); got != len(m.data) {
			t.Errorf("message %d has %d bytes, got %d", i+1, len(m.data), got)
		}
		m.check(t, "tcsd", i, fields)
	}
	if got := frameTcsd([]byte(be32(8, 1)), 0, true); got >= 0 {
		t.Errorf("a packet shorter than its header frames %d bytes", got)
	}
}

// FuzzTcsd: whatever is said, fields follow each other and end where the message does.
func FuzzTcsd(f *testing.F) {
	f.Add(uint32(46), []byte(tcsdSaid(0, "\x03\x04", 0, be32(3)+"IBM")), false)
	f.Add(uint32(7), []byte(tcsdSaid(0, "\x03\x0c", 0, be32(1)+zeros(38)+be32(0))), false)
	f.Add(uint32(1), []byte(tcsdSaid(38, "\x03\x03\x03\x04\x07", 1, be32(7, 8, 2)+"ab"+zeros(45))), true)
	f.Fuzz(func(t *testing.T, asked uint32, data []byte, fromClient bool) {
		fields, _ := tcsdFields()
		fields([]byte(tcsdSaid(asked, "", 0, "")), 0, true)
		checkLayout(t, frameTcsd, fields, data, fromClient)
	})
}
