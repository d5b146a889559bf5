package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestPipeline: with the configuration of docs/pipelines.md, syslog-ng keeps losses and processes apart
// from messages as it says there, and every line to the byte, the longest too.
func TestPipeline(t *testing.T) {
	if testhost.Guest() != "" {
		t.Skip("it needs no kernel of its own")
	}
	testhost.Tool(t, testhost.OnEveryChange, "syslog-ng")
	testhost.Tool(t, testhost.OnEveryChange, "jq")
	dir := t.TempDir()
	capture := filepath.Join(dir, "capture.pcapng")
	client := format.End{Pid: 186, UID: -1, Comm: "redis-cli", Inode: 1, Process: &format.Process{Executable: "/usr/bin/redis-cli"}}
	server := format.End{Pid: 167, UID: -1, Comm: "redis-server", Inode: 2, Name: "/run/redis.sock"}
	request := []byte("*3\r\n$3\r\nSET\r\n$5\r\ncolor\r\n$5\r\ngreen\r\n")
	answer := []byte(strings.Repeat("\x00\xff\"\\", 1<<20)) // 4 MiB, the longest that comes in one piece
	writeCapture(t, capture, []*format.Message{
		{Time: time.Unix(1, 0), Type: format.Stream, From: client, To: server, Len: int64(len(request)), Parts: []format.Part{{Data: request}}},
		{Time: time.Unix(2, 0), Type: format.Stream, From: server, To: client, Len: int64(len(answer)), Parts: []format.Part{{Data: answer}}},
	}, format.Loss{Cause: "ring full", Count: 3, Note: "lost because a ring was full", Missing: true})

	for _, s := range steps(t, "../docs/pipelines.md") {
		s.run(t, dir)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")...)
	}
	written := strings.Split(strings.TrimSuffix(runCommand(t, unixsnoop("-r", capture, "--format", "json")).stdout, "\n"), "\n")
	slices.Sort(kept)
	slices.Sort(written)
	if diff := cmp.Diff(written, kept); diff != "" {
		t.Errorf("not every line was kept as it was:\n%.2000s", diff)
	}
}
