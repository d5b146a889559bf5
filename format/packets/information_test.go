package packets

import (
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestInformation: the Info column of what has no dissector says how the message begins.
func TestInformation(t *testing.T) {
	part := func(offset int64, data string) []format.Part {
		return []format.Part{{Offset: offset, Data: []byte(data)}}
	}
	for _, test := range []struct {
		length int64
		parts  []format.Part
		want   string
	}{
		{0, nil, "empty"},
		{8, part(0, "READY=1\n"), `READY=1\n`},
		{8, part(0, "a\\\r\n\x1b[2J"), `a\\\r\n\x1b[2J`},
		{5, part(0, `\x0a!`), `\\x0a!`},
		{6, part(0, "\x06\x01\x00\x00\x00!"), "06 01 00 00 00 21"},
		{9, part(0, "READY=1\n"), `READY=1\n…`},
		{500, part(0, strings.Repeat("t", 500)), strings.Repeat("t", 160) + "…"},
		{500, part(0, strings.Repeat("\x80", 500)), strings.TrimSuffix(strings.Repeat("80 ", 32), " ") + "…"},
		{5, nil, "5 bytes, the first of which were not captured"},
		{5, part(1, "bcde"), "5 bytes, the first of which were not captured"},
	} {
		m := &format.Message{Type: format.Datagram, Len: test.length, Parts: test.parts}
		if got := string(appendInformation(nil, m)); got != test.want {
			t.Errorf("%d bytes %q: got %q, want %q", test.length, test.parts, got, test.want)
		}
	}
}
