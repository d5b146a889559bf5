package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// The tests in this file hold the names at both ends of what servers and their
// clients say against the processes that there are.

// said is a message of --format json, as far as it is looked at.
type said struct {
	From, To speaker
	Data     []byte
	Type     string
	Time     time.Time
}

// speaker is one end of it.
type speaker struct {
	Pid  int
	UID  *int
	Comm string
	Name string
}

func (e speaker) String() string { return fmt.Sprintf("%s[%d]", e.Comm, e.Pid) }

// messagesOf reads the output of --format json, but for what it tells of processes.
func messagesOf(t *testing.T, output string) []said {
	t.Helper()
	var messages []said
	for line := range strings.Lines(output) {
		if isAboutProcess(line) {
			continue
		}
		var m said
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		messages = append(messages, m)
	}
	return messages
}

// isAboutProcess reports whether a line of JSON tells of a process and not of a message.
func isAboutProcess(line string) bool { return strings.HasPrefix(line, `{"v":1,"process":`) }

// between fails unless all messages are between a client and a server of these
// names and pids, in both directions, and one has this in its bytes. What comes first may be
// shown before it was accepted: then nobody has it.
func between(t *testing.T, messages []said, client, server, content string) {
	t.Helper()
	directions := map[string]int{}
	found := false
	there, back := client+" > "+server, server+" > "+client
	for _, m := range messages {
		direction := m.From.String() + " > " + m.To.String()
		if m.To.Pid == 0 && m.From.String() == client {
			direction = there
		}
		directions[direction]++
		found = found || bytes.Contains(m.Data, []byte(content))
	}
	if directions[there] == 0 || directions[back] == 0 || len(directions) != 2 {
		t.Errorf("%v, want %s and back", directions, there)
	}
	if !found {
		t.Errorf("no message with %q", content)
	}
}

// runClient runs a client, and returns its pid and output.
func runClient(t *testing.T, path string, args ...string) (pid int, output string) {
	t.Helper()
	cmd := exec.Command(path, args...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", path, err, out)
	}
	return cmd.Process.Pid, string(out)
}

func process(name string, pid int) string { return fmt.Sprintf("%s[%d]", name, pid) }

func TestDBus(t *testing.T) {
	testhost.MuchTheSame(t)
	dbusDaemon, send := program(t, "dbus-daemon"), program(t, "dbus-send")
	dir := t.TempDir()
	bus, config := filepath.Join(dir, "bus"), filepath.Join(dir, "bus.conf")
	err := os.WriteFile(config, []byte(fmt.Sprintf(`<busconfig>
		<listen>unix:path=%s</listen>
		<auth>EXTERNAL</auth>
		<policy context="default">
			<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/>
		</policy>
	</busconfig>`, bus)), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	server := daemon(t, dbusDaemon, "--config-file="+config, "--nofork", "--nopidfile")
	waitFor(t, bus)
	r := startSaving(t, bus)
	pid, _ := runClient(t, send, "--bus=unix:path="+bus, "--print-reply", "--dest=org.freedesktop.DBus",
		"/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames")
	between(t, r.stop(), process("dbus-send", pid), process("dbus-daemon", server.Process.Pid), "ListNames")
	shows(t, r.tshark("-Y", "dbus"), "D-Bus", "ListNames")
	shows(t, r.tshark("-T", "fields", "-e", "dbus.member", "-Y", `dbus.member == "ListNames" && pktap.cmdname == "dbus-send"`), "ListNames")
}

func TestRedis(t *testing.T) {
	testhost.MuchTheSame(t)
	redisServer, cli := program(t, "redis-server"), program(t, "redis-cli")
	socket := filepath.Join(t.TempDir(), "redis.sock")
	server := daemon(t, redisServer, "--port", "0", "--unixsocket", socket, "--save", "")
	waitFor(t, socket)
	r := startSaving(t, "-p", strconv.Itoa(server.Process.Pid))
	pid, _ := runClient(t, cli, "-s", socket, "SET", "color", "green")
	between(t, r.stop(), process("redis-cli", pid), process("redis-server", server.Process.Pid), "green")
	shows(t, r.tshark("-O", "resp"), "SET")
}

// TestNginx: a worker serves what its master listens for, and asks an upstream.
func TestNginx(t *testing.T) {
	testhost.MuchTheSame(t)
	nginx, curl := program(t, "nginx"), program(t, "curl")
	dir := t.TempDir()
	front, upstream, config := filepath.Join(dir, "front.http"), filepath.Join(dir, "upstream.http"), filepath.Join(dir, "nginx.conf")
	behind := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "from the upstream")
	})}
	go behind.Serve(testsock.Listen(t, upstream))
	defer behind.Close()
	text := fmt.Sprintf(`
		daemon off; user root root; worker_processes 1; pid %[1]s/pid; error_log stderr;
		events {}
		http {
			access_log off;
			client_body_temp_path %[1]s/a; proxy_temp_path %[1]s/b; fastcgi_temp_path %[1]s/c;
			uwsgi_temp_path %[1]s/d; scgi_temp_path %[1]s/e;
			server { listen unix:%[2]s; location / { proxy_pass http://unix:%[3]s; } }
		}`, dir, front, upstream)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	master := daemon(t, nginx, "-p", dir, "-c", config, "-e", "stderr")
	waitFor(t, front)
	r := startSaving(t, filepath.Join(dir, "*"))
	pid, _ := runClient(t, curl, "-s", "--unix-socket", front, "http://localhost/")
	messages := r.stop()
	workers := proc.Descendants("/proc", []int{master.Process.Pid})
	if len(workers) != 1 {
		t.Fatalf("workers: %v", workers)
	}
	worker := process("nginx", workers[0])
	isFront := func(m said) bool { return m.From.Comm == "curl" || m.To.Comm == "curl" }
	between(t, slices.DeleteFunc(slices.Clone(messages), func(m said) bool { return !isFront(m) }),
		process("curl", pid), worker, "from the upstream")
	between(t, slices.DeleteFunc(messages, isFront),
		worker, process(comm(t, os.Getpid()), os.Getpid()), "from the upstream")
	shows(t, r.tshark("-Y", "http.request && pktap.cmdname == \"nginx\""), "HTTP", "GET /")
	shows(t, r.tshark("-Y", "http.response && pktap.cmdname == \"nginx\""), "HTTP", "200 OK")

	// The master listens, but what is sent before the worker accepts is the worker's.
	const requests = 20
	ofWorker := startCapture(t, "--format", "json", "-p", strconv.Itoa(workers[0]), front)
	for range requests {
		client, err := net.Dial("unix", front)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprint(client, "GET / HTTP/1.0\r\n\r\n"); err != nil {
			t.Error(err)
		}
		if _, err := io.Copy(io.Discard, client); err != nil {
			t.Error(err)
		}
		client.Close()
	}
	got := ofWorker.stop(syscall.SIGTERM)
	n := 0
	for _, m := range messagesOf(t, got.stdout) {
		if m.From.Pid == os.Getpid() && m.To.Pid == workers[0] {
			n++
		}
	}
	if n != requests || got.status != 0 {
		t.Errorf("%d requests of %d, status %d: %s", n, requests, got.status, got.stderr)
	}
}

