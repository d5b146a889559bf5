package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestLearn: what is learned of captures of real programs.
func TestLearn(t *testing.T) {
	got := runCommand(t, unixsnoop("learn", "../testdata/captures/chrony.pcapng"))
	for _, want := range []string{"/run/chrony/chronyd.sock dgram: 6 messages", "answered by response (3)", "  0000  06 01 00 00 00 21"} {
		if got.status != 0 || !strings.Contains(got.stdout, want) {
			t.Errorf("status %d, no %q in %s%s", got.status, want, got.stdout, got.stderr)
		}
	}
	if strings.Contains(got.stdout, "\x1b") {
		t.Error("there are colours, and no terminal")
	}
	if got := runCommand(t, unixsnoop("learn", "../testdata/captures/redis.pcapng")); got.status != 0 || !strings.Contains(got.stdout, "it is RESP") {
		t.Errorf("status %d: %s%s", got.status, got.stdout, got.stderr)
	}
}

// TestLearnEach: with --each there is an object a line for each message.
func TestLearnEach(t *testing.T) {
	notes := filepath.Join(t.TempDir(), "notes")
	if err := os.WriteFile(notes, []byte("# what I know\ncommand=4:2  # big-endian\n\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := runCommand(t, unixsnoop("learn", "../testdata/captures/chrony.pcapng", "--format", "json", "--each", "--notes", notes, "--with", "sequence=8:4:counter"))
	lines := strings.Split(strings.TrimSpace(got.stdout), "\n")
	if got.status != 0 || len(lines) != 6 {
		t.Fatalf("status %d, %d lines: %s", got.status, len(lines), got.stderr)
	}
	for i, line := range lines {
		var m struct {
			Message, Size int
			From          string
			Fields        []struct {
				Offset, Size int
				Name, Type   string
			}
		}
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		if m.Message != i+1 || m.Size != 104 || m.From != []string{"client", "server"}[i%2] {
			t.Errorf("message %d of %d bytes from %s", m.Message, m.Size, m.From)
		}
		said := map[string]bool{}
		for _, f := range m.Fields {
			said[f.Name+" "+f.Type] = f.Offset == 4 && f.Size == 2 || f.Offset == 8 && f.Size == 4
		}
		if !said["command integer"] || !said["sequence counter"] {
			t.Errorf("what is known is not in %s", line)
		}
	}
}

// TestLearnCommand: what a command says is learned from once it has ended, and its exit
// status is passed on.
func TestLearnCommand(t *testing.T) {
	testhost.SameOnAllKernels(t)
	curl, path := program(t, "curl"), serveHTTP(t)
	got := runCommand(t, unixsnoop("learn", "--", "sh", "-c", curl+" -s -o /dev/null --unix-socket "+path+" http://localhost/one; exit 7"))
	if want := "it is HTTP ("; got.status != 7 || !strings.Contains(got.stdout, want) {
		t.Errorf("status %d, no %q in %s%s", got.status, want, got.stdout, got.stderr)
	}
}

// TestLearnLive: what is said over a socket is learned from when it is told to end, or there
// is enough of it.
func TestLearnLive(t *testing.T) {
	testhost.SameOnAllKernels(t)
	for name, end := range map[string]struct {
		args   []string
		signal syscall.Signal
	}{
		"interrupt": {nil, syscall.SIGINT},
		"count":     {[]string{"-c", "2"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "s")
			client, server, hangUp := connectAt(t, path)
			defer hangUp()
			r := startCapture(t, append([]string{"learn", path, "--format", "json", "--each"}, end.args...)...)
			say(t, client, server, "\x01\x00\x00\x05ab")
			say(t, server, client, "\x02\x00")
			got := r.stop(end.signal)
			if got.status != 0 || strings.Count(got.stdout, "\n") != 2 || !strings.Contains(got.stdout, `"message":2,"send":2,"start":0,"size":2,"from":"server"`) {
				t.Errorf("status %d: %s%s", got.status, got.stdout, got.stderr)
			}
		})
	}
}

// TestLearnCapturesWhatItLooksAt: without -c, a capture ends where nothing more would be looked at.
func TestLearnCapturesWhatItLooksAt(t *testing.T) {
	for count, want := range map[uint64]uint64{0: learn.MaxMessages, 3: 3} {
		var c captureOptions
		(&learnOptions{count: count}).choose(&c)
		if c.Count != want || c.Enough != learn.MaxBytes {
			t.Errorf("-c %d: it ends after %d messages, or %d bytes", count, c.Count, c.Enough)
		}
	}
}

func TestLearnRefuses(t *testing.T) {
	testhost.SameOnAllKernels(t)
	for want, args := range map[string][]string{
		"learn takes capture files, but there is no FILE":   {},
		"there is no command behind --":                     {"--"},
		"choose one: files that were captured, or sockets ": {"x.pcapng", "@x"},
		"no SOCKET given":                                   {"-c", "3"},
		"--duration -1s is negative":                        {"@x", "--duration", "-1s"},
		`unknown format "xml"`:                              {"x", "--format", "xml"},
		"--each needs --format json":                        {"x", "--each"},
		"a=0:2 and b=1:1 share bytes":                       {"x", "--with", "a=0:2", "--with", "b=1:1"},
		"there is no message that fits":                     {"../testdata/captures/chrony.pcapng", "--socket", "/nowhere"},
		"reading notes: open /nowhere: no such file or dir": {"x", "--notes", "/nowhere"},
	} {
		refuses(t, want, "unixsnoop learn --help", append([]string{"learn"}, args...)...)
	}
	if got := runCommand(t, unixsnoop("learn", "/nowhere")); got.status != 1 || !strings.Contains(got.stderr, "/nowhere") {
		t.Errorf("status %d: %s", got.status, got.stderr)
	}
}
