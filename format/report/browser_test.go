package report_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

var update = flag.Bool("update", false, "take the picture in docs anew")

// TestInBrowser opens pages in a real browser, and uses them by mouse and keyboard.
func TestInBrowser(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), testrun.TooLong)
	t.Cleanup(cancel)
	b := startBrowser(ctx, t)
	for _, test := range []struct {
		name string
		run  func(open func(page []byte) *tab)
	}{
		{"Message", testMessage},
		{"Filter", testFilter},
		{"FilterSyntax", testFilterSyntax},
		{"Hits", testHits},
		{"Events", testEvents},
		{"Took", testTook},
		{"Dialogue", testDialogue},
		{"Plot", testPlot},
		{"Turns", testTurns},
		{"Who", testWho},
		{"Narrow", testNarrow},
		{"Names", testNames},
		{"Keys", testKeys},
		{"Copy", testCopy},
		{"CopyByHand", testCopyByHand},
		{"Fold", testFold},
		{"Hostile", testHostile},
		{"Flaws", testFlaws},
		{"Many", testMany},
		{"CutShort", testCutShort},
		{"Foreign", testForeign},
		{"Empty", testEmpty},
		{"Forbidden", testForbidden},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.run(func(page []byte) *tab { return b.open(ctx, t, page) })
		})
	}
	if *update {
		p := b.open(ctx, t, write(webServer()))
		p.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": 1280, "height": 720, "deviceScaleFactor": 1, "mobile": false}, nil)
		for range 3 {
			p.key("j")
		}
		p.wait("true")
		p.screenshot("../../docs/report.png")
	}
}

