package top

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
)

// someInterval has pairs with ordinary and with hostile names.
func someInterval() *Interval {
	end := time.Date(2026, 3, 1, 14, 2, 11, 0, time.Local)
	return &Interval{
		End:    end,
		Length: 2 * time.Second,
		Pairs: []*Pair{
			{
				Type: format.Stream, Last: end.Add(-300 * time.Millisecond),
				A:    format.End{Pid: 1300, Comm: "curl", Inode: 11, UID: 1000},
				B:    format.End{Pid: 812, Comm: "dockerd", Inode: 10, Name: "/run/docker.sock"},
				AtoB: Tally{3, 2400}, BtoA: Tally{240, 5_000_000},
			},
			{
				Type: format.Seqpacket, Last: end.Add(-90 * time.Second),
				A: format.End{Pid: 7, Comm: "\x1b[2J\nevil\\", Inode: 21, UID: -1},
				B: format.End{Inode: 20, UID: -1, Name: "\x00\x1b]0;owned\x07日本語" + format.Name(strings.Repeat("x", 60))},
			},
			{Type: format.Datagram, Last: end, A: format.End{Pid: 3, UID: 0}, B: format.End{Pid: 4, UID: 0, Comm: "😀"}, AtoB: Tally{1, 0}},
		},
	}
}

func TestTable(t *testing.T) {
	i := someInterval()
	want := []string{
		"MSG/S> B/S> <MSG/S <B/S LAST TYPE      A          B          SOCKET",
		"  1.50 1.2K    120 2.5M 0.3s stream    curl[1300] dockerd[8~ /run/docker.sock",
		`     0    0      0    0   1m seqpacket \x1b[2J~   ?          @\x1b]0;owned\x07~`,
		"  0.50    0      0    0 0.0s dgram     ?[3]       😀[4]      (unnamed)",
	}
	if diff := cmp.Diff(want, table(i, i.Pairs, 80)); diff != "" {
		t.Error(diff)
	}
	if got, want := summary(i), "14:02:11  122 msg/s  2.5M B/s  2 of 3 pairs active"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	whole := strings.Join(table(i, i.Pairs, 0), "\n")
	for _, p := range i.Pairs {
		if !strings.Contains(whole, p.A.String()+" ") || !strings.Contains(whole, p.Name().String()) {
			t.Errorf("%s or %s is not all there:\n%s", p.A, p.Name(), whole)
		}
	}
}

// TestTableTellsPaths: of a name that means another file to others, which it is.
func TestTableTellsPaths(t *testing.T) {
	i := someInterval()
	i.Pairs[0].B.Name, i.Pairs[0].B.Path = "s", "/srv/app\x1b/s"
	if got := table(i, i.Pairs, 0)[1]; !strings.HasSuffix(got, ` s (/srv/app\x1b/s)`) {
		t.Errorf("%q", got)
	}
}

// TestTableFits: on no terminal does a line break, nor a name get out of its escape.
func TestTableFits(t *testing.T) {
	i := someInterval()
	for width := 1; width < 250; width++ {
		for _, l := range table(i, i.Pairs, width) {
			if format.Width(l) > width {
				t.Errorf("%d columns of %d: %q", format.Width(l), width, l)
			}
			if strings.ContainsFunc(l, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Errorf("not printable: %q", l)
			}
		}
	}
}

func TestRate(t *testing.T) {
	for n, want := range map[float64]string{
		0: "0", 0.001: "<0.01", 0.25: "0.25", 9.99: "9.99", 9.996: "10.0", 12.5: "12.5", 99.96: "100", 850: "850",
		999.4: "999", 999.6: "1.0K", 1234: "1.2K", 9994: "10K", 999_400: "999K", 999_600: "1.0M", 2.5e9: "2.5G", 1e20: "100E",
	} {
		if got := rate(n); got != want {
			t.Errorf("%v: %q, want %q", n, got, want)
		}
	}
}

func TestAge(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0.0s", 1999 * time.Millisecond: "1.9s", 59 * time.Second: "59s", 61 * time.Minute: "1h",
		119 * time.Second: "1m", 100 * time.Hour: "4d",
	} {
		if got := age(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestPairsJSON(t *testing.T) {
	var b bytes.Buffer
	i := someInterval()
	i.End = time.Date(2026, 3, 1, 14, 2, 11, 5, time.UTC)
	i.Pairs = i.Pairs[:1]
	i.Pairs[0].Last = i.End
	w := newJSONWriter(&b)
	for _, lost := range []uint64{0, 2, 2, 3} {
		i.Losses = nil
		if lost > 0 {
			i.Losses = []format.Loss{{Cause: "return not seen", Count: lost}}
		}
		if err := w.Write(i); err != nil {
			t.Fatal(err)
		}
	}
	line := `{"v":1,"time":"2026-03-01T14:02:11.000000005Z","seconds":2,"type":"stream",` +
		`"a":{"pid":1300,"uid":1000,"comm":"curl","inode":11},"b":{"pid":812,"uid":0,"comm":"dockerd","inode":10,"name":"/run/docker.sock"},` +
		`"a_to_b":{"messages":3,"bytes":2400},"b_to_a":{"messages":240,"bytes":5000000},"last":"2026-03-01T14:02:11.000000005Z"}` + "\n"
	lost := func(n string) string { return `{"v":1,"loss":"return not seen","count":` + n + "}\n" }
	if diff := cmp.Diff(line+line+lost("2")+line+line+lost("3"), b.String()); diff != "" {
		t.Error(diff)
	}
}
