package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// testFilterSyntax: what can be said besides words, on the messages of the web server: 29, of
// which 13 are answers.
func testFilterSyntax(open func([]byte) *tab) {
	messages := webServer()
	p := open(write(messages))
	says := func(m *format.Message, what string) bool { return bytes.Contains(m.Parts[0].Data, []byte(what)) }
	of := func(m *format.Message, comm string) bool { return m.From.Comm == comm || m.To.Comm == comm }
	for _, test := range []struct {
		filter string
		fits   func(*format.Message) bool
	}{
		{"-process:gunicorn", func(m *format.Message) bool { return !of(m, "gunicorn") }},
		{"!process:gunicorn", func(m *format.Message) bool { return !of(m, "gunicorn") }},
		{"NOT process:gunicorn NOT text:curl", func(m *format.Message) bool { return !of(m, "gunicorn") && !says(m, "curl") }},
		{"process:postgres | process:redis", func(m *format.Message) bool { return of(m, "postgres") || of(m, "redis-server") }},
		{"process:postgres OR process:redis", func(m *format.Message) bool { return of(m, "postgres") || of(m, "redis-server") }},
		{"process:postgres text:SELECT | process:curl", func(m *format.Message) bool {
			return of(m, "postgres") && (says(m, "SELECT") || says(m, "select")) || of(m, "curl")
		}},
		{"(process:postgres|process:redis) -bytes<100", func(m *format.Message) bool {
			return (of(m, "postgres") || of(m, "redis-server")) && m.Len >= 100
		}},
		{"-(process:gunicorn | process:curl)", func(m *format.Message) bool { return !of(m, "gunicorn") && !of(m, "curl") }},
		{`text:/^GET\s\S+8\sHTTP/`, func(m *format.Message) bool { return says(m, "GET /orders/8 HTTP") }},
		{`/orders.[78]\sHTTP/`, func(m *format.Message) bool { return says(m, "/orders/7 HTTP") || says(m, "/orders/8 HTTP") }},
		{`process:/^(curl|redis-server)\[/`, func(m *format.Message) bool { return of(m, "curl") || of(m, "redis-server") }},
		{"/run/web", func(m *format.Message) bool { return m.SocketName() == "/run/web.sock" }}, // is no expression
		{"from:curl", func(m *format.Message) bool { return m.From.Comm == "curl" }},
		{"to:curl", func(m *format.Message) bool { return m.To.Comm == "curl" }},
		{"bytes>125", func(m *format.Message) bool { return m.Len > 125 }},
		{"bytes>=125", func(m *format.Message) bool { return m.Len >= 125 }},
		{"bytes<=0.1k", func(m *format.Message) bool { return m.Len <= 100 }},
		{"bytes=125", func(m *format.Message) bool { return m.Len == 125 }},
		{"type:dgram", func(m *format.Message) bool { return m.Type == format.Datagram }},
		{"took>3.5ms", func(m *format.Message) bool { return m.To.Comm == "curl" && m.To.Pid > 1300 }},
		{"at>=3ms at<=0.5s", func(m *format.Message) bool {
			at := m.Time.Sub(messages[0].Time)
			return at >= 3*time.Millisecond && at <= 500*time.Millisecond
		}},
		{`"bytes>125"`, func(m *format.Message) bool { return false }}, // is text
		{"a=b", func(m *format.Message) bool { return false }},
	} {
		want := 0
		for _, m := range messages {
			if test.fits(m) {
				want++
			}
		}
		p.filter(test.filter)
		equal(p, test.filter, p.text("#shown"), fmt.Sprintf("%d of %d", want, len(messages)))
		equal(p, test.filter+" is understood", evaluate[bool](p, "document.getElementById('filter-error').hidden"), true)
	}
	p.filter("process:curl")
	for filter, want := range map[string]string{
		"pid:12":         `there is no field pid; there are process, from, to, socket, text, hex, conversation, type, bytes, took, at. Quotes make text of it: "pid:12"`,
		"bytes>many":     "bytes>many is no comparison; one is bytes>100",
		"bytes><1":       "bytes><1 is no comparison; one is bytes>100",
		"took>5":         "took>5 is no comparison; one is took>10ms",
		"process>3":      "process can't be compared by >; write process:3",
		"text:":          "text: needs something behind it",
		"type:tcp":       "type:tcp is none of stream, dgram, seqpacket",
		"conversation:x": "conversation:x needs a number, as the list of conversations has them",
		"(a b":           `a ( has no ) behind it; quotes make text of it: "("`,
		"a) b":           `a ) has no ( before it; quotes make text of it: ")"`,
		"a | ":           "there has to be something on either side of | or OR, and between ( and )",
		"NOT":            "there has to be something behind - or NOT",
		"/a(/":           "/a(/ is no regular expression: Unterminated group. Quotes make text of it",
	} {
		p.filter(filter)
		equal(p, filter, p.text("#filter-error"), want)
		equal(p, filter+" says so", evaluate[bool](p, "document.getElementById('filter-error').hidden"), false)
		equal(p, filter+" leaves what is shown", p.text("#shown"), "")
	}
	p.quiet()
}

