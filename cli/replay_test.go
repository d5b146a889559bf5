package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// captureOf writes a capture file. Of each line, the first letter is the client, in
// upper case if it speaks: a and b are clients of /run/echo, d of @datagrams.
func captureOf(t *testing.T, lines ...string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "capture")
	var messages []*format.Message
	for i, l := range lines {
		letter := strings.ToLower(l[:1])
		client := format.End{Pid: 100, Comm: "client-" + letter, Inode: uint64(letter[0]), UID: -1}
		server := format.End{Pid: 200, Comm: "server", Inode: 1000 + client.Inode, UID: -1, Name: "/run/echo"}
		m := &format.Message{Time: time.Unix(int64(i), 0), Type: format.Stream, Len: int64(len(l) - 1), Parts: []format.Part{{Data: []byte(l[1:])}}}
		if letter == "d" {
			m.Type, client.Name, server.Name = format.Datagram, "\x00client", "\x00datagrams"
		}
		if m.From, m.To = client, server; l[:1] == letter {
			m.From, m.To = server, client
		}
		messages = append(messages, m)
	}
	writeCapture(t, path, messages)
	return path
}

// echo serves at a path: it says what it hears.
func echo(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "echo")
	l := testsock.Listen(t, path)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				io.Copy(c, c)
				c.Close()
			}()
		}
	}()
	return path
}

func TestReplayUsageErrors(t *testing.T) {
	testhost.SameOnAllKernels(t)
	mixed := captureOf(t, "Ahello", "ahello", "Dhello")
	same := captureOf(t, "Ahello", "ahello")
	for _, test := range []struct{ args, want string }{
		{"", "say which side of the capture to play: give --as client or --as server"},
		{"--as peer f /x", `--as "peer": known are client, server`},
		{"--as client f", "replay takes a FILE and a SOCKET, but there are 1 arguments"},
		{"--as client f x", `bad socket pattern "x": `},
		{"--as client f /x*", "/x* is many names; give one"},
		{"--as server --bind /y f /x", "--bind names the socket of a client"},
		{"--as client --bind @* f /x", "@* is many names"},
		{"--as client --timeout 0s f /x", "--timeout 0s is no time to wait"},
		{"--as client --format hex f /x", `unknown format "hex"; known are text, json`},
		{"--as client --ignore 3 f /x", `invalid argument "3" for "--ignore" flag: it is not OFFSET:LEN or MESSAGE/OFFSET:LEN`},
		{"--as client --socket docker f /x", `invalid argument "docker" for "--socket" flag: bad socket pattern`},
		{"--as client " + mixed + " /x", "these are conversations of several servers; choose one by --socket, --type or --conversation: /run/echo (stream), @datagrams (dgram)"},
		{"--as client --conversation 7 " + same + " /x", "no conversation fits; there are those of /run/echo (stream)"},
		{"--as client " + saved(t, 0) + " /x", "there is no message in "},
	} {
		refuses(t, test.want, "unixsnoop replay --help", append([]string{"replay"}, strings.Fields(test.args)...)...)
	}
	if got := runCommand(t, unixsnoop("replay", "--help")); got.status != 0 || got.stderr != "" || !strings.HasPrefix(got.stdout, "Usage:\n  unixsnoop replay FILE") {
		t.Errorf("--help: %+v", got)
	}
}

// TestReplayBadFile: a file that can't be read, or not to its end, is not played.
func TestReplayBadFile(t *testing.T) {
	cut := captureOf(t, "Ahello", "ahello")
	content, err := os.ReadFile(cut)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cut, content[:len(content)-200], 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		cut:             cut + " ends in the middle",
		echo(t):         "reading a capture: ",
		"/proc/version": "/proc/version is no capture file that can be read",
	} {
		got := runCommand(t, unixsnoop("replay", "--as", "client", file, echo(t)))
		if got.status != 1 || got.stdout != "" || !strings.HasPrefix(got.stderr, "unixsnoop: "+want) || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("%s: %+v", file, got)
		}
	}
}