// equal compares what there is to be seen with what should be.
func equal[T comparable](p *tab, what string, got, want T) {
	p.t.Helper()
	if got != want {
		p.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

const messageRows = "#rows .row.message:not([hidden])"

// testMessage: two datagrams, all that is told of them.
func testMessage(open func([]byte) *tab) {
	p := open(write(chrony()))
	equal(p, "summary", p.text("#summary"), "2 messages · 2 processes · 1 conversation · 2026-03-02, 6.49 ms")
	equal(p, "times", fmt.Sprint(p.texts(messageRows+" .time")), "[09:13:00.528485 09:13:00.534972]")
	equal(p, "lanes", fmt.Sprint(p.texts(".lane")), "[chronyc[174] chronyd[162]]")
	p.click("document.querySelectorAll('#rows .row.message')[1]")
	equal(p, "selected", p.text("#rows [aria-selected=true] .time"), "09:13:00.534972")
	equal(p, "arrow", evaluate[bool](p, "document.querySelectorAll('#rows .row.message')[1].querySelector('.arrow').classList.contains('to-left')"), true)
	facts := p.facts()
	for term, want := range map[string]string{
		"Message": "2, 09:13:00.534972", "UTC": "2026-03-02T09:13:00.534972000Z", "Bytes": "104",
		"From":   "chronyd[162], thread 162, uid 104, inode 1930, /run/chrony/chronyd.sock",
		"To":     "chronyc[174], uid 0, inode 2001, /run/chrony/chronyc.174.sock",
		"Socket": "dgram /run/chrony/chronyc.174.sock", "Conversation": "1 (1930-2001)",
	} {
		equal(p, term, facts[term], want)
	}
	equal(p, "hex", p.text("#hex .row"), "000006 02 00 00 00 21 00 05  00 00 00 00 00 00 00 00.....!..........")
	equal(p, "banner hidden", evaluate[bool](p, "document.getElementById('banner').hidden"), true)
	p.quiet()
}

// testFilter compares what the page finds with what is there.
func testFilter(open func([]byte) *tab) {
	messages := append(webServer(), hostile()...)
	p := open(write(messages))
	count := func(fits func(*format.Message) bool) (n int) {
		for _, m := range messages {
			if fits(m) {
				n++
			}
		}
		return n
	}
	data := func(m *format.Message) []byte {
		var all []byte
		for _, part := range m.Parts {
			all = append(all, part.Data...)
		}
		return all
	}
	for _, test := range []struct {
		filter string
		fits   func(*format.Message) bool
	}{
		{"process:curl", func(m *format.Message) bool { return m.From.Comm == "curl" || m.To.Comm == "curl" }},
		{"process:CURL[1304]", func(m *format.Message) bool { return m.From.Pid == 1304 || m.To.Pid == 1304 }},
		{"socket:/run/redis", func(m *format.Message) bool { return strings.HasPrefix(string(m.SocketName()), "/run/redis") }},
		{`text:"get /ORDERS"`, func(m *format.Message) bool { return bytes.Contains(data(m), []byte("GET /orders")) }},
		{"hex:2A320d0a", func(m *format.Message) bool { return bytes.Contains(data(m), []byte("*2\r\n")) }},
		{`hex:\xff\xff\xff`, func(m *format.Message) bool { return bytes.Contains(data(m), []byte("\xff\xff\xff")) }},
		{"text:\u202egpj", func(m *format.Message) bool { return bytes.Contains(data(m), []byte("\u202egpj")) }},
		{"conversation:3", func(m *format.Message) bool { return m.Conversation() == "41200" }},
		{"gunicorn orders/8 nginx", func(m *format.Message) bool {
			both := m.From.Comm == "gunicorn" && m.To.Comm == "nginx" || m.From.Comm == "nginx" && m.To.Comm == "gunicorn"
			return both && bytes.Contains(data(m), []byte("orders/8"))
		}},
		{`"redis-server["`, func(m *format.Message) bool { return m.From.Comm == "redis-server" || m.To.Comm == "redis-server" }},
		{"unix:", func(m *format.Message) bool { return bytes.Contains(data(m), []byte("unix:")) }},
		{"nothing-has-this", func(m *format.Message) bool { return false }},
	} {
		p.filter(test.filter)
		equal(p, test.filter, p.text("#shown"), fmt.Sprintf("%d of %d", count(test.fits), len(messages)))
	}
	equal(p, "rows", p.shown(), 0)
	p.filter("hex:123")
	equal(p, "error", p.text("#filter-error"), "hex:123 needs pairs of hex digits, such as hex:0d0a")
	p.key("Escape")
	equal(p, "cleared", p.text("#shown"), "")
	p.click("document.querySelectorAll('.lane')[0]")
	equal(p, "a lane filters", evaluate[string](p, "document.getElementById('filter').value"), `process:"curl[1300]"`)
	equal(p, "rows", len(p.texts(messageRows)), 2)
	p.click("document.querySelectorAll('#conversations-list .choose')[1]")
	equal(p, "a conversation filters", evaluate[string](p, "document.getElementById('filter').value"), "conversation:2")
	p.quiet()
}

func testKeys(open func([]byte) *tab) {
	p := open(write(webServer()))
	number := func() string { n, _, _ := strings.Cut(p.facts()["Message"], ","); return n }
	for _, press := range []struct{ key, want string }{
		{"j", "2"}, {"ArrowDown", "3"}, {"k", "2"}, {"ArrowUp", "1"}, {"k", "1"}, {"End", "29"}, {"j", "29"}, {"Home", "1"},
	} {
		p.key(press.key)
		equal(p, press.key, number(), press.want)
	}
	p.key("/")
	p.key("j") // is a letter there
	equal(p, "filter", evaluate[string](p, "document.getElementById('filter').value"), "j")
	p.key("Escape")
	equal(p, "filter", evaluate[string](p, "document.getElementById('filter').value"), "")
	equal(p, "all", p.text("#shown"), "")
	before := number()
	p.key("ArrowUp")
	equal(p, "the list has the keys again", number() != before, true)
	p.quiet()
}

func testFold(open func([]byte) *tab) {
	messages := webServer()
	p := open(write(messages))
	count := func() int {
		return evaluate[int](p, "(() => { const b = document.getElementById('rows'); return Math.round(b.querySelector('.space').offsetHeight / 25); })()")
	}
	all := count()
	redis := 0
	for _, m := range messages {
		if m.Conversation() == "41200" {
			redis++
		}
	}
	p.click("document.querySelectorAll('#conversations-list .fold')[2]")
	equal(p, "rows", count(), all-redis+1)
	equal(p, "folded", p.text("#rows .row.folded .preview"), fmt.Sprintf("▸ %d messages, folded", redis))
	// The same by keys: right unfolds what is selected, left folds it.
	p.click("document.querySelector('#rows .row.folded')")
	p.key("ArrowRight")
	equal(p, "rows", count(), all)
	p.key("ArrowLeft")
	equal(p, "rows", count(), all-redis+1)
	p.click("document.getElementById('fold-all')")
	equal(p, "folded rows", len(p.texts("#rows .row.folded:not([hidden])")), 9)
	p.click("document.getElementById('unfold-all')")
	equal(p, "rows", count(), all)
	p.quiet()
}

// testHostile looks at everything in a page of attacks: nothing of it is run or becomes
// an element, and nothing changes the direction of text.
func testHostile(open func([]byte) *tab) {
	messages := hostile()
	p := open(write(messages, format.Loss{Cause: attacks[0], Count: 1, Note: attacks[0]}))
	p.key("Home")
	for i := range messages {
		equal(p, "message", strings.HasPrefix(p.facts()["Message"], fmt.Sprint(i+1, ",")), true)
		equal(p, "characters that mislead", evaluate[string](p, `document.body.innerText.match(/[^\P{C}\n\t]|[\u2028\u2029]/gu)?.join() ?? ""`), "")
		p.key("j")
	}
	for i, attack := range attacks {
		p.filter(fmt.Sprintf("conversation:%d", i+1))
		equal(p, "sender", p.text(".lane"), fmt.Sprintf("%s[%d]", format.Escape(attack), 10+i))
		equal(p, "descriptor", p.facts()["Descriptor"], fmt.Sprintf("3, file, %s, inode 18446744073709551615, %d bytes", format.Escape(attack), len(attack)))
		text := p.facts()["Content of 3"]
		odd := strings.ContainsFunc(text, func(r rune) bool { return r > '~' || r < ' ' && r != '\n' })
		equal(p, "content", text != "" && !odd, true)
		p.key("ArrowLeft")
		p.key("ArrowRight")
	}
	p.key("Escape")
	equal(p, "window.pwned", evaluate[bool](p, "window.pwned === undefined && ({}).pwned === undefined"), true)
	equal(p, "elements", evaluate[int](p, "document.querySelectorAll('img, svg, iframe, object, embed, link, base, a, script ~ script ~ *:not(#end)').length"), 0)
	equal(p, "loss", p.text("#banner"), "1 "+attacks[0])
	p.quiet()
}

// testFlaws: what is missing is marked.
func testFlaws(open func([]byte) *tab) {
	messages := hostile()
	p := open(write(messages, format.Loss{Cause: "ring full", Count: 1234, Note: "lost to a full ring", Missing: true}))
	equal(p, "banner", p.text("#banner"), "1,234 lost to a full ring")
	p.filter("process:a[1]")
	p.key("Enter")
	equal(p, "preview", p.text("#rows [aria-selected=true] .payload"), " ▨ two ▨ then ▨ ")
	equal(p, "marks", fmt.Sprint(p.texts("#rows [aria-selected=true] .mark")), "[4993 missing late]")
	equal(p, "hex", strings.Join(p.texts("#hex .row:not([hidden])"), "|"),
		fmt.Sprintf("2 bytes at offset 0 not captured|0002%-48stwo|4,091 bytes at offset 5 not captured|1000%-48sthen|900 bytes at offset 4100 not captured",
			"74 77 6f", "74 68 65 6e"))
	equal(p, "text", strings.Join(p.texts("#text .row:not([hidden])"), "|"),
		"2 bytes at offset 0 not captured|two|4,091 bytes at offset 5 not captured|then|900 bytes at offset 4100 not captured")
	facts := p.facts()
	equal(p, "bytes", facts["Bytes"], "5,000, of which 7 captured")
	equal(p, "unreadable", facts["Unreadable"], "100 bytes: their pages could not be read")
	equal(p, "dropped", facts["Dropped"], "4,000 bytes: a ring was full")
	p.key("j")
	equal(p, "so far", p.text("#rows [aria-selected=true] .mark"), "so far")
	equal(p, "behind", p.facts()["Behind it"], "message 16")
	p.key("j")
	equal(p, "before", p.facts()["Before it"], "message 15")
	equal(p, "behind", p.facts()["Behind it"], "not captured, or nothing more went")
	p.key("j")
	equal(p, "orphan", p.text("#rows [aria-selected=true] .mark"), "begins in the middle")
	p.key("j")
	equal(p, "empty", p.text("#rows [aria-selected=true] .preview"), "empty")
	p.quiet()
}

// testMany: however long a capture, the page has few elements, and its end can be seen.
func testMany(open func([]byte) *tab) {
	const count = 10000
	page := write(busy(count, 30))
	p := open(page)
	p.t.Logf("%d bytes, ready after %.0f ms", len(page), evaluate[float64](p, "performance.getEntriesByType('navigation')[0].domComplete"))
	bounded := func() {
		p.t.Helper()
		if n := evaluate[int](p, "document.querySelectorAll('#rows .row').length"); n > 60 || n < 10 {
			p.t.Errorf("%d rows have elements", n)
		}
	}
	bounded()
	equal(p, "elements", evaluate[bool](p, "document.querySelectorAll('*').length < 1500"), true)
	p.key("End")
	equal(p, "the last message", strings.HasPrefix(p.facts()["Message"], "10000,"), true)
	p.wait("document.querySelector('#rows [aria-selected=true]').getBoundingClientRect().bottom <= document.getElementById('details').getBoundingClientRect().top")
	bounded()
	p.call("Performance.enable", map[string]any{}, nil)
	before := p.work()
	frame := evaluate[struct{ Mean, Worst float64 }](p, `new Promise((done) => {
		const box = document.getElementById("rows"), times = [];
		box.scrollTop = 0;
		let last;
		requestAnimationFrame(function step(now) {
			if (last !== undefined) times.push(now - last);
			last = now;
			box.scrollTop += 700;
			if (times.length < 100) return requestAnimationFrame(step);
			done({ Mean: times.reduce((a, b) => a + b) / times.length, Worst: Math.max(...times) });
		});
	})`)
	after := p.work()
	p.t.Logf("scrolling: a frame every %.1f ms, at worst %.1f; script, style and layout take %.1f ms of each", frame.Mean, frame.Worst, (after-before)*1000/100)
	bounded()
	for _, filter := range []string{"postgres", "hex:39396164", "text:9999"} {
		began := time.Now()
		p.filter(filter)
		p.t.Logf("filter %s: %v, %s", filter, time.Since(began).Round(time.Millisecond), p.text("#shown"))
	}
	equal(p, "found", p.text("#shown"), "1 of 10,000")
	p.quiet()
}

// testCutShort: what is there of a page is shown, wherever it ends.
func testCutShort(open func([]byte) *tab) {
	page := write(chrony())
	end := bytes.LastIndex(page, []byte("</script>"))
	for _, cut := range []struct{ at, messages int }{{end, 2}, {end - 1, 2}, {end - 40, 1}} {
		p := open(page[:cut.at])
		equal(p, "messages", len(p.texts(messageRows)), cut.messages)
		equal(p, "banner", strings.HasPrefix(p.text("#banner"), "This page ends in the middle"), true)
		p.quiet()
	}
}

// testForeign: lines that something else wrote to the same file are left out, and told of.
func testForeign(open func([]byte) *tab) {
	page := write(chrony())
	for foreign, banner := range map[string]string{
		"3\n":                                  "1 line of this page was left out: something else wrote to the same file.",
		"OK\n\nnull\n{\"a\": 1}\n[1]\n\"x\"\n": "5 lines of this page were left out: something else wrote to the same file.",
	} {
		p := open(bytes.Replace(page, []byte("\n{\"v\""), []byte("\n"+foreign+"{\"v\""), 1))
		equal(p, "messages", len(p.texts(messageRows)), 2)
		equal(p, "banner", p.text("#banner"), banner)
		p.quiet()
	}
}

func testEmpty(open func([]byte) *tab) {
	p := open(write(nil))
	equal(p, "summary", p.text("#summary"), "no messages")
	for _, key := range []string{"j", "End", "ArrowLeft", "/", "x", "Escape"} {
		p.key(key)
	}
	equal(p, "rows", p.shown(), 0)
	p.quiet()
}

// testForbidden: the browser keeps to the page's policy, and what these tests must not
// miss is seen.
func testForbidden(open func([]byte) *tab) {
	for what, attempt := range map[string]string{
		"a script":  `(() => { const s = document.createElement("script"); s.textContent = "window.pwned = 1"; document.body.append(s); })()`,
		"a handler": `(() => { const e = document.createElement("p"); e.setAttribute("onclick", "window.pwned = 1"); document.body.append(e); e.click(); })()`,
		"an image":  `new Promise((done) => { const i = new Image(); i.onerror = () => done(); i.src = "http://127.0.0.1:9/"; })`,
		"a request": `fetch("http://127.0.0.1:9/").catch(() => {})`,
		"a word":    `console.log("a word")`,
	} {
		p := open(write(chrony()))
		p.quiet()
		evaluate[any](p, attempt)
		equal(p, what+" that is run", evaluate[bool](p, "window.pwned !== undefined"), false)
		p.mu.Lock()
		if len(p.incidents) == 0 {
			p.t.Errorf("%s is not seen", what)
		}
		p.mu.Unlock()
	}
}

// work is how many seconds the page has spent on scripts, style and layout.
func (p *tab) work() (seconds float64) {
	p.t.Helper()
	var all struct {
		Metrics []struct {
			Name  string
			Value float64
		}
	}
	p.call("Performance.getMetrics", map[string]any{}, &all)
	for _, m := range all.Metrics {
		if m.Name == "ScriptDuration" || m.Name == "RecalcStyleDuration" || m.Name == "LayoutDuration" {
			seconds += m.Value
		}
	}
	return seconds
}

// facts are the terms and values of the details; of a term that comes twice the last.
func (p *tab) facts() map[string]string {
	p.t.Helper()
	facts := map[string]string{}
	for pair := range slices.Chunk(p.texts("#facts dt, #facts dd"), 2) {
		facts[pair[0]] = pair[1]
	}
	return facts
}
