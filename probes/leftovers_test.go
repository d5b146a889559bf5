package probes

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLeftovers(t *testing.T) {
	events := []byte(`r4096:unixsnoop_100_777_0123456789abcdef/unix_stream_sendmsg unix_stream_sendmsg
r4096:unixsnoop_100_777_fedcba9876543210/unix_dgram_sendmsg unix_dgram_sendmsg
r4096:unixsnoop_200_888_0123456789abcdef/unix_stream_sendmsg unix_stream_sendmsg
r4096:unixsnoop_300_999_0123456789abcdef/unix_stream_sendmsg unix_stream_sendmsg
p:unixsnoop_100_777/p unix_stream_sendmsg
p:unixsnoop_like/mine unix_stream_sendmsg
p:other/unixsnoop_100_777_0123456789abcdef unix_stream_sendmsg
r16:ebpf_0123456789abcdef/unix_stream_sendmsg unix_stream_sendmsg
`)
	started := func(pid int) string {
		switch pid {
		case 200:
			return "888" // lives
		case 300:
			return "1000" // a later process of the same pid
		}
		return "" // gone
	}
	want := []string{
		"unixsnoop_100_777_0123456789abcdef/unix_stream_sendmsg",
		"unixsnoop_100_777_fedcba9876543210/unix_dgram_sendmsg",
		"unixsnoop_300_999_0123456789abcdef/unix_stream_sendmsg",
	}
	if diff := cmp.Diff(want, leftovers(events, started)); diff != "" {
		t.Error(diff)
	}
}
