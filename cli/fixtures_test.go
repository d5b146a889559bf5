package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

func TestFixturesUsageErrors(t *testing.T) {
	testhost.SameOnAllKernels(t)
	for _, test := range []struct{ args, want string }{
		{"--format rust --package x *", "--package has no effect with --format rust: it is the package of --format go"},
		{"--package x *", "--package has no effect with --format hex"},
		{"--format go --package func *", `--package: "func" can't be the name of a package: it is a keyword of Go`},
		{"--format go --package _ *", `--package: "_" can't be the name of a package`},
		{"--format go --package my-package *", `--package: "my-package" can't be the name of a package: it takes letters, digits and _`},
		{"--format go --package= *", `--package: "" can't be the name of a package`},
		{"--name x *", "--name has no effect with --format hex: it is for those that are source code, c, go, python, rust"},
		{"--format json --name x *", "--name has no effect with --format json"},
		{"--format c --name 9x *", `--name: "9x" can't be the start of an identifier: it takes letters, digits and _, no digit first`},
		{"--format c --name é *", `--name: "é" can't be the start of an identifier`},
		{"--format python --name= *", `--name: "" can't be the start of an identifier`},
		{"-w x --format go *", "with -w nothing is shown in format go; add --print"},
	} {
		refuses(t, test.want, "unixsnoop --help", strings.Fields(test.args)...)
	}
}

// saveEcho writes a capture file with one exchange, and says that a message was lost.
func saveEcho(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "capture")
	var messages []*format.Message
	client, server := format.End{Pid: 1, UID: -1, Comm: "client", Inode: 1}, format.End{Pid: 2, UID: -1, Comm: "server", Inode: 2, Name: "/run/echo.sock"}
	for i, text := range []string{"Hello\n", "hello\n"} {
		from, to := client, server
		if i == 1 {
			from, to = to, from
		}
		messages = append(messages, &format.Message{Time: time.Unix(int64(i), 0), Type: format.Stream, From: from, To: to, Len: int64(len(text)), Parts: []format.Part{{Data: []byte(text)}}})
	}
	writeCapture(t, path, messages, format.Loss{Cause: "ring full", Count: 1, Note: "lost because a ring was full", Missing: true})
	return path
}

// TestFixtures: a capture file becomes source, in the names that were asked for.
func TestFixtures(t *testing.T) {
	file := saveEcho(t)
	for _, test := range []struct {
		args string
		want []string
	}{
		{"--format go", []string{"package capture\n", "var echoExchanges = []struct {\n", "request: []byte(\"Hello\\n\"),\n", "response: []byte(\"hello\\n\"),\n"}},
		{"--format go --package echo_test --name Old", []string{"package echo_test\n", "var OldExchanges = []struct {\n"}},
		{"--format rust --name old", []string{"pub static OLD_EXCHANGES: &[Exchange] = &[\n", "request: b\"Hello\\n\",\n"}},
		{"--format python --name type", []string{"TYPE_EXCHANGES = [\n", "request=b\"Hello\\n\",\n"}},
		{"--format c --name type", []string{"#ifndef TYPE_CAPTURE_H\n", "} type_exchanges[] = {\n", ".request = \"Hello\\n\",\n"}},
		{"--format go -c 1", []string{"var echoMessages = []struct {\n", "1 message of 1 conversation, captured by unixsnoop"}},
		{"--format go -s 3", []string{"var echoPieces = []struct {\n", "Not captured: 3 bytes at offset 3\n"}},
		{"--format go --comm nobody", []string{"0 messages of 0 conversations"}},
	} {
		got := runCommand(t, unixsnoop(append([]string{"-r", file}, strings.Fields(test.args)...)...))
		summary := strings.TrimPrefix(got.stderr, "unixsnoop: nothing in the file matches: it has 2 messages, over /run/echo.sock\n")
		if hint := summary != got.stderr; got.status != 0 || !strings.HasPrefix(summary, "unixsnoop: ") || strings.Count(summary, "\n") != 1 || hint != strings.Contains(test.args, "nobody") {
			t.Errorf("%s: status %d, %s", test.args, got.status, got.stderr)
		}
		for _, want := range append(test.want, "Not all was captured: 1 lost because a ring was full.") {
			if !strings.Contains(got.stdout, want) {
				t.Errorf("%s: there is no %q in\n%s", test.args, want, got.stdout)
			}
		}
	}
}

// TestFixturesOfDuplex: what a program says once its connection was switched to another
// protocol is not made the answer to what it hears, in any language; nor is what a server
// says unasked.
func TestFixturesOfDuplex(t *testing.T) {
	testhost.SameOnAllKernels(t)
	file, path := filepath.Join(t.TempDir(), "capture"), filepath.Join(t.TempDir(), "chat")
	r := startCapture(t, "-w", file, path)
	client, server, hangUp := connectAt(t, path)
	say(t, client, server, "GET /attach HTTP/1.1\r\nUpgrade: tcp\r\n\r\n")
	say(t, server, client, "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n")
	say(t, client, server, "stdin\n")
	for i := range 7 {
		say(t, server, client, fmt.Sprintf("output %d\n", i))
	}
	hangUp()
	client, server, hangUp = connectAt(t, path)
	asked := time.Now()
	say(t, client, server, "subscribe\n")
	say(t, server, client, "subscribed\n")
	// What it is about: a pause of 0.1 s or more, and longer than it took to answer.
	time.Sleep(300*time.Millisecond + time.Since(asked))
	say(t, server, client, "news\n")
	hangUp()
	if got := r.stop(syscall.SIGTERM); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	for language, exchange := range map[string]string{"go": "\trequest:", "rust": " request: b", "python": " request=", "c": ".request ="} {
		got := runCommand(t, unixsnoop("-r", file, "--format", language))
		text := got.stdout
		if got.status != 0 || strings.Count(text, exchange) != 1 {
			t.Errorf("%s: %d %s, %d exchanges", language, got.status, got.stderr, strings.Count(text, exchange))
		}
		comments := regexp.MustCompile(`\n\s*(//|#) `).ReplaceAllString(text, " ")
		for _, want := range []string{"HTTP status 101 switched to", "the server went on "} {
			if !strings.Contains(comments, want) {
				t.Errorf("%s does not say why: there is no %q", language, want)
			}
		}
		for i := range 7 {
			if want := fmt.Sprintf("%d output %d\"", i+3, i); strings.Count(text, want) != 1 {
				t.Errorf("%s: no message %q", language, want)
			}
		}
		if t.Failed() {
			t.Fatal(text)
		}
	}
}

// TestFixturesInAPackage: what is written passes its first test.
func TestFixturesInAPackage(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "go")
	dir := t.TempDir()
	got := runCommand(t, unixsnoop("-r", saveEcho(t), "--format", "go", "--package", "echo"))
	for name, content := range map[string]string{
		"go.mod":           "module echo\n\ngo 1.21\n",
		"echo.go":          "package echo\n\nimport \"bytes\"\n\nfunc handle(request []byte) []byte { return bytes.ToLower(request) }\n",
		"fixtures_test.go": got.stdout,
		"echo_test.go": `package echo

import (
	"bytes"
	"testing"
)

func TestHandle(t *testing.T) {
	for _, tt := range echoExchanges {
		t.Run(tt.name, func(t *testing.T) {
			if got := handle(tt.request); !bytes.Equal(got, tt.response) {
				t.Errorf("got %q, want %q", got, tt.response)
			}
		})
	}
}
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "test", "-v", ".")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: TestHandle/1_Hello") {
		t.Errorf("%v\n%s", err, out)
	}
}
