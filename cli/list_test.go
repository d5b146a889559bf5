package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
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

// listLine is what the JSON format tells of a socket.
type listLine struct {
	V       int
	Type    string
	State   string
	Inode   uint64
	Name    string
	UID     *int
	Recv    *int64 `json:"recv_queue"`
	Waiting *int64
	Backlog *int64
	Owners  []listOwner
	Peer    *struct {
		Inode  uint64
		Name   string
		Owners []listOwner
	}
}

type listOwner struct {
	Pid  int
	UID  *int
	Comm string
}

// listJSON runs unixsnoop list and returns its lines by inode number.
func listJSON(t *testing.T, args ...string) (lines map[uint64]listLine, stderr string) {
	t.Helper()
	got := runCommand(t, unixsnoop(append([]string{"list", "--format", "json"}, args...)...))
	if got.status != 0 {
		t.Fatalf("%+v", got)
	}
	lines = map[uint64]listLine{}
	for line := range strings.Lines(got.stdout) {
		var l listLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		lines[l.Inode] = l
	}
	return lines, got.stderr
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// shortDir is a directory whose paths fit a socket's name.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "list")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// TestListTellsTheTruth: sockets of every kind are listed as they are.
func TestListTellsTheTruth(t *testing.T) {
	dir := shortDir(t)
	abstract := fmt.Sprintf("@list-%d\x00\xff ", os.Getpid())
	path, hostile := dir+"/stream", dir+"/a b\n\x1b[31m"

	streamListener := testsock.Listening(t, unix.SOCK_STREAM, path, 7)
	streamClient := testsock.Connected(t, unix.SOCK_STREAM, path)
	streamServer := testsock.Accepted(t, streamListener)
	_, err := unix.Write(streamClient, []byte("hello"))
	must(t, err)
	waiting := testsock.Connected(t, unix.SOCK_STREAM, path)
	seqListener := testsock.Listening(t, unix.SOCK_SEQPACKET, abstract, 3)
	seqClient := testsock.Connected(t, unix.SOCK_SEQPACKET, abstract)
	seqServer := testsock.Accepted(t, seqListener)
	datagrams := testsock.Bound(t, unix.SOCK_DGRAM, hostile)
	sender := testsock.Connected(t, unix.SOCK_DGRAM, hostile)
	left, right := testsock.Pair(t, unix.SOCK_STREAM)
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	must(t, err)
	alone := ends[0]
	defer unix.Close(alone)
	must(t, unix.Close(ends[1]))
	loose := testsock.Open(t, unix.SOCK_STREAM)

	abstractShown, hostileShown := fmt.Sprintf(`@list-%d\x00\xff `, os.Getpid()), dir+`/a b\x0a\x1b[31m`
	want := []struct {
		fd                int
		kind, state, name string
		recv              int64
		peer              int
		inProc/* name there */ string
	}{
		{streamListener, "stream", "listening", path, 1, 0, ""},
		{streamClient, "stream", "connected", "", 0, streamServer, ""},
		{streamServer, "stream", "connected", path, 5, streamClient, ""},
		{waiting, "stream", "pending", "", 0, streamListener, ""},
		{seqListener, "seqpacket", "listening", abstractShown, 0, 0, strings.Replace(abstractShown, `\x00`, "@", 1)},
		{seqClient, "seqpacket", "connected", "", 0, seqServer, ""},
		{seqServer, "seqpacket", "connected", abstractShown, 0, seqClient, strings.Replace(abstractShown, `\x00`, "@", 1)},
		{datagrams, "dgram", "unconnected", hostileShown, 0, 0, ""},
		{sender, "dgram", "connected", "", 0, datagrams, ""},
		{left, "stream", "connected", "", 0, right, ""},
		{right, "stream", "connected", "", 0, left, ""},
		{alone, "seqpacket", "hungup", "", 0, 0, ""},
		{loose, "stream", "unconnected", "", 0, 0, ""},
	}
	got, stderr := listJSON(t)
	limited := strings.Contains(stderr, "peers and queues are unknown")
	if lines := strings.Count(stderr, "\n"); lines > 1 || lines == 1 && !limited && os.Geteuid() == 0 {
		t.Errorf("stderr: %s", stderr)
	}
	myself := func(owners []listOwner) bool {
		return slices.ContainsFunc(owners, func(o listOwner) bool {
			return o.Pid == os.Getpid() && o.Comm != "" && o.UID != nil && *o.UID == os.Geteuid()
		})
	}
	for _, w := range want {
		l, ok := got[testsock.Inode(t, w.fd)]
		if !ok {
			t.Errorf("%+v is not listed", w)
			continue
		}
		if !myself(l.Owners) {
			t.Errorf("%+v is owned by %+v", w, l.Owners)
		}
		if limited {
			if w.inProc == "" {
				w.inProc = w.name
			}
			if l.V != 1 || l.Type != w.kind || l.Name != w.inProc || (l.State == "listening") != (w.state == "listening") || l.Peer != nil {
				t.Errorf("got %+v, want %+v", l, w)
			}
			continue
		}
		if l.V != 1 || l.Type != w.kind || l.State != w.state || l.Name != w.name || l.UID == nil || *l.UID != os.Geteuid() {
			t.Errorf("got %+v, want %+v", l, w)
		}
		queue := l.Recv
		if w.state == "listening" {
			queue = l.Waiting
		}
		if queue == nil || *queue != w.recv {
			t.Errorf("%+v: queue %v", w, queue)
		}
		switch {
		case w.peer == 0 && l.Peer == nil:
		case w.peer == 0 || l.Peer == nil:
			t.Errorf("%+v: peer %+v", w, l.Peer)
		case l.Peer.Inode != testsock.Inode(t, w.peer) || l.Peer.Name != got[l.Peer.Inode].Name || !myself(l.Peer.Owners):
			t.Errorf("%+v: peer %+v", w, l.Peer)
		}
	}
	if l := got[testsock.Inode(t, streamListener)]; !limited && (l.Backlog == nil || *l.Backlog != 7) {
		t.Errorf("backlog %+v", l)
	}

	// What follows of filters needs to know files or peers.
	if limited {
		return
	}
	link := dir + "/link"
	must(t, os.Symlink(path, link))
	conversation := []int{streamListener, streamServer, streamClient, waiting}
	for _, test := range []struct {
		args []string
		want []int
	}{
		{[]string{path}, conversation},
		{[]string{link}, conversation},
		{[]string{dir + "/../" + filepath.Base(dir) + "/stream"}, conversation},
		{[]string{dir + "/link*"}, nil},
		{[]string{dir + "/*", "--exclude", link}, []int{datagrams, sender}},
		{[]string{abstractShown}, []int{seqListener, seqServer, seqClient}},
		{[]string{hostileShown}, []int{datagrams, sender}},
		{[]string{"--pid", strconv.Itoa(os.Getpid()), "--type", "dgram"}, []int{datagrams, sender}},
		{[]string{"-p", strconv.Itoa(os.Getpid()), "--unnamed"}, []int{left, right, alone, loose}},
		{[]string{"--inode", fmt.Sprint(testsock.Inode(t, right))}, []int{left, right}},
	} {
		var wanted, inodes []uint64
		for _, fd := range test.want {
			wanted = append(wanted, testsock.Inode(t, fd))
		}
		lines, _ := listJSON(t, test.args...)
		for inode := range lines {
			inodes = append(inodes, inode)
		}
		slices.Sort(wanted)
		slices.Sort(inodes)
		// The test's own pipes and the like are no sockets, but there may be
		// others that were inherited.
		if slices.Contains(test.args, "--unnamed") {
			inodes = slices.DeleteFunc(inodes, func(i uint64) bool { return !slices.Contains(wanted, i) })
		}
		if diff := cmp.Diff(wanted, inodes); diff != "" {
			t.Errorf("%q: %s", test.args, diff)
		}
	}
}

// TestListAllOwners: a socket that was inherited is told with both processes.
func TestListAllOwners(t *testing.T) {
	a, b := testsock.Pair(t, unix.SOCK_DGRAM)
	cmd := exec.Command(os.Args[0], "-test.run", "^TestListHoldsOn$")
	cmd.Env = append(os.Environ(), holdsOn+"=1")
	cmd.ExtraFiles = []*os.File{testsock.File(t, b)}
	stdin, err := cmd.StdinPipe()
	must(t, err)
	must(t, cmd.Start())
	defer cmd.Wait()
	defer stdin.Close()

	// Start has waited until the child is another program, with only what it is given.
	lines, _ := listJSON(t, "--inode", fmt.Sprint(testsock.Inode(t, a)), "--inode", fmt.Sprint(testsock.Inode(t, b)))
	var pids []int
	for _, o := range lines[testsock.Inode(t, b)].Owners {
		pids = append(pids, o.Pid)
	}
	want := []int{os.Getpid(), cmd.Process.Pid}
	slices.Sort(want)
	if !slices.Equal(pids, want) {
		t.Errorf("owners %v, want %v", pids, want)
	}
}

const holdsOn = "UNIXSNOOP_TEST_HOLDS_ON"

// TestListHoldsOn is the child of TestListAllOwners and waits for its end.
func TestListHoldsOn(t *testing.T) {
	if os.Getenv(holdsOn) == "" {
		t.Skip("only of use as a child")
	}
	os.Stdin.Read(make([]byte, 1))
}

// TestListColumns: one line for each socket, and nothing that controls a terminal.
func TestListColumns(t *testing.T) {
	dir := shortDir(t)
	testsock.Listening(t, unix.SOCK_STREAM, dir+"/x\x1b[0m", 5)
	got := runCommand(t, unixsnoop("list", dir+"/*"))
	lines := strings.Split(got.stdout, "\n")
	if got.status != 0 || len(lines) != 3 || !strings.HasPrefix(lines[0], "TYPE ") {
		t.Fatalf("%+v", got)
	}
	for _, want := range []string{"stream ", "listening", dir + `/x\x1b[0m`, fmt.Sprintf("[%d]", os.Getpid())} {
		if !strings.Contains(lines[1], want) {
			t.Errorf("%q is not in %s", want, lines[1])
		}
	}
}

func TestListNothing(t *testing.T) {
	dir := shortDir(t)
	testsock.Listening(t, unix.SOCK_STREAM, dir+"/docker.sock", 5)
	got := runCommand(t, unixsnoop("list", dir+"/dokcer.sock"))
	if got.status != 0 || got.stdout != "" {
		t.Errorf("%+v", got)
	}
	if !strings.Contains(got.stderr, "no socket matches; similar names are ") || !strings.Contains(got.stderr, dir+"/docker.sock") {
		t.Errorf("stderr %q", got.stderr)
	}
}

func TestListUsageErrors(t *testing.T) {
	testhost.SameOnAllKernels(t)
	for _, test := range []struct{ args, want string }{
		{"docker", `bad socket pattern "docker": it is neither a path nor a command`},
		{"--exclude docker", `invalid argument "docker" for "--exclude" flag: bad socket pattern "docker"`},
		{"--pid 4194305", `-p 4194305: there is no such process`},
		{"-p 0", `invalid argument "0" for "-p, --pid" flag: it is not the number of a process`},
		{"-p -1", `invalid argument "-1" for "-p, --pid" flag: it is not the number of a process`},
		{"--type tcp", `invalid argument "tcp" for "--type" flag: known are stream, dgram, seqpacket`},
		{"--uid nobody-is-called-so", `invalid argument "nobody-is-called-so" for "--uid" flag: there is no such user`},
		{"--inode x", `invalid argument "x" for "--inode" flag: it is not an inode number`},
		{"--comm=", `invalid argument "" for "--comm" flag: it is empty`},
		{"--format xml", `unknown format "xml"; known are columns, json`},
		{"--nonsense", "unknown flag: --nonsense"},
	} {
		refuses(t, test.want, "unixsnoop list --help", append([]string{"list"}, strings.Fields(test.args)...)...)
	}
	refuses(t, "list comes before its flags", "unixsnoop --help", "-x", "list")
}

func TestListHelp(t *testing.T) {
	got := runCommand(t, unixsnoop("list", "--help"))
	if got.status != 0 || got.stderr != "" || !strings.HasPrefix(got.stdout, "Usage:\n  unixsnoop list ") {
		t.Errorf("%+v", got)
	}
}

// BenchmarkList compares the time that the command takes for 10,000 sockets with
// that of ss, which tells less. The least of all runs says most.
func BenchmarkList(b *testing.B) {
	const count = 10000
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		b.Fatal(err)
	}
	limit.Cur = count + 100
	limit.Max = max(limit.Max, limit.Cur)
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		b.Skipf("%d open sockets: %v", count, err)
	}
	for range count / 2 {
		testsock.Pair(b, unix.SOCK_STREAM)
	}
	for _, other := range []struct {
		name string
		cmd  func() *exec.Cmd
	}{
		{"columns", func() *exec.Cmd { return unixsnoop("list") }},
		{"json", func() *exec.Cmd { return unixsnoop("list", "--format", "json") }},
		{"ss", func() *exec.Cmd { return exec.Command("ss", "-xp") }},
	} {
		b.Run(other.name, func(b *testing.B) {
			testhost.Tool(b, testhost.Nowhere, other.cmd().Path)
			least := time.Hour
			for b.Loop() {
				var out bytes.Buffer
				cmd := other.cmd()
				cmd.Stdout = &out
				start := time.Now()
				if err := cmd.Run(); err != nil {
					b.Fatal(err)
				}
				least = min(least, time.Since(start))
				if lines := bytes.Count(out.Bytes(), []byte("\n")); lines < count {
					b.Fatalf("%d lines", lines)
				}
			}
			b.ReportMetric(float64(least.Microseconds())/1000, "min-ms")
		})
	}
}

