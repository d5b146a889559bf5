package cli

import (
	"bytes"
	"fmt"
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
)

// The tests in this file watch real programs and compare what is captured with
// what strace says that they sent and received.

// program finds a program, which a virtual machine of ours must have.
func program(t *testing.T, name string) string {
	t.Helper()
	testkernel.Need(t)
	for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/sbin", "/sbin", "/usr/lib/postgresql/15/bin") {
		if path := filepath.Join(dir, name); isProgram(path) {
			return path
		}
	}
	testhost.Need(t, testhost.InGuests, fmt.Errorf("%s is not installed (scripts/vm --with %[1]s)", name))
	return ""
}

func isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// daemon runs a program until the test ends.
func daemon(t *testing.T, path string, args ...string) *exec.Cmd {
	t.Helper()
	return startDaemon(t, exec.Command(path, args...))
}

// startDaemon runs a prepared command until the test ends.
func startDaemon(t *testing.T, cmd *exec.Cmd) *exec.Cmd {
	t.Helper()
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	cmd.WaitDelay = 5 * time.Second // for what it may leave behind with its output open
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(cmd.Path), log.String())
		}
	})
	return cmd
}

// traced is a message as strace saw it at one process.
type traced struct {
	sent bool
	data string
}

var (
	unixCall = regexp.MustCompile(`^\d+ +(?:bind|connect)\((\d+), \{sa_family=AF_UNIX, .*\) = 0$`)
	dataCall = regexp.MustCompile(`^\d+ +((?:send|recv)\w*)\((\d+), "((?:\\x[0-9a-f]{2})*)", .* = (\d+)$`)
	exitCall = regexp.MustCompile(`^(\d+) +\+\+\+ exited with `)
)

// strace runs a client and returns its pid and what it said over unix sockets. Not every
// architecture has the calls send and recv.
func strace(t *testing.T, client string, args ...string) (pid int, said []traced) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "strace")
	args = append([]string{"-f", "-xx", "-s", "1000000", "-e", "trace=bind,connect,?send,sendto,?recv,recvfrom", "-o", log, client}, args...)
	out, err := exec.Command(program(t, "strace"), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", client, err, out)
	}
	lines, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	isUnix := map[string]bool{}
	for line := range strings.Lines(string(lines)) {
		line = strings.TrimSuffix(line, "\n")
		if m := unixCall.FindStringSubmatch(line); m != nil {
			isUnix[m[1]] = true
		}
		if m := dataCall.FindStringSubmatch(line); m != nil && isUnix[m[2]] {
			data, err := strconv.Unquote(`"` + m[3] + `"`)
			if err != nil || strconv.Itoa(len(data)) != m[4] {
				t.Fatalf("strace: %s: %v", line, err)
			}
			said = append(said, traced{strings.HasPrefix(m[1], "send"), data})
		}
		if m := exitCall.FindStringSubmatch(line); m != nil {
			pid, _ = strconv.Atoi(m[1])
		}
	}
	if pid == 0 || len(said) == 0 {
		t.Fatalf("strace shows no traffic of %s:\n%s\n%s", client, out, lines)
	}
	return pid, said
}

// traceCaptured captures while strace runs a client, and again if the machine was too slow for what
// is compared: if the client went, or asked again, before it was answered, as what comes then is
// not received; or if nobody received within the time that docs/captured.md tells, so that the
// receiver is unknown.
func traceCaptured(t *testing.T, pattern, client string, args ...string) (pid int, said []traced, messages []captured, stderr string) {
	t.Helper()
	for start := time.Now(); ; {
		r := startCapture(t, "--format", "hexstring", pattern)
		pid, said = strace(t, client, args...)
		got := r.stop(syscall.SIGTERM)
		messages = parseCapture(t, got.stdout)
		sent := 0
		for _, s := range said {
			if s.sent {
				sent++
			}
		}
		unknown := slices.ContainsFunc(messages, func(m captured) bool { return m.to == "?" })
		if 2*sent == len(said) && !unknown || time.Since(start) > testrun.Patience {
			return pid, said, messages, got.stderr
		}
		t.Logf("once more: %d of %d messages were sent by the client, a receiver is unknown: %v", sent, len(said), unknown)
	}
}

// compare holds a capture against what strace saw at the client: the same
// bytes, in the same order, both processes named in both directions.
func compare(t *testing.T, got []captured, kind, client string, clientPid int, server *exec.Cmd, said []traced) {
	t.Helper()
	serverName, serverPid := comm(t, server.Process.Pid), server.Process.Pid
	var want []captured
	for _, s := range said {
		m := captured{from: serverName, fromPid: serverPid, to: client, toPid: clientPid, kind: kind, length: len(s.data), data: s.data}
		if s.sent {
			m.from, m.fromPid, m.to, m.toPid = client, clientPid, serverName, serverPid
		}
		want = append(want, m)
	}
	for i := range got {
		got[i].name = "" // compared by the caller
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(captured{})); diff != "" {
		t.Errorf("%s: strace (-) and capture (+) differ:\n%s", client, diff)
	}
}

