package top

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes"
)

// madeUp is a source of readings, the last of them again and again.
type madeUp struct{ readings []*probes.Reading }

var errNoMore = errors.New("no more readings")

func (m *madeUp) Read() (*probes.Reading, error) {
	if len(m.readings) == 0 {
		return nil, errNoMore
	}
	r := m.readings[0]
	m.readings = m.readings[1:]
	return r, nil
}

// busy is an interval of many pairs, some with hostile names.
func busy(t *testing.T) *Interval {
	t.Helper()
	var flows []probes.Flow
	for n := range 40 {
		c, s := client, server
		c.Inode, c.Pid = uint64(100+n), 100+n
		if n%3 == 0 {
			c.Comm = "\x1b[31m\r\n"
			s.Name = format.Name("\x00日本\x1b]0;x\x07" + strings.Repeat("y", n))
		}
		flows = append(flows, flow(c, s, uint64(n+1)))
	}
	var r rates
	r.next(after(0))
	return r.next(after(2, flows...))
}

// TestScreenFits: whatever the size of the terminal, every line has its room, and
// nothing in a name reaches the terminal as it is.
func TestScreenFits(t *testing.T) {
	i := busy(t)
	i.Losses = []format.Loss{{Count: 3, Note: "sends not counted because their return was not seen"}}
	for _, size := range [][2]int{{1, 1}, {5, 3}, {80, 24}, {80, 4}, {40, 10}, {200, 50}, {60, 5}} {
		width, height := size[0], size[1]
		lines := screen(i, view{order: ByMessages}, width, height)
		if want := min(height, 4+len(i.Pairs)); len(lines) != want {
			t.Errorf("%v: %d lines, want %d", size, len(lines), want)
		}
		for _, l := range lines {
			if format.Width(l.text) > width || strings.ContainsFunc(l.text, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Errorf("%v: %q", size, l.text)
			}
		}
	}
}

func TestScreen(t *testing.T) {
	i := busy(t)
	got := screen(i, view{order: ByBytes, reverse: true, rows: 2}, 100, 24)
	if !strings.HasSuffix(got[0].text, "410 msg/s  4.1K B/s  40 of 40 pairs active  by bytes, reversed") || got[1].text != keysHelp {
		t.Errorf("%q\n%q", got[0].text, got[1].text)
	}
	if len(got) != 5 || !got[2].title || !strings.Contains(got[3].text, "client[") && !strings.Contains(got[3].text, `\x1b[31m`) {
		t.Errorf("%+v", got)
	}
	if len(i.Pairs) != 40 {
		t.Errorf("%d pairs left", len(i.Pairs))
	}
}

func TestPlain(t *testing.T) {
	idle := flow(format.End{Inode: 1, Pid: 1}, format.End{Inode: 2, Pid: 2}, 5)
	source := func() *madeUp {
		return &madeUp{[]*probes.Reading{
			after(0, idle),
			after(1, idle, flow(client, server, 10)),
			after(2, idle, flow(client, server, 10)),
		}}
	}
	for _, test := range []struct {
		name string
		o    Options
		want string
	}{
		{"once", Options{Once: true}, `
10.0 msg/s  100 B/s  1 of 2 pairs active
MSG/S>  B/S>  <MSG/S  <B/S  LAST  TYPE    A          B          SOCKET
  10.0   100       0     0  0.9s  stream  client[5]  server[6]  /run/x
`},
		{"blocks", Options{}, `
10.0 msg/s  100 B/s  1 of 2 pairs active
MSG/S>  B/S>  <MSG/S  <B/S  LAST  TYPE    A          B          SOCKET
  10.0   100       0     0  0.9s  stream  client[5]  server[6]  /run/x

0 msg/s  0 B/s  0 of 2 pairs active

`},
	} {
		var b bytes.Buffer
		test.o.Interval, test.o.Order = time.Microsecond, ByMessages
		err := Run(context.Background(), source(), test.o, strings.NewReader(""), &b)
		if test.o.Once && err != nil || !test.o.Once && !errors.Is(err, errNoMore) {
			t.Errorf("%s: %v", test.name, err)
		}
		var got strings.Builder
		got.WriteByte('\n')
		for line := range strings.Lines(b.String()) {
			if _, rest, ok := strings.Cut(line, "  "); ok && strings.Contains(line, "pairs active") {
				line = rest // without the time
			}
			got.WriteString(line)
		}
		if diff := cmp.Diff(test.want, got.String()); diff != "" {
			t.Errorf("%s:\n%s", test.name, diff)
		}
	}
}

func TestPlainJSON(t *testing.T) {
	other := server
	other.Inode, other.Pid = 70, 8
	source := &madeUp{[]*probes.Reading{after(0), after(1, flow(client, server, 1), flow(client, other, 2))}}
	var b bytes.Buffer
	o := Options{Interval: time.Microsecond, Once: true, JSON: true, Rows: 1, Order: ByMessages}
	if err := Run(context.Background(), source, o, strings.NewReader(""), &b); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Seconds float64
		B       struct{ Pid int }
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || got.Seconds != 1 || got.B.Pid != 8 {
		t.Errorf("%s: %v", b.String(), err)
	}
}

func TestPlainEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var b bytes.Buffer
	o := Options{Interval: time.Hour, Order: ByMessages}
	if err := Run(ctx, &madeUp{[]*probes.Reading{after(0)}}, o, strings.NewReader(""), &b); err != nil || b.Len() > 0 {
		t.Errorf("%q, %v", b.String(), err)
	}
}
