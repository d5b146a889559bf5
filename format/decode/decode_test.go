package decode

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

var (
	client = format.End{Inode: 1}
	server = format.End{Inode: 2, Name: "/run/x"}
)

func request(typ format.SocketType, text string) *format.Message {
	return &format.Message{Type: typ, From: client, To: server, Len: int64(len(text)), Parts: []format.Part{{Data: []byte(text)}}}
}

func answer(text string) *format.Message {
	m := request(format.Stream, text)
	m.From, m.To = m.To, m.From
	return m
}

func stream(text string) *format.Message   { return request(format.Stream, text) }
func datagram(text string) *format.Message { return request(format.Datagram, text) }

// said is what a Decoder makes of a message, a line each.
func said(d *Decoder, m *format.Message) string {
	var lines []string
	for _, line := range d.Decode(m) {
		lines = append(lines, line.Protocol+" "+line.Text)
	}
	return strings.Join(lines, "\n")
}

func TestDecode(t *testing.T) {
	long := strings.Repeat("x", 1000)
	for _, test := range []struct {
		name    string
		message *format.Message
		want    string
	}{
		{"request", stream("GET /v1.43/_ping HTTP/1.1\r\nHost: x\r\n\r\n"), "HTTP GET /v1.43/_ping"},
		{"body", stream("POST /containers/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 18\r\n\r\n{\"Image\":\"alpine\"}"),
			`HTTP POST /containers/create, application/json, 18 bytes: {"Image":"alpine"}`},
		{"body goes on", stream("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\ntext \xc3"), `HTTP PUT /, 99 bytes: text \xc3`},
		{"binary body", stream("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n\x00\x01"), "HTTP PUT /, 2 bytes"},
		{"upgrade", stream("POST /session HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"), "HTTP POST /session, upgrade to h2c"},
		{"answer", answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"), "HTTP 200 OK, 2 bytes: OK"},
		{"chunks", answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\n yo"), "HTTP 200 OK: hello yo"},
		{"compressed", answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nabc"), "HTTP 200 OK, gzip"},
		{"header goes on", answer("HTTP/1.1 404 Not Found\r\nContent-Ty"), "HTTP HTTP/1.1 404 Not Found"},
		{"requests", stream("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPUT /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nabGET /3 HTTP/1.1\r\nHo"), "HTTP GET /1\nHTTP PUT /2, 2 bytes: ab\nHTTP GET /3"},
		{"answers", answer("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 404 Not Found\r\n\r\n"), "HTTP 204 No Content\nHTTP 200 OK, 3 bytes, gzip\nHTTP 404 Not Found"},
		{"another protocol", answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: tcp\r\n\r\n\x01\x02"), "HTTP 101 Switching Protocols, upgrade to tcp"},
		{"hostile header", stream("GET /\x1b[2J\\ HTTP/1.1\r\n"), `HTTP GET /\x1b[2J\\`},
		{"no HTTP", stream("GET / now\r\n"), ""},
		{"no method", stream("Get / HTTP/1.1\r\n"), ""},

		{"JSON", stream(" { \"a\": [1, 2],\n\t\"b\": \"\\n\u202e\U000e0001\x7f\xff\" }\n"), `JSON {"a":[1,2],"b":"\n\u202e\udb40\udc01\u007f\ufffd"}`},
		{"JSON lines", stream("{\"a\":1}\n\n[]\r\n"), "JSON {\"a\":1}\nJSON []"},
		{"no JSON", stream("{\"a\":1}\nx"), ""},
		{"JSON goes on", stream(`{"a":`), ""},
		{"no object", stream("1"), ""},
		{"long JSON", stream(`["` + long + `"]`), `JSON ["` + long[:mostColumns-3] + "~"},
		{"many", stream(strings.Repeat("{}\n", 100)), strings.Repeat("JSON {}\n", mostLines) + "JSON and more"},

		{"varlink call", stream(`{"method":"io.systemd.UserDatabase.GetUserRecord","parameters":{"uid": 0},"more":true}` + "\x00"),
			`varlink call io.systemd.UserDatabase.GetUserRecord, more {"uid":0}`},
		{"varlink replies", answer(`{"parameters":{"a":"b"},"continues":true}` + "\x00{}\x00"), "varlink reply, continues {\"a\":\"b\"}\nvarlink reply"},
		{"varlink error", answer(`{"error":"org.varlink.service.MethodNotFound","parameters":{"method":"x"}}` + "\x00"),
			`varlink error org.varlink.service.MethodNotFound {"method":"x"}`},
		{"no varlink", answer(`{"methods":"a.b"}` + "\x00"), ""},

		{"sd_notify", datagram("READY=1\nSTATUS=it \"works\"\x1b\n"), ""},
		{"sd_notify", datagram("READY=1\nSTATUS=it works é\nX_MINE=2"), "sd_notify READY=1, STATUS=it works é, X_MINE=2"},
		{"journal", datagram("MESSAGE=hello\nPRIORITY=6\n"), ""},
		{"sd_notify", stream("READY=1\n"), ""},
		{"no sd_notify", datagram("READY\n"), ""},

		{"syslog", datagram("<30>Jan  1 00:00:00 app[123]: started\n"), "syslog daemon.info Jan  1 00:00:00 app[123]: started"},
		{"syslog of several lines", datagram("<13>app: one\n<14>two \x1b[31m\xff\n"), `syslog user.notice app: one\x0a<14>two \x1b[31m\xff`},
		{"empty syslog", datagram("<13>"), "syslog user.notice"},
		{"no facility", datagram("<999>x"), ""},
		{"syslog lines", stream("<0>a\x00<191>b\nc\x00"), "syslog kern.emerg a\nsyslog local7.debug b"},
		{"no priority", datagram("<192>x"), ""},
		{"no priority", datagram("<html>"), ""},
		{"no priority", datagram("<0030>x"), ""},
		{"no text", datagram("<30>\x01"), ""},

		{"command", stream("*3\r\n$3\r\nSET\r\n$5\r\ncolor\r\n$10\r\ngreen \"\x00\x1b\r\r\n"), `RESP SET color "green \"\x00\x1b\x0d"`},
		{"pipeline", stream("*1\r\n$4\r\nPING\r\n*2\r\n$3\r\nGET\r\n$0\r\n\r\n"), "RESP PING\nRESP GET \"\""},
		{"command goes on", stream("*3\r\n$3\r\nSET\r\n$5\r\ncolor\r\n$1000\r\ngre"), "RESP SET color gre"},
		{"command goes on", stream("*3\r\n$3\r\nSET\r\n"), "RESP SET ..."},
		{"replies", answer("+OK\r\n-ERR unknown command\r\n:-12\r\n$-1\r\n$5\r\ngreen\r\n*2\r\n:1\r\n*-1\r\n"),
			"RESP reply OK\nRESP error ERR unknown command\nRESP reply -12\nRESP reply (null)\nRESP reply \"green\"\nRESP reply [1, (null)]"},
		{"version 3", answer("%1\r\n+a\r\n,1.5\r\n~1\r\n#t\r\n>2\r\n+pubsub\r\n_\r\n!5\r\nERR x\r\n=5\r\ntxt:a\r\n(12345\r\n"),
			"RESP reply {a: 1.5}\nRESP reply [t]\nRESP push [pubsub, (null)]\nRESP error \"ERR x\"\nRESP reply \"txt:a\"\nRESP reply 12345"},
		{"an array of strings", answer("*2\r\n$1\r\na\r\n$1\r\nb\r\n"), `RESP reply ["a", "b"]`},
		{"no RESP", stream("+\x01\r\n"), ""},
		{"no RESP", stream(":x\r\n"), ""},
		{"no RESP", stream("*1\r\n$1\r\nabc\r\n"), ""},
		{"deep", stream(strings.Repeat("*1\r\n", 100)), ""},
		{"huge", stream("*2000000000\r\n$1\r\na\r\n"), "RESP a ..."},

		{"bytes", stream("\x00\x01\x02"), ""},
		{"nothing", stream(""), ""},
	} {
		if diff := cmp.Diff(test.want, said(New(), test.message)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// TestBeginning: what does not begin with its beginning is not decoded, and what does not
// end only where that does not matter.
func TestBeginning(t *testing.T) {
	const text = "{}"
	late := stream(text)
	late.Offset = 5
	hole := stream(text)
	hole.Len, hole.Parts[0].Offset = 7, 5
	cut := stream(text)
	cut.Len = 3
	more := stream(text)
	more.More = true
	for i, m := range []*format.Message{late, hole, cut, more, {Len: 5}} {
		if got := said(New(), m); got != "" {
			t.Errorf("%d: %s", i, got)
		}
	}
	beginning := stream("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	beginning.Len, beginning.More = 1<<20, true
	if got := said(New(), beginning); got != "HTTP GET /" {
		t.Errorf("%s", got)
	}
}

// dbusWriter writes values of D-Bus.
type dbusWriter struct {
	b     []byte
	order binary.AppendByteOrder
}

func (w *dbusWriter) align(n int) {
	for len(w.b)%n != 0 {
		w.b = append(w.b, 0)
	}
}

func (w *dbusWriter) uint32(n int) { w.align(4); w.b = w.order.AppendUint32(w.b, uint32(n)) }

func (w *dbusWriter) string(s string) { w.uint32(len(s)); w.b = append(append(w.b, s...), 0) }

func (w *dbusWriter) signature(s string) {
	w.b = append(append(append(w.b, byte(len(s))), s...), 0)
}

// array writes one whose elements are written by a function.
func (w *dbusWriter) array(alignment int, elements func()) {
	w.uint32(0)
	at := len(w.b)
	w.align(alignment)
	start := len(w.b)
	elements()
	copy(w.b[at-4:], w.order.AppendUint32(nil, uint32(len(w.b)-start)))
}

// dbus is a message with fields, of which those that are strings have another type each.
func dbus(order binary.AppendByteOrder, kind byte, serial int, fields map[byte]any, body func(*dbusWriter)) string {
	content := &dbusWriter{order: order}
	if body != nil {
		body(content)
	}
	w := &dbusWriter{order: order, b: []byte{'l', kind, 0, 1}}
	if order == binary.AppendByteOrder(binary.BigEndian) {
		w.b[0] = 'B'
	}
	w.uint32(len(content.b))
	w.uint32(serial)
	w.array(8, func() {
		for number := byte(1); number < 10; number++ {
			value, ok := fields[number]
			if !ok {
				continue
			}
			w.align(8)
			w.b = append(w.b, number)
			switch value := value.(type) {
			case int:
				w.signature("u")
				w.uint32(value)
			case string:
				switch number {
				case 1:
					w.signature("o")
					w.string(value)
				case 8:
					w.signature("g")
					w.signature(value)
				default:
					w.signature("s")
					w.string(value)
				}
			}
		}
	})
	w.align(8)
	return string(append(w.b, content.b...))
}

func TestDBus(t *testing.T) {
	call := map[byte]any{1: "/a", 2: "org.a.B", 3: "Go", 6: "org.a", 9: 2}
	with := func(signature string) map[byte]any {
		return map[byte]any{1: "/a", 2: "org.a.B", 3: "Go", 6: "org.a", 8: signature}
	}
	le, be := binary.AppendByteOrder(binary.LittleEndian), binary.AppendByteOrder(binary.BigEndian)
	const to = " to org.a /a"
	for _, test := range []struct {
		name, data, want string
	}{
		{"call", dbus(le, 1, 7, call, nil), "D-Bus call org.a.B.Go()" + to},
		{"other order", dbus(be, 1, 7, with("su"), func(w *dbusWriter) { w.string("x"); w.uint32(258) }), `D-Bus call org.a.B.Go("x", 258)` + to},
		{"passed on", dbus(le, 4, 7, map[byte]any{1: "/a", 3: "Gone", 7: ":1.5"}, nil), "D-Bus signal Gone() of /a from :1.5"},
		{"hostile", dbus(le, 1, 7, with("s"), func(w *dbusWriter) { w.string("\x1b\"\\\n") }), `D-Bus call org.a.B.Go("\x1b\"\\\x0a")` + to},
		{"dictionary", dbus(le, 1, 7, with("a{sv}y"), func(w *dbusWriter) {
			w.array(8, func() {
				w.string("n")
				w.signature("u")
				w.uint32(5)
				w.align(8)
				w.string("list")
				w.signature("as")
				w.array(4, func() { w.string("p"); w.string("q") })
			})
			w.b = append(w.b, 9)
		}), `D-Bus call org.a.B.Go({"n": <5>, "list": <["p", "q"]>}, 9)` + to},
		{"structure", dbus(le, 1, 7, with("(bnqixtd)ayay"), func(w *dbusWriter) {
			w.uint32(1)
			w.b = append(w.b, 0xff, 0xff, 0xff, 0xff)
			w.uint32(-2)
			w.align(8)
			w.b = append(w.b, strings.Repeat("\xff", 16)...)
			w.b = append(w.b, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f)
			w.array(1, func() { w.b = append(w.b, "/dev/sda\x00"...) })
			w.array(1, func() { w.b = append(w.b, 1, 2) })
		}), `D-Bus call org.a.B.Go((true, -1, 65535, -2, -1, 18446744073709551615, 1.5), "/dev/sda\x00", [1, 2])` + to},
		{"empty arrays", dbus(le, 1, 7, with("a(ii)as"), func(w *dbusWriter) { w.array(8, func() {}); w.array(4, func() {}) }), "D-Bus call org.a.B.Go([], [])" + to},
		{"body goes on", dbus(le, 1, 7, with("ss"), func(w *dbusWriter) { w.string("x"); w.string("yy") })[:100], `D-Bus call org.a.B.Go("x", ...)` + to},
		{"wrong signature", dbus(le, 1, 7, with("("), nil), "D-Bus call org.a.B.Go(...)" + to},
		{"deep", dbus(le, 1, 7, with("v"), func(w *dbusWriter) {
			for range 100 {
				w.signature("v")
			}
		}), "D-Bus call org.a.B.Go(" + strings.Repeat("<", 65) + "...)" + to},
		{"two", dbus(le, 1, 7, call, nil) + dbus(le, 1, 8, call, nil), "D-Bus call org.a.B.Go()" + to + "\nD-Bus call org.a.B.Go()" + to},
		{"login", "\x00AUTH EXTERNAL 30\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n" + dbus(le, 1, 7, call, nil),
			"D-Bus login AUTH EXTERNAL 30\nD-Bus login NEGOTIATE_UNIX_FD\nD-Bus login BEGIN\nD-Bus call org.a.B.Go()" + to},
		{"login goes on", "DATA\r\nNEGOTIATE_UNIX_FD\r\n", "D-Bus login DATA\nD-Bus login NEGOTIATE_UNIX_FD"},
		{"SMTP", "AUTH PLAIN\r\n", ""},
		{"SMTP", "DATA\r\n", ""},
		{"no message", dbus(le, 1, 0, call, nil), ""},
		{"half a header", dbus(le, 1, 7, call, nil)[:40], ""},
	} {
		got := said(New(), stream(test.data))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// TestAnswers: an answer says what it answers if the call was seen, and of many calls the
// newest are remembered.
func TestAnswers(t *testing.T) {
	le := binary.AppendByteOrder(binary.LittleEndian)
	d := New()
	call := func(serial int) {
		said(d, stream(dbus(le, 1, serial, map[byte]any{1: "/a", 3: "Go" + strconv.Itoa(serial)}, nil)))
	}
	call(5)
	call(6)
	for _, test := range []struct {
		answers int
		kind    byte
		want    string
	}{
		{5, 2, "D-Bus reply () to Go5"}, {5, 2, "D-Bus reply () to call 5"}, {6, 3, "D-Bus error org.a.No() to Go6"}, {9, 3, "D-Bus error org.a.No() to call 9"},
	} {
		if got := said(d, answer(dbus(le, test.kind, 1, map[byte]any{4: "org.a.No", 5: test.answers}, nil))); got != test.want {
			t.Errorf("%s, want %s", got, test.want)
		}
	}
	for i := range 3 * mostCalls {
		call(i + 1)
	}
	if len(d.calls.byKey) != mostCalls || len(d.calls.ring) != mostCalls {
		t.Errorf("%d calls are remembered", len(d.calls.byKey))
	}
	if got := said(d, answer(dbus(le, 2, 1, map[byte]any{5: 3 * mostCalls}, nil))); got != "D-Bus reply () to Go"+strconv.Itoa(3*mostCalls) {
		t.Error(got)
	}
}

// TestCaptures: every message of a bus is decoded, but for those that log in with nothing
// to know them by, and none of other binary protocols is taken for one.
func TestCaptures(t *testing.T) {
	for name, most := range map[string]float64{"dbus": 0.06, "postgresql": 1, "x11": 1, "mqtt": 1, "amqp": 1, "dns": 1, "ntp": 1, "modbus": 1, "9p": 1, "chrony": 1, "ptp": 1} {
		file, err := os.Open("../../testdata/learn/" + name + ".pcapng")
		if err != nil {
			t.Fatal(err)
		}
		source, err := packets.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		d := New()
		all, plain := 0, 0
		for {
			m, err := source.Next()
			if errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			all++
			lines := d.Decode(m)
			if len(lines) == 0 {
				plain++
			}
			for _, line := range lines {
				if name != "dbus" || line.Protocol != "D-Bus" || strings.Contains(line.Text, "...") {
					t.Errorf("%s: %s %s", name, line.Protocol, line.Text)
				}
			}
		}
		file.Close()
		if all == 0 || float64(plain) > most*float64(all) {
			t.Errorf("%s: of %d messages %d are not decoded", name, all, plain)
		}
	}
}

// FuzzDecode: whatever is sent, lines are few, short and printable.
func FuzzDecode(f *testing.F) {
	le := binary.AppendByteOrder(binary.LittleEndian)
	f.Add([]byte(dbus(le, 1, 7, map[byte]any{1: "/a", 3: "Go", 8: "a{sv}(ay)"}, func(w *dbusWriter) { w.array(8, func() { w.string("x"); w.signature("s"); w.string("y") }) })), true, int64(0))
	f.Add([]byte("\x00AUTH EXTERNAL\r\nBEGIN\r\n"), true, int64(0))
	f.Add([]byte("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), true, int64(9))
	f.Add([]byte("HTTP/1.1 200 OK\r\n\r\n"), true, int64(0))
	f.Add([]byte("{\"method\":\"a.b\",\"parameters\":{}}\x00"), true, int64(0))
	f.Add([]byte("[1]\n{}\n"), false, int64(0))
	f.Add([]byte("READY=1\nX=2"), false, int64(0))
	f.Add([]byte("<30>x\n"), false, int64(0))
	f.Add([]byte("*2\r\n$1\r\na\r\n%1\r\n+x\r\n:1\r\n"), true, int64(1))
	f.Fuzz(func(t *testing.T, data []byte, isStream bool, missing int64) {
		m := datagram(string(data))
		if isStream {
			m.Type = format.Stream
		}
		if missing > 0 && missing < 1<<40 {
			m.Len += missing
		}
		d := New()
		for range 2 {
			lines := d.Decode(m)
			if len(lines) > mostLines+1 {
				t.Fatalf("%d lines", len(lines))
			}
			for _, line := range lines {
				if format.Width(line.Text) > mostColumns {
					t.Fatalf("%d columns: %q", format.Width(line.Text), line.Text)
				}
				for _, r := range line.Text {
					if !strconv.IsPrint(r) {
						t.Fatalf("%q is in %q", r, line.Text)
					}
				}
			}
			m.From, m.To = m.To, m.From
		}
	})
}