// testHits: what a filter has found is marked wherever it is to be seen, and nothing else.
func testHits(open func([]byte) *tab) {
	p := open(write(webServer()))
	marked := func(within string) string { return strings.Join(p.texts(within+" mark"), "|") }
	equal(p, "without a filter", marked("body"), "")
	p.filter(`process:nginx text:"user-agent: c" -text:unix`)
	p.key("Enter")
	p.key("Home")
	equal(p, "rows", marked(messageRows), strings.TrimSuffix(strings.Repeat("User-Agent: c|", 3), "|"))
	equal(p, "hex", marked("#hex .digits"), "55 73 65 72 2d 41 67  65 6e 74 3a 20 63")
	equal(p, "ASCII", marked("#hex .ascii"), "User-Agent: c")
	equal(p, "text", marked("#text"), "User-Agent: c")
	equal(p, "processes", marked("#lanes"), "nginx")
	equal(p, "what is not wanted", strings.Contains(marked("body"), "unix"), false)
	p.filter("/run/app hex:0d0a")
	p.key("Enter")
	equal(p, "sockets", marked(messageRows+" .conversation"), "") // only the last component is to be seen there
	p.filter("app.sock hex:0d0a")
	equal(p, "sockets", strings.HasPrefix(marked(messageRows+" .conversation"), "app.sock|app.sock"), true)
	p.filter("/h[a-z]{3}:/")
	p.key("Enter")
	p.key("Home")
	equal(p, "an expression", marked("#text"), "Host:")
	p.filter(`/http.1.1\s+host/`) // runs into the line that follows
	p.key("Enter")
	p.key("Home")
	equal(p, "hex in two lines", marked("#hex .digits"), "48 54  54 50 2f 31 2e 31 0d 0a|48 6f 73 74")
	equal(p, "text in two lines", marked("#text"), `HTTP/1.1\r|Host`)
	p.quiet()

	// What a search found is marked as well, and what a message says stands for its bytes.
	messages := webServer()
	messages[0].Matches = []format.Match{{Offset: 0, Len: 3}, {Offset: 4, Len: 1}}
	messages[0].Decoded = []format.Decoded{{Protocol: "HTTP", Text: "GET <b>"}, {Protocol: "HTTP", Text: "more"}}
	p = open(write(messages))
	p.key("Home")
	equal(p, "what a search found", marked("#hex .ascii"), "GET|/")
	equal(p, "what a message says", p.texts(messageRows + " .payload")[0], "HTTP GET <b>  HTTP more")
	equal(p, "its facts", strings.Contains(p.text("#facts"), "GET <b>"), true)
	p.filter("text:GET")
	equal(p, "its bytes are found", strings.HasPrefix(p.texts(messageRows + " .payload")[0], "GET /"), true)
	equal(p, "joined", marked("#hex .ascii"), "GET|/")
	p.quiet()

	p = open(write(chrony()))
	p.filter("hex:4e134ae0")
	p.key("Enter")
	p.key("Home")
	equal(p, "bytes in a row", marked(messageRows), "4e 13 4a e0|4e 13 4a e0")
	equal(p, "beginning in sight", strings.HasPrefix(p.texts(messageRows + " .payload")[1], "…00 00 00 00 4e 13 4a e0 00"), true)
	equal(p, "bytes", marked("#hex .digits"), "4e 13 4a e0")
	equal(p, "the line", p.text("#hex .row"), "000006 01 00 00 00 21 00 00  4e 13 4a e0 00 00 00 00.....!..N.J.....")
	p.quiet()
}

