package protocols

import "testing"

// TestPostfix: attributes end with an empty name, whatever values are empty, and a letter is all that wakes a server up.
func TestPostfix(t *testing.T) {
	for i, m := range []step{
		{"request\x00seed\x00size\x0032\x00\x00", "name:8 value:5 name:5 value:3 end:1"},
		{"sender\x00\x00flags\x000\x00\x00", "name:7 value:1 name:6 value:2 end:1"},
		{"\x00", "?end:1"},
		{"W\x00", "wakeup:1 end:1"},
		{"W\x00", "?no"},
		{"request\x00seed\x00size\x00\x00", "no"},
	} {
		want, fromClient := m.of()
		behind := "more"
		if want == "wakeup:1 end:1" {
			behind = ""
		}
		if got := framePostfix([]byte(m.data+behind), 0, fromClient); got != len(m.data) && want != "no" {
			t.Errorf("%q has %d bytes, got %d", m.data, len(m.data), got)
		}
		m.check(t, "postfix", i, postfixFields)
	}
	for _, data := range []string{"request", "request\x00se"} {
		if got := framePostfix([]byte(data), 0, true); got != 0 {
			t.Errorf("%q, which is cut short: got %d", data, got)
		}
	}
}

// FuzzPostfix: whatever is said, fields follow each other and end where the message does.
func FuzzPostfix(f *testing.F) {
	f.Add([]byte("request\x00seed\x00size\x0032\x00\x00"), true)
	f.Add([]byte("W\x00"), true)
	f.Add([]byte("\x00status\x000\x00\x00"), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, framePostfix, postfixFields, data, fromClient)
	})
}
