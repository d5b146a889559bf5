package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestCommandIsNotRunInVain: without a capture there is no command.
func TestCommandIsNotRunInVain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	bad := filepath.Join(t.TempDir(), "bad.btf")
	if err := os.WriteFile(bad, []byte("bad"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := runCommand(t, unixsnoop("--btf", bad, "--", "touch", file))
	if got.status != 1 || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 {
		t.Errorf("%+v", got)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("the command was run")
	}
}

// serveHTTP answers requests at a socket until the test ends.
func serveHTTP(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "http.sock")
	l := testsock.Listen(t, path)
	if err := os.Chmod(path, 0o777); err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "you asked for %s\n", r.URL.Path)
	})}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return path
}

// TestCommand: what a command and what it starts say and hear, from the first
// message on, and nothing else; its exit status is passed on.
func TestCommand(t *testing.T) {
	curl := program(t, "curl")
	path := serveHTTP(t)
	ask := func(what string) string {
		return fmt.Sprintf("%s -s -o /dev/null --unix-socket %s http://localhost/%s", curl, path, what)
	}
	if out, err := exec.Command("sh", "-c", ask("before")).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// While the command runs, somebody else asks, too: a server that the command
	// tells to.
	other := serveHTTP(t)
	got := runCommand(t, unixsnoop("--format", "json", "--", "sh", "-c", ask("one")+"; ("+ask("two")+" & wait); echo said; exit 7"))
	if got.status != 7 {
		t.Errorf("status %d: %s", got.status, got.stderr)
	}
	messages := messagesOf(t, got.stdout)
	var requests []string
	for _, m := range messages {
		if line, _, _ := bytes.Cut(m.Data, []byte("\r\n")); m.From.Comm == "curl" {
			requests = append(requests, string(line))
		}
		if m.From.Comm != "curl" && m.To.Comm != "curl" {
			t.Errorf("%v > %v", m.From, m.To)
		}
	}
	if want := "[GET /one HTTP/1.1 GET /two HTTP/1.1]"; fmt.Sprint(requests) != want || len(messages) != 4 {
		t.Errorf("%d messages, requests %q, want %s and the answers", len(messages), requests, want)
	}
	if want := "said\nunixsnoop: 4 messages captured, 0 lost\n"; got.stderr != want {
		t.Errorf("stderr %q, want %q", got.stderr, want)
	}

	// Of a SOCKET as well, only that.
	got = runCommand(t, unixsnoop("-q", other, "--", "sh", "-c", ask("three")))
	if want := (result{0, "", "unixsnoop: 0 messages captured, 0 lost\n"}); got != want {
		t.Errorf("of another socket: %+v", got)
	}
}

