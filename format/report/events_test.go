package report_test

import (
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// testEvents: what happened besides messages is among them, and counts as none.
func testEvents(open func([]byte) *tab) {
	client := format.End{Pid: 7, UID: 0, Comm: "curl", Inode: 901}
	server := format.End{Pid: 8, UID: 0, Comm: "nginx", Inode: 902, Name: "/run/web.sock"}
	other := format.End{Pid: 9, UID: 0, Comm: "curl", Inode: 903}
	event := func(at time.Duration, from, to format.End, e format.Event) *format.Message {
		m := said(at, format.Stream, from, to, "")
		m.Parts, m.Event = nil, &e
		return m
	}
	p := open(write([]*format.Message{
		event(0, client, server, format.Event{Kind: format.Connect}),
		said(time.Millisecond, format.Stream, client, server, "ask"),
		said(2*time.Millisecond, format.Stream, server, client, "answer"),
		event(3*time.Millisecond, server, client, format.Event{Kind: format.Close, First: true}),
		event(4*time.Millisecond, server, format.End{UID: -1}, format.Event{Kind: format.Close}),
		event(5*time.Millisecond, other, format.End{UID: -1, Name: "/run/web.sock"}, format.Event{Kind: format.Connect, Error: unix.ECONNREFUSED}),
	}))
	equal(p, "summary", strings.HasPrefix(p.text("#summary"), "2 messages, 4 events · "), true)
	equal(p, "what happened", strings.Join(p.texts(".row.message .mark"), "|"), "connect|close first|close|connect failed: ECONNREFUSED")
	facts := p.facts()
	equal(p, "facts", strings.HasPrefix(facts["Event"], "connect, "), true)
	p.filter("refused")
	equal(p, "found", p.text("#shown"), "1 of 6")
	p.quiet()
}