// TestDirectories: a path with * means what is in the directory, however it was bound, and
// nothing says that there is nothing then.
func TestDirectories(t *testing.T) {
	testhost.SameOnAllKernels(t)
	dir := t.TempDir()
	long := filepath.Join(dir, strings.Repeat("a-long-name-of-a-directory/", 5))
	if err := os.MkdirAll(long, 0o700); err != nil {
		t.Fatal(err)
	}
	fd, err := os.Open(long)
	if err != nil {
		t.Fatal(err)
	}
	defer fd.Close()
	bound := fmt.Sprintf("/proc/self/fd/%d/s.sock", fd.Fd())
	testsock.Listen(t, bound)
	for _, pattern := range []string{long + "/*", long + "/s.*", long + "/s.sock"} {
		got := runCommand(t, unixsnoop("list", pattern))
		if got.status != 0 || !strings.Contains(got.stdout, " "+bound+" ") {
			t.Errorf("%s: %+v", pattern, got)
		}
	}
	if got := runCommand(t, unixsnoop("list", long+"/x*")); strings.Contains(got.stdout, bound) {
		t.Errorf("%+v", got)
	}
	if testkernel.Refuses() != nil {
		return
	}
	got := capturedWithPath(t, bound, long+"/*")
	if !strings.Contains(got.stdout, bound+" ("+long+"/s.sock) 8 bytes\n") {
		t.Errorf("%+v", got)
	}
}

