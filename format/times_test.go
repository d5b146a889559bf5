package format

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestTimes: each style, in each zone and resolution, live and of another day.
func TestTimes(t *testing.T) {
	local := time.Local
	time.Local = time.FixedZone("east", 2*60*60)
	defer func() { time.Local = local }()
	start := time.Date(2024, 5, 17, 22, 30, 59, 123456789, time.UTC)
	later := []time.Duration{0, 1500 * time.Millisecond, 1500*time.Millisecond - 1, 101*time.Hour + 2*time.Second}
	sameDay, dayBefore := start.Add(time.Hour), start.Add(-time.Hour) // 00:30 of the 18th, in the east
	for _, test := range []struct {
		times Times
		want  string
	}{
		{Times{}, "00:30:59.123456|00:31:00.623456|00:31:00.623456|05:31:01.123456"},
		{Times{Nano: true}, "00:30:59.123456789|00:31:00.623456789|00:31:00.623456788|05:31:01.123456789"},
		{Times{UTC: true}, "22:30:59.123456|22:31:00.623456|22:31:00.623456|03:31:01.123456"},
		{Times{Style: NoTime}, "|||"},
		{Times{Style: NoTime, Nano: true, UTC: true}, "|||"},
		{Times{Style: Epoch}, "1715985059.123456|1715985060.623456|1715985060.623456|1716348661.123456"},
		{Times{Style: Epoch, Nano: true, UTC: true}, "1715985059.123456789|1715985060.623456789|1715985060.623456788|1716348661.123456789"},
		{Times{Style: SincePrevious}, "00:00:00.000000|00:00:01.500000|-00:00:00.000000|101:00:00.500000"},
		{Times{Style: SincePrevious, Nano: true}, "00:00:00.000000000|00:00:01.500000000|-00:00:00.000000001|101:00:00.500000001"},
		{Times{Style: DateAndTime}, "2024-05-18 00:30:59.123456|2024-05-18 00:31:00.623456|2024-05-18 00:31:00.623456|2024-05-22 05:31:01.123456"},
		{Times{Style: DateAndTime, UTC: true}, "2024-05-17 22:30:59.123456|2024-05-17 22:31:00.623456|2024-05-17 22:31:00.623456|2024-05-22 03:31:01.123456"},
		{Times{Style: SinceFirst}, "00:00:00.000000|00:00:01.500000|00:00:01.499999|101:00:02.000000"},
		{Times{Today: sameDay}, "00:30:59.123456|00:31:00.623456|00:31:00.623456|05:31:01.123456"},
		{Times{Today: dayBefore}, "2024-05-18 00:30:59.123456|2024-05-18 00:31:00.623456|2024-05-18 00:31:00.623456|2024-05-22 05:31:01.123456"},
		{Times{Today: dayBefore, UTC: true}, "22:30:59.123456|22:31:00.623456|22:31:00.623456|03:31:01.123456"},
		{Times{Today: dayBefore, Style: SinceFirst}, "00:00:00.000000|00:00:01.500000|00:00:01.499999|101:00:02.000000"},
	} {
		var b bytes.Buffer
		w, err := NewWriter("header", &b, test.times)
		if err != nil {
			t.Fatal(err)
		}
		for _, after := range later {
			if err := w.Write(&Message{Time: start.Add(after), Type: Datagram, From: End{Pid: 1, Comm: "a"}}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		var got []string
		for line := range strings.Lines(b.String()) {
			time, rest, ok := strings.Cut(line, "a[1] > ?")
			if !ok || strings.HasPrefix(rest, " ") != true {
				t.Errorf("%+v: %q", test.times, line)
			}
			got = append(got, strings.TrimSuffix(time, " "))
		}
		if all := strings.Join(got, "|"); all != test.want {
			t.Errorf("%+v: got %s, want %s", test.times, all, test.want)
		}
	}
}

// TestTimesOfDialogue: of datagrams that --follow shows.
func TestTimesOfDialogue(t *testing.T) {
	m := &Message{Time: time.Unix(1, 5), Type: Datagram, From: End{Pid: 1, Comm: "a", Inode: 1}, To: End{Inode: 2}, Len: 1, Parts: []Part{{0, []byte("x")}}}
	for times, want := range map[Times]string{
		{UTC: true}: "! > 00:00:01.000000 1 bytes",
		{Style: DateAndTime, UTC: true, Nano: true}: "! > 1970-01-01 00:00:01.000000005 1 bytes",
		{Style: NoTime}: "! > 1 bytes",
		{Style: Epoch}:  "! > 1.000000 1 bytes",
	} {
		var b bytes.Buffer
		w := NewFollow(&b, "string", false, times)
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got := strings.Split(b.String(), "\n")[1]; got != want {
			t.Errorf("%+v: got %q, want %q", times, got, want)
		}
	}
}
