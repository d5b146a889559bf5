package format

import (
	"bytes"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// event is one between a client and a server.
func event(e Event) *Message {
	m := message("")
	m.Type, m.From.Inode, m.To.Inode, m.From.Name = Stream, 5, 7, ""
	m.Parts, m.Event = nil, &e
	return m
}

// TestEvents: what happened is told in a line, for people and as JSON.
func TestEvents(t *testing.T) {
	alone := event(Event{Kind: Close})
	alone.From.Name, alone.To = "/var/run/ptp4l", End{UID: -1}
	late := event(Event{Kind: Connect, Error: unix.ECONNREFUSED})
	late.To, late.Late = End{UID: -1, Name: "/a b"}, true
	late.From.Comm = "\x1b[2J"
	odd := event(Event{Kind: Refused, Error: syscall.Errno(4000), Offered: 1})
	for _, test := range []struct {
		m          *Message
		text, json string
	}{
		{event(Event{Kind: Connect}), "connect", `"event":"connect"`},
		{event(Event{Kind: Accept}), "accept", `"event":"accept"`},
		{event(Event{Kind: Shutdown, Read: true, Write: true}), "shutdown both", `"how":"both"`},
		{event(Event{Kind: Shutdown, Read: true}), "shutdown read", `"how":"read"`},
		{event(Event{Kind: Shutdown, Write: true}), "shutdown write", `"how":"write"`},
		{event(Event{Kind: Close, First: true}), "close first", `"first":true`},
		{event(Event{Kind: Refused, Error: unix.EAGAIN, Offered: 74}), "send refused: EAGAIN (the receiver's queue is full), 74 bytes offered", `"offered":74,"error":"EAGAIN"`},
		{odd, "send refused: 4000 (errno 4000), 1 bytes offered", `"error":"4000"`},
		{alone, "10:11:28.968123 pmc[1108317] > - stream /var/run/ptp4l close", `"to":{},"conversation":"5"}`},
		{late, `10:11:28.968123 \x1b[2J[1108317] > ? stream /a\x20b connect failed: ECONNREFUSED (nobody listens there) late`, `"error":"ECONNREFUSED","late":true}`},
	} {
		if !strings.Contains(test.text, " > ") {
			test.text = "10:11:28.968123 pmc[1108317] > ptp4l[896569] stream /var/run/ptp4l " + test.text
		}
		if diff := cmp.Diff(test.text, Header(test.m)); diff != "" {
			t.Error(diff)
		}
		var out bytes.Buffer
		w := NewJSON(&out)
		w.Write(test.m)
		w.Flush()
		if line := out.String(); !strings.Contains(line, test.json) || strings.Contains(line, `"seq"`) || strings.Contains(line, `"len"`) {
			t.Errorf("%s lacks %s, or has more", line, test.json)
		}
	}
}

// TestEventsAreNoMessages: they have no number among messages and do not count.
func TestEventsAreNoMessages(t *testing.T) {
	var out bytes.Buffer
	w := NewJSON(&out)
	for _, m := range []*Message{message("a"), event(Event{Kind: Close}), message("b")} {
		w.Write(m)
		if m.Counts() == m.IsEvent() {
			t.Errorf("%s counts: %v", Header(m), m.Counts())
		}
	}
	w.Flush()
	if got := out.String(); !strings.Contains(got, `"seq":2`) || strings.Contains(got, `"seq":3`) {
		t.Error(got)
	}
	c := event(Event{Kind: Close}).Clone()
	if c.Event == nil || *c.Event != (Event{Kind: Close}) {
		t.Errorf("a copy has %+v", c.Event)
	}
}

// TestEndings: of a conversation it is kept when each side ended, and events make none.
func TestEndings(t *testing.T) {
	ask := event(Event{})
	ask.Event, ask.Len = nil, 3
	of := func(m *Message, e Event) *Message {
		n := *m
		n.Event, n.Len = &e, 0
		return &n
	}
	tell := of(ask, Event{})
	tell.From, tell.To, tell.Event = ask.To, ask.From, nil
	other := of(ask, Event{Kind: Close})
	other.From.Inode = 1000
	var c Conversations
	for _, m := range []*Message{
		of(ask, Event{Kind: Connect}), ask, of(ask, Event{Kind: Shutdown, Read: true}), of(ask, Event{Kind: Shutdown, Write: true}),
		tell, of(tell, Event{Kind: Close, First: true}), of(ask, Event{Kind: Close}), other,
	} {
		c.Add(m)
	}
	all := c.All()
	if len(all) != 1 || len(all[0].Messages) != 2 {
		t.Fatalf("%d conversations", len(all))
	}
	if diff := cmp.Diff([]Ending{{FromClient: true, After: 1}, {After: 2}}, all[0].Endings); diff != "" {
		t.Error(diff)
	}
}

// TestFollowEvents: in a dialogue, events are notes.
func TestFollowEvents(t *testing.T) {
	var out bytes.Buffer
	w := NewFollow(&out, "string", false, Times{})
	said := event(Event{})
	said.Event, said.Len, said.Parts = nil, 2, []Part{{Data: []byte("hi")}}
	for _, m := range []*Message{event(Event{Kind: Connect}), said, event(Event{Kind: Close, First: true})} {
		w.Write(m)
	}
	w.Flush()
	const want = `pmc[1108317] <> ptp4l[896569] stream /var/run/ptp4l conversation 5
! pmc[1108317] connect
> hi\
! pmc[1108317] close first
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}
