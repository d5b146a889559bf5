package protocols

import (
	"encoding/binary"
	"strings"
	"testing"
)

// watchmanSaid is a value in a message of the first version, and in one of the second.
func watchmanSaid(value string) []string {
	length := "\x04" + string(binary.LittleEndian.AppendUint16(nil, uint16(len(value))))
	return []string{"\x00\x01" + length + value, "\x00\x02\x01\x00\x00\x00" + length + value}
}

// bserSaid is a text.
func bserSaid(text string) string { return "\x02\x03" + string([]byte{byte(len(text))}) + text }

// TestWatchman: each value has its type before it, and the name of its key, which is that of the array or of the objects
// that it is in.
func TestWatchman(t *testing.T) {
	const (
		command = " command_type:1 command_length_type:1 command_length:1 command:"
		key     = " key_type:1 key_length_type:1 key_length:1 key:"
		array   = " command_type:1 command_count_type:1 command_count:1"
	)
	for _, step := range []struct {
		value string
		want  string
	}{
		{bserSaid("clock"), command + "5"},
		{"\x0d" + bserSaid("clock")[1:], command + "5"},
		{bserSaid(""), " command_type:1 command_length_type:1 command_length:1"},
		{"\x02\x04\x05\x00clock", " command_type:1 command_length_type:1 command_length:2 command:5"},
		{"\x02\x03\x06clock", "no"},
		{"\x02\x03\xffclock", "no"},
		{"\x03\x07", " command_type:1 command:1"},
		{"\x06\x07\x00\x00\x00\x00\x00\x00\x00", " command_type:1 command:8"},
		{"\x06\x07\x00\x00", "no"},
		{"\x07\x00\x00\x00\x00\x00\x00\xe0\x3f", " command_type:1 command:8"},
		{"\x08", " command:1"},
		{"\x0a", " command_type:1"},
		{"\x0e", "no"},
		{"\x00\x03\x02\x03\x07\x09", array + " command_type:1 command:1 command:1"},
		{"\x00\x03\x00", array},
		{"\x00\x03\x02\x09", "no"},
		{"\x01\x03\x01" + bserSaid("size") + "\x03\x07", array + key + "4 size_type:1 size:1"},
		{"\x01\x03\x01" + bserSaid("a key") + "\x03\x07", array + key + "5 value_type:1 value:1"},
		{"\x01\x03\x01\x03\x07\x03\x07", "no"},
		{"\x0b\x00\x03\x02" + bserSaid("size") + bserSaid("new") + "\x03\x02" + "\x03\x07\x08\x04\x00\x01\x0c",
			" command_type:1 keys_type:1 keys_count_type:1 keys_count:1" + key + "4" + key + "3 command_count_type:1 command_count:1 size_type:1 size:1 new:1 size_type:1 size:2 new_type:1"},
		{"\x0b\x00\x03\x00\x06\x00\x00\x00\x00\x00\x00\x00\x10", "no"}, // many objects of nothing
		{"\x0b\x03\x00", "no"},
		{strings.Repeat("\x00\x03\x01", 100) + "\x08", "no"},
	} {
		for i, head := range []string{"magic:2 length_type:1 length:2", "magic:2 capability_flags:4 length_type:1 length:2"} {
			data := []byte(watchmanSaid(step.value)[i])
			want := step.want
			if want != "no" {
				want = head + want
			}
			leaves, ok := watchmanFields(data, 0, true)
			if got := shown(leaves, ok); got != want {
				t.Errorf("%q:\ngot  %s\nwant %s", data, got, want)
			}
			if got := frameWatchman(data, 0, true); got != len(data) {
				t.Errorf("%q has %d bytes, got %d", data, len(data), got)
			}
		}
	}
	for data, want := range map[string]int{"\x00": 0, "\x00\x01": 0, "\x00\x02\x00\x00\x00\x00": 0, "\x00\x01\x03": 0, "\x00\x01\x05\x07\x00": 0, "\x00\x03": -1, "[1]": -1, "\x00\x01\x02\x03": -1, "\x00\x01\x03\xff": -1} {
		if got := frameWatchman([]byte(data), 0, true); got != want {
			t.Errorf("%q has %d bytes, want %d", data, got, want)
		}
	}
}

// FuzzWatchman: whatever is said, fields follow each other and end where the message does.
func FuzzWatchman(f *testing.F) {
	for _, value := range []string{"\x01\x03\x01" + bserSaid("size") + "\x03\x07", "\x0b\x00\x03\x01" + bserSaid("new") + "\x03\x01\x0c", "\x00\x03\x02\x03\x07\x09"} {
		for _, said := range watchmanSaid(value) {
			f.Add([]byte(said))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameWatchman, watchmanFields, data, true) })
}
