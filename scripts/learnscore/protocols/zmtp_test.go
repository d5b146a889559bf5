package protocols

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// zmtpFrame is a short frame.
func zmtpFrame(flags byte, body string) string {
	return string([]byte{flags, byte(len(body))}) + body
}

// TestZMTP: a greeting is all that is at the beginning, and commands are told from what programs say.
func TestZMTP(t *testing.T) {
	const command = "flags:1 length:1 command_length:1 "
	greeting := "\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x01NULL" + zeros(16) + "\x00" + zeros(31)
	for _, step := range []struct {
		at   int
		data string
		want string
	}{
		{0, greeting, "signature_begin:1 signature_padding:8 signature_end:1 version_major:1 version_minor:1 mechanism:20 as_server:1 filler_padding:31"},
		{0, greeting[:50], "no"},
		{64, zmtpFrame(0, "hello"), "flags:1 length:1 body:5"},
		{64, zmtpFrame(1, ""), "flags:1 length:1"},
		{64, "\x03\x00\x00\x00\x00\x00\x00\x00\x03\x00\x01\x02", "flags:1 length:8 body:3"},
		{64, zmtpFrame(4, "\x05READY\x0bSocket-Type\x00\x00\x00\x03REQ\x08Identity\x00\x00\x00\x00"), command +
			"command:5 property_length:1 property:11 value_length:4 value:3 property_length:1 property:8 value_length:4"},
		{64, zmtpFrame(4, "\x05READY\x0bSocket-Type\x00\x00\x00\x04REQ"), "no"},
		{64, zmtpFrame(4, "\x05READY\x0bSocket-Type\xff\xff\xff\xffREQ"), "no"},
		{64, zmtpFrame(4, "\x05HELLO\x02me\x03abc"), command + "command:5 user_length:1 user:2 password_length:1 password:3"},
		{64, zmtpFrame(4, "\x07WELCOME"), command + "command:7"},
		{64, zmtpFrame(4, "\x04PING\x00\x1eabc"), command + "command:4 lifetime:2 context:3"},
		{64, zmtpFrame(4, "\x04PONG"), command + "command:4"},
		{64, zmtpFrame(4, "\x09SUBSCRIBEtopic"), command + "command:9 topic:5"},
		{64, zmtpFrame(4, "\x05ERROR\x04none"), command + "command:5 reason_length:1 reason:4"},
		{64, zmtpFrame(4, "\x05OTHER"), "no"},
		{64, zmtpFrame(4, "\x09READY"), "no"},
		{64, "\x00", "no"},
		{64, "", "no"},
	} {
		leaves, ok := zmtpFields([]byte(step.data), step.at, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.data, got, step.want)
		}
	}
	texts, _ := zmtpFields([]byte(zmtpFrame(0, "a text")), 64, true)
	others, _ := zmtpFields([]byte(zmtpFrame(0, "\x01\x02")), 64, true)
	if texts[2].Label.Type != "FT_STRING" || others[2].Label.Type != "FT_NONE" {
		t.Errorf("a text is %s, bytes are %s", texts[2].Label.Type, others[2].Label.Type)
	}
}

// TestZMTPFraming: frames have a length of one byte or of eight.
func TestZMTPFraming(t *testing.T) {
	for _, step := range []struct {
		at   int
		data string
		want int
	}{
		{0, "\xff", 64},
		{64, "\x01\x05hello", 7},
		{64, "\x01", 0},
		{64, "\x02\x00\x00\x00\x00\x00\x00\x01\x00", 265},
		{64, "\x02\x00\x00\x00\x00\x00\x00\x01", 0},
		{64, "\x02\xff\x00\x00\x00\x00\x00\x01\x00", -1},
		{64, "\x08\x05hello", -1},
	} {
		if got := frameZMTP([]byte(step.data), step.at, true); got != step.want {
			t.Errorf("%q: got %d, want %d", step.data, got, step.want)
		}
	}
}

// FuzzZMTP: whatever is said, fields follow each other and end where the frame does.
func FuzzZMTP(f *testing.F) {
	f.Add([]byte(zmtpFrame(4, "\x05READY\x0bSocket-Type\x00\x00\x00\x03REQ") + zmtpFrame(4, "\x04PING\x00\x1eabc") + zmtpFrame(1, "hello")))
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00\x03\x00\x01\x02"))
	frame := func(data []byte, _ int, fromClient bool) int { return frameZMTP(data, zmtpGreeting, fromClient) }
	fields := func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		return zmtpFields(data, zmtpGreeting, fromClient)
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frame, fields, data, true) })
}