// TestCommandAsUser: with sudo, a command runs as who called that.
func TestCommandAsUser(t *testing.T) {
	testhost.SameOnAllKernels(t)
	curl := program(t, "curl")
	path := serveHTTP(t)
	if err := os.Chmod(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(filepath.Dir(path)), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := unixsnoop("--format", "json", "--", curl, "-s", "-o", "/dev/null", "--unix-socket", path, "http://localhost/")
	cmd.Env = append(cmd.Env, "SUDO_UID=65534", "SUDO_GID=65534", "SUDO_USER=nobody")
	got := runCommand(t, cmd)
	messages := messagesOf(t, got.stdout)
	if got.status != 0 || len(messages) != 2 {
		t.Fatalf("%+v", got)
	}
	// Of the answer: whoever accepts may not be known in time.
	if client, server := messages[0].From.UID, messages[1].From.UID; client == nil || *client != 65534 || server == nil || *server != os.Getuid() {
		t.Errorf("users: %+v", messages)
	}
}

// TestCommandInVain: of a command that fails before it says anything, the last line tells as
// whom it ran: mostly not as who may use the socket.
func TestCommandInVain(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	for _, test := range []struct {
		by   string // SUDO_UID
		want string
	}{
		{"", "unixsnoop: the command ended with status 3, it ran as root\n"},
		{"65534", "unixsnoop: the command ended with status 3, it ran as nobody; -- sudo CMD runs it as root\n"},
	} {
		cmd := unixsnoop("*", "--", "sh", "-c", "exit 3")
		cmd.Env = append(cmd.Env, "SUDO_UID="+test.by, "SUDO_GID="+test.by, "SUDO_USER=nobody")
		if test.by == "" {
			cmd.Env = unixsnoop().Env
		}
		got := runCommand(t, cmd)
		if want := "unixsnoop: 0 messages captured, 0 lost\n" + test.want; got.status != 3 || got.stderr != want {
			t.Errorf("by %q: %+v, want %q", test.by, got, want)
		}
	}
}

// TestCommandIsSignalled: a signal ends the command, and the capture with it.
func TestCommandIsSignalled(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	cmd := unixsnoop("-q", "--", "sh", "-c", "echo ready; exec sleep 1000")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("%q %v\n%s", line, err, stderr.String())
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != 128+int(syscall.SIGTERM) || !strings.Contains(stderr.String(), " captured, 0 lost\n") {
		t.Errorf("status %d\n%s", status, stderr.String())
	}
}

// TestNothingMatchesYet: a misspelt name is told of, with those like it.
func TestNothingMatchesYet(t *testing.T) {
	testhost.MuchTheSame(t)
	path := filepath.Join(t.TempDir(), "chronyd.sock")
	testsock.Listen(t, path)
	r := startCapture(t, "-q", strings.TrimSuffix(path, "k"))
	if want := "unixsnoop: no socket matches; similar names are " + path + "; waiting for one\n"; r.notices != want {
		t.Errorf("said %q, want %q", r.notices, want)
	}
	converse(t, strings.TrimSuffix(path, "k"))
	if got := r.stop(syscall.SIGTERM); strings.Count(got.stdout, "\n") != 2 {
		t.Errorf("%+v", got)
	}
	if r := startCapture(t, "-q", path); r.notices != "" {
		t.Errorf("said %q", r.notices)
	}
}

// TestQuietInTmux: inside tmux, a capture of everything does not show what comes of
// showing it.
func TestQuietInTmux(t *testing.T) {
	testhost.SameOnAllKernels(t)
	tmux, redisServer, cli := program(t, "tmux"), program(t, "redis-server"), program(t, "redis-cli")
	dir := t.TempDir()
	redis := filepath.Join(dir, "redis")
	daemon(t, redisServer, "--port", "0", "--unixsocket", redis, "--save", "")
	waitFor(t, redis)
	socket, log, output := filepath.Join(dir, "tmux"), filepath.Join(dir, "log"), filepath.Join(dir, "output")
	// A client in a terminal of its own, or nobody would look.
	master, terminal := testhost.Terminal(t)
	var screen bytes.Buffer
	seen := make(chan struct{})
	go func() {
		defer close(seen)
		io.Copy(&screen, master) // until the terminal is closed
	}()
	t.Cleanup(func() {
		<-seen
		if t.Failed() {
			t.Logf("the screen: %q", screen.String())
		}
	})
	inside := unixsnoop("-q", "*")
	client := exec.Command(tmux, "-S", socket, "-f", "/dev/null", "new-session",
		fmt.Sprintf("%s -q '*' 2>%s | tee -i %s", inside.Path, log, output))
	client.Env = append(inside.Env, "TERM=screen", "LC_ALL=C.UTF-8")
	client.Stdin, client.Stdout, client.Stderr = terminal, terminal, terminal
	client.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := client.Start(); err != nil {
		t.Fatal(err)
	}
	terminal.Close()
	t.Cleanup(func() { exec.Command(tmux, "-S", socket, "kill-server").Run(); client.Wait() })
	contains := func(what string) bool {
		text, _ := os.ReadFile(log)
		return strings.Contains(string(text), what)
	}
	waitUntil(t, "the capture starts", func() bool { return contains("capturing *") })
	if !contains("leaving out tmux: server[") {
		text, _ := os.ReadFile(log)
		t.Errorf("said %s", text)
	}
	// This test is the terminal in which tmux runs, so others have to speak.
	pid, _ := runClient(t, cli, "-s", redis, "PING")
	for range 3 { // what tmux itself says
		if out, err := exec.Command(tmux, "-S", socket, "refresh-client").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	if out, err := exec.Command(tmux, "-S", socket, "send-keys", "C-c").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	waitUntil(t, "the capture ends", func() bool { return contains(" lost") })
	defer time.AfterFunc(tooLong, func() { client.Process.Kill() }).Stop()
	if err := client.Wait(); err != nil { // it ends behind tee, which may still write
		t.Error(err)
	}
	shown, err := os.ReadFile(output)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(shown)) {
		if !strings.Contains(line, process("redis-cli", pid)) {
			t.Errorf("showed %s", line)
		}
	}
	if want := fmt.Sprintf("unixsnoop: %d messages captured, 0 lost\n", strings.Count(string(shown), "\n")); len(shown) == 0 || !contains(want) {
		text, _ := os.ReadFile(log)
		t.Errorf("showed\n%ssaid %s", shown, text)
	}
}

// TestHarmlessMessages: nothing on a command line can control the terminal by way of what is
// said about it.
func TestHarmlessMessages(t *testing.T) {
	const hostile = "\x1b[31mx\xff\u202ey\nunixsnoop: 9 messages captured, 0 lost"
	noBTF := filepath.Join(t.TempDir(), hostile)
	if err := os.WriteFile(noBTF, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{hostile}, {"--" + hostile}, {"-" + hostile}, {"--exclude", hostile}, {"check", hostile}, {"help", hostile},
		{"-r", "/" + hostile}, {"list", hostile}, {"replay", "/" + hostile, "--as", "client", "/x"}, {"check", "--btf", noBTF},
	} {
		got := runCommand(t, unixsnoop(args...))
		got.stderr += got.stdout
		if got.status == 0 || !strings.Contains(got.stderr, `\x1b`) {
			t.Errorf("%q: status %d, %q", args, got.status, got.stderr)
		}
		for i, line := range strings.Split(strings.TrimSuffix(got.stderr, "\n"), "\n") {
			if i > 0 && strings.HasPrefix(line, "unixsnoop") {
				t.Errorf("%q: %q is a line of ours", args, line)
			}
		}
		if strings.ContainsFunc(strings.ReplaceAll(got.stderr, "\n", ""), func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%q: %q is not all printable", args, got.stderr)
		}
	}
}

// TestHarmless: what was escaped is not escaped again, and no line but the first is one of ours.
func TestHarmless(t *testing.T) {
	const text = "first \\x1b[0m \\\\\nsecond \x1b \\\x1b \tthird\n"
	if got, want := harmless(text), "first \\x1b[0m \\\\\n  second \\x1b \\\\x1b \\x09third\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
