package format

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// timed is a stream of lines such as "5ms s answer": when, counted from the first, which
// side, and what.
func timed(t testing.TB, lines ...string) *Conversation {
	t.Helper()
	c := &Conversation{Type: Stream, Client: asking, Server: answering}
	start := time.Unix(1_700_000_000, 0)
	for _, line := range lines {
		f := strings.SplitN(line, " ", 3)
		after, err := time.ParseDuration(f[0])
		if err != nil {
			t.Fatal(err)
		}
		m := said(asking, answering, f[2])
		if f[1] == "s" {
			m = said(answering, asking, f[2])
		}
		m.Type, m.Time = Stream, start.Add(after)
		c.Messages = append(c.Messages, m)
	}
	return c
}

const (
	upgrade   = "GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
	switching = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
	hijacked  = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"
)

// TestDuplex: where the sides of a stream don't take turns, that is seen from how they
// speak, and where they do, nothing makes it look otherwise.
func TestDuplex(t *testing.T) {
	frames := func(first ...string) []string {
		return append(first, "3ms s frame", "4ms s frame", "5ms c stdin", "6ms s frame", "7ms s frame")
	}
	late := func(c *Conversation, number int) *Conversation {
		c.Messages[number-1].Late = true
		return c
	}
	for name, test := range map[string]struct {
		c            *Conversation
		first, shown int // 0: they take turns
		why          string
	}{
		"nothing":           {c: timed(t)},
		"request, response": {c: timed(t, "0s c ask", "1ms s answer", "2ms c ask", "3ms s answer")},
		"in several sends":  {c: timed(t, "0s c a", "1s c sk", "2s s ans", "2.01s s wer")},
		"slow to answer":    {c: timed(t, "0s c ask", "3s s ans", "5s s wer")},
		"one side only":     {c: timed(t, "0s c a", "1s c b", "2s c c")},
		"greeting":          {c: timed(t, "0s s hello", "1s c ask", "2s s answer")},
		"at the same time, so far as is known": {
			c: timed(t, "0s c ask", "0s s answer", "0s c ask"),
		},

		"websocket":        {timed(t, frames("0s c "+upgrade, "1ms s "+switching)...), 3, 2, "101"},
		"after a request":  {timed(t, frames("0s c GET / HTTP/1.1\r\n\r\n", "1ms s HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "1.5ms c "+upgrade, "2ms s "+switching)...), 5, 4, "101"},
		"header in pieces": {timed(t, frames("0s c "+upgrade, "1ms s HTTP/1.1 101 Sw", "2ms s itching\r\n\r\n")...), 4, 3, "101"},
		"header cut off":   {timed(t, frames("0s c "+upgrade, "1ms s HTTP/1.1 101 Sw", "2ms c x")...), 3, 2, "101"},
		"nothing behind":   {c: timed(t, "0s c "+upgrade, "1ms s "+switching)},
		"attach of old":    {timed(t, frames("0s c POST /attach HTTP/1.1\r\n\r\n", "1ms s "+hijacked)...), 3, 2, "without a length"},
		"CONNECT":          {timed(t, frames("0s c CONNECT x:1 HTTP/1.1\r\n\r\n", "1ms s HTTP/1.1 200 OK\r\n\r\n")...), 3, 2, "without a length"},
		"length is the end of the connection": {
			c: timed(t, "0s c GET /logs HTTP/1.1\r\n\r\n", "1ms s "+hijacked, "2s s more", "9s s and more"),
		},
		"another request behind it": {c: timed(t, "0s c GET / HTTP/1.1\r\n\r\n", "1ms s "+hijacked, "2ms c GET /x HTTP/1.1\r\n\r\n", "3ms s HTTP/1.1 204 No\r\n\r\n")},
		"HEAD":                      {c: timed(t, "0s c HEAD / HTTP/1.1\r\n\r\n", "1ms s HTTP/1.1 200 OK\r\n\r\n", "2ms c something")},
		"chunked":                   {c: timed(t, "0s c GET / HTTP/1.1\r\n\r\n", "1ms s HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n", "2ms c something")},
		"an HTTP answer that comes slowly": {
			c: timed(t, "0s c GET /events HTTP/1.1\r\n\r\n", "1ms s HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "2s s event", "9s s event"),
		},
		"HTTP/2": {timed(t, "0s c PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "1ms s settings"), 1, 1, "HTTP/2"},

		"unasked":               {timed(t, "0s c subscribe", "1ms s yes", "500ms s news", "1s c ping", "1.1s s pong"), 1, 3, "went on 0.5 s later, unasked"},
		"unasked before asked":  {timed(t, "0s s tick", "1s s tick", "1.5s c ask", "1.6s s answer"), 1, 2, "unasked"},
		"a pause shown late":    {c: late(timed(t, "0s c ask", "1ms s ans", "1s s wer"), 3)},
		"a pause of the client": {c: timed(t, "0s c header", "1s c body", "1.001s s answer")},
		"a pause that may be that of a reader": {
			c: timed(t, "0s c ask", "1ms s "+strings.Repeat("x", answerRoom), "1s s y"),
		},
		"a pause in a line":          {c: timed(t, "0s c query", "1ms s row 1\nro", "1s s w 2\n", "2s c query")},
		"a pause behind a line":      {timed(t, "0s c subscribe", "1ms s yes\n", "1s s news\n"), 1, 3, "unasked"},
		"a pause that is no text":    {timed(t, "0s c subscribe", "1ms s \x00\n\x01", "1s s news"), 1, 3, "unasked"},
		"a pause behind a full page": {c: timed(t, "0s c query", "1ms s "+strings.Repeat("x", 4096), "1s s rest", "1.1s c query")},
		"a pause behind the end": {
			timed(t, "0s c query", "1ms s "+strings.Repeat("x", 4096), "2ms s rest", "1s s news"), 1, 4, "unasked",
		},
		"a pause behind many small sends": {
			c: timed(t, append(append([]string{"0s c ask"}, strings.Split(strings.Repeat("1ms s x,", 70), ",")[:70]...), "1s s y")...),
		},

		"too soon":             {timed(t, "0s c a", "700ns s b"), 1, 2, "700 ns after the other"},
		"as soon as can be":    {c: timed(t, "0s c a", "1000ns s b")},
		"soon, but of one":     {c: timed(t, "0s c a", "700ns c b")},
		"soon, but which":      {c: late(timed(t, "0s c a", "700ns s b"), 1)},
		"nothing is in no one": {c: timed(t, "0s c a", "700ns s ", "2us s b")},
	} {
		d := test.c.Duplex()
		switch {
		case d == nil && test.first == 0:
		case d == nil || d.First != test.first || d.Shown != test.shown || !strings.Contains(d.Why, test.why):
			t.Errorf("%s: %+v, want from message %d on, shown by %d: %q", name, d, test.first, test.shown, test.why)
		}
	}
}

// TestDuplexOfMessages: for what has bounds of its own, two in a row tell.
func TestDuplexOfMessages(t *testing.T) {
	for _, typ := range []SocketType{Datagram, Seqpacket, 0} {
		if d := spoken(typ, "ca", "sb", "cc").Duplex(); d != nil {
			t.Errorf("%v: %+v", typ, d)
		}
		want := &Duplex{First: 1, Shown: 3, Why: "the server sent two in a row"}
		if d := spoken(typ, "ca", "sb", "sc").Duplex(); !reflect.DeepEqual(d, want) {
			t.Errorf("%v: %+v", typ, d)
		}
	}
}

// TestOverlap: a send that goes on after the other side has sent is no turn that this one
// answers; one whose rest is only shown later is.
func TestOverlap(t *testing.T) {
	for name, test := range map[string]struct {
		rest time.Duration // when the last piece of the client's send went on
		late bool
		want int
	}{
		"went on":        {rest: 300 * time.Millisecond, want: 2},
		"had gone on":    {rest: 100 * time.Millisecond},
		"nobody can say": {rest: 300 * time.Millisecond, late: true},
	} {
		var all Conversations
		tell := func(after time.Duration, from, to End, data string) *Message {
			m := said(from, to, data)
			m.Type, m.Time = Stream, time.Unix(1_700_000_000, int64(after))
			return m
		}
		begin := tell(0, asking, answering, "long ")
		begin.More = true
		rest := tell(test.rest, asking, answering, "question")
		rest.Offset, rest.Late = 5, test.late
		for _, m := range []*Message{begin, tell(200*time.Millisecond, answering, asking, "answer"), rest} {
			all.Add(m)
		}
		c := all.All()[0]
		if d := c.Duplex(); (d == nil) != (test.want == 0) || d != nil && d.Shown != test.want {
			t.Errorf("%s: %+v, want it shown by %d", name, d, test.want)
		}
		if got := len(c.Turns()); got != 2 {
			t.Errorf("%s: %d turns", name, got)
		}
	}
}

// TestTurnsOfDuplex: there, what stands together is what was sent together.
func TestTurnsOfDuplex(t *testing.T) {
	c := timed(t, "0s c "+upgrade, "1ms s "+switching, "2ms s one", "3ms s two", "4ms s ", "5ms c stop", "6ms s end")
	var got []string
	for _, turn := range c.Turns() {
		got = append(got, fmt.Sprintf("%v %d-%d", turn.FromClient, turn.First, turn.Last))
	}
	want := []string{"true 1-1", "false 2-2", "false 3-3", "false 4-4", "true 6-6", "false 7-7"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// FuzzDuplex: whatever is said and when, each message with bytes is in one turn, in order;
// sides take turns up to where they are said not to, and each message is a turn from there on.
func FuzzDuplex(f *testing.F) {
	f.Add([]byte(upgrade+"\x00"+switching+"\x00frame\x00frame\x00stdin"), uint64(0b10110), int64(time.Millisecond))
	f.Add([]byte("POST /attach HTTP/1.1\r\n\r\n\x00"+hijacked+"\x00a\x00b\x00c"), uint64(0b01010), int64(time.Second))
	f.Add([]byte("a\x00b\x00c"), uint64(0b010), int64(500))
	f.Fuzz(func(t *testing.T, text []byte, sides uint64, step int64) {
		c := &Conversation{Type: Stream, Client: asking, Server: answering}
		for i, data := range bytes.Split(text, []byte{0}) {
			m := said(asking, answering, string(data))
			if sides>>(i%64)&1 != 0 {
				m = said(answering, asking, string(data))
			}
			m.Type, m.Time = Stream, time.Unix(0, step*int64(i))
			c.Messages = append(c.Messages, m)
		}
		d := c.Duplex()
		alone := len(c.Messages) + 1
		if d != nil {
			alone = d.First
			if d.First < 1 || d.First > len(c.Messages) || d.Shown < 1 || d.Shown > len(c.Messages) || d.Why == "" {
				t.Fatalf("%+v of %d messages", d, len(c.Messages))
			}
		}
		turns, next := c.Turns(), 0
		for i, turn := range turns {
			for _, m := range turn.Messages {
				for next < len(c.Messages) && c.Messages[next].isEmpty() {
					next++
				}
				if next == len(c.Messages) || c.Messages[next] != m || c.FromClient(m) != turn.FromClient {
					t.Fatalf("turn %d has not message %d", i, next+1)
				}
				next++
			}
			if turn.Last >= alone && len(turn.Messages) > 1 {
				t.Errorf("turn %d has several messages", i)
			}
			if i > 0 && turn.First < alone && turn.FromClient == turns[i-1].FromClient {
				t.Errorf("turn %d is of the same side as the one before", i)
			}
		}
		for _, m := range c.Messages[next:] {
			if !m.isEmpty() {
				t.Errorf("%q is in no turn", m.head())
			}
		}
	})
}
