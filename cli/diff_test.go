package cli

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestDiff: exit statuses are those of diff(1), and what differs is said.
func TestDiff(t *testing.T) {
	part := filepath.Join(t.TempDir(), "part.pcapng")
	if got := runCommand(t, unixsnoop("-r", redisCapture, "-c", "7", "-w", part)); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	same := runCommand(t, unixsnoop("diff", redisCapture, redisCapture))
	if same.status != 0 || same.stdout != "" || same.stderr != "unixsnoop: 8 messages the same\n" {
		t.Errorf("%+v", same)
	}
	text := runCommand(t, unixsnoop("diff", redisCapture, part))
	if text.status != 1 || !strings.HasPrefix(text.stdout, "--- "+redisCapture+"\n+++ "+part+"\nstream /run/redis.sock: redis-cli[215]") ||
		!strings.Contains(text.stdout, "  server, message 4: missing, 4 bytes\n  - :2\n") || !strings.HasSuffix(text.stderr, "7 messages the same, 1 missing\n") {
		t.Errorf("%+v", text)
	}
	lines := runCommand(t, unixsnoop("diff", "--format", "json", redisCapture, redisCapture, part))
	var change struct {
		Files      [2]string
		Change, Of string
		A          struct {
			Message int
			Data    []byte
		}
		B any
	}
	if err := json.Unmarshal([]byte(lines.stdout), &change); err != nil || lines.status != 1 {
		t.Fatalf("%v: %+v", err, lines)
	}
	if change.Files[1] != part || change.Change != "missing" || change.Of != "message" || change.A.Message != 4 || string(change.A.Data) != ":2\r\n" || change.B != nil {
		t.Errorf("%s", lines.stdout)
	}
	masks := runCommand(t, unixsnoop("diff", "--format", "masks", "../testdata/captures/chrony.pcapng", "../testdata/learn/chrony.pcapng"))
	if masks.status != 1 {
		t.Errorf("%+v", masks)
	}
	for line := range strings.Lines(masks.stdout) {
		if got := runCommand(t, unixsnoop("diff", strings.TrimSpace(line), redisCapture, redisCapture)); got.status != 0 {
			t.Fatalf("%s: %+v", line, got)
		}
		break
	}
	for want, args := range map[string][]string{
		"reading a capture: open /nowhere: no such file or directory\n": {"/nowhere", redisCapture},
		"diff_test.go is no capture file that can be read":              {redisCapture, "diff_test.go"},
	} {
		if got := runCommand(t, unixsnoop(append([]string{"diff"}, args...)...)); got.status != 2 || got.stdout != "" || !strings.HasPrefix(got.stderr, "unixsnoop: "+want) {
			t.Errorf("%+v", got)
		}
	}
}

func TestDiffRefuses(t *testing.T) {
	refuses(t, "diff compares two capture files or more, but there are 1", "unixsnoop diff --help", "diff", redisCapture)
	refuses(t, `unknown format "hex"; known are text, json, masks`, "unixsnoop diff --help", "diff", "--format", "hex", "a", "b")
	refuses(t, "there is nothing to compare, as no message fits: "+redisCapture+" has 8 messages, over /run/redis.sock", "unixsnoop diff --help", "diff", "--socket", "/run/radis.sock", redisCapture, redisCapture)
	refuses(t, `invalid argument "x" for "--ignore" flag`, "unixsnoop diff --help", "diff", "--ignore", "x", "a", "b")
}
