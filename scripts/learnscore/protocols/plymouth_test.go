package protocols

import "testing"

// TestPlymouth: a request has an argument if the byte behind its letter says so, and an answer has its size first.
func TestPlymouth(t *testing.T) {
	const request, response = "request_type:1 has_argument:1", "?response_type:1"
	for i, m := range []step{
		{"P\x00", request},
		{"\x06", response},
		{"\x15", response},
		{"U\x02\x05fsck\x00", request + " argument_size:1 argument:5"},
		{"Q\x02\x01\x00", request + " argument_size:1 argument:1"},
		{"Q\x02\x02\x01\x00", request + " argument_size:1 retain_splash:1 end:1"},
		{"\x02\x06\x00\x00\x00sesame", response + " answer_size:4 answer:6"},
		{"\x02\x00\x00\x00\x00", response + " answer_size:4"},
		{"\t\x04\x00\x00\x00a\x00b\x00", response + " answers_size:4 answer:2 answer:2"},
		{"\t\x01\x00\x00\x00a", "?no"},
		{"z\x00", "no"},
		{"\x07", "?no"},
	} {
		_, fromClient := m.of()
		if got := framePlymouth([]byte(m.data+"more"), 0, fromClient); got != len(m.data) {
			t.Errorf("%q has %d bytes, got %d", m.data, len(m.data), got)
		}
		m.check(t, "plymouth", i, plymouthFields)
	}
	for data, want := range map[string]int{"P": 0, "U\x02": 0, "P\x03": -1} {
		if got := framePlymouth([]byte(data), 0, true); got != want {
			t.Errorf("%q has %d bytes, want %d", data, got, want)
		}
	}
	if got := framePlymouth([]byte("\x02\x00\x00"), 0, false); got != 0 {
		t.Errorf("an answer that is cut short: got %d", got)
	}
}

// FuzzPlymouth: whatever is said, fields follow each other and end where the message does.
func FuzzPlymouth(f *testing.F) {
	f.Add([]byte("Q\x02\x02\x01\x00U\x02\x05fsck\x00"), true)
	f.Add([]byte("\x06\t\x04\x00\x00\x00a\x00b\x00\x02\x01\x00\x00\x00y"), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, framePlymouth, plymouthFields, data, fromClient)
	})
}
