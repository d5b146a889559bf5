package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

// script makes a program of a shell's.
func script(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o755); err != nil {
		t.Fatal(err)
	}
}

// pretendHosts has ssh run commands here: on "there" and "root@web" unixsnoop is what the text says, on
// "empty" it is not installed, and to others there is no connection.
func pretendHosts(t *testing.T, unixsnoop string) {
	t.Helper()
	testhost.Tool(t, testhost.InGuests|testhost.OnEveryChange, "sh")
	dir := t.TempDir()
	there := filepath.Join(dir, "there")
	if err := os.Mkdir(there, 0o755); err != nil {
		t.Fatal(err)
	}
	script(t, filepath.Join(there, "unixsnoop"), unixsnoop)
	script(t, filepath.Join(dir, "ssh"), `[ "$1 $2" = "-T --" ] || exit 9
case $3 in
there | root@web) PATH=`+there+`:$PATH; exec sh -c "$4" ;;
loud) echo Welcome ;;
empty) exec sh -c 'exit 127' ;;
esac
[ "$3" != loud ] || exit 0
printf 'no route to \033[2J%s\n' "$3" >&2
exit 255
`)
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// TestRemoteShows: what another host sends is shown as any file, and the words for it
// arrive as they were typed.
func TestRemoteShows(t *testing.T) {
	words := filepath.Join(t.TempDir(), "words")
	here := os.Args[0]
	pretendHosts(t, fmt.Sprintf("printf '%%s\\n' \"$@\" >%s\n%s -r %s -w -", words, here, redisCapture))
	t.Setenv(runAsCommand, "1")
	t.Setenv("TZ", "UTC")
	file := runCommand(t, unixsnoop("-r", redisCapture, "-ttt", "--grep", "SET"))
	got := runCommand(t, unixsnoop("--remote", "there", "-ttt", "--grep", "SET", "--duration", "5s", "--uid", "nosuchuser", "--comm", "it's", "-B64", "-s", "7", "-i", "any", `@a\x00'b`, "/run/x"))
	if got.status != 0 || !strings.HasPrefix(got.stdout, "00:00:00.000000 redis-cli[221] > ") || !strings.Contains(got.stderr, "unixsnoop: there: 8 messages read\nunixsnoop: 8 messages searched, 1 found\n") &&
		got.stderr != "unixsnoop: 8 messages searched, 1 found\nunixsnoop: there: 8 messages read\n" || strings.Count(got.stdout, " > ") != strings.Count(file.stdout, " > ") {
		t.Errorf("%+v", got)
	}
	typed, err := os.ReadFile(words)
	want := "--end-with-stdin\n--write=-\n--duration=5s\n--buffer-size=64\n--uid=nosuchuser\n--comm=it's\n--interface=any\n@a\\x00'b\n/run/x\n"
	if err != nil || string(typed) != want {
		t.Errorf("%v: %q", err, typed)
	}
	if got := runCommand(t, unixsnoop("--remote", "there", "-c", "1", "-s", "7", "-q", "/x")); got.status != 0 || strings.Count(got.stdout, "\n") != 1 {
		t.Errorf("%+v", got)
	}
	if typed, err := os.ReadFile(words); err != nil || string(typed) != "--end-with-stdin\n--write=-\n--snaplen=7\n/x\n" {
		t.Errorf("%v: %q", err, typed)
	}
}

// TestRemoteIsLive: what another host sends is shown at once, and the capture there ends when
// nobody reads here any more, though nothing else comes.
func TestRemoteIsLive(t *testing.T) {
	ended := filepath.Join(t.TempDir(), "ended")
	pretendHosts(t, fmt.Sprintf("%s -r %s -c 2 -w -\ncat >/dev/null\necho >%s", os.Args[0], redisCapture, ended))
	t.Setenv(runAsCommand, "1")
	cmd := unixsnoop("--remote", "there", "-q", "/x")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	patiently(t, stdout)
	lines := bufio.NewReader(stdout)
	for range 2 {
		if line, err := lines.ReadString('\n'); err != nil || !strings.HasSuffix(line, " bytes\n") {
			t.Fatalf("%q, %v", line, err)
		}
	}
	stdout.Close()
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(ended); err != nil {
		t.Error(err)
	}
}

// TestRemoteFails: why another host can't serve is said in a way that does nothing to a
// terminal.
func TestRemoteFails(t *testing.T) {
	pretendHosts(t, "echo 'unixsnoop: no SOCKET given' >&2\nexit 2\n")
	for host, want := range map[string]result{
		"there": {2, "", "unixsnoop: there: no SOCKET given\n"},
		"empty": {1, "", "unixsnoop: there is no unixsnoop on empty that ssh could run; install it there, or use --copy\n"},
		"loud": {1, "", "unixsnoop: the capture on loud is no capture file that can be read: pcapng block at byte 0: no section header, so this is not a pcapng file; if something there writes besides, " +
			"as a line of ~/.bashrc may, have it do so at a terminal only: ssh loud true must print nothing\n"},
		"other": {1, "", "unixsnoop: other: no route to \\x1b[2Jother\nunixsnoop: ssh has no connection to other, or lost it; what it said stands above\n"},
	} {
		if got := runCommand(t, unixsnoop("--remote", host, "/x")); got != want {
			t.Errorf("%+v", got)
		}
	}
}

// TestRemoteRefuses: what can't be meant of another host.
func TestRemoteRefuses(t *testing.T) {
	for args, want := range map[string]string{
		"--copy /x":                      "--copy copies this program to the host of --remote, but there is none",
		"--remote= /x":                   `--remote "": it is no host that ssh could be given`,
		"--remote -oProxyCommand=x /x":   `--remote "-oProxyCommand=x": it is no host that ssh could be given`,
		"--remote h -r x":                "choose one: -r reads a capture file, --remote captures now",
		"--remote h -- ls":               "a command behind -- runs here",
		"--remote h --metrics 9435 /x":   "--metrics is served by who captures",
		"--remote h --end-with-stdin /x": "--end-with-stdin is given to the other host in any case",
		"--end-with-stdin -r x":          "--end-with-stdin ends a capture; a file of -r ends by itself",
		"--end-with-stdin -- ls":         "--end-with-stdin reads standard input, which is that of the command behind --",
	} {
		refuses(t, want, "unixsnoop --help", strings.Fields(args)...)
	}
	refuses(t, "list tells of the machine that it runs on: ssh root@web sudo unixsnoop list tells of the other one", "unixsnoop list --help", "list", "--remote", "root@web", "/x")
	refuses(t, "top counts in the kernel of the machine that it runs on: ssh -t root@web sudo unixsnoop top shows", "unixsnoop top --help", "top", "--remote", "root@web")
}

// TestRemoteSums: what another host sends is summed up and learned from as a file is.
func TestRemoteSums(t *testing.T) {
	words := filepath.Join(t.TempDir(), "words")
	pretendHosts(t, fmt.Sprintf("printf '%%s\\n' \"$@\" >%s\n%s -r %s -w -", words, os.Args[0], redisCapture))
	t.Setenv(runAsCommand, "1")
	for _, test := range []struct {
		remote, file []string
		typed        string
	}{
		{[]string{"stats", "--remote", "there", "--uid", "x", "--events", "/run/redis.sock"}, []string{"stats", "-r", redisCapture}, "--end-with-stdin\n--write=-\n--events=true\n--uid=x\n/run/redis.sock\n"},
		{[]string{"learn", "--remote", "there", "--duration", "5s", "--comm", "x", "@y"}, []string{"learn", redisCapture}, "--end-with-stdin\n--write=-\n--duration=5s\n--comm=x\n@y\n"},
	} {
		want, got := runCommand(t, unixsnoop(test.file...)), runCommand(t, unixsnoop(test.remote...))
		if got.status != 0 || got.stdout != want.stdout || want.stdout == "" {
			t.Errorf("%q: %+v, want %+v", test.remote, got, want)
		}
		if typed, err := os.ReadFile(words); err != nil || string(typed) != test.typed {
			t.Errorf("%q: %v: %q", test.remote, err, typed)
		}
	}
}

// serveSSH has ssh lead to an sshd that runs here, as the host there.
func serveSSH(t *testing.T, tmp string) {
	t.Helper()
	ssh, keygen, sshd := program(t, "ssh"), program(t, "ssh-keygen"), program(t, "sshd")
	dir := t.TempDir()
	for _, key := range []string{"host", "key"} {
		if got := runCommand(t, exec.Command(keygen, "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(dir, key))); got.status != 0 {
			t.Fatalf("%+v", got)
		}
	}
	addLine(t, "/etc/passwd", "sshd:x:100:65534::/run/sshd:/bin/false")
	config := fmt.Sprintf(`HostKey %[1]s/host
AuthorizedKeysFile %[1]s/key.pub
StrictModes no
PidFile none
ListenAddress 127.0.0.1
Port 2222
SetEnv %[2]s=1 TMPDIR=%[3]s PATH=%[4]s
`, dir, runAsCommand, tmp, os.Getenv("PATH"))
	if err := os.WriteFile(filepath.Join(dir, "config"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, needed := range []string{"/run/sshd", "/root"} {
		if err := os.MkdirAll(needed, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	server := exec.Command(sshd, "-D", "-e", "-f", filepath.Join(dir, "config"))
	server.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C here is nothing to another host
	log, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait() // its end is not of interest
	})
	if line, err := bufio.NewReader(log).ReadString('\n'); err != nil || !strings.HasPrefix(line, "Server listening on ") {
		t.Fatalf("sshd: %q, %v", line, err)
	}
	script(t, filepath.Join(dir, "ssh"), fmt.Sprintf("exec %s -F none -p 2222 -i %[2]s/key -o HostName=127.0.0.1 -o StrictHostKeyChecking=no -o UserKnownHostsFile=%[2]s/known -o LogLevel=ERROR \"$@\"\n", ssh, dir))
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// TestRemoteLive: over ssh and by a copy of this program, messages are shown as they come,
// Ctrl-C ends the capture there, and nothing of it stays.
func TestRemoteLive(t *testing.T) {
	testkernel.Need(t)
	testhost.SameOnAllKernels(t)
	testhost.Expendable(t)
	tmp := t.TempDir()
	serveSSH(t, tmp)
	client, server, hangUp := connectAt(t, filepath.Join(t.TempDir(), "s"))
	defer hangUp()
	cmd := unixsnoop("--remote", "root@there", "--copy", "-q", "-p", fmt.Sprint(os.Getpid()))
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	patiently(t, stdout)
	patiently(t, stderr)
	shown, told := bufio.NewReader(stdout), bufio.NewReader(stderr)
	for line := ""; !strings.HasPrefix(line, "unixsnoop: root@there: capturing "); {
		if line, err = told.ReadString('\n'); err != nil {
			t.Fatalf("%s, %v", line, err)
		}
	}
	for _, text := range []string{"one", "three"} {
		say(t, client, server, text)
		if line, err := shown.ReadString('\n'); err != nil || !strings.HasSuffix(line, fmt.Sprintf("/s %d bytes\n", len(text))) {
			t.Fatalf("%q, %v", line, err)
		}
	}
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); err != nil { // as a terminal does it
		t.Fatal(err)
	}
	rest, err := io.ReadAll(told)
	if err != nil || string(rest) != "unixsnoop: root@there: 2 messages captured, 0 lost\n" {
		t.Errorf("%v: %q", err, rest)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
