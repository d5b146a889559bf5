package protocols

import (
	"testing"
)

// strokeSaid is a message of a type whose structure begins with these words, and texts.
func strokeSaid(kind uint32, texts string, words ...uint32) string {
	body := words32(words...)
	return words32(uint32(strokeTexts+len(texts)), kind, 1, 0) + body + zeros(strokeSize-len(body)) + "\x00\x04" + texts
}

// TestStroke: texts are where a field of the structure says, and the structure is that of a type.
func TestStroke(t *testing.T) {
	const head, first = "length:2 pad:2 message_type:4 output_verbosity:4 pad:4 ", strokeTexts
	for _, step := range []struct {
		said string
		want string
	}{
		{strokeSaid(0, "", 0), head + "name_offset:8 unused:632 buffer_length:2"},
		{strokeSaid(4, "voice\x00", first), head + "name_offset:8 unused:632 buffer_length:2 name:6"},
		{strokeSaid(6, "10.4.0.1\x0010.4.0.9\x00", first, 0, first+9), head + "start_offset:8 end_offset:8 unused:624 buffer_length:2 start:9 end:9"},
		{strokeSaid(21, "pw\x00anna\x00", 0, 0, first+3, 0, first), head + "name_offset:8 username_offset:8 password_offset:8 unused:616 buffer_length:2 password:3 username:5"},
		{strokeSaid(15, "", 8, 1), head + "list_flags:4 utc:4 unused:632 buffer_length:2"},
		{strokeSaid(19, "a\x00", 1, 0, first), head + "export_flags:4 pad:4 selector_offset:8 unused:624 buffer_length:2 selector:2"},
		{strokeSaid(20, ""), head + "unused:640 buffer_length:2"},
		{strokeSaid(4, "voice\x00", first+1), "no"},
		{strokeSaid(4, "voice", first), "no"},
		{strokeSaid(23, ""), "no"},
	} {
		data := []byte(step.said)
		leaves, ok := strokeFields(data, 0, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.said, got, step.want)
		}
		if got := frameStroke(data, 0, true); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
	for data, want := range map[string]int{"a line\n\nmore": 7, "\n": 1, "no end": 0} {
		if got := frameStroke([]byte(data), 0, false); got != want {
			t.Errorf("%q: got %d, want %d", data, got, want)
		}
	}
	if got := frameStroke([]byte("\x10\x00"), 0, true); got != -1 {
		t.Errorf("a message shorter than its structure: got %d", got)
	}
}

// TestStrokeStructs: sizes are those that a compiler of C makes of the structures.
func TestStrokeStructs(t *testing.T) {
	l := cStruct{structs: strokeStructs, unions: map[string]cUnion{"string": {8, func(l *cStruct, name string) { l.one(name, "FT_UINT64", 8) }}}}
	for what, want := range map[string]int{"conn": strokeSize, "rekey": 80, "dpd": 24, "ikeme": 24, "mark": 8, "end": 176, "ca": 56, "loglevel": 16, "counters": 16} {
		if got := l.sizeOf(what); got != want {
			t.Errorf("%s has %d bytes, want %d", what, got, want)
		}
	}
	for kind, what := range strokeTypes {
		if _, ok := strokeStructs[what]; !ok {
			t.Errorf("type %d holds %s, which is not there", kind, what)
		}
	}
}

// FuzzStroke: whatever is said, fields follow each other and end where the message does.
func FuzzStroke(f *testing.F) {
	f.Add([]byte(strokeSaid(4, "voice\x00", strokeTexts)+strokeSaid(3, "", 0, 0, 2)), true)
	f.Add([]byte("a line\n\nmore\n"), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameStroke, strokeFields, data, fromClient)
	})
}
