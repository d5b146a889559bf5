package clock

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

// messages are those of the capture.
var messages = []struct {
	name         string
	from         Side
	kind         Message // of no kind if nil
	conversation string
	splits       bool   // its end can be told from its bytes
	data         string // in hex
}{
	{"1 Request33", Client, &Request33{}, "1-2", false, `
		06 01 00 21 42 e9 47 a0 00 00 00 00 00 00 00 00
`},
	{"2 Reply5", Server, &Reply5{}, "1-2", false, `
		06 02 0d 00 42 e9 47 a0 6b 06 c0 b7 00 00 00 00
		6b 06 c0 b7 07 0e 92 19 6e 74 70 00 00 00 00 00
		7f 7f 01 01 00 00 80 3f 7f f0 00 00 00 00 00 01
		01 02 03 04 05 06 07 08 be ef 00 01
`},
	{"3 Request33", Client, &Request33{}, "1-2", false, `
		06 01 00 21 42 e9 47 a1 00 00 00 00 00 00 00 09
`},
	{"4 Reply5", Server, &Reply5{}, "1-2", false, `
		06 02 0d 00 42 e9 47 a1 6b 06 c0 b8 00 00 00 00
		6b 06 c0 b7 07 0e 92 19 78 ff 00 00 6a 75 6e 6b
		7f 7f 01 01 01 00 80 7f 40 09 21 fb 54 44 2d 18
		01 02 03 04 05 06 07 08 be ef 00 02
`},
	{"5 unknown", Client, nil, "1-2", false, `
		06 03 00
`},
}

// TestParse: what is parsed is of the kind it was, and is appended as the same bytes.
func TestParse(t *testing.T) {
	for _, tt := range messages {
		t.Run(tt.name, func(t *testing.T) {
			data := unhex(t, tt.data)
			m, err := Parse(tt.from, data)
			if tt.kind == nil && err == nil {
				t.Errorf("it is a %T, but was of no kind", m)
			}
			if tt.kind != nil && (err != nil || fmt.Sprintf("%T", m) != fmt.Sprintf("%T", tt.kind)) {
				t.Errorf("it is a %T and not a %T: %v", m, tt.kind, err)
			}
			again, err := m.Append(nil)
			if err != nil || !bytes.Equal(again, data) {
				t.Errorf("%v: it was\n% x, now it is\n% x", err, data, again)
			}
		})
	}
}

func unhex(t *testing.T, s string) []byte {
	data, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
