package golang

import (
	"fmt"
	"io"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// WriteTest writes the tests of what Write does for the same protocol: that each of the
// messages of the capture in a table, at most so many of each kind, is read and written
// again to the byte.
func WriteTest(w io.Writer, p *model.Protocol, name string, most int) error {
	s := newSource(p, name)
	cases, all := s.Cases(most)
	s.Line("")
	s.Comment("messages are those of the capture" + map[bool]string{true: ".", false: fmt.Sprintf(", at most %d of each kind.", most)}[all])
	s.Line("var messages = []struct {")
	s.Line("name string")
	s.Line("from Side")
	s.Line("kind Message // of no kind if nil")
	s.Line("conversation string")
	s.Line("splits bool // its end can be told from its bytes")
	s.Line("data string // in hex")
	s.Line("}{")
	for _, c := range cases {
		kind, name := "nil", "unknown"
		if c.Of != nil {
			kind = "&" + s.types[c.Of] + "{}"
			name = s.types[c.Of]
		}
		s.Line("{%q, %s, %s, %q, %t, `", fmt.Sprintf("%d %s", c.Number, name), code.Camel([]string{code.Side(c.FromClient)}),
			kind, c.Conversation, c.Splits)
		s.rows(c.Data)
		s.Line("`},")
	}
	s.Line("}")
	s.WriteString(testParse)
	if s.Framed(code.Sides[0]) != nil || s.Framed(code.Sides[1]) != nil {
		s.WriteString(testSplit)
	}
	s.WriteString(testHex)
	head := newPrinter()
	head.Line("package %s", name)
	head.imports(s.Bytes(), "bufio", "bytes", "encoding/hex", "fmt", "strings", "testing")
	head.Write(s.Bytes())
	return writeFormatted(w, head.Bytes())
}

// rows writes bytes in hex.
func (s *source) rows(data []byte) {
	for len(data) > 0 {
		n := min(16, len(data))
		s.WriteString(fmt.Sprintf("\t\t% x\n", data[:n]))
		data = data[n:]
	}
}

const testParse = `
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
`

const testSplit = `
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
`

const testHex = `
func unhex(t *testing.T, s string) []byte {
	data, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
`
