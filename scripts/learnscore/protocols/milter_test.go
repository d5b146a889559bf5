package protocols

import (
	"encoding/binary"
	"testing"
)

// milterMessage is a command with its data.
func milterMessage(command byte, data string) string {
	return string(append(binary.BigEndian.AppendUint32(nil, uint32(len(data)+1)), command)) + data
}

// TestMilter: a letter of a mail server is not that of a filter, and some lists go to the end.
func TestMilter(t *testing.T) {
	const head, options = "length:4 command:1", "version:4 action_flags:4 protocol_flags:4"
	negotiated := "\x00\x00\x00\x06\x00\x00\x01\xff\x00\x1f\xff\xff"
	for _, step := range []struct {
		command    byte
		data       string
		fromClient bool
		want       string
	}{
		{'O', negotiated, true, head + " " + options},
		{'O', negotiated, false, head + " " + options},
		{'O', negotiated + "\x00\x00\x00\x03{rcpt_addr}\x00\x00\x00\x00\x05i\x00", false, head + " " + options + " macro_state:4 macros:12 macro_state:4 macros:2"},
		{'O', negotiated + "\x00\x00\x00\x03{rcpt_addr}", false, "no"},
		{'O', negotiated + "\x00", true, "no"},
		{'C', "mx\x004\x09\xc4192.0.2.7\x00", true, head + " host:3 family:1 port:2 address:10"},
		{'C', "mx\x00U", true, head + " host:3 family:1"},
		{'C', "mx\x004\x09", true, "no"},
		{'D', "C", true, head + " macro_command:1"},
		{'D', "Cj\x00mail\x00i\x00\x00", true, head + " macro_command:1 macro:2 value:5 macro:2 value:1"},
		{'D', "Cj\x00mail", true, "no"},
		{'M', "<a@b>\x00SIZE=1\x00BODY=7BIT\x00", true, head + " address:6 parameter:7 parameter:10"},
		{'M', "<a@b>\x00", true, head + " address:6"},
		{'M', "", true, "no"},
		{'m', "\x00\x00\x00\x01Subject\x00hi\x00", false, head + " header_index:4 header:8 value:3"},
		{'m', "\x00\x00\x00\x01Subject\x00hi\x00", true, "no"},
		{'h', "X\x00y\x00", false, head + " header:2 value:2"},
		{'L', "X\x00y\x00", true, head + " header:2 value:2"},
		{'L', "X\x00y\x00", false, "no"},
		{'B', "text\r\n", true, head + " body:6"},
		{'E', "", true, head},
		{'y', "550 no\x00", false, head + " reply:7"},
		{'c', "", false, head},
		{'c', "\x00", false, "no"},
	} {
		data := []byte(milterMessage(step.command, step.data))
		leaves, ok := milterFields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%c %q:\ngot  %s\nwant %s", step.command, step.data, got, step.want)
		}
		if got := frameLength32(data, 0, step.fromClient); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
}

// FuzzMilter: whatever is said, fields follow each other and end where the message does.
func FuzzMilter(f *testing.F) {
	f.Add([]byte(milterMessage('D', "Cj\x00mail\x00i\x00\x00")+milterMessage('C', "mx\x004\x09\xc4192.0.2.7\x00")+milterMessage('B', "text")), true)
	f.Add([]byte(milterMessage('m', "\x00\x00\x00\x01Subject\x00hi\x00")+milterMessage('2', "<a@b>\x00SIZE=1\x00")), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameLength32, milterFields, data, fromClient)
	})
}