// TestReplayAsClient: what the same server answers is the same, and what does not is
// shown, the rest notwithstanding.
func TestReplayAsClient(t *testing.T) {
	file := captureOf(t, "Ahello", "Bgood", "ahel", "alo", "Bbye", "bgood", "bbyf", "Dhello")
	got := runCommand(t, unixsnoop("replay", file, "--as", "client", "--socket", "/run/e*", echo(t)))
	if want := `97 client-a[100] same: 1 message sent, 2 compared
98 client-b[100] different: messages 3-4, offset 6: other bytes than were captured
  captured  0000  67 6f 6f 64 62 79 66                              |goodbyf|
  came      0000  67 6f 6f 64 62 79 65                              |goodbye|
                                    ^^
`; got.status != 1 || got.stdout != want || got.stderr != "unixsnoop: 1 of 2 conversations went as captured\n" {
		t.Errorf("%+v\n%s", got, got.stdout)
	}
	for _, choice := range [][]string{{"--conversation", "97"}, {"--inode", "97"}, {"--comm", "client-a"}, {"--ignore", "3/6:1", "--type", "stream"}, {"--ignore", "6:1", "--exclude", "@datagrams"}} {
		got := runCommand(t, unixsnoop(append([]string{"replay", file, "--as", "client", echo(t)}, choice...)...))
		if got.status != 0 || !strings.HasSuffix(got.stderr, " went as captured\n") {
			t.Errorf("%s: %+v", choice, got)
		}
	}
	got = runCommand(t, unixsnoop("replay", file, "--as", "client", "--inode", "97", file))
	if got.status != 1 || got.stdout != fmt.Sprintf("97 client-a[100] failed: nobody serves %s any more; start the server first\n", file) {
		t.Errorf("%+v", got)
	}
}