// TestPostgreSQL: one process listens and accepts, another, which it starts,
// serves. The first message is sent before that one is there.
func TestPostgreSQL(t *testing.T) {
	testhost.SameOnAllKernels(t)
	initdb, postgres, psql := program(t, "initdb"), program(t, "postgres"), program(t, "psql")
	dir, err := os.MkdirTemp("/tmp", "pg") // nobody can reach the test's own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	const nobody = 65534
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	as := func(cmd *exec.Cmd) *exec.Cmd {
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "TZ=UTC")
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		return cmd
	}
	data := filepath.Join(dir, "data")
	if out, err := as(exec.Command(initdb, "-D", data, "-U", "nobody", "-A", "trust", "--no-locale", "-E", "UTF8", "-N")).CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	server := startDaemon(t, as(exec.Command(postgres, "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "jit=off")))
	socket := filepath.Join(dir, ".s.PGSQL.5432")
	// Its socket is there before it takes connections.
	waitUntil(t, "postgres is ready", func() bool {
		status, _ := os.ReadFile(filepath.Join(data, "postmaster.pid"))
		return bytes.Contains(status, []byte("\nready"))
	})
	ask := func(question string) (int, string) {
		return runClient(t, psql, "-h", dir, "-U", "nobody", "-At", "-c", question, "postgres")
	}
	ask("select 1") // once for all that it has to read
	r := startSaving(t, socket)
	pid, answer := ask("select pg_backend_pid(), 'forty-two'")
	messages := r.stop()
	if len(messages) == 0 {
		t.Fatal("nothing captured")
	}
	backend, _, _ := strings.Cut(answer, "|")
	// What comes first may be shown before the backend has received it: then it is
	// the one's who had the connection when it was sent, or nobody's while both have it.
	if first := messages[0].To.String(); first != process("postgres", server.Process.Pid) && first != "postgres["+backend+"]" && messages[0].To.Pid != 0 {
		t.Errorf("the first message went to %s", first)
	}
	between(t, messages[1:], process("psql", pid), "postgres["+backend+"]", "forty-two")
	shows(t, r.tshark("-Y", "pgsql.query", "-T", "fields", "-e", "pgsql.query"), "forty-two")
}
