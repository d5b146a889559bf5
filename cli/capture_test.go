package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel"
)

// The tests in this file need a kernel that can be captured on.

// running is a capture by the command, under way.
type running struct {
	t       *testing.T
	cmd     *exec.Cmd
	stdout  bytes.Buffer
	stderr  *bufio.Reader
	notices string // on standard error before the capture started
}

// startCapture starts the command and waits until its probes are in place.
func startCapture(t *testing.T, args ...string) *running {
	t.Helper()
	return startCommand(t, unixsnoop(args...))
}

func startCommand(t *testing.T, cmd *exec.Cmd) *running {
	t.Helper()
	testkernel.Need(t)
	r := &running{t: t, cmd: cmd}
	if cmd.Stdout == nil {
		cmd.Stdout = &r.stdout
	}
	pipe, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.stderr = bufio.NewReader(pipe)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	defer time.AfterFunc(tooLong, func() { cmd.Process.Kill() }).Stop()
	for {
		line, err := r.stderr.ReadString('\n')
		if err != nil {
			t.Fatalf("capture did not start: %s%s", r.notices, line)
		}
		if strings.HasPrefix(line, "unixsnoop: capturing ") {
			return r
		}
		r.notices += line
	}
}

// stop ends the capture by a signal, none if it is 0, and returns what it left.
func (r *running) stop(signal syscall.Signal) result {
	r.t.Helper()
	if signal != 0 {
		if err := r.cmd.Process.Signal(signal); err != nil {
			r.t.Fatal(err)
		}
	}
	defer time.AfterFunc(tooLong, func() {
		r.t.Errorf("the capture does not end in %v", tooLong)
		r.cmd.Process.Kill()
	}).Stop()
	stderr, err := io.ReadAll(r.stderr)
	if err != nil {
		r.t.Fatal(err)
	}
	r.cmd.Wait() // the exit status is in the result
	return result{r.cmd.ProcessState.ExitCode(), r.stdout.String(), string(stderr)}
}

// tooLong is what no capture takes to start or to end, on the slowest machine.
const tooLong = 10 * time.Minute

// stopFlooded has a client send messages of a size until the capture ends by itself.
func (r *running) stopFlooded(client, server net.Conn, size int) result {
	r.t.Helper()
	go io.Copy(io.Discard, server)
	ended := make(chan error, 1)
	go func() {
		text := make([]byte, size)
		for {
			if _, err := client.Write(text); err != nil {
				ended <- err
				return
			}
		}
	}()
	got := r.stop(0)
	client.Close()
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		r.t.Error(err)
	}
	return got
}

// connectAt connects a client with a server that listens at path, until hangUp.
func connectAt(t *testing.T, path string) (client, server net.Conn, hangUp func()) {
	t.Helper()
	l := testsock.Listen(t, path)
	client, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	if server, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	return client, server, func() {
		server.Close()
		client.Close()
		l.Close()
	}
}

// converse has a client say "question" to a server at path, who answers.
func converse(t *testing.T, path string) {
	t.Helper()
	client, server, hangUp := connectAt(t, path)
	defer hangUp()
	say(t, client, server, "question")
	say(t, server, client, "answer")
}

func say(t *testing.T, from, to net.Conn, text string) {
	t.Helper()
	if _, err := from.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(to, make([]byte, len(text))); err != nil {
		t.Fatal(err)
	}
}

var clock = regexp.MustCompile(`(?m)^\d\d:\d\d:\d\d\.\d{6} `)

// TestCaptureEnds: however a capture ends, it shows what was said until then
// and sums up.
func TestCaptureEnds(t *testing.T) {
	testhost.SameOnAllKernels(t)
	path := filepath.Join(t.TempDir(), "s")
	self := fmt.Sprintf("%s[%d]", comm(t, os.Getpid()), os.Getpid())
	want := strings.Join([]string{
		fmt.Sprintf("TIME %s > %s stream %s 8 bytes", self, self, path),
		"  0000  71 75 65 73 74 69 6f 6e                           |question|",
		fmt.Sprintf("TIME %s > %s stream %s 6 bytes", self, self, path),
		"  0000  61 6e 73 77 65 72                                 |answer|",
		"",
	}, "\n")
	for _, test := range []struct {
		name   string
		args   []string
		signal syscall.Signal
	}{
		{"SIGINT", nil, syscall.SIGINT},
		{"SIGTERM", nil, syscall.SIGTERM},
		{"SIGHUP", nil, syscall.SIGHUP},
		{"count", []string{"-c", "2"}, 0},
		{"duration", []string{"--duration", "5s"}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			capture := func(args []string) result {
				r := startCapture(t, append(args, path)...)
				converse(t, path)
				return r.stop(test.signal)
			}
			got := capture(test.args)
			if test.name == "duration" && !strings.HasPrefix(got.stderr, "unixsnoop: 2 ") { // it was over too soon
				got = capture([]string{"--duration", "1m"})
			}
			if diff := cmp.Diff(want, clock.ReplaceAllString(got.stdout, "TIME ")); diff != "" {
				t.Error(diff)
			}
			if got.status != 0 || got.stderr != "unixsnoop: 2 messages captured, 0 lost\n" {
				t.Errorf("status %d, stderr %q", got.status, got.stderr)
			}
		})
	}
}

