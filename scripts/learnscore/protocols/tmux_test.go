package protocols

import (
	"encoding/binary"
	"testing"
)

// tmuxMessage is a message of a type.
func tmuxMessage(kind uint32, body string) string {
	b := binary.LittleEndian.AppendUint32(nil, kind)
	b = binary.LittleEndian.AppendUint16(b, uint16(16+len(body)))
	return string(b) + "\x00\x00" + words32(8, 1<<32-1) + body
}

// TestTmux: texts end with a NUL, and some messages may have nothing behind the header, or less.
func TestTmux(t *testing.T) {
	const head = "type:4 length:2 flags:2 version:4 pid:4"
	for _, step := range []struct {
		kind uint32
		body string
		want string
	}{
		{100, words32(0), head + " client_flags:4"},
		{111, words32(0, 0), head + " client_flags:8"},
		{105, "TERM=vt100\x00", head + " environment:11"},
		{105, "TERM=vt100", "no"},
		{106, "", head},
		{106, "\x00", "no"},
		{200, words32(2) + "list-keys\x00-a\x00", head + " arguments_count:4 argument:10 argument:3"},
		{200, words32(0), head + " arguments_count:4"},
		{200, words32(1) + "list-keys\x00-a", "no"},
		{203, "", head},
		{203, words32(1), head + " exit_status:4"},
		{203, words32(1) + "why\x00", head + " exit_status:4 exit_message:4"},
		{203, "\x00\x00", "no"},
		{209, "", head},
		{209, "/bin/sh\x00", head + " shell:8"},
		{217, "true\x00/bin/sh\x00", head + " command:5 shell:8"},
		{217, "true\x00", "no"},
		{300, words32(3, 0), head + " stream_id:4 descriptor:4"},
		{300, words32(3, 0) + "/a\x00", head + " stream_id:4 descriptor:4 path:3"},
		{303, words32(3, 1, 0) + "/a\x00", head + " stream_id:4 descriptor:4 open_flags:4 path:3"},
		{304, words32(1) + "said", head + " stream_id:4 data:4"},
		{304, words32(1), head + " stream_id:4"},
		{305, words32(1, 0), head + " stream_id:4 error_code:4"},
		{99, "", "no"},
	} {
		data := []byte(tmuxMessage(step.kind, step.body))
		leaves, ok := tmuxFields(data, 0, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%d %q:\ngot  %s\nwant %s", step.kind, step.body, got, step.want)
		}
		if got := frameTmux(data, 0, true); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
	for said, want := range map[string]string{"a text\n": "FT_STRING", "\x01\x02": "FT_NONE"} {
		leaves, _ := tmuxFields([]byte(tmuxMessage(301, words32(1)+said)), 0, true)
		if got := leaves[len(leaves)-1].Label.Type; got != want {
			t.Errorf("%q is %s, want %s", said, got, want)
		}
	}
	for data, want := range map[string]int{"\x64\x00\x00\x00\x10": 0, "\x64\x00\x00\x00\x0f\x00": -1} {
		if got := frameTmux([]byte(data), 0, true); got != want {
			t.Errorf("%q: got %d, want %d", data, got, want)
		}
	}
}

// FuzzTmux: whatever is said, fields follow each other and end where the message does.
func FuzzTmux(f *testing.F) {
	f.Add([]byte(tmuxMessage(200, words32(2)+"list-keys\x00-a\x00") + tmuxMessage(203, words32(1)+"why\x00")))
	f.Add([]byte(tmuxMessage(303, words32(3, 1, 0)+"/a\x00") + tmuxMessage(304, words32(1)+"said")))
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameTmux, tmuxFields, data, true) })
}