// capturedWithPath captures a message to a socket, and again if the machine was too slow to tell
// where its file is: that is looked for while a message waits for a moment.
func capturedWithPath(t *testing.T, bound string, args ...string) (got result) {
	t.Helper()
	waitUntil(t, "the file is found in time", func() bool {
		r := startCapture(t, args...)
		if r.notices != "" {
			t.Errorf("it said %s", r.notices)
		}
		client, err := net.Dial("unix", bound)
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		fmt.Fprint(client, "question")
		got = r.stop(syscall.SIGTERM)
		return !strings.Contains(got.stdout, bound+" 8 bytes\n")
	})
	return got
}

// TestPathOfContainer: a path through a process's root captures what is there, and not what
// has the rest of the path here.
func TestPathOfContainer(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	root, dir := t.TempDir(), t.TempDir()
	path, inside := filepath.Join(dir, "s"), filepath.Join(root, dir, "s")
	if err := os.MkdirAll(filepath.Dir(inside), 0o700); err != nil {
		t.Fatal(err)
	}
	r := startCapture(t, fmt.Sprintf("/proc/%d/root%s", testhost.Chrooted(t, root), path))
	converse(t, path)
	converse(t, inside)
	if got := r.stop(syscall.SIGTERM); strings.Count(got.stdout, inside+" ") != 2 || strings.Count(got.stderr, "2 messages captured") != 1 {
		t.Errorf("%+v", got)
	}
}

