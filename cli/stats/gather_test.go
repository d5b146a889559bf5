package stats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

var start = time.Unix(1_700_000_000, 0)

// ends are a client and the server of conversation n, which is over one of three sockets.
func ends(n int) (client, server format.End) {
	client = format.End{Pid: 1000 + n%7, UID: -1, Comm: "client", Inode: uint64(2*n + 1)}
	server = format.End{Pid: 10 + n%3, UID: -1, Comm: "server", Inode: uint64(2*n + 2), Name: format.Name(fmt.Sprintf("/run/%d", n%3))}
	return client, server
}

func said(at time.Duration, from, to format.End, data string) *format.Message {
	return &format.Message{Time: start.Add(at), Type: format.Stream, From: from, To: to, Len: int64(len(data)), Parts: []format.Part{{Data: []byte(data)}}}
}

// talks are so many conversations at once, in each of which so many requests are answered
// after so many milliseconds.
func talks(conversations, requests, took int) []*format.Message {
	var all []*format.Message
	for r := range requests {
		for n := range conversations {
			client, server := ends(n)
			at := time.Duration(r*1000+n%50) * time.Millisecond
			all = append(all, said(at, client, server, "ask"), said(at+time.Duration(took)*time.Millisecond, server, client, "answer"))
		}
	}
	return all
}

func gather(g *Gatherer, messages []*format.Message) []*Row {
	for _, m := range messages {
		g.Add(m, true)
	}
	return g.Rows()
}

// TestRows: each kind of row counts every message, and a process once as what it is.
func TestRows(t *testing.T) {
	messages := talks(21, 4, 5)
	for by, want := range map[By]struct{ rows, times int }{BySocket: {3, 1}, ByProcess: {7 + 3, 2}, ByConversation: {21, 1}} {
		rows := gather(NewGatherer(by), messages)
		var sum Row
		for _, r := range rows {
			sum.join(r)
			if r.Latency.Percentile(50) != 5*time.Millisecond || r.Latency.Max != 5*time.Millisecond {
				t.Errorf("by %s: %s: %v, %v", by, r.name(), r.Latency.Percentile(50), r.Latency.Max)
			}
		}
		n := uint64(21 * 4 * want.times)
		if len(rows) != want.rows || sum.FromClient != (Tally{n, 3 * n}) || sum.FromServer != (Tally{n, 6 * n}) || sum.Latency.Count != n || sum.NoTurns != 0 {
			t.Errorf("by %s: %d rows, %+v", by, len(rows), sum)
		}
		if sum.First != start || sum.Duration() != 3*time.Second+20*time.Millisecond+5*time.Millisecond {
			t.Errorf("by %s: from %v for %v", by, sum.First, sum.Duration())
		}
	}
}

// TestFound: messages that are searched for count, and answers of which, or of whose request,
// something is; a conversation without any has no row.
func TestFound(t *testing.T) {
	client, server := ends(0)
	other, itsServer := ends(1)
	const ms = time.Millisecond
	said := func(at time.Duration, from, to format.End, data string) *format.Message {
		return said(at*ms, from, to, data)
	}
	g := NewGatherer(ByConversation)
	for _, m := range []*format.Message{
		said(0, server, client, "hello x"), said(1, client, server, "a"), said(3, server, client, "b"), // 2 ms, of what has none
		said(10, client, server, "x"), said(11, client, server, "a"), said(15, server, client, "b"), // 4 ms, asked
		said(20, client, server, "a"), said(28, server, client, "b"), said(29, server, client, "x"), // 8 ms, answered
		said(40, client, server, "x"), // not answered
		said(2, other, itsServer, "a"), said(3, itsServer, other, "b"),
	} {
		g.Add(m, strings.Contains(string(m.Parts[0].Data), "x"))
	}
	rows := g.Rows()
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	r := rows[0]
	if r.FromClient != (Tally{2, 2}) || r.FromServer != (Tally{2, 8}) || r.First != start || r.Duration() != 40*ms {
		t.Errorf("%+v", r)
	}
	if r.Latency.Count != 2 || r.Latency.Percentile(50) != 4*ms || r.Latency.Max != 8*ms {
		t.Errorf("%d answers, %v, %v", r.Latency.Count, r.Latency.Percentile(50), r.Latency.Max)
	}
}

