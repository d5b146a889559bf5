package report_test

import (
	"fmt"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// drag presses the mouse at one place of the plot and releases it at another, in pixels from
// its left and its top.
func (p *tab) drag(fromX, toX, y float64) {
	p.t.Helper()
	box := evaluate[struct{ X, Y float64 }](p, "(() => { const r = document.querySelector('#plot canvas').getBoundingClientRect(); return { X: r.x, Y: r.y }; })()")
	mouse := func(kind string, x float64) {
		p.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": box.X + x, "y": box.Y + y, "button": "left", "buttons": 1, "clickCount": 1}, nil)
	}
	mouse("mousePressed", fromX)
	if toX != fromX {
		mouse("mouseMoved", (fromX+toX)/2)
		mouse("mouseMoved", toX)
	}
	mouse("mouseReleased", toX)
}

// testPlot: answers and bytes over time, which lead to their messages.
func testPlot(open func([]byte) *tab) {
	messages := webServer()
	p := open(write(messages))
	seq := func() string { return p.facts()["Message"] }
	equal(p, "at first hidden", evaluate[bool](p, "document.getElementById('plot').hidden"), true)
	p.key("p")
	equal(p, "said to be open", evaluate[string](p, "document.getElementById('toggle-plot').getAttribute('aria-expanded')"), "true")
	p.wait("document.querySelector('#plot canvas').width > 300")
	inked := evaluate[int](p, `(() => {
		const c = document.querySelector("#plot canvas");
		const data = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
		const colours = new Set();
		for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) colours.add(data.slice(i, i + 3).join());
		return colours.size;
	})()`)
	equal(p, "several colours are drawn", inked >= 5, true)

	// By keys from answer to answer, then a click on the first of them.
	evaluate[any](p, "document.querySelector('#plot canvas').focus()")
	p.key("ArrowRight")
	first := seq()
	mark := func() (at struct{ X, Y float64 }) {
		return evaluate[struct{ X, Y float64 }](p, `(() => {
			const m = document.querySelector(".plot-mark"), c = document.querySelector("#plot canvas").getBoundingClientRect(), r = m.getBoundingClientRect();
			return m.hidden ? { X: -1, Y: -1 } : { X: r.x + r.width / 2 - c.x, Y: r.y + r.height / 2 - c.y };
		})()`)
	}
	at := mark()
	equal(p, "it is marked", at.X > 0 && at.Y > 0, true)
	_, took := p.facts()["Took"]
	equal(p, "it is an answer", took, true)
	p.key("ArrowRight")
	p.key("ArrowRight")
	equal(p, "another one", seq() != first && mark() != at, true)
	p.drag(at.X, at.X, at.Y)
	equal(p, "a click goes to the message", seq(), first)
	equal(p, "in the list, too", p.text("#rows [aria-selected=true] .time"), evaluate[string](p, "document.querySelector('#facts dd').textContent.split(', ')[1]"))

	// Below, a bar leads to its first message.
	height := evaluate[float64](p, "document.querySelector('#plot canvas').clientHeight")
	p.drag(59, 59, height-30)
	equal(p, "the first bar", seq()[:2], "1,")

	// What is dragged over is what is shown, again and again.
	p.drag(50, at.X+1, 30)
	fits := 0
	for _, m := range messages {
		if m.Time.Sub(messages[0].Time) <= time.Duration(evaluate[float64](p, `Number(/at<=([0-9.]+)s/.exec(document.getElementById("filter").value)[1])`)*1e9) {
			fits++
		}
	}
	equal(p, "a span of time", p.text("#shown"), fmt.Sprintf("%d of %d", fits, len(messages)))
	equal(p, "is a part", fits > 1 && fits < len(messages), true)
	before := evaluate[string](p, "document.getElementById('filter').value")
	p.drag(200, 600, 30)
	equal(p, "a span within", evaluate[string](p, "document.getElementById('filter').value") != before, true)
	equal(p, "takes its place", evaluate[int](p, "document.getElementById('filter').value.split('at>').length"), 2)
	p.key("Escape")
	equal(p, "all", p.text("#shown"), "")
	p.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": 400, "height": 760, "deviceScaleFactor": 1, "mobile": false}, nil)
	p.wait("innerWidth === 400")
	equal(p, "in a narrow window nothing is to the right", evaluate[int](p, "document.documentElement.scrollWidth"), 400)
	equal(p, "and the plot leaves room for the list", evaluate[bool](p, "document.getElementById('rows').clientHeight > 50"), true)
	p.key("p")
	equal(p, "hidden", evaluate[bool](p, "document.getElementById('plot').hidden"), true)
	p.quiet()
}

// testTurns: the page tells of the same answers as everything else, and of none where
// client and server do not take turns.
func testTurns(open func([]byte) *tab) {
	messages := webServer()
	client := format.End{Pid: 7, UID: 0, Comm: "watcher", Inode: 901}
	server := format.End{Pid: 8, UID: 0, Comm: "newsd", Inode: 902, Name: "/run/news.sock"}
	upgraded, switched := client, server
	upgraded.Inode, switched.Inode, switched.Name = 911, 912, "/run/chat.sock"
	ms := time.Millisecond
	messages = append(messages,
		said(5000*ms, format.Stream, client, server, "subscribe"), said(5001*ms, format.Stream, server, client, "yes"),
		said(6000*ms, format.Stream, server, client, "news"), said(6100*ms, format.Stream, client, server, "ping"),
		said(6101*ms, format.Stream, server, client, "pong"),
		said(7000*ms, format.Stream, upgraded, switched, "GET / HTTP/1.1\r\nUpgrade: x\r\n\r\n"),
		said(7001*ms, format.Stream, switched, upgraded, "HTTP/1.1 101 Switching Protocols\r\n\r\n"),
		said(7002*ms, format.Stream, upgraded, switched, "in"), said(7003*ms, format.Stream, switched, upgraded, "out"))
	answers := 0
	pairings := map[string]*format.Pairing{}
	clients := map[string]uint64{}
	counted := map[string]int{}
	for _, m := range messages {
		id := m.Conversation()
		if pairings[id] == nil {
			first, _ := m.Sides()
			pairings[id], clients[id] = format.NewPairing(m.Type), first.Inode
		}
		if _, ok := pairings[id].Add(m, m.From.Inode == clients[id]); ok {
			counted[id]++
		}
	}
	for id, p := range pairings {
		if d := p.Duplex(); d == nil || d.First > 1 {
			answers += counted[id]
		}
	}
	p := open(write(messages))
	p.filter("took>=0s")
	equal(p, "answers", p.text("#shown"), fmt.Sprintf("%d of %d", answers, len(messages)))
	p.filter("socket:/run/news took>=0s")
	equal(p, "without turns", p.text("#shown"), fmt.Sprintf("0 of %d", len(messages)))
	p.filter("socket:/run/chat took>=0s")
	equal(p, "before the connection is handed over", p.text("#shown"), fmt.Sprintf("1 of %d", len(messages)))
	equal(p, "why", p.facts()["Turns"], "not taken, or not to the end: HTTP status 101 switched to another protocol")
	p.key("p")
	equal(p, "the plot says so", p.text(".plot-without"), "3 conversations have no answers, be it from some message on, as client and server do not take turns.")
	p.quiet()
}
