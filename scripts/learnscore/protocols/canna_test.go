package protocols

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// cannaSaid is a message of a number, that of an extension with a bit more.
func cannaSaid(code int, body string) string {
	return string([]byte{byte(code), byte(code >> 8)}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(body)))) + body
}

// TestCanna: requests and replies are told by the side that says them, and by whether they are first.
func TestCanna(t *testing.T) {
	const head = "op_code:1 extension:1 length:2 "
	for _, step := range []struct {
		said       string
		at         int
		fromClient bool
		want       string
	}{
		{"\x00\x00\x00\x01\x00\x00\x00\x093.3:hana\x00", 0, true, "initialize_type:4 name_length:4 version_and_user:9"},
		{"\x00\x03\x00\x00", 0, false, "minor_version:2 context:2"},
		{cannaSaid(0x03, ""), 17, true, strings.TrimSpace(head)},
		{cannaSaid(0x03, "\x00\x01"), 4, false, head + "context:2"},
		{cannaSaid(0x06, "\x00\x02ab\x00c\x00\x00"), 4, false, head + "dictionaries_count:2 dictionary:3 dictionary:2 list_end:1"},
		{cannaSaid(0x06, "\xff\xff"), 4, false, head + "dictionaries_count:2"},
		{cannaSaid(0x0c, "\xff\x00\x00"+strings.Repeat("\x07", 25)), 4, false,
			head + "status:1 dictionary:1 file:1 kind:4 form:4 words_count:4 mode:4 time:4 time_high:4 pad:1"},
		{cannaSaid(0x0d, "\x00\x01\xa4\xcf\x00\x00names\x00"), 17, true, head + "context:2 word:4 dictionary:6"},
		{cannaSaid(0x0f, "\x00\x02\xa4\xcf\xa4\xcf\x00\x00\xa4\xcf\x00\x00\x00\x00"), 4, false,
			head + "clauses_count:2 candidate_text:6 candidate_text:4 list_end:2"},
		{cannaSaid(0x10, "\x00\x01\x00\x02\x00\x00\x00\x01\x00\x00\x00\x03"), 17, true, head + "context:2 clauses_count:2 mode:4 candidate:2 candidate:2"},
		{cannaSaid(0x1c, "\x00\x01"+zeros(20)), 4, false,
			head + "words_count:2 reading_length:4 written_length:4 row_number:4 column_number:4 dictionary_number:4"},
		{cannaSaid(0x1d, "\xff"), 4, false, head + "status:1"},
		{cannaSaid(0x20, "One\x00\x00\x00"), 17, true, head + "extension_name:4 list_end:1 unused:1"},
		{cannaSaid(cannaExtension|0x07, "\x00\x01user\x00\x04\x00"), 17, true, head + "context:2 path:5 buffer_size:2"},
		{cannaSaid(cannaServerInfo, "\x00\x03\x07\x00\x00\x00\x01\x00\x01\x00\x06Sync\x00\x00\x00\x00\x00\x09\x00\x01\x00\x02"+
			"\x00\x26"+zeros(20)+"\x00\x00\x00\x09\x00\x02a\x00\x00\x02b\x00\x00\x02\x00\x00\x01\x00"), 4, false,
			head + "status:1 major_version:1 minor_version:1 time:4 protocols_count:2 protocol_names_length:2 protocol_name:5 list_end:1 " +
				"protocol_uses:4 clients_count:2 contexts_count:2 client_info_length:2 socket:4 user_number:4 used_time:4 idle_time:4 connect_time:4 " +
				"protocol_uses:4 user_name_length:2 user_name:2 host_name_length:2 host_name:2 client_name_length:2 client_name:2 context_flags:1 context_flags:1"},
		{cannaSaid(cannaServerInfo, "\x00\x03\x07\x00\x00\x00\x01\x00\x01\x00\x06Sync\x00\x00"), 4, false, "no"},
		{cannaSaid(0x0d, "\x00\x01\xa4\xcf"), 17, true, "no"},
		{cannaSaid(0x7f, ""), 17, true, "no"},
	} {
		leaves, ok := cannaFields([]byte(step.said), step.at, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.said, got, step.want)
		}
		if got := frameCanna([]byte(step.said+"more"), step.at, step.fromClient); got != len(step.said) {
			t.Errorf("%q has %d bytes, got %d", step.said, len(step.said), got)
		}
	}
}

// TestCannaReplies: what can be asked for has a reply.
func TestCannaReplies(t *testing.T) {
	for code := range cannaRequests {
		if _, ok := cannaReplies[code]; !ok {
			t.Errorf("request %#x has no reply", code)
		}
	}
}

// FuzzCanna: whatever is said, fields follow each other and end where the message does.
func FuzzCanna(f *testing.F) {
	f.Add([]byte(cannaSaid(0x0d, "\x00\x01\xa4\xcf\x00\x00names\x00")+cannaSaid(0x20, "One\x00\x00\x00")), true)
	f.Add([]byte(cannaSaid(0x0f, "\x00\x01\xa4\xcf\x00\x00\x00\x00")+cannaSaid(cannaServerInfo, "\x00\x03\x07\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		for _, at := range []int{0, 4} {
			checkLayout(t, func(data []byte, _ int, fromClient bool) int { return frameCanna(data, at, fromClient) },
				func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
					return cannaFields(data, at, fromClient)
				}, data, fromClient)
		}
	})
}
