package cli

import (
	"net"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

const killedRedis = "../testdata/captures/ends.pcapng"

// TestEventsLive: the flags have the kernel asked for events, which are shown, counted and saved.
func TestEventsLive(t *testing.T) {
	testkernel.Need(t)
	testhost.SameOnAllKernels(t)
	path, file := filepath.Join(t.TempDir(), "s"), filepath.Join(t.TempDir(), "f")
	l := testsock.Listen(t, path)
	r := startCapture(t, "--events", "--refused", "-q", "-t", "--print", "-w", file, path, path+"x")
	if _, err := net.Dial("unix", path+"x"); err == nil {
		t.Error("nobody listens there: the test is wrong")
	}
	client, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	server, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	server.Close()
	if _, err := client.Write([]byte("lost")); err == nil {
		t.Error("nobody receives: the test is wrong")
	}
	client.Close()
	got := r.stop(syscall.SIGTERM)
	for _, what := range []string{"connect failed: ENOENT", " connect\n", " accept\n", " close first\n", " send refused: EPIPE (nobody receives any more), 4 bytes offered\n", " close\n"} {
		if strings.Count(got.stdout, what) != 1 {
			t.Errorf("not there once: %q", what)
		}
	}
	if got.status != 0 || !strings.Contains(got.stderr, "0 messages and 6 events captured, 0 lost") {
		t.Errorf("%+v", got)
	}
	if back := runCommand(t, unixsnoop("-r", file, "--events", "--refused", "-q", "-t")); unnamed(back.stdout, got.stdout) != got.stdout {
		t.Errorf("read back:\n%s\nshown:\n%s", back.stdout, got.stdout)
	}
}

// unnamed is what -r shows, without the receivers of what was shown before they were known
// (docs/captured.md).
func unnamed(read, live string) string {
	there, shown := strings.SplitAfter(read, "\n"), strings.SplitAfter(live, "\n")
	for i := range min(len(there), len(shown)) {
		if strings.Contains(shown[i], " > ? ") {
			there[i] = receiver.ReplaceAllString(there[i], " > ? ")
		}
	}
	return strings.Join(there, "")
}

var receiver = regexp.MustCompile(` > \S+\[\d+\] `)

// TestEventsOfFile: what is shown of a file's events is what is asked for, and what they are not
// counted as.
func TestEventsOfFile(t *testing.T) {
	for args, want := range map[string]string{
		"-q":                             "unixsnoop: 5 messages read (--events and --refused also show 19 events)\n",
		"-q --events":                    "unixsnoop: 5 messages and 19 events read\n",
		"-q --refused":                   "unixsnoop: 5 messages and 6 events read\n",
		"-q --events -c 1":               "unixsnoop: 1 message and 1 event read\n",
		"-q --events --conversation 249": "unixsnoop: 2 messages and 4 events read\n",
		"--follow --refused":             "unixsnoop: 2 messages read\n",
		"--follow --events --nano":       "unixsnoop: 2 messages and 4 events read\n",
		"-q --events --grep PING":        "unixsnoop: 5 messages searched, 1 found\nunixsnoop: 1 message read\n",
		"-q --events --grep PING --around 1": "unixsnoop: 5 messages searched, 1 found\n" +
			"unixsnoop: 1 message and 2 events read\n",
		"-q --events --until PING":               "unixsnoop: 4 messages and 13 events read\n",
		"--events --format html":                 "unixsnoop: 5 messages and 19 events read\n",
		"--events --format parquet":              "unixsnoop: 5 messages and 19 events read\n",
		"-q --events --comm redis-server --nano": "unixsnoop: 5 messages and 13 events read\n",
	} {
		got := runCommand(t, unixsnoop(append([]string{"-r", killedRedis}, strings.Fields(args)...)...))
		if got.status != 0 || !strings.HasSuffix(got.stderr, want) {
			t.Errorf("%s: status %d, %q, want %q", args, got.status, got.stderr, want)
		}
	}
	for args, want := range map[string]string{
		"--events --format go":   "--events has no effect with --format go, which has no place for events; it is for header, hex, hexstring, json, string, html, parquet and -w",
		"--refused --har":        "--refused has no effect with --format har, ",
		"--events -w x --format": "flag needs an argument",
	} {
		got := runCommand(t, unixsnoop(append([]string{"-r", killedRedis}, strings.Fields(args)...)...))
		if got.status != 2 || !strings.Contains(got.stderr, want) {
			t.Errorf("%s: status %d, %s", args, got.status, got.stderr)
		}
	}
}

// TestEventsSavedAgain: what is read back and saved again is the same.
func TestEventsSavedAgain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "f")
	if got := runCommand(t, unixsnoop("-r", killedRedis, "--events", "-w", file)); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	first := runCommand(t, unixsnoop("-r", killedRedis, "--events", "--format", "json"))
	again := runCommand(t, unixsnoop("-r", file, "--events", "--format", "json"))
	if first.stdout != again.stdout || strings.Count(first.stdout, `"event":`) != 19 {
		t.Errorf("%d events, and then\n%s", strings.Count(first.stdout, `"event":`), again.stdout)
	}
	if got := runCommand(t, unixsnoop("-r", killedRedis, "-w", file)); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	if got := runCommand(t, unixsnoop("-r", file, "--events", "-q")); strings.Count(got.stdout, "\n") != 5 {
		t.Errorf("of events that nobody asked for, the file has some: %s", got.stdout)
	}
}