func comm(t *testing.T, pid int) string {
	t.Helper()
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(name))
}

func TestCountEndsAtOnce(t *testing.T) {
	testhost.MuchTheSame(t)
	path := filepath.Join(t.TempDir(), "s")
	r := startCapture(t, "-c", "1", "-q", path)
	converse(t, path)
	got := r.stop(0)
	if strings.Count(got.stdout, "\n") != 1 || got.status != 0 || !strings.HasPrefix(got.stderr, "unixsnoop: 1 message captured, 0 lost") {
		t.Errorf("%+v", got)
	}
}

// TestLiveOutput: a message is there while the capture goes on.
func TestLiveOutput(t *testing.T) {
	testhost.SameOnAllKernels(t)
	path := filepath.Join(t.TempDir(), "s")
	cmd := unixsnoop("-q", path)
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout = writer
	r := startCommand(t, cmd)
	writer.Close()
	converse(t, path)
	patiently(t, reader)
	lines := bufio.NewScanner(reader)
	for range 2 {
		if !lines.Scan() {
			t.Fatal("the output ended")
		}
	}
	if got := r.stop(syscall.SIGTERM); got.status != 0 {
		t.Errorf("%+v", got)
	}
}

// fullDisk is a file that nothing more can be written to.
func fullDisk(t *testing.T) *os.File {
	t.Helper()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { full.Close() })
	return full
}

func TestFullDisk(t *testing.T) {
	testhost.SameOnAllKernels(t)
	path := filepath.Join(t.TempDir(), "s")
	cmd := unixsnoop(path)
	cmd.Stdout = fullDisk(t)
	r := startCommand(t, cmd)
	converse(t, path)
	got := r.stop(0)
	lines := strings.Split(strings.TrimSpace(got.stderr), "\n")
	if got.status != 1 || len(lines) != 2 || !strings.Contains(lines[1], "no space left on device") {
		t.Errorf("%+v", got)
	}
}

func TestClosedPipe(t *testing.T) {
	testhost.SameOnAllKernels(t)
	path := filepath.Join(t.TempDir(), "s")
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := unixsnoop(path)
	cmd.Stdout = writer
	r := startCommand(t, cmd)
	writer.Close()
	reader.Close()
	converse(t, path)
	got := r.stop(0)
	lines := strings.Split(strings.TrimSpace(got.stderr), "\n")
	if got.status != 0 || len(lines) != 2 || !strings.HasSuffix(lines[0], " not written, as nobody reads any more") || lines[1] != "unixsnoop: the reader of the output has gone, the capture ends" {
		t.Errorf("%+v", got)
	}
}

// TestTimesOfCapture: how times look of what is captured now, which needs no date.
func TestTimesOfCapture(t *testing.T) {
	testhost.SameOnAllKernels(t)
	path := filepath.Join(shortDir(t), "s")
	for args, want := range map[string]string{
		"-q --nano --utc":  `^\d\d:\d\d:\d\d\.\d{9} \S+ > \S+ stream`,
		"-q -ttttt --nano": `^00:00:00\.0{9} \S+ > \S+ stream .*\n00:00:0\d\.\d{9} \S+ > \S+ stream`,
	} {
		r := startCapture(t, append(strings.Fields(args), "-c", "2", path)...)
		converse(t, path)
		if got := r.stop(0); !regexp.MustCompile(want).MatchString(got.stdout) {
			t.Errorf("%s: %+v", args, got)
		}
	}
}

func TestWithoutPrivileges(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	ourselves, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, arg := range []string{"check", "/x"} {
		cmd := unixsnoop(arg)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		got := runCommand(t, cmd)
		reason := "can't be captured on: this user may not trace the kernel (no CAP_BPF and CAP_PERFMON); run it as root, for example with sudo " + ourselves + "\n"
		if got.status != 1 || !strings.HasSuffix(got.stderr, reason) || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("%s: %+v", arg, got)
		}
	}
}

