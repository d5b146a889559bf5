package protocols

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// p11Call is a call of a function or an answer, with these options and arguments of this signature.
func p11Call(options string, code uint32, signature, arguments string) []byte {
	body := binary.BigEndian.AppendUint32(nil, code)
	body = append(binary.BigEndian.AppendUint32(body, uint32(len(signature))), signature+arguments...)
	b := binary.BigEndian.AppendUint32(nil, 17)
	b = binary.BigEndian.AppendUint32(b, uint32(len(options)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(body)))
	return append(append(b, options...), body...)
}

// TestP11: what a call holds is told by its function, which its signature has to be of.
func TestP11(t *testing.T) {
	const (
		header = "call_serial:4 options_length:4 body_length:4 function_code:4 signature_length:4"
		number = "\x00\x00\x00\x00\x00\x00\x00\x07"
		two    = "\x00\x00\x00\x02"
		one    = "\x00\x00\x00\x01"
		zero   = "\x00\x00\x00\x00"
		none   = "\xff\xff\xff\xff"
		label  = "\x00\x00\x00\x03"
		value  = " attribute_type:4 attribute_valid:1 attribute_length:4"
	)
	session := func(signature string) string { return header + " signature:" + signature + " session_handle:8" }
	for _, step := range []struct {
		code                 uint32
		signature, arguments string
		fromClient           bool
		want                 string
	}{
		{2, "", "", true, header},
		{2, "", "", false, header},
		{0, "u", number, false, header + " signature:1 error_code:8"},
		{0, "u", number, true, "no"},
		{11, "u", number, true, session("1")},
		{11, "u", number, false, "no"},
		{11, "y", "\x01", true, "no"}, // another signature
		{66, "u", number, true, "no"}, // no such function
		{4, "yfu", "\x01" + two, true, header + " signature:3 token_present:1 slot_room_count:4"},
		{4, "au", "\x01" + two + number + number, false, header + " signature:2 slot_id_valid:1 slot_id_count:4 slot_id:8 slot_id:8"},
		{4, "au", "\x00" + two, false, header + " signature:2 slot_id_valid:1 slot_id_count:4"},
		{4, "au", "\x01" + none + number, false, "no"},
		{5, "ssuvv", two + "ab" + one + "c" + number + "\x01\x02\x03\x04", false, header +
			" signature:5 description_length:4 description:2 manufacturer_length:4 manufacturer:1 flags:8 hardware_version_major:1 hardware_version_minor:1 firmware_version_major:1 firmware_version_minor:1"},
		{18, "uuay", number + number + "\x01" + two + "12", true, session("4") + " user_type:8 pin_valid:1 pin_length:4 pin:2"},
		{18, "uuay", number + number + "\x00" + two, true, session("4") + " user_type:8 pin_valid:1 pin_length:4"},
		{18, "uuay", number + number + "\x01" + none, true, session("4") + " user_type:8 pin_valid:1 pin_length:4"},
		{9, "uayz", number + "\x01" + one + "1" + two + "ab", true, header + " signature:4 slot_id:8 pin_valid:1 pin_length:4 pin:1 label_length:4 label:2"},
		{24, "uufA", number + number + one + label + two, true,
			session("4") + " object_handle:8 template_count:4 attribute_type:4 attribute_room_length:4"},
		{24, "uufA", number + number + two + label + two, true, "no"},
		{24, "aAu", one + label + "\x00" + number, false, header + " signature:3 template_count:4 attribute_type:4 attribute_valid:1 result_code:8"},
		{26, "uaA", number + two + zero + "\x01" + two + number + label + "\x01" + two + two + "ab", true,
			session("3") + " template_count:4" + value + " value_class:8" + value + " value_label_length:4 value_label:2"},
		{26, "uaA", number + two + one + "\x01" + one + "\x01" + "\x00\x00\xff\xff\x01" + two + two + "ab", true,
			session("3") + " template_count:4" + value + " value_token:1" + value + " value_other_length:4 value_other:2"},
		{26, "uaA", number + one + "\x40\x00\x02\x11\x01" + two + one + one + "\x01" + one + "\x00", true,
			session("3") + " template_count:4" + value + " value_wrap_template_count:4" + value + " value_token:1"},
		{26, "uaA", number + one + "\x40\x00\x06\x00\x01" + two + one + number, true,
			session("3") + " template_count:4" + value + " value_allowed_mechanisms_count:4 value_allowed_mechanisms:8"},
		{26, "uaA", number + one + "\x00\x00\x01\x10\x01" + two + none, true, session("3") + " template_count:4" + value + " value_start_date_length:4"},
		{29, "uMu", number + one + none + number, true, session("3") + " mechanism_type:4 parameter_length:4 key_handle:8"},
		{29, "uMu", number + "\x00\x00\x00\x0d" + number + number + number + number, true,
			session("3") + " mechanism_type:4 hash_type:8 mask_type:8 salt_len:8 key_handle:8"},
		{29, "uMu", number + "\x00\x00\x00\x09" + number + number + number + one + "x" + number, true,
			session("3") + " mechanism_type:4 hash_type:8 mask_type:8 source_type:8 source_data_length:4 source_data:1 key_handle:8"},
		{63, "ufy", number + two, true, "no"}, // seeds are bytes
		{64, "ufy", number + two, true, session("3") + " random_room_count:4"},
	} {
		leaves, ok := p11Fields(p11Call("", step.code, step.signature, step.arguments), 1, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%d %q:\ngot  %s\nwant %s", step.code, step.arguments, got, step.want)
		}
	}
	for data, want := range map[string]string{
		"\x00":                               "version:1",
		string(p11Call("unix:a", 2, "", "")): strings.Replace(header, " function", " options:6 function", 1),
		"\x00\x00\x00\x11":                   "no",
	} {
		at := 1
		if len(data) == 1 {
			at = 0
		}
		if leaves, ok := p11Fields([]byte(data), at, true); shown(leaves, ok) != want {
			t.Errorf("%q:\ngot  %s\nwant %s", data, shown(leaves, ok), want)
		}
	}
}

// TestP11Signatures: the parts of each function have types of signatures.
func TestP11Signatures(t *testing.T) {
	for code, sides := range p11Calls {
		for side, words := range sides {
			for _, word := range strings.Fields(words) {
				_, kind, _ := strings.Cut(word, ":")
				l := p11{structure{protocol: "p11", data: make([]byte, 100)}}
				if known := l.value("name", kind); known != (word != "-") {
					t.Errorf("function %d, side %d: %s is known: %v", code, side, word, known)
				}
			}
		}
	}
}

// FuzzP11: whatever is said, fields follow each other and end where the call does.
func FuzzP11(f *testing.F) {
	f.Add("", uint32(26), "\x00\x00\x00\x00\x00\x00\x00\x07\x00\x00\x00\x01\x40\x00\x02\x11\x01\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x01\x01\x00\x00\x00\x01\x00", true)
	f.Add("unix:a", uint32(4), "\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x07", false)
	frame := func(data []byte, _ int, fromClient bool) int { return frameP11(data, 1, fromClient) }
	fields := func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) { return p11Fields(data, 1, fromClient) }
	f.Fuzz(func(t *testing.T, options string, code uint32, arguments string, fromClient bool) {
		var signature string
		if int(code) < len(p11Calls) {
			side := map[bool]int{true: 0, false: 1}[fromClient]
			for _, word := range strings.Fields(p11Calls[code][side]) {
				signature += word[strings.IndexByte(word, ':')+1:]
			}
		}
		checkLayout(t, frame, fields, p11Call(options, code, signature, arguments), fromClient)
	})
}
