package diff

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/cli/replay"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

var numbers = 0 // of sockets and processes, which no two captures have in common

// said is a capture of a conversation over a socket for each list of lines: c or s for the
// side, and what it says.
func said(name string, typ format.SocketType, all ...[]string) *Capture {
	var conversations format.Conversations
	for _, lines := range all {
		numbers += 10
		client := format.End{Pid: numbers, UID: -1, Comm: "client", Inode: uint64(numbers)}
		server := format.End{Pid: 5, UID: -1, Comm: "server", Inode: uint64(numbers + 1), Name: "/run/s"}
		for i, line := range lines {
			m := &format.Message{Time: time.Unix(1_700_000_000, int64(i)*1e6), Type: typ, From: client, To: server}
			if line[0] == 's' {
				m.From, m.To = server, client
			}
			m.Len = int64(len(line) - 1)
			m.Parts = []format.Part{{Data: []byte(line[1:])}}
			conversations.Add(m)
		}
	}
	return &Capture{Name: name, Conversations: conversations.All()}
}

// shown is each thing that differs in a word or two.
func shown(c *Comparison) []string {
	var list []string
	for i := range c.Conversations {
		one := &c.Conversations[i]
		switch {
		case one.A == nil:
			list = append(list, "new conversation")
		case one.B == nil:
			list = append(list, "missing conversation")
		}
		for _, change := range one.Changes {
			switch change.Kind {
			case New:
				list = append(list, fmt.Sprintf("new %d", change.B.First))
			case Missing:
				list = append(list, fmt.Sprintf("missing %d", change.A.First))
			default:
				list = append(list, strings.TrimSuffix(fmt.Sprintf("%s %d to %d at %v", change.Kind, change.A.First, change.B.First, change.Offsets()), " at []"))
			}
		}
	}
	return list
}

func compareTwo(a, b *Capture, ignore ...replay.Ignore) *Comparison {
	all, _ := Compare([]*Capture{a, b}, ignore)
	return &all[0]
}

