package store

import (
	"bufio"
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
	{"1 Put", Client, &Put{}, "1-2", true, `
		50 36 00 00 00 06 63 6f 6c 6f 72 00 2f 61 2f 62
		00 02 01 01 00 41 02 00 42 0e 05 09 01 00 68 69
		00 02 78 00 12 34 01 00 07 00 00 00 07 3f 80 00
		00 01 02 68 69 02 00 12 34
`},
	{"2 Line", Server, &Line{}, "1-2", true, `
		4f 4b 0d 0a
`},
	{"3 Get", Client, &Get{}, "1-2", true, `
		47 05 00 63 6f 6c 6f 72
`},
	{"4 Line", Server, &Line{}, "1-2", true, `
		0d 0a
`},
	{"5 Put", Client, &Put{}, "1-2", true, `
		50 14 00 00 00 01 aa bb 00 00 00 00 01 00 00 00
		07 00 00 00 00 12 34
`},
	{"6 Line", Server, &Line{}, "1-2", true, `
		67 72 65 65 6e 0d 0a
`},
	{"7 unknown", Client, nil, "1-2", true, `
		58 01 00 3f
`},
	{"8 Line", Server, &Line{}, "1-2", true, `
		6c 69 6e 65 0d 0a
`},
	{"9 Set", Client, &Set{}, "1-2", true, `
		53 0b 00 02 03 72 65 64 01 00 00 01 00 00
`},
	{"10 Line", Server, &Line{}, "1-2", true, `
		0d 0a
`},
	{"11 Poll", Client, &Poll{}, "1-2", true, `
		51 ff 07
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

// TestSplit: what one side of a conversation sends is cut into the messages it was.
func TestSplit(t *testing.T) {
	for _, from := range []Side{Client, Server} {
		streams, want := map[string][]byte{}, map[string][][]byte{}
		for _, tt := range messages {
			if tt.from == from && tt.splits {
				data := unhex(t, tt.data)
				streams[tt.conversation] = append(streams[tt.conversation], data...)
				want[tt.conversation] = append(want[tt.conversation], data)
			}
		}
		for conversation, stream := range streams {
			scanner := bufio.NewScanner(bytes.NewReader(stream))
			scanner.Split(Split(from))
			for i, message := range want[conversation] {
				if !scanner.Scan() || !bytes.Equal(scanner.Bytes(), message) {
					t.Errorf("%s, message %d is\n% x, not\n% x: %v", conversation, i+1, scanner.Bytes(), message, scanner.Err())
					break
				}
			}
		}
	}
}

func unhex(t *testing.T, s string) []byte {
	data, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