// TestReplayFromPipe: a capture may come from standard input.
func TestReplayFromPipe(t *testing.T) {
	file, err := os.Open(captureOf(t, "Ahello", "ahello"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cmd := unixsnoop("replay", "-", "--as", "client", echo(t))
	cmd.Stdin = file
	if got := runCommand(t, cmd); got.status != 0 || got.stderr != "unixsnoop: 1 conversation went as captured\n" {
		t.Errorf("%+v", got)
	}
}

// TestReplayJSON: results for programs.
func TestReplayJSON(t *testing.T) {
	file := captureOf(t, "Ahello", "ahello", "Bhello", "bhelp!")
	got := runCommand(t, unixsnoop("replay", file, "--as", "client", "--format", "json", echo(t)))
	lines := strings.Split(strings.TrimSpace(got.stdout), "\n")
	if len(lines) != 2 || got.status != 1 {
		t.Fatalf("%+v", got)
	}
	for i, want := range []string{
		`{"client":"client-a","compared":1,"conversation":"97","result":"same","role":"client","sent":1,"type":"stream","v":1}`,
		`{"client":"client-b","compared":0,"conversation":"98","difference":{"expected":"aGVscCE=","got":"aGVsbG8=","last":2,"message":2,"offset":3,"start":0},"reason":"other bytes than were captured","result":"different","role":"client","sent":1,"type":"stream","v":1}`,
	} {
		var members map[string]any
		if err := json.Unmarshal([]byte(lines[i]), &members); err != nil {
			t.Fatal(err)
		}
		if sorted, _ := json.Marshal(members); string(sorted) != want {
			t.Errorf("%s", sorted)
		}
	}
}

// startReplay starts a server that plays and waits until it is there.
func startReplay(t *testing.T, file, socket string, args ...string) (wait func() (status int, stdout, stderr string), signal func(os.Signal)) {
	t.Helper()
	cmd := unixsnoop(append([]string{"replay", file, "--as", "server", socket}, args...)...)
	stdout := create(t, filepath.Join(t.TempDir(), "stdout"))
	cmd.Stdout = stdout
	pipe, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	stderr := bufio.NewReader(pipe)
	if line, err := stderr.ReadString('\n'); err != nil || !strings.HasPrefix(line, "unixsnoop: playing the server of ") {
		t.Fatalf("%q, %v", line, err)
	}
	return func() (int, string, string) {
		rest, err := io.ReadAll(stderr)
		if err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		return cmd.ProcessState.ExitCode(), content(t, stdout), string(rest)
	}, func(s os.Signal) { cmd.Process.Signal(s) }
}

// TestReplayAsServer: clients get the captured answers, and what they ask otherwise is
// shown. The socket's file is gone in the end.
func TestReplayAsServer(t *testing.T) {
	file := captureOf(t, "Ahello", "awelcome", "Bhello", "bwelcome")
	socket := filepath.Join(t.TempDir(), "s")
	wait, _ := startReplay(t, file, socket)
	for _, question := range []string{"hello", "hullo"} {
		c, err := net.Dial("unix", socket)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Write([]byte(question)); err != nil {
			t.Fatal(err)
		}
		if err := c.(*net.UnixConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		answer, _ := io.ReadAll(c)
		if want := map[string]string{"hello": "welcome"}[question]; string(answer) != want {
			t.Errorf("%s: %q", question, answer)
		}
		c.Close()
	}
	status, stdout, stderr := wait()
	if want := `97 client-a[100] same: 1 message sent, 1 compared
98 client-b[100] different: message 1, offset 1: other bytes than were captured
  captured  0000  68 65 6c 6c 6f                                    |hello|
  came      0000  68 75 6c 6c 6f                                    |hullo|
                     ^^
`; status != 1 || stdout != want || stderr != "unixsnoop: 1 of 2 conversations went as captured\n" {
		t.Errorf("%d %s %s", status, stdout, stderr)
	}
	if _, err := os.Lstat(socket); !os.IsNotExist(err) {
		t.Errorf("the socket is left: %v", err)
	}
}

// TestReplayInterrupted: a signal ends a server that waits, and removes its socket.
func TestReplayInterrupted(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		socket := filepath.Join(t.TempDir(), "s")
		wait, signal := startReplay(t, captureOf(t, "Ahello", "ahello"), socket)
		signal(sig)
		status, stdout, stderr := wait()
		if status != 1 || stdout != "97 client-a[100] failed: interrupted\n" || stderr != "unixsnoop: interrupted: 0 of 1 conversation went as captured\n" {
			t.Errorf("%d %s %s", status, stdout, stderr)
		}
		if _, err := os.Lstat(socket); !os.IsNotExist(err) {
			t.Errorf("the socket is left: %v", err)
		}
	}
}

// TestReplaysMeet: both sides of one capture, of datagrams.
func TestReplaysMeet(t *testing.T) {
	file := captureOf(t, "Dhello", "dwelcome", "Done", "Dtwo", "dthree")
	socket := fmt.Sprintf("@unixsnoop-test-%d", os.Getpid())
	wait, _ := startReplay(t, file, socket, "--format", "json")
	got := runCommand(t, unixsnoop("replay", file, "--as", "client", socket))
	status, stdout, stderr := wait()
	if got.status != 0 || status != 0 || stderr != "unixsnoop: 1 conversation went as captured\n" || !strings.Contains(stdout, `"sent":2,"compared":3}`) {
		t.Errorf("%+v\n%d %s %s", got, status, stdout, stderr)
	}
}

// TestReplayFullDisk: results that can't be told are no success.
func TestReplayFullDisk(t *testing.T) {
	cmd := unixsnoop("replay", captureOf(t, "Ahello", "ahello"), "--as", "client", echo(t))
	cmd.Stdout = fullDisk(t)
	if got := runCommand(t, cmd); got.status != 1 || !strings.Contains(got.stderr, "writing the output: ") {
		t.Errorf("%+v", got)
	}
}