func TestChrony(t *testing.T) {
	testhost.MuchTheSame(t)
	chronyd, chronyc := program(t, "chronyd"), program(t, "chronyc")
	dir := t.TempDir()
	socket := filepath.Join(dir, "run", "chronyd.sock")
	if err := os.Mkdir(filepath.Dir(socket), 0o750); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "chrony.conf")
	if err := os.WriteFile(config, []byte(fmt.Sprintf(`
		local stratum 3
		server 127.0.0.1
		port 0
		cmdport 0
		bindcmdaddress %s
		pidfile %s/pid
	`, socket, dir)), 0o600); err != nil {
		t.Fatal(err)
	}
	server := daemon(t, chronyd, "-d", "-x", "-u", "root", "-f", config)
	waitFor(t, socket)

	for _, command := range []string{"tracking", "sources", "ntpdata"} {
		t.Run(command, func(t *testing.T) {
			pid, said, messages, stderr := traceCaptured(t, socket, chronyc, "-h", socket, command)
			for _, m := range messages {
				want := socket
				if m.to == "chronyc" {
					want = fmt.Sprintf("%s/chronyc.%d.sock", filepath.Dir(socket), pid)
				}
				if m.name != want {
					t.Errorf("socket %s, want %s", m.name, want)
				}
			}
			compare(t, messages, "dgram", "chronyc", pid, server, said)
			if want := fmt.Sprintf("unixsnoop: %d messages captured, 0 lost\n", len(said)); stderr != want {
				t.Errorf("stderr %q, want %q", stderr, want)
			}
		})
	}
	s := startSaving(t, socket)
	pid, _ := runClient(t, chronyc, "-h", socket, "tracking")
	s.stop()
	shows(t, s.tshark("-T", "fields", "-e", "pktap.cmdname", "-e", "pktap.pid", "-e", "pktap.ecmdname", "-e", "data.len"),
		"chronyc\t"+strconv.Itoa(pid)+"\tchronyd\t104")
}

func TestLinuxPTP(t *testing.T) {
	testhost.MuchTheSame(t)
	ptp4l, pmc := program(t, "ptp4l"), program(t, "pmc")
	ip := program(t, "ip")
	for _, args := range [][]string{
		{"link", "add", "ptp0", "type", "veth", "peer", "name", "ptp1"},
		{"link", "set", "ptp0", "up"},
		{"link", "set", "ptp1", "up"},
	} {
		if out, err := exec.Command(ip, args...).CombinedOutput(); err != nil {
			t.Fatalf("ip %v: %v\n%s", args, err, out)
		}
	}
	t.Cleanup(func() { exec.Command(ip, "link", "delete", "ptp0").Run() })
	server := daemon(t, ptp4l, "-i", "ptp0", "-S", "-m")
	waitFor(t, "/var/run/ptp4l")

	for _, command := range []string{"GET DEFAULT_DATA_SET", "GET CURRENT_DATA_SET", "GET PORT_DATA_SET"} {
		t.Run(command, func(t *testing.T) {
			// It waits for a fraction of a second, and goes.
			pid, said, messages, _ := traceCaptured(t, "/var/run/p*", pmc, "-u", "-b", "0", command)
			for _, m := range messages {
				want := "/var/run/ptp4l"
				if m.to == "pmc" {
					want = fmt.Sprintf("/var/run/pmc.%d", pid)
				}
				if m.name != want {
					t.Errorf("socket %s, want %s", m.name, want)
				}
			}
			compare(t, messages, "dgram", "pmc", pid, server, said)
		})
	}
	s := startSaving(t, "/var/run/p*")
	waitUntil(t, "ptp4l answers in time", func() bool {
		_, answer := runClient(t, pmc, "-u", "-b", "0", "GET DEFAULT_DATA_SET")
		return strings.Contains(answer, "RESPONSE")
	})
	s.stop()
	shows(t, s.tshark("-T", "fields", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info"), "PTPv2", "Default dataset", "RESPONSE")
}

// TestHTTP: a request by curl and the answer of a Go server, over a stream.
func TestHTTP(t *testing.T) {
	testhost.MuchTheSame(t)
	curl := program(t, "curl")
	path := serveHTTP(t)
	pid, said, messages, _ := traceCaptured(t, path, curl, "-s", "--unix-socket", path, "http://localhost/hello")
	for _, m := range messages {
		if m.name != path {
			t.Errorf("socket %s, want %s", m.name, path)
		}
	}
	self := &exec.Cmd{Process: &os.Process{Pid: os.Getpid()}}
	compare(t, messages, "stream", "curl", pid, self, said)
	if len(messages) == 2 && !strings.Contains(messages[1].data, "you asked for /hello\n") {
		t.Errorf("answer %q", messages[1].data)
	}
}
