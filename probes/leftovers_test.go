package probes

import (
	"os"
	"path/filepath"
	"strconv"
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

func TestStartTime(t *testing.T) {
	proc := t.TempDir()
	for pid, stat := range map[int]string{
		1: "1 (init) S 0 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4242 9 10",
		2: "2 (a ) b) (c) S 0 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4243 9 10",
		3: "3 (short) S 0",
	} {
		dir := filepath.Join(proc, strconv.Itoa(pid))
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "stat"), []byte(stat), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for pid, want := range map[int]string{1: "4242", 2: "4243", 3: "", 4: ""} {
		if got := startTime(proc, pid); got != want {
			t.Errorf("process %d started at %q, want %q", pid, got, want)
		}
	}
	if got := startTime("/proc", os.Getpid()); got == "" {
		t.Error("this process has no start time")
	}
}
