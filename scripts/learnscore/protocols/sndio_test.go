package protocols

import (
	"encoding/binary"
	"strings"
	"testing"
)

// sndioSaid is a message of a command, whose room that is not used is filled with ones, and what is behind it.
func sndioSaid(command uint32, body, behind string) string {
	head := string(binary.BigEndian.AppendUint32(nil, command)) + "\xff\xff\xff\xff" + body
	return head + strings.Repeat("\xff", sndioMessage-len(head)) + behind
}

// TestSndio: a block of data is of controls if the client said that it is there for these.
func TestSndio(t *testing.T) {
	const (
		head       = "command:4 pad:4"
		parameters = "mode_flags:1 xrun_policy:1 bytes_per_sample:1 bits:1 msb:1 little_endian:1 signed:1 pad:1 play_channels:2 record_channels:2 rate:4 buffer_size:4 block_size:4 client_buffer_size:4 reserved:4"
		hello      = "mode_flags:2 version:1 device_number:1 client_id:4 profile:12 program:12"
		control    = "stream_name:16 stream_channel:2 pad:2 other_name:16 other_channel:2 pad:2 function:16 group:16 control_type:1 pad1:1 control_address:2 maximum:2 control_value:2 pad2:12"
	)
	play, controls := "\x00\x01\x07\x00\x00\x00\x10\x00", "\x03\x00\x07\x00\x00\x00\x10\x01"
	described := zeros(sndioControl)
	for name, steps := range map[string][]struct {
		said       string
		fromClient bool
		want       string
	}{
		"sound": {
			{sndioSaid(12, "", ""), true, head + " cookie:16 unused:16"},
			{sndioSaid(sndioHello, play, ""), true, head + " " + hello},
			{sndioSaid(0, "", ""), false, head + " unused:32"},
			{sndioSaid(0, "", ""), true, "no"},
			{sndioSaid(1, "", ""), true, head + " unused:32"},
			{sndioSaid(1, "", ""), false, head + " " + parameters},
			{sndioSaid(2, "", ""), true, head + " " + parameters},
			{sndioSaid(2, "", ""), false, "no"},
			{sndioSaid(4, "\x01", ""), true, head + " drain:1 unused:31"},
			{sndioSaid(4, "", ""), false, head + " unused:32"},
			{sndioSaid(6, "\x00\x00\x00\xa0", ""), false, head + " delta:4 unused:28"},
			{sndioSaid(sndioData, "\x00\x00\x00\x03", "abc"), true, head + " data_size:4 unused:28 data:3"},
			{sndioSaid(sndioData, "\x00\x00\x00\x5c", described), false, head + " data_size:4 unused:28 data:92"},
			{sndioSaid(8, "", ""), true, "no"},
		},
		"controls": {
			{sndioSaid(sndioHello, controls, ""), true, head + " " + hello},
			{sndioSaid(13, "\x01\x00", ""), true, head + " describe:1 tell_values:1 unused:30"},
			{sndioSaid(sndioData, "\x00\x00\x00\x5c", described), false, head + " data_size:4 unused:28 " + control},
			{sndioSaid(sndioData, "\x00\x00\x00\xb8", described+described), false, head + " data_size:4 unused:28 " + control + " " + control},
			{sndioSaid(sndioData, "\x00\x00\x00\x5d", described+"\x00"), false, "no"},
			{sndioSaid(14, "\x00\x05\x00\x7f", ""), true, head + " control_address:2 control_value:2 unused:28"},
			{sndioSaid(15, "", ""), false, head + " unused:32"},
		},
	} {
		fields, err := sndioFields()
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range steps {
			leaves, ok := fields([]byte(step.said), 0, step.fromClient)
			if got := shown(leaves, ok); got != step.want {
				t.Errorf("%s, %q:\ngot  %s\nwant %s", name, step.said, got, step.want)
			}
			if got := frameSndio([]byte(step.said), 0, step.fromClient); got != len(step.said) {
				t.Errorf("%s, %q has %d bytes, got %d", name, step.said, len(step.said), got)
			}
		}
	}
}

// FuzzSndio: whatever is said, fields follow each other and end where the message does.
func FuzzSndio(f *testing.F) {
	f.Add([]byte(sndioSaid(sndioHello, "\x03\x00", "")+sndioSaid(sndioData, "\x00\x00\x00\x5c", zeros(sndioControl))), true)
	f.Add([]byte(sndioSaid(1, "", "")+sndioSaid(sndioData, "\x00\x00\x00\x03", "abc")), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		fields, err := sndioFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frameSndio, fields, data, fromClient)
	})
}
