package terminal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// terminalUser is a process in a made-up /proc.
type terminalUser struct {
	pid     int
	comm    string
	control int            // number of the terminal that controls it, and one more; 0 for none
	files   map[int]string // by descriptor; "master 3" is the master side of /dev/pts/3
}

func makeTerminalUser(t *testing.T, root string, u terminalUser) {
	t.Helper()
	dir := filepath.Join(root, fmt.Sprint(u.pid))
	for _, sub := range []string{"fd", "fdinfo"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	tty := 0
	if u.control > 0 {
		index := u.control - 1
		tty = 136<<8 | index&0xff | index>>8<<20
	}
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("comm", u.comm+"\n")
	write("stat", fmt.Sprintf("%d (%s) S 1 2 3 %d -1 4194304 0\n", u.pid, u.comm, tty))
	for fd, target := range u.files {
		info := "pos:\t0\nflags:\t02\nmnt_id:\t23\nino:\t90\n"
		if index, ok := strings.CutPrefix(target, "master "); ok {
			target = "/dev/ptmx"
			info += "tty-index:\t" + index + "\n"
		}
		if err := os.Symlink(target, filepath.Join(dir, "fd", fmt.Sprint(fd))); err != nil {
			t.Fatal(err)
		}
		write(fmt.Sprintf("fdinfo/%d", fd), info)
	}
}

func TestViewers(t *testing.T) {
	const us = 100
	inTerminal := map[int]string{0: "/dev/pts/5", 1: "/dev/pts/5", 2: "/dev/pts/5"}
	for name, test := range map[string]struct {
		users []terminalUser
		named []uint64          // sockets that have a name
		peers map[uint64]uint64 // which socket is connected to which
		want  []proc.Process
	}{
		"no terminal": {users: []terminalUser{
			{us, "unixsnoop", 0, map[int]string{0: "/dev/null", 1: "pipe:[5]"}},
			{200, "xterm", 0, map[int]string{3: "master 0"}},
		}},
		"terminal emulator, and others that are not ours": {
			users: []terminalUser{
				{us, "unixsnoop", 6, inTerminal},
				{200, "xterm", 0, map[int]string{3: "master 5", 4: "socket:[40]"}},
				{201, "xterm", 0, map[int]string{3: "master 6"}},
				{202, "bash", 6, inTerminal},
				{203, "editor", 6, map[int]string{3: "/home/me/ptmx", 4: "/dev/ptmx"}},
				{204, "Xorg", 9, map[int]string{0: "/dev/pts/8", 4: "socket:[41]"}},
			},
			named: []uint64{41},
			peers: map[uint64]uint64{40: 41, 41: 40},
			want:  []proc.Process{{Pid: 200, Comm: "xterm", UID: -1}},
		},
		"output in a pipe: the controlling terminal, of a high number": {
			users: []terminalUser{
				{us, "unixsnoop", 70001, map[int]string{1: "pipe:[5]"}},
				{200, "sshd", 0, map[int]string{3: "master 70000"}},
				{201, "sshd", 0, map[int]string{3: "master 112"}}, // its lowest 8 bits
			},
			want: []proc.Process{{Pid: 200, Comm: "sshd", UID: -1}},
		},
		"sudo in script in a terminal": {
			users: []terminalUser{
				{us, "unixsnoop", 6, inTerminal},
				{201, "xterm", 0, map[int]string{3: "master 0"}},
				{202, "script", 1, map[int]string{0: "/dev/pts/0", 3: "master 1", 4: "/dev/pts/1"}},
				{203, "sudo", 2, map[int]string{0: "/dev/pts/1", 3: "master 5"}},
			},
			want: []proc.Process{{Pid: 203, Comm: "sudo", UID: -1}, {Pid: 202, Comm: "script", UID: -1}, {Pid: 201, Comm: "xterm", UID: -1}},
		},
		"server that has its client's terminal open, as tmux and screen": {
			users: []terminalUser{
				{us, "unixsnoop", 6, inTerminal},
				{200, "tmux: server", 0, map[int]string{0: "/dev/null", 5: "/dev/pts/0", 8: "master 5", 9: "master 6"}},
				{201, "tmux: client", 1, map[int]string{0: "/dev/pts/0"}},
				{202, "sshd", 0, map[int]string{3: "master 0"}},
				{203, "sshd", 0, map[int]string{3: "master 0"}},
			},
			want: []proc.Process{{Pid: 200, Comm: "tmux: server", UID: -1}, {Pid: 202, Comm: "sshd", UID: -1}, {Pid: 203, Comm: "sshd", UID: -1}},
		},
		"server whose client writes to the terminal, as dtach and zellij": {
			users: []terminalUser{
				{us, "unixsnoop", 6, inTerminal},
				{200, "dtach", 0, map[int]string{3: "socket:[30]", 4: "socket:[31]", 5: "socket:[34]", 6: "socket:[36]", 7: "socket:[38]", 8: "master 5"}},
				{201, "dtach", 1, map[int]string{0: "/dev/pts/0", 3: "socket:[32]"}},
				{202, "xterm", 0, map[int]string{3: "master 0"}},
				// It asks the server something, in the terminal that the server makes.
				{203, "inside", 6, map[int]string{0: "/dev/pts/5", 3: "socket:[35]"}},
				// The server is connected to it, not it to the server.
				{204, "dbus-daemon", 2, map[int]string{2: "/dev/pts/1", 3: "socket:[37]"}},
				{205, "xterm", 0, map[int]string{3: "master 1"}},
				// Without a terminal it shows nothing.
				{206, "monitor", 0, map[int]string{3: "socket:[39]"}},
			},
			named: []uint64{30, 31, 34, 37, 38},
			peers: map[uint64]uint64{31: 32, 32: 31, 34: 35, 35: 34, 36: 37, 37: 36, 38: 39, 39: 38},
			want:  []proc.Process{{Pid: 200, Comm: "dtach", UID: -1}, {Pid: 201, Comm: "dtach", UID: -1}, {Pid: 202, Comm: "xterm", UID: -1}},
		},
		"journald": {
			users: []terminalUser{
				{1, "systemd", 0, map[int]string{9: "socket:[31]"}},
				{us, "unixsnoop", 0, map[int]string{0: "/dev/null", 1: "socket:[30]", 2: "socket:[30]", 3: "socket:[40]"}},
				{200, "systemd-journal", 0, map[int]string{3: "socket:[31]", 4: "socket:[33]"}},
				{201, "server", 0, map[int]string{3: "socket:[41]"}},
				{202, "in a terminal", 1, map[int]string{0: "/dev/pts/0", 3: "socket:[32]"}},
				{203, "xterm", 0, map[int]string{3: "master 0"}},
			},
			named: []uint64{31, 33, 41},
			peers: map[uint64]uint64{30: 31, 31: 30, 32: 33, 33: 32, 40: 41, 41: 40},
			want:  []proc.Process{{Pid: 200, Comm: "systemd-journal", UID: -1}},
		},
		"hostile names, and terminals in a circle": {
			users: []terminalUser{
				{us, "a) S 1 2 3 0 (b", 6, map[int]string{1: "/dev/null", 3: "master 0"}},
				{200, "\x1b[2J) R", 1, map[int]string{3: "master 5"}},
				{201, "c", 6, map[int]string{3: "master 0"}},
				{202, "d", 0, map[int]string{3: "/home/d/pts/5", 4: "/dev/pts/5 (deleted)", 5: "/dev/pts/ptmx"}},
			},
			want: []proc.Process{{Pid: 200, Comm: "\x1b[2J) R", UID: -1}, {Pid: 201, Comm: "c", UID: -1}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			table := "Num       RefCount Protocol Flags    Type St Inode Path\n" +
				"0000000000000000: 00000003 00000000 00000000 0001 03   32\n" +
				"0000000000000000: 00000003 00000000 00000000 0001 03   36\n"
			for _, inode := range test.named {
				table += fmt.Sprintf("0000000000000000: 00000003 00000000 00000000 0001 03 %5d /run/a name\n", inode)
			}
			for _, u := range test.users {
				makeTerminalUser(t, root, u)
				dir := filepath.Join(root, fmt.Sprint(u.pid), "net")
				if err := os.Mkdir(dir, 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, "unix"), []byte(table), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			got := Viewers(root, us, func(inode uint64) uint64 { return test.peers[inode] })
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

// TestTerminalOfContainer: a terminal of the same number in another devpts is
// another one; what is not known to be another one counts.
func TestTerminalOfContainer(t *testing.T) {
	root := t.TempDir()
	for _, u := range []terminalUser{
		{100, "unixsnoop", 1, map[int]string{0: "/dev/pts/0"}},
		{200, "xterm", 0, map[int]string{3: "master 0"}},
		{201, "containerd-shim", 0, map[int]string{3: "master 0"}},
		{202, "sshd", 0, map[int]string{3: "master 0"}},
	} {
		makeTerminalUser(t, root, u)
	}
	f := &outputFollower{
		proc:  root,
		peers: func(uint64) uint64 { return 0 },
		devpts: func(path string) uint64 {
			switch rel, _ := filepath.Rel(root, path); rel {
			case "100/fd/0", "200/fd/3":
				return 25
			case "201/fd/3":
				return 77
			}
			return 0
		},
	}
	want := []proc.Process{{Pid: 200, Comm: "xterm", UID: -1}, {Pid: 202, Comm: "sshd", UID: -1}}
	if got := f.follow(100); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// self is this process as others see it.
func self(t *testing.T) proc.Process {
	t.Helper()
	comm, err := os.ReadFile("/proc/self/comm")
	if err != nil {
		t.Fatal(err)
	}
	return proc.Process{Pid: os.Getpid(), Comm: strings.TrimSuffix(string(comm), "\n"), UID: os.Getuid()}
}

// TestOwnTerminal: who shows what is written to a real terminal.
func TestOwnTerminal(t *testing.T) {
	_, slave := testhost.Terminal(t)
	if devpts(slave.Name()) == 0 || devpts(os.DevNull) != 0 {
		t.Errorf("%s is on devpts %d, %s on %d", slave.Name(), devpts(slave.Name()), os.DevNull, devpts(os.DevNull))
	}
	cat := exec.Command("cat")
	cat.Stdout = slave
	input, err := cat.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cat.Start(); err != nil {
		t.Fatal(err)
	}
	got := Viewers("/proc", cat.Process.Pid, nil)
	input.Close()
	cat.Wait() // there was nothing to copy
	if !slices.Contains(got, self(t)) {
		t.Errorf("%+v shows the terminal, but found were %+v", self(t), got)
	}
}

// reportTo is where TestReport writes what shows its output.
const reportTo = "KERNEL_TEST_REPORT_TO"

// TestReport is not a test but what the tests below run.
func TestReport(t *testing.T) {
	file := os.Getenv(reportTo)
	if file == "" {
		t.Skip("it is for other tests")
	}
	found, err := json.Marshal(Viewers("/proc", os.Getpid(), nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, found, 0o600); err != nil {
		t.Fatal(err)
	}
}

// report runs a command that runs TestReport, by its words at the end, and returns
// what that found.
func report(t *testing.T, cmd *exec.Cmd) []proc.Process {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report")
	cmd.Env = append(os.Environ(), reportTo+"="+file, "TERM=xterm", "TMUX=", "TMUX_TMPDIR="+t.TempDir())
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v %s", cmd, err, &stderr)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: %v %s", cmd, err, &stderr)
	}
	var found []proc.Process
	if err := json.Unmarshal(content, &found); err != nil {
		t.Fatal(err)
	}
	return found
}

// TestTmux: the server of a real tmux shows our output, and so does the terminal
// that its client is in.
func TestTmux(t *testing.T) {
	for _, program := range []string{"tmux", "script"} {
		testhost.Tool(t, testhost.Nowhere, program)
	}
	tmux := fmt.Sprintf("tmux -f /dev/null new-session '%s -test.run=^TestReport$'", os.Args[0])
	found := report(t, exec.Command("script", "-qec", tmux, "/dev/null"))
	var comms []string
	for _, p := range found {
		comms = append(comms, p.Comm)
	}
	// Behind the server there may be a child of it that is just being started.
	if len(comms) < 2 || comms[0] != "tmux: server" || !slices.Contains(comms, "script") {
		t.Errorf("found %+v, want the server of tmux and script", found)
	}
}

// TestOutputToSocket: the process that reads our output from a socket is found by
// the socket, and without unix_diag as the one that made it.
func TestOutputToSocket(t *testing.T) {
	ours, theirs := testsock.Pair(t, unix.SOCK_STREAM)
	output := testsock.File(t, ours)

	cmd := exec.Command(os.Args[0], "-test.run=^TestReport$")
	cmd.Stdout = output
	if found := report(t, cmd); !slices.Contains(found, self(t)) {
		t.Errorf("%+v made the socket, but found were %+v", self(t), found)
	}

	cat := exec.Command("cat")
	cat.Stdout = output
	input, err := cat.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cat.Start(); err != nil {
		t.Fatal(err)
	}
	got := Viewers("/proc", cat.Process.Pid, func(inode uint64) uint64 {
		if inode == testsock.Inode(t, ours) {
			return testsock.Inode(t, theirs)
		}
		return 0
	})
	input.Close()
	cat.Wait() // there was nothing to copy
	if !slices.Contains(got, self(t)) {
		t.Errorf("%+v holds the socket, but found were %+v", self(t), got)
	}
}