// testTook: how long answers took, and the slowest first.
func testTook(open func([]byte) *tab) {
	messages := webServer()
	p := open(write(messages))
	took := func() string { return strings.Join(p.texts(messageRows+" .took"), "|") }
	const byTime = "|||61 µs||1.23 ms|1.70 ms||||58 µs||1.31 ms|"
	equal(p, "by time", strings.HasPrefix(took(), byTime), true)
	p.click("document.getElementById('slowest')")
	equal(p, "the slowest first", strings.HasPrefix(took(), "3.84 ms|3.84 ms|3.36 ms|3.36 ms|1.70 ms|1.31 ms|1.31 ms|1.23 ms|61 µs|58 µs|"), true)
	equal(p, "selected", p.facts()["Took"], "3.84 ms from the end of the request")
	equal(p, "it is said", evaluate[string](p, "document.getElementById('slowest').getAttribute('aria-pressed')"), "true")
	equal(p, "no pauses", len(p.texts("#rows .row.pause:not([hidden])")), 0)
	p.filter("process:redis")
	equal(p, "with a filter", strings.HasPrefix(took(), "61 µs|58 µs|58 µs|49 µs|49 µs||"), true)
	p.key("Escape")
	p.key("s")
	equal(p, "by time again", strings.HasPrefix(took(), byTime), true)
	p.click("document.getElementById('fold-all')")
	equal(p, "of a folded conversation the slowest", p.texts("#rows .row.folded .took")[2], "61 µs")
	equal(p, "in words", evaluate[string](p, "[0.00006, 1.234, 59.96, 1234, 3599.7, 453600, -10801].map((s) => duration(s)).join('|')"),
		"60 µs|1.23 s|1 min 0 s|20 min 34 s|1 h 0 min|126 h 0 min|−3 h 0 min")
	p.quiet()
}

// testDialogue: a conversation as text is what --follow shows of it.
func testDialogue(open func([]byte) *tab) {
	local := time.Local
	time.Local = time.UTC // as the browser has it
	defer func() { time.Local = local }()
	messages := webServer()
	passing := said(8*time.Second, format.Seqpacket, format.End{Pid: 1, Comm: "a", Inode: 71}, format.End{Pid: 2, Comm: "b", Inode: 72, Name: "../p", Path: "/run/p"}, "one\ntwo")
	passing.Files = []format.File{{Descriptor: 3, Kind: format.RegularFile, Inode: 5, Name: "/a>b"}, {Descriptor: 4, Kind: format.Socket, Inode: 6}}
	passing.Len, passing.Late = 20, true
	empty := said(9*time.Second, format.Seqpacket, passing.To, passing.From, "")
	partly := said(10*time.Second, format.Stream, format.End{Pid: 1, Comm: "a", Inode: 81}, format.End{Pid: 2, Comm: "b", Inode: 82, Name: "/s"}, "no end")
	answer := said(11*time.Second, format.Stream, partly.To, partly.From, "\x01\xff é\n\tok\n")
	messages = append(messages, passing, empty, partly, answer)
	conversations := map[string][]*format.Message{}
	var order []string
	for _, m := range messages {
		id := m.Conversation()
		if conversations[id] == nil {
			order = append(order, id)
		}
		conversations[id] = append(conversations[id], m)
	}
	p := open(write(messages))
	p.filter("type:seqpacket socket:/run/p text:two")
	p.key("Enter")
	equal(p, "where the file is", p.facts()["Socket"], "seqpacket ../p (/run/p)")
	equal(p, "and its end", p.facts()["To"], "b[2], uid 0, inode 72, ../p (/run/p)")
	for i, id := range order {
		var want bytes.Buffer
		w := format.NewFollow(&want, "string", false, format.Times{})
		for _, m := range conversations[id] {
			w.Write(m)
		}
		w.(interface{ Close() error }).Close()
		p.filter(fmt.Sprintf("conversation:%d", i+1))
		p.key("Enter")
		p.key("t")
		p.wait("document.getElementById('dialogue').open")
		equal(p, id, p.text("#dialogue pre"), want.String())
		evaluate[any](p, "window.clipboardText = undefined")
		p.click("document.querySelector('#dialogue .copy-all')")
		p.wait("window.clipboardText !== undefined && document.querySelector('#dialogue output').textContent === 'copied'")
		equal(p, "copied", evaluate[string](p, "window.clipboardText"), want.String())
		p.click("document.querySelector('#dialogue .close')")
		equal(p, "closed", evaluate[bool](p, "document.getElementById('dialogue').open"), false)
	}
	p.quiet()
}
