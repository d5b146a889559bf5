package protocols

import (
	"encoding/binary"
	"strings"
	"testing"
)

// tpmMessage is a command to a TPM, or an answer, with this body.
func tpmMessage(tag uint16, code uint32, body string) []byte {
	b := binary.BigEndian.AppendUint16(nil, tag)
	b = binary.BigEndian.AppendUint32(b, uint32(10+len(body)))
	return append(binary.BigEndian.AppendUint32(b, code), body...)
}

// TestTPM: what an answer holds is told by the command before it, and by its tag.
func TestTPM(t *testing.T) {
	const (
		none     = 0x8001
		command  = "tag_type:2 size:4 command_code:4"
		answer   = "tag_type:2 size:4 response_code:4"
		session  = "\x02\x00\x00\x00\x00\x02no\x01\x00\x03mac" // 14 bytes
		sessions = " authorization_size:4 session_handle:4 nonce_size:2 nonce:2 session_flags:1 hmac_size:2 hmac:3"
		public   = "\x00\x23\x00\x0b\x00\x00\x00\x72\x00\x00\x00\x06\x00\x80\x00\x43\x00\x18\x00\x04\x00\x03\x00\x10\x00\x01x\x00\x01y"
		fields   = " object_type:2 name_alg:2 object_flags:4 policy_digest_size:2 symmetric_alg:2 key_bits:2 mode:2 key_scheme_alg:2 scheme_hash_alg:2 curve:2 kdf_alg:2 x_size:2 x:1 y_size:2 y:1"
	)
	layout, err := tpmFields()
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		fromClient bool
		tag        uint16
		code       uint32
		body, want string
	}{
		{true, none, 0x17b, "\x00\x08", command + " requested_size:2"},
		{false, none, 0, "\x00\x08bytes123", answer + " random_size:2 random:8"},
		{false, none, 0, "\x00\x09bytes123", "no"},
		{false, none, 0x101, "", answer}, // an error
		{false, none, 0x101, "x", "no"},
		{true, tpmSessions, 0x14e, "authnvid\x00\x00\x00\x0e" + session + "\x00\x20\x00\x00",
			command + " auth_handle:4 nv_index_handle:4" + sessions + " data_size:2 offset:2"},
		{false, tpmSessions, 0, "\x00\x00\x00\x06\x00\x04data\x00\x00\x01\x00\x00",
			answer + " parameter_size:4 data_size:2 data:4 nonce_size:2 session_flags:1 hmac_size:2"},
		{false, tpmSessions, 0, "\x00\x00\x00\x05\x00\x04data\x00\x00\x01\x00\x00", "no"},           // parameters are longer
		{true, tpmSessions, 0x14e, "authnvid\x00\x00\x00\x0d" + session + "\x00\x20\x00\x00", "no"}, // authorizations are longer
		{true, none, 0x173, "hand", command + " object_handle:4"},
		{false, none, 0, "\x00\x1e" + public + "\x00\x00\x00\x00", answer + " out_public_size:2" + fields + " name_size:2 qualified_name_size:2"},
		{false, none, 0, "\x00\x1d" + public + "\x00\x00\x00\x00", "no"}, // a record that is longer than its size
		{true, none, 0x17d, "\x00\x01x\x00\x0bhier", command + " data_size:2 data:1 hash_alg:2 hierarchy:4"},
		{false, none, 0, "\x00\x01d\x80\x24hier\x00\x00", answer + " digest_size:2 digest:1 ticket_type:2 hierarchy:4 ticket_digest_size:2"},
		{true, none, 0x17a, "capaproperty", command + " capability:4 property:4 property_count:4"},
		{false, none, 0, "\x00\x00\x00\x00\x06\x00\x00\x00\x02" + strings.Repeat("propvalu", 2),
			answer + " more_data:1 capability:4 list_count:4 property:4 property_value:4 property:4 property_value:4"},
		{false, none, 0, "\x00\x00\x00\x00\x05\x00\x00\x00\x01\x00\x0b\x03abc", answer + " more_data:1 capability:4 list_count:4 hash_alg:2 select_size:1 select:3"},
		{false, none, 0, "\x00\x00\x00\x00\x06\xff\xff\xff\xffpropvalu", "no"},
		{false, none, 0, "\x00\x00\x00\x00\x99\x00\x00\x00\x00", "no"}, // no such capability
		{true, tpmSessions, 0x13c, "pcr_\x00\x00\x00\x00\x00\x00", command + " pcr_handle:4 authorization_size:4 event_data_size:2"},
		{false, none, 0, "\x00\x00\x00\x02\x00\x04" + strings.Repeat("1", 20) + "\x00\x0b" + strings.Repeat("2", 32), answer + " values_count:4 hash_alg:2 digest:20 hash_alg:2 digest:32"},
		{false, none, 0, "\x00\x00\x00\x01\x77\x77", "no"}, // no such hash
		{true, none, 0x158, "key_\x00\x01q\x00\x18\x00\x0b\x00\x00\x00\x00", command + " key_handle:4 qualifying_data_size:2 qualifying_data:1 signature_scheme_alg:2 scheme_hash_alg:2 selection_count:4"},
		{false, none, 0, "\x00\x32\xffTCG\x80\x18\x00\x00\x00\x01q" + strings.Repeat("c", 17) + "firmware\x00\x00\x00\x01\x00\x0b\x03abc\x00\x02pd" + "\x00\x18\x00\x0b\x00\x01r\x00\x01s",
			answer + " quoted_size:2 magic:4 attest_type:2 qualified_signer_size:2 extra_data_size:2 extra_data:1 clock:8 reset_counter:4 restart_counter:4 safe:1 firmware_version:8" +
				" selection_count:4 hash_alg:2 select_size:1 select:3 pcr_digest_size:2 pcr_digest:2 signature_alg:2 signature_hash_alg:2 r_size:2 r:1 s_size:2 s:1"},
		{true, none, 0x199, "", "no"}, // no such command
		{false, none, 0, "", "no"},
	} {
		leaves, ok := layout(tpmMessage(step.tag, step.code, step.body), 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%x %q:\ngot  %s\nwant %s", step.code, step.body, got, step.want)
		}
	}
	if leaves, ok := layout(make([]byte, 9), 0, true); ok {
		t.Errorf("less than a header: %s", shown(leaves, ok))
	}
}

// TestTPMTables: all types that tables name are there.
func TestTPMTables(t *testing.T) {
	check := func(words string) {
		for _, word := range strings.Fields(words) {
			_, kind, _ := strings.Cut(word, ":")
			record := strings.TrimPrefix(strings.TrimPrefix(kind, "sized_"), "*")
			switch kind {
			case "u8", "u16", "u32", "u64", "bool", "sized", "hash", "selected", "scheme":
			default:
				if tpmRecords[record] == "" && tpmSwitches[kind] == nil {
					t.Errorf("%s: there is no such type", word)
				}
			}
		}
	}
	for _, c := range tpmCommands {
		check(c.parameters)
		check(c.answerParameters)
	}
	for _, words := range tpmRecords {
		check(words)
	}
	for _, union := range tpmSwitches {
		for _, words := range union {
			check(words)
		}
	}
}

// FuzzTPM: whatever is said, fields follow each other and end where the message does.
func FuzzTPM(f *testing.F) {
	f.Add(append(tpmMessage(0x8001, 0x17d, "\x00\x01x\x00\x0bhier"), tpmMessage(0x8001, 0x173, "hand")...), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		layout, err := tpmFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frameTPM, layout, data, fromClient)
	})
}
