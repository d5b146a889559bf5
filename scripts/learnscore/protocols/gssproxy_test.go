package protocols

import (
	"strings"
	"testing"
)

// gssproxySaid is a message in one fragment, of numbers and what is behind them.
func gssproxySaid(numbers []uint32, body string) []byte {
	said := be32(numbers...) + body
	return []byte(be32(0x80000000|uint32(len(said))) + said)
}

func gssproxyCall(xid, procedure uint32, body string) []byte {
	return gssproxySaid([]uint32{xid, 0, 2, gssproxyProgram, 1, procedure, 0, 0, 0, 0}, body)
}

// TestGSSProxy: a call tells its procedure, and that of the reply that has its number.
func TestGSSProxy(t *testing.T) {
	const call = "fragment_length:4 xid:4 message_type:4 rpc_version:4 program:4 program_version:4 procedure_code:4 auth_flavor:4 auth_length:4" +
		" verifier_flavor:4 verifier_length:4"
	const caller = " call_locale_length:4 call_locale:1 call_locale_padding:3 call_server_context_length:4 call_option_count:4"
	const reply = "fragment_length:4 xid:4 message_type:4 reply_code:4"
	const accepted = reply + " verifier_flavor:4 verifier_length:4 accept_code:4"
	const status = " status_major_code:8 status_mechanism_length:4 status_minor_code:8 status_major_text_length:4 status_minor_text_length:4" +
		" status_server_context_length:4 status_option_count:4"
	n := be32
	by, well := n(1)+"C\x00\x00\x00"+n(0, 0), n(0, 0, 0, 0, 0, 0, 0, 0, 0)
	for _, step := range []struct {
		procedure uint32
		body      string
		want      string
		reply     []uint32 // behind the number
		answer    string
		wanted    string
	}{
		{0, "", call, []uint32{1, 0, 0, 0, 0}, "", accepted},
		{1, by, call + caller, []uint32{1, 0, 0, 0, 0}, well + n(0, 0, 1, 2) + "ab\x00\x00" + n(0), accepted + status +
			" mechanism_count:4 attribute_count:4 supported_extension_count:4 supported_extension_length:4 supported_extension:2 supported_extension_padding:2 extension_count:4"},
		{1, by + "x", "no", []uint32{1, 0, 0, 0, 0}, well, "no"},
		{2, by + n(1, 1) + "a\x00\x00\x00" + n(0), call + caller + " option_count:4 option_name_length:4 option_name:1 option_name_padding:3 option_value_length:4",
			[]uint32{1, 0, 0, 0, 1}, "", accepted}, // the program is not there
		{10, by + n(1) + strings.Repeat(n(0), 9), call + caller + " handle_type:4 name_display_length:4 name_type_length:4 name_exported_length:4" +
			" name_exported_composite_length:4 name_attribute_count:4 name_extension_count:4 credential_element_count:4 credential_reference_length:4" +
			" credential_needs_release:4", []uint32{1, 0, 0, 0, 0}, well, accepted + status},
		{10, by + n(2), "no", []uint32{1, 0, 0, 0, 2}, n(1, 3), accepted + " versions_lowest_version:4 versions_highest_version:4"},
		{15, by, "no", []uint32{1, 1, 1, 5}, "", reply + " denied_reason_type:4 denied_reason:4"},
		{15, by, "no", []uint32{1, 1, 0}, n(2, 2), reply + " denied_reason_type:4 versions_lowest_version:4 versions_highest_version:4"},
		{16, by, "no", []uint32{1, 0, 0, 0, 0}, well, "no"},
	} {
		fields, err := gssproxyFields()
		if err != nil {
			t.Fatal(err)
		}
		leaves, ok := fields(gssproxyCall(7, step.procedure, step.body), 0, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%d %q:\ngot  %s\nwant %s", step.procedure, step.body, got, step.want)
		}
		answer := gssproxySaid(append([]uint32{7}, step.reply...), step.answer)
		leaves, ok = fields(answer, 0, false)
		if got := shown(leaves, ok); got != step.wanted {
			t.Errorf("%d answered by %q:\ngot  %s\nwant %s", step.procedure, step.answer, got, step.wanted)
		}
		if _, ok := fields(gssproxySaid([]uint32{8, 1, 0, 0, 0, 0}, well), 0, false); ok {
			t.Error("a reply to nothing is one")
		}
	}
}

// FuzzGSSProxy: whatever is called and replied, fields follow each other and end where the message does.
func FuzzGSSProxy(f *testing.F) {
	by, well := be32(0, 0, 0), be32(0, 0, 0, 0, 0, 0, 0, 0, 0)
	f.Add(uint32(6), []byte(by+zeros(52)), []byte(be32(0, 0, 0, 0)+well+be32(0, 0)))
	f.Add(uint32(13), []byte(by+zeros(80)), []byte(be32(0, 0, 0, 0)+well+be32(0, 1, 1)+"a\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, procedure uint32, call, reply []byte) {
		fields, err := gssproxyFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frameRPC, fields, gssproxyCall(7, procedure, string(call)), true)
		checkLayout(t, frameRPC, fields, gssproxySaid([]uint32{7, 1}, string(reply)), false)
	})
}
