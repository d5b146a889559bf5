package learn

import (
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestTextInside: texts inside of bytes have rows and marks of their own.
func TestTextInside(t *testing.T) {
	data := model.Field{Name: "data", Type: model.Bytes, Size: model.Size{How: model.SizeRest}, Sure: 0.5, Evidence: "what is left", Inside: &model.Inside{
		Prefix: model.Prefix{Size: 1},
		Items: []model.Field{
			{Name: model.InsideLength, Type: model.Length, Offset: -1, Size: model.Size{How: model.SizeFixed, N: 1}, Sure: 0.7, Evidence: "before each text"},
			{Name: model.InsideText, Type: model.Text, Offset: -1, Size: model.Size{How: model.SizeBy, By: model.InsideLength, Scale: 1}, Sure: 0.7, Evidence: "3 texts", Example: "\"abc\""},
			{Name: model.InsideBytes, Type: model.Bytes, Offset: -1, Size: model.Size{How: model.SizeBetween}, Sure: 0.7, Evidence: "between texts"},
		},
	}}
	p := &model.Protocol{
		Socket: "/run/x.sock", Type: "dgram", Messages: 1, Conversations: 1,
		Kinds:  []model.Kind{{Name: "request", From: "client", Count: 1, Min: 13, Max: 13, Example: 1, Fields: []model.Field{data}}},
		Frames: []model.Frame{{Number: 1, Data: []byte("\x81\x03abc\x90\x90\x05world")}},
	}
	var b strings.Builder
	if err := WriteText(&b, p, false); err != nil {
		t.Fatal(err)
	}
	const want = `
request: 1 from the client, 13 bytes
  0000  81 03 61 62 63 90 90 05 77 6f 72 6c 64           |..abc...world|
        d  b  c------- d---- b  c-------------
  a     0 rest      bytes     data              50%  what is left
  b       1         length      length          70%  before each text
  c       by b      text        text            70%  3 texts; e.g. "abc"
  d       between   bytes       bytes           70%  between texts
`
	if _, got, _ := strings.Cut(b.String(), "\n\n"); "\n"+got != want {
		t.Errorf("got\n%s\nwant%s", b.String(), want)
	}
	b.Reset()
	if err := WriteEach(&b, p); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `{"offset":2,"size":3,"order":"","type":"text","name":"data.0.text","sure":0.7}`) {
		t.Errorf("%s", b.String())
	}
}

// TestText: what people see of a protocol, on a terminal and elsewhere.
func TestText(t *testing.T) {
	fixed := func(n int) model.Size { return model.Size{How: model.SizeFixed, N: n} }
	p := &model.Protocol{
		Socket: "/run/x.sock", Type: "dgram", Messages: 3, Conversations: 1, Incomplete: 1,
		Framing: []model.Framing{{From: "both", How: model.Datagrams, Evidence: "the socket keeps messages apart"}},
		Kinds: []model.Kind{{
			Name: "request_07", From: "client", Count: 2, Min: 9, Max: 21, Example: 1,
			Select:  []model.Match{{Offset: 0, Size: 1, Value: 7}},
			Answers: []model.Answer{{Kind: "response", Count: 2}},
			Fields: []model.Field{
				{Name: "kind", Type: model.Selector, Size: fixed(1), Sure: 0.8, Evidence: "tells this kind from others", Example: "07"},
				{Name: "length", Type: model.Length, Order: model.Big, Offset: 1, Size: fixed(2), Sure: 0.97, Evidence: "as many bytes follow", Example: "16"},
				{Name: "text", Type: model.Text, Offset: 3, Size: model.Size{How: model.SizeBy, By: "length", Scale: 1}, Sure: 0.9, Evidence: "a text\x1b[31m", Example: "\"abc\""},
			},
		}},
		Frames: []model.Frame{{Number: 1, Data: []byte("\x07\x00\x10hello, world! :)")}},
	}
	var b strings.Builder
	if err := WriteText(&b, p, false); err != nil {
		t.Fatal(err)
	}
	want := `/run/x.sock dgram: 3 messages in 1 conversation
Messages of both sides: datagrams (the socket keeps messages apart)
1 message not captured whole, and left out

request_07: 2 from the client, 9 to 21 bytes, byte 0 is 0x07
  answered by response (2)
  0000  07 00 10 68 65 6c 6c 6f 2c 20 77 6f 72 6c 64 21  |...hello, world!|
        a  b---- c--------------------------------------
  0010  20 3a 29                                         | :)|
        c-------
`
	want += `  a     0 1         kind      kind            80%  tells this kind from others; e.g. 07
  b     1 2 BE      length    length          97%  as many bytes follow; e.g. 16
  c     3 by b      text      text            90%  a text\x1b[31m; e.g. "abc"
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	p.Kinds[0].Select[0].Value = 'D'
	b.Reset()
	if err := WriteText(&b, p, false); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "byte 0 is 0x44 'D'\n") {
		t.Errorf("a kind is told by a letter:\n%s", b.String())
	}
	b.Reset()
	if err := WriteText(&b, p, true); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), colours[0]+"07"+plain) || strings.Contains(b.String(), "\x1b[31m;") {
		t.Errorf("in colours:\n%q", b.String())
	}
}

// TestRecognise: what there is nothing to learn of is named.
func TestRecognise(t *testing.T) {
	messages := func(data ...string) []model.Message {
		var list []model.Message
		for i, d := range data {
			list = append(list, model.Message{Number: i + 1, Conversation: "1", FromClient: i%2 == 0, Type: "stream", Data: []byte(d)})
		}
		return list
	}
	for want, m := range map[string][]model.Message{
		"TLS":                         messages("\x16\x03\x01\x00\xa5\x01", "\x16\x03\x03\x00\x5a\x02"),
		"HTTP":                        messages("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"),
		"HTTP/2, or gRPC over it":     messages("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x00\x00\x00\x04\x01"),
		"RESP, the protocol of Redis": messages("*1\r\n$4\r\nPING\r\n", "+PONG\r\n"),
		"JSON":                        messages("{\"a\": 1}\n", "[1, 2]\n"),
		"text":                        messages("STATUS=up\n", "OK done\n"),
		"Protocol Buffers":            messages("\x0a\x05hello\x10\x01", "\x08\x96\x01\x12\x03abc"),
		"nothing":                     messages("\x01\x00\x00\x00\x05hello\xff\xfe", "\x02\x00\x00\x00\x07"),
	} {
		got := "nothing"
		if o := recognise(m); o != nil {
			got = o.What
		}
		if got != want {
			t.Errorf("%s is %s", want, got)
		}
	}
}
