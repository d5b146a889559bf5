package encoded

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// names are those of the encodings, by the file in testdata that has bodies of it, which
// the encoders of testdata/bodies.py made.
var names = map[string]string{
	"bson": "BSON", "cbor": "CBOR", "gzip": "gzip", "msgpack": "MessagePack", "pickle": "Python's pickle",
	"protobuf": "Protocol Buffers", "zlib": "zlib",
}

func bodiesOf(t testing.TB, name string) (list [][]byte) {
	f, err := os.Open(filepath.Join("testdata", name+".hex"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		b, err := hex.DecodeString(s.Text())
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, b)
	}
	return list
}

func nameOf(e *Encoding) string {
	if e == nil {
		return "none"
	}
	return e.Name
}

// TestBehind: bodies are told by what their encoders made, alone and behind a header, and neither
// if they lack their last byte nor if another one is behind them.
func TestBehind(t *testing.T) {
	for file, want := range names {
		bodies := bodiesOf(t, file)
		if got := nameOf(Find(bodies)); got != want {
			t.Errorf("%s is taken for %s", want, got)
		}
		var messages, short, long [][]byte
		for i, b := range bodies {
			head := binary.BigEndian.AppendUint32(nil, uint32(len(b)))
			messages = append(messages, append(append(head, 0, byte(3*i), 9, 0), b...))
			short = append(short, b[:max(0, len(b)-1)])
			long = append(long, append(b[:len(b):len(b)], 0))
		}
		header, e := Behind(messages, 16)
		if nameOf(e) != want || header != 8 {
			t.Errorf("behind 8 bytes, %s is taken for %s behind %d", want, nameOf(e), header)
		}
		if file == "gzip" || file == "zlib" { // which may go on in the next message
			continue
		}
		for how, list := range map[string][][]byte{"cut short": short, "with a byte behind it": long} {
			if e := Find(list); e != nil {
				t.Errorf("%s %s is taken for %s", want, how, e.Name)
			}
		}
	}
}

// behind puts bodies behind headers of so many bytes.
func behind(n int, bodies [][]byte) (messages [][]byte) {
	for i, b := range bodies {
		head := append(make([]byte, n-1), byte(i))
		messages = append(messages, append(head, b...))
	}
	return messages
}

// TestNone: what is nearly an encoding is none.
func TestNone(t *testing.T) {
	fill := func(make func(i int) string) (list [][]byte) {
		for i := range 40 {
			list = append(list, []byte(make(i)))
		}
		return list
	}
	for name, list := range map[string][][]byte{
		"always one layout": fill(func(i int) string { return "\x08" + string(rune('a'+i)) + "\x15\x01\x02\x03\x04" }),
		"small numbers":     fill(func(i int) string { return strings.Repeat("\x01", i) + "\x02\x03" }),
		"texts":             fill(func(i int) string { return "status " + strings.Repeat("ok ", i) + "\n" }),
		"twice eight":       fill(func(i int) string { return string([]byte{8, 0, byte(8 * (1 + i%12)), 0}) }),
		"one type":          fill(func(i int) string { return "\x6a" + string(rune(i)) + strings.Repeat("x", i) }),
		"types of one kind": fill(func(i int) string { return strings.Repeat("\x1a\x02ab", 1+i%7) }),
		"few long ones":     append(fill(func(i int) string { return string([]byte{1, 2, byte(i)}) }), behind(3, bodiesOf(t, "protobuf"))...),
		"a mark of 0x82":    fill(func(i int) string { return string([]byte{0x82, byte(i), 1, byte(i % 5), 0}) }),
		"counts from 0x80":  fill(func(i int) string { return string([]byte{0x80 + byte(1+i%9)}) + strings.Repeat("\x03", 1+i%9) }),
		"counts from 0x90":  fill(func(i int) string { return string([]byte{0x90 + byte(1+i%9)}) + strings.Repeat("\x03", 1+i%9) }),
		"zlib by chance":    fill(func(i int) string { return "\x78\x9cK" + string([]byte{byte(i)}) + strings.Repeat("K", i%9) }),
		"empty lists":       fill(func(i int) string { return strings.Repeat("\x90", i+1) }),
		"few":               bodiesOf(t, "msgpack")[:5],
		"repeated":          fill(func(i int) string { return string(bodiesOf(t, "cbor")[i%5]) }),
		"lengths":           fill(func(i int) string { return string(rune(i)) + strings.Repeat("x", i) }),
	} {
		if header, e := Behind(list, 16); e != nil {
			t.Errorf("%s: taken for %s behind %d", name, e.Name, header)
		}
	}
}

// FuzzRead: no bytes take more than they are worth, however deep they go or much they promise.
func FuzzRead(f *testing.F) {
	for file := range names {
		for _, b := range bodiesOf(f, file) {
			f.Add(b)
		}
	}
	f.Add([]byte(strings.Repeat("\x81", 1000)))
	f.Add([]byte("\xdd\xff\xff\xff\xff\x00"))
	f.Add([]byte("\xbb\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Add([]byte("\x9f\x9f\x9f\x9f\x7f\x61a\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, e := range encodings {
			testrun.Bounded(t, len(b), func() { e.read(b) })
		}
	})
}
