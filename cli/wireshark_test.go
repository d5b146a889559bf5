package cli

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// saving is a capture that is shown as JSON and saved to a file.
type saving struct {
	*running
	file string
}

func startSaving(t *testing.T, args ...string) *saving {
	t.Helper()
	s := &saving{file: filepath.Join(t.TempDir(), "capture.pcapng")}
	s.running = startCapture(t, append([]string{"--format", "json", "--print", "-w", s.file}, args...)...)
	return s
}

// stop ends the capture. What was shown is what -r reads from the file, and Wireshark
// has nothing to complain about.
func (s *saving) stop() []said {
	s.t.Helper()
	got := s.running.stop(syscall.SIGTERM)
	if got.status != 0 {
		s.t.Fatalf("%+v", got)
	}
	read := runCommand(s.t, unixsnoop("-r", s.file, "--format", "json"))
	if diff := cmp.Diff(got.stdout, read.stdout); diff != "" && !differByReceivers(s.t, got.stdout, read.stdout) || read.status != 0 {
		s.t.Errorf("-r: %d %s, shown (-), read (+):\n%.3000s", read.status, read.stderr, diff)
	}
	complaints := s.tshark("-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
		"-Y", "_ws.malformed || tcp && tcp.checksum.status != 1 || udp && udp.checksum.status != 1 || tcp.analysis.lost_segment || tcp.analysis.retransmission")
	if complaints != "" {
		s.t.Errorf("Wireshark complains:\n%s", complaints)
	}
	return messagesOf(s.t, got.stdout)
}

// differByReceivers reports whether -r tells the same but for who received what was shown before
// anybody was known to, on a slow machine (docs/captured.md). Of a process it then tells earlier.
func differByReceivers(t *testing.T, live, read string) bool {
	t.Helper()
	parts := func(output string) (messages []map[string]any, processes []string) {
		for line := range strings.Lines(output) {
			if isAboutProcess(line) {
				processes = append(processes, line)
				continue
			}
			var m map[string]any
			if err := json.Unmarshal([]byte(line), &m); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			messages = append(messages, m)
		}
		slices.Sort(processes)
		return messages, processes
	}
	shown, told := parts(live)
	there, toldAgain := parts(read)
	for i := range min(len(shown), len(there)) {
		to, again := shown[i]["to"].(map[string]any), there[i]["to"].(map[string]any)
		if to["pid"] == nil {
			for _, key := range []string{"pid", "uid", "comm", "inode"} {
				delete(to, key)
				delete(again, key)
			}
		}
	}
	return cmp.Equal(shown, there) && slices.Equal(told, toldAgain)
}

// tshark returns what tshark prints of the file.
func (s *saving) tshark(args ...string) string {
	s.t.Helper()
	return tshark(s.t, append([]string{"-r", s.file}, args...)...)
}

func tshark(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(program(t, "tshark"), args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("tshark %q: %v\n%s", args, err, &stderr)
	}
	return string(out)
}

// shows fails unless a line has all the words.
func shows(t *testing.T, text string, words ...string) {
	t.Helper()
	for line := range strings.Lines(text) {
		missing := false
		for _, w := range words {
			missing = missing || !strings.Contains(line, w)
		}
		if !missing {
			return
		}
	}
	t.Errorf("no line with %q in:\n%s", words, text)
}

// TestGRPC: HTTP/2 and gRPC over a unix socket are seen as such, and who talks.
func TestGRPC(t *testing.T) {
	testhost.SameOnAllKernels(t)
	curl := program(t, "curl")
	dir := t.TempDir()
	path, request := filepath.Join(dir, "grpc.sock"), filepath.Join(dir, "request")
	framed := func(message string) []byte { // as gRPC has it: not compressed, its length, a string in protobuf
		b := append([]byte{0x0a, byte(len(message))}, message...)
		return append(binary.BigEndian.AppendUint32([]byte{0}, uint32(len(b))), b...)
	}
	if err := os.WriteFile(request, framed("anybody there?"), 0o600); err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Protocols: &http.Protocols{}, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/grpc")
		w.Write(framed("somebody"))
	})}
	server.Protocols.SetUnencryptedHTTP2(true)
	go server.Serve(testsock.Listen(t, path))
	defer server.Close()

	s := startSaving(t, path)
	pid, _ := runClient(t, curl, "-s", "-o", filepath.Join(dir, "answer"), "--http2-prior-knowledge", "--unix-socket", path,
		"-H", "content-type: application/grpc", "--data-binary", "@"+request, "http://localhost/greeter.Greeter/Hello")
	s.stop()
	shows(t, s.tshark("-Y", "grpc"), "GRPC", "DATA")
	shows(t, s.tshark("-Y", "http2.headers.path", "-T", "fields", "-e", "http2.headers.path"), "/greeter.Greeter/Hello")
	client := fmt.Sprintf("curl[%d]", pid)
	shows(t, s.tshark("-q", "-z", "conv,tcp", "-N", "n"), client, "<->", ":80")
	shows(t, s.tshark("-q", "-z", "follow,tcp,ascii,0"), "somebody")
	shows(t, s.tshark("-T", "fields", "-e", "pktap.cmdname", "-e", "pktap.pid", "-e", "frame.interface_name"), "curl", fmt.Sprint(pid), path)
}