func TestMessages(t *testing.T) {
	base := []string{"chello", "swelcome", "cget color", "sgreen", "cget size", "slarge", "cbye", "sok"}
	without := func(list []string, i int) []string { return slices.Delete(slices.Clone(list), i, i+1) }
	with := func(list []string, i int, line string) []string {
		list = slices.Clone(list)
		list[i] = line
		return list
	}
	for name, test := range map[string]struct {
		typ  format.SocketType
		a, b []string
		want []string
	}{
		"the same":            {format.Stream, base, base, nil},
		"a byte":              {format.Stream, base, with(base, 3, "sgreem"), []string{"changed 4 to 4 at [4]"}},
		"longer":              {format.Stream, base, with(base, 3, "sgreenish"), []string{"changed 4 to 4"}},
		"something else":      {format.Stream, base, with(base, 5, "s\x01\x02\x03"), []string{"changed 6 to 6 at [0 1 2]"}},
		"a datagram less":     {format.Datagram, base, without(base, 3), []string{"missing 4"}},
		"a datagram more":     {format.Datagram, without(base, 5), base, []string{"new 6"}},
		"a request less":      {format.Stream, base, append(slices.Clone(base[:2]), base[4:]...), []string{"missing 3", "missing 4"}},
		"first and last":      {format.Datagram, base, base[1:7], []string{"missing 1", "missing 8"}},
		"another order":       {format.Datagram, []string{"c1", "c2", "c3", "c4"}, []string{"c2", "c3", "c4", "c1"}, []string{"moved 1 to 4"}},
		"in other sends":      {format.Stream, []string{"cab", "cc", "sd"}, []string{"ca", "cbc", "sd"}, nil},
		"datagrams are apart": {format.Datagram, []string{"cab", "cc"}, []string{"ca", "cbc"}, []string{"changed 1 to 1", "changed 2 to 2"}},
		"nothing":             {format.Datagram, []string{"c"}, []string{"c"}, nil},
	} {
		c := compareTwo(said("a", test.typ, test.a), said("b", test.typ, test.b))
		got := shown(c)
		if name == "datagrams are apart" {
			for i := range got {
				got[i], _, _ = strings.Cut(got[i], " at ")
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if c.Differs() != (len(test.want) > 0) {
			t.Errorf("%s: differs is %v", name, c.Differs())
		}
	}
}

// TestConversations: they are put together by what they say, whatever order they are in and
// whatever the numbers of processes and sockets are.
func TestConversations(t *testing.T) {
	one, two, three := []string{"cone", "s1"}, []string{"ctwo", "s2"}, []string{"cthree", "s3", "cmore", "s4"}
	for name, test := range map[string]struct {
		a, b [][]string
		want []string
	}{
		"another order":      {[][]string{one, two, three}, [][]string{three, one, two}, nil},
		"one is missing":     {[][]string{one, two, three}, [][]string{three, one}, []string{"missing conversation"}},
		"one is new":         {[][]string{two}, [][]string{one, two}, []string{"new conversation"}},
		"one of the same":    {[][]string{one, one}, [][]string{one}, []string{"missing conversation"}},
		"one changed":        {[][]string{one, three}, [][]string{{"cthree", "s3", "cmore", "s5"}, one}, []string{"changed 4 to 4 at [0]"}},
		"nothing in common":  {[][]string{one}, [][]string{{"cx", "sy"}}, []string{"changed 1 to 1 at [0]", "changed 2 to 2 at [0]"}},
		"nothing in the one": {nil, [][]string{one}, []string{"new conversation"}},
	} {
		if diff := cmp.Diff(test.want, shown(compareTwo(said("a", format.Stream, test.a...), said("b", format.Stream, test.b...)))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	a, b := said("a", format.Stream, one), said("b", format.Stream, one)
	a.Conversations[0].Server.Name, b.Conversations[0].Server.Name = "/run/x.17.sock", "/run/x.1234.sock"
	if got := shown(compareTwo(a, b)); got != nil {
		t.Errorf("a socket with the number of a process: %q", got)
	}
	b.Conversations[0].Server.Name = "/run/y.sock"
	if got := shown(compareTwo(a, b)); len(got) != 2 {
		t.Errorf("another socket: %q", got)
	}
}

// TestLearned: what differs in all captures is left out, also where bytes of it happen to be
// the same in some; what differs in one of them is not.
func TestLearned(t *testing.T) {
	run := func(id, time, verdict string) *Capture {
		return said(verdict, format.Datagram, []string{"cask " + id + " please", "sanswer " + time + " " + verdict})
	}
	all, l := Compare([]*Capture{run("\x01\x10\xa0", "12:34:56", "good"), run("\x01\x11\xb1", "12:34:59", "good"), run("\x01\x11\xc2", "12:34:01", "wood")}, nil)
	if got := shown(&all[0]); got != nil {
		t.Errorf("two good ones: %q", got)
	}
	if got, want := shown(&all[1]), []string{"changed 2 to 2 at [16]"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	var masks bytes.Buffer
	if err := WriteMasks(&masks, all, l); err != nil {
		t.Fatal(err)
	}
	// The minutes never differ; the ten seconds, and the middle of the id, are next to what
	// does each time. No other message has anything where the seconds are.
	if got, want := masks.String(), "--ignore=14:1\n--ignore=1/5:2\n--ignore=2/13:1\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if !strings.Contains(all[0].Summary(), "2 messages the same") || !strings.Contains(all[1].Summary(), "1 changed") {
		t.Errorf("%q, %q", all[0].Summary(), all[1].Summary())
	}
}

// TestLengths: what is behind something of another length is compared with where it is now, and
// numbers of another length are learned as others are.
func TestLengths(t *testing.T) {
	run := func(pid, verdict string) *Capture {
		return said(pid, format.Datagram, []string{"cpid=" + pid + "\x00state=" + verdict + "\x00\x01\x02\x03\x04", "sok"})
	}
	all, _ := Compare([]*Capture{run("999", "good"), run("1000", "good")}, nil)
	if got, want := all[0].Conversations[0].Changes[0].Edits, []Edit{{Run{4, 7}, Run{4, 8}}}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	for _, first := range []string{"999", "1000"} { // the shorter one may come first, or last
		all, l := Compare([]*Capture{run(first, "good"), run("1002", "good"), run("98765", "good"), run("1001", "wood")}, nil)
		if all[0].Differs() || all[1].Differs() {
			t.Errorf("%s: %q, %q", first, shown(&all[0]), shown(&all[1]))
		}
		changes := all[2].Conversations[0].Changes
		if len(changes) != 1 || len(changes[0].Edits) != 1 {
			t.Fatalf("%s: %+v", first, changes)
		}
		if e := changes[0].Edits[0]; string(changes[0].A.Data[e.A.From:e.A.To]) != "g" || string(changes[0].B.Data[e.B.From:e.B.To]) != "w" {
			t.Errorf("%s: %v", first, e)
		}
		if l.Count != len(first) {
			t.Errorf("%s: %d bytes are learned", first, l.Count)
		}
		var masks bytes.Buffer
		if err := WriteMasks(&masks, all, l); err != nil || masks.String() != fmt.Sprintf("--ignore=4:%d\n", len(first)) {
			t.Errorf("%v, %q", err, masks.String())
		}
	}
	if got := shown(compareTwo(run("999", "good"), run("1000", "good"), replay.Ignore{Offset: 4, Len: 3})); got != nil {
		t.Errorf("ignored: %q", got)
	}
	var out bytes.Buffer
	all, _ = Compare([]*Capture{run("999", "good"), run("1000", "good")}, nil)
	if err := WriteText(&out, &all[0]); err != nil {
		t.Fatal(err)
	}
	want := `  client, message 1: changed, 23 bytes became 24
  - 0000  70 69 64 3d 39 39 39 00  73 74 61 74 65 3d 67 6f  |pid=999.state=go|
                      ^^ ^^ ^^
  + 0000  70 69 64 3d 31 30 30 30  00 73 74 61 74 65 3d 67  |pid=1000.state=g|
                      ^^ ^^ ^^ ^^
`
	if !strings.HasSuffix(out.String(), want) {
		t.Errorf("%s", out.String())
	}
	out.Reset()
	if err := WriteJSON(&out, &all[0]); err != nil || !strings.Contains(out.String(), `"differs":[{"offset":4,"len":3,"b_offset":4,"b_len":4}]`) {
		t.Errorf("%v, %s", err, out.String())
	}
}

// TestMasks: what of two captures differs and is ignored then does not differ any more.
func TestMasks(t *testing.T) {
	random := testrand.New(t)
	tried := 0
	for n := range 400 {
		a := randomLines(random)
		lengths, start := n%2 > 0, 1
		for i := range a {
			if lengths { // so that each is put together with itself, whatever is ignored
				a[i] = fmt.Sprintf("%cmessage %d of all that there are:%s", a[i][0], i, a[i][1:])
				start = strings.Index(a[i], ":") + 1
			}
		}
		b := slices.Clone(a)
		for i := range b {
			data, at := []byte(b[i]), 0
			if len(data) > start {
				at = start + random.IntN(len(data)-start)
			}
			switch {
			case at == 0:
				continue
			case lengths && random.IntN(3) == 0:
				data = slices.Insert(data, at, byte(5+random.IntN(4))) // what is in none
			case lengths && random.IntN(2) == 0:
				data = slices.Delete(data, at, at+1)
			case random.IntN(2) == 0:
				data[at]++
			}
			b[i] = string(data)
		}
		x, y := said("a", format.Datagram, a), said("b", format.Datagram, b)
		all, l := Compare([]*Capture{x, y}, nil)
		if slices.ContainsFunc(all[0].Conversations[0].Changes, func(c Change) bool { return c.Kind != Changed }) {
			continue // put together otherwise: no bytes can be ignored of it
		}
		tried++
		var masks bytes.Buffer
		if err := WriteMasks(&masks, all, l); err != nil {
			t.Fatal(err)
		}
		var ignore []replay.Ignore
		for line := range strings.Lines(masks.String()) {
			i, err := replay.ParseIgnore(strings.TrimPrefix(strings.TrimSpace(line), "--ignore="))
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			ignore = append(ignore, i)
		}
		if c := compareTwo(x, y, ignore...); c.Differs() {
			t.Fatalf("%q\n%q\n%s%q", a, b, masks.String(), shown(c))
		}
	}
	if tried < 20 {
		t.Errorf("%d were tried", tried)
	}
}

func randomLines(random *rand.Rand) []string {
	var lines []string
	for range 1 + random.IntN(6) {
		line := []byte{"cs"[random.IntN(2)]}
		for range random.IntN(40) {
			line = append(line, byte(random.IntN(4)))
		}
		lines = append(lines, string(line))
	}
	return lines
}

// TestHoles: what was not captured is the same as anything.
func TestHoles(t *testing.T) {
	a, b := said("a", format.Datagram, []string{"chello there"}), said("b", format.Datagram, []string{"chelxo xhere"})
	b.Conversations[0].Messages[0].Parts = []format.Part{{Data: []byte("hel")}, {Offset: 7, Data: []byte("here")}}
	if got := shown(compareTwo(a, b)); got != nil {
		t.Errorf("%q", got)
	}
	b.Conversations[0].Messages[0].Parts = []format.Part{{Data: []byte("hem")}, {Offset: 7, Data: []byte("here")}}
	if got, want := shown(compareTwo(a, b)), []string{"changed 1 to 1 at [2]"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestHolesAreBounded: messages that are said to be long, of which hardly a byte was captured, take
// neither memory nor time for all that is missing, and are compared up to there.
func TestHolesAreBounded(t *testing.T) {
	endless := func(name, last string) *Capture {
		lines := make([]string, 200)
		for i := range lines {
			lines[i] = fmt.Sprint("c", i)
		}
		c := said(name, format.Datagram, lines)
		for _, m := range c.Conversations[0].Messages {
			m.Len = 1 << 40
			m.Parts = append(m.Parts, format.Part{Offset: 32 << 20, Data: []byte(last)})
		}
		return c
	}
	a, b := endless("a", "x"), endless("b", "y")
	var masks bytes.Buffer
	testrun.Bounded(t, 4000, func() {
		comparisons, l := Compare([]*Capture{a, b}, nil)
		if comparisons[0].Differs() {
			t.Errorf("%q", shown(&comparisons[0]))
		}
		if err := WriteMasks(&masks, comparisons, l); err != nil {
			t.Error(err)
		}
	})
	if masks.Len() > 0 {
		t.Errorf("%s", &masks)
	}
}

// TestText: what people get to see.
func TestText(t *testing.T) {
	a := said("a.pcapng", format.Stream, []string{"cGET /one HTTP/1.1\r\nHost: x\r\n\r\n", "s\x00\x01\x02\x03", "cgo\x1b[2J", "sk\xff"}, []string{"calone"})
	b := said("b\x1b.pcapng", format.Stream, []string{"cGET /two HTTP/1.1\r\nHost: x\r\n\r\n", "s\x00\x01\x05\x03", "cgo\x1b[2J", "sk\xff"})
	var out bytes.Buffer
	if err := WriteText(&out, compareTwo(a, b)); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf(`--- a.pcapng
+++ b\x1b.pcapng
stream /run/s: client[%d] and server[5], conversation %s, in b\x1b.pcapng %s
  client, message 1: changed, 3 of 30 bytes
  - GET /one HTTP/1.1
  + GET /two HTTP/1.1
  server, message 2: changed, 1 of 4 bytes
  - 0000  00 01 02 03                                       |....|
  + 0000  00 01 05 03                                       |....|
                ^^
stream /run/s: client[%d] and server[5], conversation %s: missing, 1 message
`, a.Conversations[0].Client.Pid, a.Conversations[0].ID, b.Conversations[0].ID, a.Conversations[1].Client.Pid, a.Conversations[1].ID)
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
	out.Reset()
	if err := WriteText(&out, compareTwo(a, a)); err != nil || out.Len() > 0 {
		t.Errorf("the same: %v, %q", err, out.String())
	}
	one, none := said("a", format.Datagram, []string{"cx"}), said("b", format.Datagram, []string{"c"})
	if err := WriteText(&out, compareTwo(one, none)); err != nil || !strings.Contains(out.String(), "message 1: changed, 1 byte became 0\n") {
		t.Errorf("%v, %s", err, out.String())
	}
}

// FuzzCompare: whatever is said, each turn is told of once, nothing differs from itself, and
// no name or payload reaches the output as it is.
func FuzzCompare(f *testing.F) {
	f.Add([]byte("hello\x00world\x00!"), []byte("hello\x00there\x00world\x00!"), uint64(5), true)
	f.Add([]byte("a\x00b\x00c\x00d"), []byte("d\x00a\x00b\x00c"), uint64(0), false)
	f.Add([]byte("\x1b[2J\x00"), []byte("\u202e"), uint64(3), false)
	f.Fuzz(func(t *testing.T, x, y []byte, sides uint64, stream bool) {
		lines := func(text []byte) (list []string) {
			for i, data := range bytes.Split(text, []byte{0}) {
				list = append(list, string("cs"[sides>>(i%64)&1])+string(data))
			}
			return list
		}
		typ := format.Datagram
		if stream {
			typ = format.Stream
		}
		a, b := said("\x1ba", typ, lines(x)), said("b\u202e", typ, lines(y))
		b.Conversations[0].Server.Comm = a.Conversations[0].Server.Comm
		if compareTwo(a, a).Differs() {
			t.Fatal("it differs from itself")
		}
		c := compareTwo(a, b)
		one := c.Conversations[0]
		var inA, inB int
		for _, change := range one.Changes {
			inA += map[bool]int{true: 1}[change.A != nil]
			inB += map[bool]int{true: 1}[change.B != nil]
			if change.Kind == Moved && !bytes.Equal(change.A.Data, change.B.Data) {
				t.Error("what moved is not the same")
			}
		}
		if one.A != nil && one.B != nil && (one.Same+inA != len(one.A.Turns()) || one.Same+inB != len(one.B.Turns())) {
			t.Errorf("%d the same, %d and %d not, of %d and %d", one.Same, inA, inB, len(one.A.Turns()), len(one.B.Turns()))
		}
		var text, lines2 bytes.Buffer
		if err := WriteText(&text, c); err != nil || strings.ContainsAny(text.String(), "\x1b\u202e") {
			t.Errorf("%v, %q", err, text.String())
		}
		if err := WriteJSON(&lines2, c); err != nil {
			t.Error(err)
		}
		for line := range strings.Lines(lines2.String()) {
			if !json.Valid([]byte(line)) {
				t.Error(line)
			}
		}
	})
}

// BenchmarkCompare compares long conversations of which each message differs.
func BenchmarkCompare(b *testing.B) {
	lines := func(seed int) (list []string) {
		for i := range 10_000 {
			list = append(list, fmt.Sprintf("%cmessage %d of %d, and some more to say", "cs"[i%2], i, seed))
		}
		return list
	}
	x, y := said("a", format.Datagram, lines(1)), said("b", format.Datagram, lines(2))
	for b.Loop() {
		if !compareTwo(x, y).Differs() {
			b.Fatal("they are the same")
		}
	}
}