// TestEvents: what happens to a connection counts to its row, by who did it, and makes no message;
// an attempt to connect that fails makes no conversation either.
func TestEvents(t *testing.T) {
	client, server := ends(0)
	in := func(second int, from, to format.End, e format.Event) *format.Message {
		return &format.Message{Time: start.Add(time.Duration(second) * time.Second), Type: format.Stream, From: from, To: to, Event: &e}
	}
	lost, listener := client, server
	lost.Inode, listener.Inode = 77, 78
	messages := []*format.Message{
		in(0, client, server, format.Event{Kind: format.Connect}),
		in(1, server, client, format.Event{Kind: format.Accept}),
		said(2*time.Second, client, server, "ask"), said(3*time.Second, server, client, "answer"),
		in(4, client, server, format.Event{Kind: format.Refused, Error: 11, Offered: 100}),
		in(5, client, server, format.Event{Kind: format.Shutdown, Write: true}),
		in(6, server, client, format.Event{Kind: format.Close, First: true}),
		in(7, client, server, format.Event{Kind: format.Close}),
		in(9, lost, format.End{Name: server.Name}, format.Event{Kind: format.Connect, Error: 111}),
		in(10, listener, format.End{}, format.Event{Kind: format.Close}),
	}
	var all Row
	rows := gather(NewGatherer(ByConversation), messages)
	for _, r := range rows {
		all.join(r)
	}
	if len(rows) != 2 {
		t.Errorf("%d rows: of who talked, and of who tried to", len(rows))
	}
	want := Events{Connects: 1, Failed: 1, Accepts: 1, Refused: 1, Offered: 100, Shutdowns: 1, Closes: 2, ServerFirst: 1}
	if all.Events != want || all.Conversations != 1 || all.Messages() != 2 || all.Duration() != 9*time.Second || all.Latency.Count != 1 {
		t.Errorf("%+v", all)
	}
	var out bytes.Buffer
	for _, asJSON := range []bool{false, true} {
		w := NewWriter(&out, Options{By: BySocket, Order: "messages", JSON: asJSON})
		for _, m := range messages {
			w.Write(m)
		}
		w.Close()
	}
	for _, want := range []string{
		"CONNECTS  FAILED  REFUSED  CLOSED>  <CLOSED",
		"       1       1        1        0        1",
		`"events":{"connects":1,"connects_failed":1,"accepts":1,"refused":1,"refused_bytes":100,"shutdowns":1,"closes":2,"closed_first_by_client":0,"closed_first_by_server":1}`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

// TestPieces: a send is one message, and its bytes are those of all pieces.
func TestPieces(t *testing.T) {
	client, server := ends(0)
	first, rest := said(0, client, server, "long "), said(time.Second, client, server, "request")
	first.More, rest.Offset = true, first.Len
	rows := gather(NewGatherer(BySocket), []*format.Message{first, rest, said(1500*time.Millisecond, server, client, "yes")})
	if r := rows[0]; r.FromClient != (Tally{1, 12}) || r.FromServer != (Tally{1, 3}) || r.Latency.Max != 500*time.Millisecond {
		t.Errorf("%+v", r)
	}
}

// TestNoTurns: where nobody knows what answers what, there is no latency, also of what
// looked like answers before that was seen.
func TestNoTurns(t *testing.T) {
	client, server := ends(0)
	messages := append(talks(4, 1, 5), said(2*time.Second, server, client, "unasked"))
	for by, want := range map[By]uint64{BySocket: 3, ByConversation: 3, ByProcess: 6} {
		var sum Row
		for _, r := range gather(NewGatherer(by), messages) {
			sum.join(r)
		}
		if sum.Latency.Count != want || sum.NoTurns == 0 || !strings.Contains(sum.Why, "unasked") {
			t.Errorf("by %s: %d answers, %d conversations without turns: %q", by, sum.Latency.Count, sum.NoTurns, sum.Why)
		}
	}
	var out bytes.Buffer
	w := NewWriter(&out, Options{By: ByConversation, Order: "messages"})
	for _, m := range messages {
		w.Write(m)
	}
	w.Close()
	if !strings.Contains(out.String(), "conversation 1: no latency, as client and server do not take turns (the server went on 2.0 s later, unasked)\n") {
		t.Error(out.String())
	}
}

// TestBounds: of more conversations and rows than there is room for, every message is
// counted all the same, and nothing grows.
func TestBounds(t *testing.T) {
	random := testrand.New(t)
	for _, by := range []By{BySocket, ByProcess, ByConversation} {
		g := newGatherer(by, limits{talks: 8, rows: 4})
		const count = 5000
		for i := range count {
			client, server := ends(random.IntN(1000))
			server.Name = format.Name(fmt.Sprintf("/run/%d", random.IntN(100)))
			g.Add(said(time.Duration(i)*time.Millisecond, client, server, "x"), true)
			if len(g.talks) > 8 || g.recent.Len() > 8 || len(g.rows) > 4 || len(g.order) > 4 {
				t.Fatalf("by %s: %d conversations, %d rows", by, len(g.talks), len(g.rows))
			}
		}
		var sum Row
		rows := g.Rows()
		for _, r := range rows {
			sum.join(r)
		}
		want := uint64(count)
		if by == ByProcess {
			want *= 2
		}
		if g.Early() < 1000 {
			t.Errorf("by %s: %d conversations were ended early", by, g.Early())
		}
		if sum.Messages() != want || !rows[len(rows)-1].Others || len(rows) != 5 {
			t.Errorf("by %s: %d of %d messages in %d rows", by, sum.Messages(), want, len(rows))
		}
	}
}

// TestOrders: each order has the largest first, what has no row of its own last, whatever was not
// answered behind answers, and all of them are there to be chosen.
func TestOrders(t *testing.T) {
	large, small := &Row{Socket: "/b", First: start}, &Row{Socket: "/a", First: start.Add(time.Hour)}
	large.FromClient, large.Last = Tally{5, 50}, start.Add(9*time.Hour)
	small.FromServer, small.Last = Tally{2, 20}, start.Add(2*time.Hour)
	large.Latency.Add(time.Second)
	small.Latency.Add(time.Millisecond)
	if len(orders) != len(Orders) {
		t.Errorf("%d of %d orders can be chosen", len(Orders), len(orders))
	}
	for _, name := range Orders {
		o, err := ParseOrder(name)
		if err != nil {
			t.Error(err)
			continue
		}
		rows := []*Row{{Others: true}, small, large}
		if o.sort(rows, false); rows[0] == large == (name == "name") || !rows[2].Others {
			t.Errorf("%s: %s comes first", name, rows[0].name())
		}
		if o.sort(rows, true); rows[0] == small == (name == "name") || !rows[2].Others {
			t.Errorf("%s, reversed: %s comes first", name, rows[0].name())
		}
		unanswered := &Row{Socket: "/0"}
		rows = []*Row{unanswered, small, large}
		if o.sort(rows, true); o.isOfAnswers() && rows[2] != unanswered {
			t.Errorf("%s, reversed: what has no answer does not come last", name)
		}
	}
	if _, err := ParseOrder("speed"); err == nil {
		t.Error("speed is no order")
	}
}

// TestHostileNames: nothing of a name reaches the output as it is.
func TestHostileNames(t *testing.T) {
	client, server := ends(0)
	const attack = "\x1b[2J\u202e\n</script>"
	client.Comm, server.Comm, server.Name, server.Path = attack, attack, format.Name("/"+attack), "/"+attack
	for _, by := range []By{BySocket, ByProcess, ByConversation} {
		for _, asJSON := range []bool{false, true} {
			var out bytes.Buffer
			w := NewWriter(&out, Options{By: by, Order: "name", JSON: asJSON})
			w.Write(said(0, client, server, "x"))
			w.WriteLoss(format.Loss{Cause: attack, Count: 1, Note: attack})
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if strings.ContainsAny(out.String(), "\x1b\u202e") {
				t.Errorf("by %s: %q", by, out.String())
			}
			for line := range strings.Lines(out.String()) {
				if asJSON && !json.Valid([]byte(line)) {
					t.Errorf("by %s: %s", by, line)
				}
			}
		}
	}
}

// TestEarly: that there was no room for all conversations is said.
func TestEarly(t *testing.T) {
	for asJSON, want := range map[bool]string{
		false: "\n5 conversations were summed up early, as more than 16384 went on at once: those that went on count twice\n",
		true:  `{"v":1,"loss":"conversations","count":5,"note":"conversations were summed up early,`,
	} {
		var out bytes.Buffer
		w := NewWriter(&out, Options{By: BySocket, Order: "messages", JSON: asJSON})
		for i := range usualLimits.talks + 5 {
			client, server := ends(i)
			w.Write(said(0, client, server, "x"))
		}
		w.Close()
		if !strings.Contains(out.String(), want) {
			t.Error(out.String())
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	messages := talks(100, 10, 5)
	g := NewGatherer(BySocket)
	b.ReportAllocs()
	for i := range b.N {
		g.Add(messages[i%len(messages)], true)
	}
}
