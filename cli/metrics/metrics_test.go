package metrics

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
)

func message(name string, length int64) *format.Message {
	return &format.Message{Type: format.Stream, Len: length, To: format.End{Name: format.Name(name)}, Parts: []format.Part{{Data: make([]byte, length/2)}}}
}

// TestServe: what was counted is served as Prometheus reads it, on this machine alone if
// nothing else is said.
func TestServe(t *testing.T) {
	c := NewCounts()
	c.Add(message("/run/x", 10))
	c.Add(message("/run/x", 20))
	piece := message("/run/x", 2)
	piece.More = true
	c.Add(piece)
	c.Add(message("\x00a\"b\\\n", 4))
	c.SetLosses([]format.Loss{{Cause: "ring", Count: 3, Missing: true}, {Cause: "late", Count: 1}})
	address, err := ParseAddress(":0")
	if err != nil {
		t.Fatal(err)
	}
	listener, err := Listen(address)
	if err != nil {
		t.Fatal(err)
	}
	s := Serve(listener, c, "v1")
	defer s.Close()
	if !strings.HasPrefix(s.Address(), "127.0.0.1:") {
		t.Errorf("it listens at %s", s.Address())
	}
	answer, err := http.Get("http://" + s.Address() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	const want = `# HELP unixsnoop_build_info The program, 1 always.
# TYPE unixsnoop_build_info gauge
unixsnoop_build_info{version="v1"} 1
# HELP unixsnoop_messages_total Messages captured, by the name of the socket.
# TYPE unixsnoop_messages_total counter
unixsnoop_messages_total{socket="/run/x",type="stream"} 2
unixsnoop_messages_total{socket="@a\"b\\\\\\x0a",type="stream"} 1
# HELP unixsnoop_bytes_total Bytes of them that the kernel accepted.
# TYPE unixsnoop_bytes_total counter
unixsnoop_bytes_total{socket="/run/x",type="stream"} 32
unixsnoop_bytes_total{socket="@a\"b\\\\\\x0a",type="stream"} 4
# HELP unixsnoop_captured_bytes_total Bytes of them that were captured.
# TYPE unixsnoop_captured_bytes_total counter
unixsnoop_captured_bytes_total{socket="/run/x",type="stream"} 16
unixsnoop_captured_bytes_total{socket="@a\"b\\\\\\x0a",type="stream"} 2
# HELP unixsnoop_lost_total Messages that are missing, by cause, and with missing="no" such as are not as they should be.
# TYPE unixsnoop_lost_total counter
unixsnoop_lost_total{cause="ring",missing="yes"} 3
unixsnoop_lost_total{cause="late",missing="no"} 1
`
	if diff := cmp.Diff(want, string(body)); diff != "" || answer.Header.Get("Content-Type") != ContentType {
		t.Errorf("%s\n%s", answer.Header, diff)
	}
	if other, err := http.Get("http://" + s.Address() + "/"); err != nil || other.StatusCode != http.StatusNotFound {
		t.Errorf("/: %v, %v", other, err)
	}
	if _, err := Listen(s.Address()); err == nil {
		t.Error("an address was taken twice")
	}
}

// TestBound: whoever binds many sockets does not take all memory, and no message is left out.
func TestBound(t *testing.T) {
	c := NewCounts()
	for i := range 3 * maxSockets {
		c.Add(message(fmt.Sprint("/run/", i), 2))
	}
	text := string(c.Text(""))
	lines := strings.Count(text, "unixsnoop_messages_total{")
	if want := fmt.Sprintf(`unixsnoop_messages_total{socket="(others)",type="unknown"} %d`, 2*maxSockets); lines != maxSockets+1 || !strings.Contains(text, want) {
		t.Errorf("%d sockets, of others: %v", lines, strings.Contains(text, want))
	}
}

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]string{"9435": "127.0.0.1:9435", ":1": "127.0.0.1:1", "0.0.0.0:80": "0.0.0.0:80", "[::1]:8": "[::1]:8"} {
		if got, err := ParseAddress(text); got != want || err != nil {
			t.Errorf("%s is %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "x", "70000", "host:", "host:x", "a:b:c"} {
		if got, err := ParseAddress(text); err == nil {
			t.Errorf("%q is %s", text, got)
		}
	}
}

// line is what Prometheus takes.
var line = regexp.MustCompile(`^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+\{([a-z]+="([^"\\\n]|\\["\\n])*",?)+\} [0-9]+)$`)

// FuzzText: no name of a socket makes a line of its own.
func FuzzText(f *testing.F) {
	f.Add("/run/x\n\"} 1")
	f.Add("\x00\xff\\")
	f.Fuzz(func(t *testing.T, name string) {
		c := NewCounts()
		c.Add(message(name, 2))
		c.SetLosses([]format.Loss{{Cause: name}})
		for l := range strings.Lines(string(c.Text(name))) {
			if !line.MatchString(strings.TrimSuffix(l, "\n")) {
				t.Errorf("%q", l)
			}
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	c, m := NewCounts(), message("/run/x", 200)
	for b.Loop() {
		c.Add(m)
	}
}