// TestReadFilters: the flags that select messages do so in a file as in a capture.
func TestReadFilters(t *testing.T) {
	testhost.SameOnAllKernels(t)
	curl := program(t, "curl")
	path := serveHTTP(t)
	s := startSaving(t, path)
	pid, _ := runClient(t, curl, "-s", "--unix-socket", path, "http://localhost/hello")
	s.stop()
	for _, test := range []struct {
		args string
		want int
	}{
		{"", 2},
		{"-p " + fmt.Sprint(pid), 2},
		{"-p 4194304", 0},
		{"--comm curl", 2},
		{"--comm nobody", 0},
		{"--type dgram", 0},
		{"--type stream -c 1", 1},
		{"--exclude " + path, 0},
		{path, 2},
		{filepath.Dir(path) + "/*", 2},
		{"/nowhere", 0},
	} {
		got := runCommand(t, unixsnoop(append([]string{"-r", s.file, "-q"}, strings.Fields(test.args)...)...))
		if lines := strings.Count(got.stdout, "\n"); got.status != 0 || lines != test.want {
			t.Errorf("%s: %+v, want %d lines", test.args, got, test.want)
		}
	}
	again := filepath.Join(t.TempDir(), "again.pcapng")
	if got := runCommand(t, unixsnoop("-r", s.file, "-w", again, "--link", "ip")); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	shows(t, tshark(t, "-r", again, "-Y", "http.request"), "GET /hello")
}

// TestLivePipe: Wireshark at the other end of a pipe shows messages as they come.
func TestLivePipe(t *testing.T) {
	testhost.SameOnAllKernels(t)
	for _, from := range []string{"-r", "-i"} {
		t.Run(from, func(t *testing.T) { testLivePipe(t, from) })
	}
}

func testLivePipe(t *testing.T, from string) {
	path := filepath.Join(t.TempDir(), "s")
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	viewer := exec.Command(program(t, "tshark"), "-l", from, "-", "-N", "n", "-T", "fields", "-e", "pktap.cmdname", "-e", "data.data")
	viewer.Stdin = reader
	lines, err := viewer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := viewer.Start(); err != nil {
		t.Fatal(err)
	}
	reader.Close()
	cmd := unixsnoop("-w", "-", path)
	cmd.Stdout = writer
	r := startCommand(t, cmd)
	writer.Close()
	shown := bufio.NewScanner(lines)
	line := func() string {
		patiently(t, lines)
		if !shown.Scan() {
			t.Fatalf("the output ended: %v", shown.Err())
		}
		return shown.Text()
	}
	var delays []time.Duration
	for range 11 {
		start := time.Now()
		converse(t, path)
		// They are shown while the capture goes on: only its end would end this wait else.
		question, answer := line(), line()
		delays = append(delays, time.Since(start))
		if !strings.HasSuffix(question, fmt.Sprintf("%x", "question")) || !strings.HasSuffix(answer, fmt.Sprintf("%x", "answer")) {
			t.Errorf("%q, %q", question, answer)
		}
	}
	slices.Sort(delays[1:]) // tshark started in the first one
	t.Logf("two messages are said and shown within %v (median; at most %v)", delays[6], delays[10])
	if got := r.stop(syscall.SIGTERM); got.status != 0 {
		t.Errorf("%+v", got)
	}
	if shown.Scan() {
		t.Errorf("also shown: %q", shown.Text())
	}
	if err := viewer.Wait(); err != nil {
		t.Error(err)
	}
}