func TestWrongBTF(t *testing.T) {
	testkernel.Need(t)
	file := filepath.Join(t.TempDir(), "btf")
	if err := os.WriteFile(file, []byte("bad"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := runCommand(t, unixsnoop("--btf", file, "/x"))
	if got.status != 1 || !strings.Contains(got.stderr, file+" is not BTF") || strings.Count(got.stderr, "\n") != 1 {
		t.Errorf("%+v", got)
	}
}

// TestBTFFile captures with the type information from a file.
func TestBTFFile(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	path := filepath.Join(t.TempDir(), "s")
	r := startCapture(t, "-q", "--btf", kernel.RunningBTF, path)
	converse(t, path)
	if got := r.stop(syscall.SIGTERM); strings.Count(got.stdout, "\n") != 2 {
		t.Errorf("%+v", got)
	}
}

func probeEvents(t *testing.T) string {
	t.Helper()
	events, err := os.ReadFile(filepath.Join(kernel.Tracefs(), "kprobe_events"))
	if err != nil {
		t.Fatal(err)
	}
	return string(events)
}

// TestKilled: what a killed capture leaves behind in tracefs, the next one
// removes, and nothing else.
func TestKilled(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	path := filepath.Join(t.TempDir(), "s")
	foreign := "p:unixsnoop_like/mine unix_stream_sendmsg"
	addEvent(t, foreign)
	defer addEvent(t, "-:unixsnoop_like/mine")
	before := probeEvents(t)

	living := startCapture(t, "-q", path)
	alongside := probeEvents(t)
	killed := startCapture(t, "-q", path)
	killed.stop(syscall.SIGKILL)
	if events := probeEvents(t); strings.Count(events, "\n") <= strings.Count(alongside, "\n") {
		t.Fatalf("nothing was left behind, so there is nothing to test:\n%s", events)
	}

	next := startCapture(t, "-q", path)
	converse(t, path)
	if got := next.stop(syscall.SIGTERM); strings.Count(got.stdout, "\n") != 2 {
		t.Errorf("next: %+v", got)
	}
	if diff := cmp.Diff(alongside, probeEvents(t)); diff != "" {
		t.Errorf("events of others changed: %s", diff)
	}
	if got := living.stop(syscall.SIGTERM); strings.Count(got.stdout, "\n") != 2 {
		t.Errorf("living: %+v", got)
	}
	if diff := cmp.Diff(before, probeEvents(t)); diff != "" {
		t.Errorf("events left behind: %s", diff)
	}
}

func addEvent(t *testing.T, definition string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(kernel.Tracefs(), "kprobe_events"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(definition); err != nil {
		t.Fatal(err)
	}
}

// captured is a message as the command printed it.
type captured struct {
	from, to  string // process names
	fromPid   int
	toPid     int
	kind      string
	name      string
	length    int
	data      string
	remainder string // of the header line
}

// A receiver may be unknown, as nobody is: "?".
var headerLine = regexp.MustCompile(`^\d\d:\d\d:\d\d\.\d{6} (.+)\[(\d+)\] > (.+?)(?:\[(\d+)\])? (\w+) (\S+) (\d+) bytes(.*)$`)

// parse reads what --format hexstring prints.
func parseCapture(t *testing.T, output string) []captured {
	t.Helper()
	var messages []captured
	for line := range strings.Lines(output) {
		line = strings.TrimSuffix(line, "\n")
		if data, ok := strings.CutPrefix(line, "  "); ok {
			text, err := strconv.Unquote(`"` + data + `"`)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			messages[len(messages)-1].data += text
			continue
		}
		m := headerLine.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("header line %q", line)
		}
		number := func(s string) int {
			n, err := strconv.Atoi(s)
			if err != nil && s != "" {
				t.Fatal(err)
			}
			return n
		}
		messages = append(messages, captured{
			from: m[1], fromPid: number(m[2]), to: m[3], toPid: number(m[4]),
			kind: m[5], name: m[6], length: number(m[7]), remainder: m[8],
		})
	}
	return messages
}

// patiently has reading from a pipe fail if what should come at once does not.
func patiently(t *testing.T, pipe any) {
	t.Helper()
	if err := pipe.(*os.File).SetReadDeadline(time.Now().Add(testrun.Patience)); err != nil {
		t.Fatal(err)
	}
}

// waitFor waits until a file is there, for programs that tell nobody when they
// are ready.
func waitFor(t *testing.T, path string) {
	t.Helper()
	waitUntil(t, path+" appears", func() bool { _, err := os.Stat(path); return err == nil })
}

// waitUntil waits for what tells nobody when it happens.
func waitUntil(t *testing.T, what string, happened func() bool) {
	t.Helper()
	if !testrun.Until(happened) {
		t.Fatalf("waited in vain until %s", what)
	}
}

// TestFIFOWithoutReader: a capture that waits for its reader can be ended.
func TestFIFOWithoutReader(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	path := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := unixsnoop("-w", path, "/x")
	stderr := create(t, filepath.Join(t.TempDir(), "stderr"))
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	waitUntil(t, "the capture waits for a reader", func() bool {
		threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stack", cmd.Process.Pid))
		return slices.ContainsFunc(threads, func(file string) bool {
			stack, _ := os.ReadFile(file)
			return bytes.Contains(stack, []byte("fifo_open"))
		})
	})
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	cmd.Wait() // the exit status is checked
	if got := content(t, stderr); cmd.ProcessState.ExitCode() != 1 || !strings.Contains(got, "nobody came to read "+path) {
		t.Errorf("status %d, %q", cmd.ProcessState.ExitCode(), got)
	}
}
