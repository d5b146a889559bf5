package metrics

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// ContentType is that of Text.
const ContentType = "text/plain; version=0.0.4; charset=utf-8"

// textRest is for how long counts are served as they are: whoever asks all the time is not to keep
// the capture from counting.
const textRest = 100 * time.Millisecond

// recentText is what Text has said a moment ago, at most.
type recentText struct {
	counts  *Counts
	version string

	mu   sync.Mutex
	text []byte
	at   time.Time
}

func (r *recentText) now() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.text == nil || time.Since(r.at) >= textRest {
		r.text, r.at = r.counts.Text(r.version), time.Now()
	}
	return r.text
}

// Text is the counts as Prometheus reads them, in an order that does not change. Version is
// that of the program.
func (c *Counts) Text(version string) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	var b bytes.Buffer
	begin := func(name, kind, help string) { fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) }

	begin("unixsnoop_build_info", "gauge", "The program, 1 always.")
	fmt.Fprintf(&b, "unixsnoop_build_info{version=\"%s\"} 1\n", label(version))
	sockets := slices.SortedFunc(maps.Keys(c.sockets), func(x, y socket) int {
		return cmp.Or(strings.Compare(x.name, y.name), cmp.Compare(x.kind, y.kind))
	})
	for _, counter := range []struct {
		name, help string
		of         func(*count) uint64
	}{
		{"unixsnoop_messages_total", "Messages captured, by the name of the socket.", func(c *count) uint64 { return c.messages }},
		{"unixsnoop_bytes_total", "Bytes of them that the kernel accepted.", func(c *count) uint64 { return c.bytes }},
		{"unixsnoop_captured_bytes_total", "Bytes of them that were captured.", func(c *count) uint64 { return c.captured }},
	} {
		begin(counter.name, "counter", counter.help)
		for _, s := range sockets {
			fmt.Fprintf(&b, "%s{socket=\"%s\",type=\"%s\"} %d\n", counter.name, label(s.name), s.kind, counter.of(c.sockets[s]))
		}
	}
	begin("unixsnoop_lost_total", "counter", "Messages that are missing, by cause, and with missing=\"no\" such as are not as they should be.")
	for _, l := range c.losses {
		missing := "no"
		if l.Missing {
			missing = "yes"
		}
		fmt.Fprintf(&b, "unixsnoop_lost_total{cause=\"%s\",missing=\"%s\"} %d\n", label(l.Cause), missing, l.Count)
	}
	return b.Bytes()
}

// label escapes the value of a label.
func label(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(s, "\uFFFD"))
}