// TestExtcap: once installed, Wireshark lists the interface and captures from it.
func TestExtcap(t *testing.T) {
	program(t, "tshark")
	testhost.Expendable(t)
	testhost.SameOnAllKernels(t)
	env := append(os.Environ(), runAsCommand+"=1")
	run := func(name string, args ...string) string {
		cmd := exec.Command(name, args...)
		cmd.Env = env
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %q: %v\n%s", name, args, err, out)
		}
		return string(out)
	}
	run(os.Args[0], "extcap", "install")
	// It fails without the profile.
	if listed := run("tshark", "-C", "unixsnoop", "-D"); !strings.Contains(listed, "unixsnoop (Unix domain sockets)") {
		t.Fatal(listed)
	}

	path := filepath.Join(t.TempDir(), "s")
	cmd := exec.Command("tshark", "-l", "-i", "unixsnoop", "-f", path, "-c", "2", "-T", "fields", "-e", "data.data")
	cmd.Env = env
	var stderr strings.Builder
	cmd.Stderr = &stderr
	lines, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	seen := make(chan string, 1)
	go func() {
		text, _ := io.ReadAll(lines)
		seen <- string(text)
	}()
	shows(t, converseUntil(t, path, seen), fmt.Sprintf("%x", "question"))
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, &stderr)
	}
	if strings.Contains(stderr.String(), "unixsnoop:") {
		t.Errorf("Wireshark would show an error: %s", &stderr)
	}
	waitUntil(t, "the capture ended with its reader", func() bool { return !extcapRuns(t) })
	run(os.Args[0], "extcap", "remove")
	if listed := run("tshark", "-D"); strings.Contains(listed, "unixsnoop") {
		t.Error(listed)
	}
}

// converseUntil says something again and again, as nobody tells when the probes are in place, until
// something is seen. Not faster than on a slow machine it can be read, as what is lost is an error.
func converseUntil[T any](t *testing.T, path string, seen <-chan T) (what T) {
	t.Helper()
	waitUntil(t, "what is said is seen", func() bool {
		converse(t, path)
		select {
		case what = <-seen:
			return true
		default:
			return false
		}
	})
	return what
}

// TestExtcapLetsGo: who reads the FIFO does not wait for ever for a capture that can't be.
func TestExtcapLetsGo(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for args, want := range map[string]string{
		"--pid x": "--pid", "--type raw": "raw", "--pid 999999999": "", // or that the kernel can't
	} {
		reader, err := unix.Open(fifo, unix.O_RDONLY|unix.O_NONBLOCK, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := runCommand(t, unixsnoop(append([]string{"--capture", "--extcap-interface", "unixsnoop", "--fifo", fifo}, strings.Fields(args)...)...))
		if got.status == 0 || !strings.Contains(got.stderr, want) {
			t.Errorf("%s: %+v", args, got)
		}
		// It tells of writers that have gone, not of there having been none.
		fds := []unix.PollFd{{Fd: int32(reader), Events: unix.POLLIN}}
		if _, err := unix.Poll(fds, 0); err != nil || fds[0].Revents != unix.POLLHUP {
			t.Errorf("%s: the reader waits: %v, %x", args, err, fds[0].Revents)
		}
		unix.Close(reader)
	}
}

// extcapRuns reports whether a capture that Wireshark started is under way.
func extcapRuns(t *testing.T) bool {
	t.Helper()
	processes, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(processes, func(path string) bool {
		line, _ := os.ReadFile(path) // nothing, if it has ended meanwhile
		return strings.Contains(string(line), "\x00--fifo\x00")
	})
}

// TestExtcapIsQuiet: what an extcap program has on standard error, Wireshark shows as an error
// when the capture ends. So there is nothing if all went well, and still what went wrong.
func TestExtcapIsQuiet(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	dir := t.TempDir()
	path, fifo := filepath.Join(dir, "s"), filepath.Join(dir, "fifo")
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	capture := func(args ...string) *exec.Cmd {
		return unixsnoop(append([]string{"--capture", "--extcap-interface", "unixsnoop", "--fifo", fifo}, args...)...)
	}
	cmd := capture("--extcap-capture-filter", path, "--type", "stream", "--container", "")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	seen := make(chan error, 1)
	go func() {
		reader, err := os.Open(fifo)
		if err == nil {
			defer reader.Close()
			lines := bufio.NewReader(reader)
			for line := ""; err == nil && !strings.Contains(line, "question"); {
				line, err = lines.ReadString('q')
				next, _ := lines.Peek(len("uestion"))
				line += string(next)
			}
		}
		seen <- err
	}()
	if err := converseUntil(t, path, seen); err != nil {
		t.Fatalf("%v: %s", err, &stderr)
	}
	if err := cmd.Wait(); err != nil || stderr.Len() > 0 {
		t.Errorf("%v, standard error %q", err, &stderr)
	}

	reader, err := os.OpenFile(fifo, os.O_RDWR, 0) // so that it is open on both sides
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if got := runCommand(t, capture("--pid", "999999999")); got.status != 2 || !strings.Contains(got.stderr, "there is no such process") {
		t.Errorf("a mistake: %+v", got)
	}
}