// TestPathNow: sockets of one name in different directories are told apart, by where their
// files are now.
func TestPathNow(t *testing.T) {
	testhost.MuchTheSame(t)
	dir := t.TempDir()
	var (
		bound string
		want  []string
	)
	for _, name := range []string{"a", "b"} {
		path := filepath.Join(dir, name)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		in, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		const same = 200 // descriptor
		if err := unix.Dup3(int(in.Fd()), same, unix.O_CLOEXEC); err != nil {
			t.Fatal(err)
		}
		defer unix.Close(same)
		bound = fmt.Sprintf("/proc/self/fd/%d/s", same)
		testsock.Listen(t, bound)
		want = append(want, filepath.Join(path, "s"))
	}
	got := runCommand(t, unixsnoop("list", bound))
	// Whose descriptor was used again is not found any more; the other is.
	if strings.Count(got.stdout, " "+bound+" ") != 2 || !strings.Contains(got.stdout, " "+bound+" ("+want[1]+") ") || strings.Contains(got.stdout, want[0]) {
		t.Errorf("%+v, want %s", got, want[1])
	}
	moved := filepath.Join(dir, "moved")
	if err := os.Rename(filepath.Dir(want[1]), moved); err != nil {
		t.Fatal(err)
	}
	got = runCommand(t, unixsnoop("list", "--format", "json", bound))
	if !strings.Contains(got.stdout, `"name":"`+bound+`","path":"`+moved+`/s"`) {
		t.Errorf("%+v, want %s", got, moved)
	}
	if testkernel.Refuses() != nil {
		return
	}
	file := filepath.Join(dir, "capture")
	captured := capturedWithPath(t, bound, "--print", "-w", file, "-q", "-p", strconv.Itoa(os.Getpid()), bound)
	if header := " stream " + bound + " (" + moved + "/s) 8 bytes\n"; !strings.HasSuffix(captured.stdout, header) {
		t.Errorf("%+v, want %s", captured, header)
	}
	if got := runCommand(t, unixsnoop("-r", file, "-q", moved+"/s")); got.stdout != captured.stdout {
		t.Errorf("%+v, want %s", got, captured.stdout)
	}
}
