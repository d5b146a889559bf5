package protocols

import (
	"testing"
)

// spoeFrame is a frame of a type, for a stream.
func spoeFrame(kind byte, stream, payload string) string {
	body := string(kind) + "\x00\x00\x00\x01" + stream + "\x01" + payload
	return be32(uint32(len(body))) + body
}

// TestSPOE: the type of a frame tells what it lists, and that of a value its form.
func TestSPOE(t *testing.T) {
	const head = "frame_length:4 frame_type:1 frame_flags:4 stream_id:1 frame_id:1"
	for _, step := range []struct {
		kind       byte
		stream     string
		payload    string
		fromClient bool
		want       string
	}{
		{1, "\x00", "\x01v\x08\x032.0\x01m\x03\xfc\xf0\x06\x01c\x08\x00\x01h\x11", true,
			head + " name_length:1 name:1 value_type:1 value_length:1 value:3 name_length:1 name:1 value_type:1 value:3 name_length:1 name:1 value_type:1 value_length:1 name_length:1 name:1 value_type:1"},
		{1, "\x00", "", false, "no"},
		{2, "\x00", "\x01s\x03\x00", true, head + " name_length:1 name:1 value_type:1 value:1"},
		{3, "\xf0\x00", "\x02ip\x02\x00\x06abcd\x01b\x00\x01m\x00", true,
			"frame_length:4 frame_type:1 frame_flags:4 stream_id:2 frame_id:1 message_name_length:1 message_name:2 arguments_count:1 name_length:1 value_type:1 value:4 name_length:1 name:1 value_type:1 message_name_length:1 message_name:1 arguments_count:1"},
		{3, "\x01", "\x01m\x02\x01a\x07" + zeros(16) + "\x01b\x09\x02\x00\x01", true,
			head + " message_name_length:1 message_name:1 arguments_count:1 name_length:1 name:1 value_type:1 value:16 name_length:1 name:1 value_type:1 value_length:1 value:2"},
		{3, "\x01", "\x01m\x02\x01a\x00", true, "no"},
		{3, "\x01", "\x01m\x01\x01a\x0a", true, "no"},
		{3, "\x01", "\x01m\x01\x01a\x09\x05abcd", true, "no"},
		{3, "\x01", "\x01m\x01\x01a\x08\xf5abcd", true, "no"},
		{3, "\xf0\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", "", true, "no"},
		{101, "\x00", "", false, head},
		{102, "\x00", "\x01s\x03\x63", false, head + " name_length:1 name:1 value_type:1 value:1"},
		{103, "\x01", "", false, head},
		{103, "\x01", "\x01\x03\x02\x01x\x05\xf0\x00\x02\x02\x01\x01y", false,
			head + " action_type:1 arguments_count:1 scope:1 variable_name_length:1 variable_name:1 value_type:1 value:2 action_type:1 arguments_count:1 scope:1 variable_name_length:1 variable_name:1"},
		{103, "\x01", "\x03\x02\x01\x01y", false, "no"},
		{103, "\x01", "", true, "no"},
		{0, "\x01", "", true, "no"},
	} {
		data := []byte(spoeFrame(step.kind, step.stream, step.payload))
		leaves, ok := spoeFields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%d %q:\ngot  %s\nwant %s", step.kind, step.payload, got, step.want)
		}
	}
}

// TestSPOENumbers: numbers of variable size are those of the protocol's own table.
func TestSPOENumbers(t *testing.T) {
	for data, want := range map[string]uint64{
		"\x00": 0, "\xef": 239, "\xf0\x00": 240, "\xff\x7f": 2287, "\xf0\x80\x00": 2288, "\xff\xff\x7f": 264431, "\xf0\x80\x80\x00": 264432,
		"\xff\xff\xff\x7f": 33818863, "\xf0\x80\x80\x80\x00": 33818864, "\xff\xff\xff\xff\x7f": 4328786159,
	} {
		l := spoe{structure{protocol: "spoe", data: []byte(data)}}
		if got, ok := l.number("n"); got != want || !ok || l.at != len(data) {
			t.Errorf("%x is %d, got %d of %d bytes", data, want, got, l.at)
		}
	}
}

// FuzzSPOE: whatever is said, fields follow each other and end where the message does.
func FuzzSPOE(f *testing.F) {
	f.Add([]byte(spoeFrame(1, "\x00", "\x01v\x08\x032.0")+spoeFrame(3, "\xf0\x00", "\x02ip\x01\x00\x06abcd\x01m\x01\x01a\x09\x02\x00\x01")), true)
	f.Add([]byte(spoeFrame(103, "\x01", "\x01\x03\x02\x01x\x05\xf0\x00\x02\x02\x01\x01y")), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameLength32, spoeFields, data, fromClient)
	})
}
