package terminal

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
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
	uid     int            // 0 for that of the terminals, -1 for root
	mounts  string         // its mount namespace, "" for ours
}

const (
	theUser = 1000 // whom all terminals belong to
	ourPts  = 25   // device of the devpts that they are in
)

// followerOf looks at a made-up /proc. A file of a terminal is where its path says, and a
// master side is of the devpts that elsewhere says of its process, or ours.
func followerOf(root string, peers map[uint64]uint64, elsewhere map[int]uint64) *outputFollower {
	return &outputFollower{
		proc:  root,
		peers: func(inode uint64) uint64 { return peers[inode] },
		slaveOf: func(path string) (pty, int, bool) {
			if strings.HasPrefix(path, root) {
				path, _ = os.Readlink(path)
			}
			number, ok := strings.CutPrefix(path, "/dev/pts/")
			index, err := strconv.Atoi(number)
			return pty{ourPts, index}, theUser, ok && err == nil
		},
		masterOf: func(pid int, fd string) (pty, bool) {
			info, _ := os.ReadFile(filepath.Join(root, fmt.Sprint(pid), "fdinfo", fd))
			number, _ := proc.Field(info, "tty-index")
			index, err := strconv.Atoi(number)
			devpts, known := elsewhere[pid]
			if !known {
				devpts = ourPts
			}
			return pty{devpts, index}, err == nil
		},
	}
}

func makeTerminalUser(t *testing.T, root string, u terminalUser) {
	t.Helper()
	dir := filepath.Join(root, fmt.Sprint(u.pid))
	self := filepath.Join(root, "self")
	for _, sub := range []string{"fd", "fdinfo", "ns"} {
		for _, of := range []string{dir, self} {
			if err := os.MkdirAll(filepath.Join(of, sub), 0o700); err != nil {
				t.Fatal(err)
			}
		}
	}
	ours := "mnt:[1]"
	_ = os.Symlink(ours, filepath.Join(self, "ns", "mnt")) // for the first of them
	if err := os.Symlink(cmp.Or(u.mounts, ours), filepath.Join(dir, "ns", "mnt")); err != nil {
		t.Fatal(err)
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
	write("status", fmt.Sprintf("Name:\tx\nUid:\t%d\t0\t0\t0\n", max(0, cmp.Or(u.uid, theUser))))
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
			{pid: us, comm: "unixsnoop", files: map[int]string{0: "/dev/null", 1: "pipe:[5]"}},
			{pid: 200, comm: "xterm", files: map[int]string{3: "master 0"}},
		}},
		"terminal emulator, and others that are not ours": {
			users: []terminalUser{
				{pid: us, comm: "unixsnoop", control: 6, files: inTerminal},
				{pid: 200, comm: "xterm", files: map[int]string{3: "master 5", 4: "socket:[40]"}},
				{pid: 201, comm: "xterm", files: map[int]string{3: "master 6"}},
				{pid: 202, comm: "bash", control: 6, files: inTerminal},
				{pid: 203, comm: "editor", control: 6, files: map[int]string{3: "/home/me/ptmx", 4: "/dev/ptmx"}},
				{pid: 204, comm: "Xorg", control: 9, files: map[int]string{0: "/dev/pts/8", 4: "socket:[41]"}},
			},
			named: []uint64{41},
			peers: map[uint64]uint64{40: 41, 41: 40},
			want:  []proc.Process{{Pid: 200, Comm: "xterm", UID: theUser}},
		},
		"output in a pipe: the controlling terminal, of a high number": {
			users: []terminalUser{
				{pid: us, comm: "unixsnoop", control: 70001, files: map[int]string{1: "pipe:[5]"}},
				{pid: 200, comm: "sshd", files: map[int]string{3: "master 70000"}},
				{pid: 201, comm: "sshd", files: map[int]string{3: "master 112"}}, // its lowest 8 bits
			},
			want: []proc.Process{{Pid: 200, Comm: "sshd", UID: theUser}},
		},
		"sudo in script in a terminal": {
			users: []terminalUser{
				{pid: us, comm: "unixsnoop", control: 6, files: inTerminal},
				{pid: 201, comm: "xterm", files: map[int]string{3: "master 0"}},
				{pid: 202, comm: "script", control: 1, files: map[int]string{0: "/dev/pts/0", 3: "master 1", 4: "/dev/pts/1"}},
				{pid: 203, comm: "sudo", control: 2, files: map[int]string{0: "/dev/pts/1", 3: "master 5"}},
			},
			want: []proc.Process{{Pid: 203, Comm: "sudo", UID: theUser}, {Pid: 202, Comm: "script", UID: theUser}, {Pid: 201, Comm: "xterm", UID: theUser}},
		},
		"server that has its client's terminal open, as tmux and screen": {
			users: []terminalUser{
				{pid: us, comm: "unixsnoop", control: 6, files: inTerminal},
				{pid: 200, comm: "tmux: server", files: map[int]string{0: "/dev/null", 5: "/dev/pts/0", 8: "master 5", 9: "master 6"}},
				{pid: 201, comm: "tmux: client", control: 1, files: map[int]string{0: "/dev/pts/0"}},
				{pid: 202, comm: "sshd", files: map[int]string{3: "master 0"}},
				{pid: 203, comm: "sshd", files: map[int]string{3: "master 0"}},
			},
			want: []proc.Process{{Pid: 200, Comm: "tmux: server", UID: theUser}, {Pid: 202, Comm: "sshd", UID: theUser}, {Pid: 203, Comm: "sshd", UID: theUser}},
		},
		"server whose client writes to the terminal, as dtach and zellij": {
			users: []terminalUser{
				{pid: us, comm: "unixsnoop", control: 6, files: inTerminal},
				{pid: 200, comm: "dtach", files: map[int]string{3: "socket:[30]", 4: "socket:[31]", 5: "socket:[34]", 6: "socket:[36]", 7: "socket:[38]", 8: "master 5"}},
				{pid: 201, comm: "dtach", control: 1, files: map[int]string{0: "/dev/pts/0", 3: "socket:[32]"}},
				{pid: 202, comm: "xterm", files: map[int]string{3: "master 0"}},
				// It asks the server something, in the terminal that the server makes.
				{pid: 203, comm: "inside", control: 6, files: map[int]string{0: "/dev/pts/5", 3: "socket:[35]"}},
				// The server is connected to it, not it to the server.
				{pid: 204, comm: "dbus-daemon", control: 2, files: map[int]string{2: "/dev/pts/1", 3: "socket:[37]"}},
				{pid: 205, comm: "xterm", files: map[int]string{3: "master 1"}},
				// Without a terminal it shows nothing.
				{pid: 206, comm: "monitor", files: map[int]string{3: "socket:[39]"}},
			},
			named: []uint64{30, 31, 34, 37, 38},
			peers: map[uint64]uint64{31: 32, 32: 31, 34: 35, 35: 34, 36: 37, 37: 36, 38: 39, 39: 38},
			want:  []proc.Process{{Pid: 200, Comm: "dtach", UID: theUser}, {Pid: 201, Comm: "dtach", UID: theUser}, {Pid: 202, Comm: "xterm", UID: theUser}},
		},
		"journald": {
			users: []terminalUser{
				{pid: 1, comm: "systemd", files: map[int]string{9: "socket:[31]"}},
				{pid: us, comm: "unixsnoop", files: map[int]string{0: "/dev/null", 1: "socket:[30]", 2: "socket:[30]", 3: "socket:[40]"}},
				{pid: 200, comm: "systemd-journal", files: map[int]string{3: "socket:[31]", 4: "socket:[33]"}},
				{pid: 201, comm: "server", files: map[int]string{3: "socket:[41]"}},
				{pid: 202, comm: "in a terminal", control: 1, files: map[int]string{0: "/dev/pts/0", 3: "socket:[32]"}},
				{pid: 203, comm: "xterm", files: map[int]string{3: "master 0"}},
			},
			named: []uint64{31, 33, 41},
			peers: map[uint64]uint64{30: 31, 31: 30, 32: 33, 33: 32, 40: 41, 41: 40},
			want:  []proc.Process{{Pid: 200, Comm: "systemd-journal", UID: theUser}},
		},
		"hostile names, and terminals in a circle": {
			users: []terminalUser{
				{pid: us, comm: "a) S 1 2 3 0 (b", control: 6, files: map[int]string{1: "/dev/null", 3: "master 0"}},
				{pid: 200, comm: "\x1b[2J) R", control: 1, files: map[int]string{3: "master 5"}},
				{pid: 201, comm: "c", control: 6, files: map[int]string{3: "master 0"}},
				{pid: 202, comm: "d", files: map[int]string{3: "/home/d/pts/5", 4: "/dev/pts/5 (deleted)", 5: "/dev/pts/ptmx"}},
			},
			want: []proc.Process{{Pid: 200, Comm: "\x1b[2J) R", UID: theUser}, {Pid: 201, Comm: "c", UID: theUser}},
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
			got := followerOf(root, test.peers, nil).follow(us)
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

// TestWhoOnlyLooksAsIfHeShowed: a terminal of the same number in another devpts is another
// one, and so is one that may be. Who would like to be left out can't be a stranger either.
func TestWhoOnlyLooksAsIfHeShowed(t *testing.T) {
	root := t.TempDir()
	for _, u := range []terminalUser{
		{pid: 100, comm: "unixsnoop", control: 1, files: map[int]string{0: "/dev/pts/0"}, uid: -1},
		{pid: 200, comm: "xterm", files: map[int]string{3: "master 0"}},
		{pid: 201, comm: "containerd-shim", files: map[int]string{3: "master 0"}},
		{pid: 202, comm: "hidden", files: map[int]string{3: "master 0"}},
		{pid: 203, comm: "stranger", files: map[int]string{3: "master 0"}, uid: 1001},
		{pid: 204, comm: "sshd", files: map[int]string{3: "master 0"}, uid: -1},
	} {
		makeTerminalUser(t, root, u)
	}
	f := followerOf(root, nil, map[int]uint64{201: 77, 202: 0})
	want := []proc.Process{{Pid: 200, Comm: "xterm", UID: theUser}, {Pid: 204, Comm: "sshd"}}
	if got := f.follow(100); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestControlledElsewhere: the number of the terminal that controls a process is one in its
// own /dev/pts, and says nothing where that may be another one.
func TestControlledElsewhere(t *testing.T) {
	root := t.TempDir()
	for _, u := range []terminalUser{
		{pid: 100, comm: "unixsnoop", control: 1, files: map[int]string{1: "pipe:[5]"}},
		{pid: 200, comm: "sshd", files: map[int]string{3: "master 0"}, control: 6, mounts: "mnt:[2]"},
		{pid: 201, comm: "xterm", files: map[int]string{3: "master 5"}},
	} {
		makeTerminalUser(t, root, u)
	}
	want := []proc.Process{{Pid: 200, Comm: "sshd", UID: theUser}}
	if got := followerOf(root, nil, nil).follow(100); !slices.Equal(got, want) {
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
	master, slave := testhost.Terminal(t)
	seen, owner, ok := slaveOf(slave.Name())
	if !ok || owner != os.Getuid() || ourDevpts(seen.index) != slave.Name() {
		t.Errorf("%s is %+v of user %d, %v", slave.Name(), seen, owner, ok)
	}
	if none, _, ok := slaveOf(os.DevNull); ok {
		t.Errorf("%s is a terminal, %+v", os.DevNull, none)
	}
	conn, err := master.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var fd uintptr
	if err := conn.Control(func(open uintptr) { fd = open }); err != nil {
		t.Fatal(err)
	}
	if got, ok := masterOf(os.Getpid(), fmt.Sprint(fd)); !ok || !got.same(seen) {
		t.Errorf("the master side is %+v, %v, of the slave %+v", got, ok, seen)
	}
	info, err := os.ReadFile(fmt.Sprintf("/proc/self/fdinfo/%d", fd))
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := masterInMount(info, seen.index); !ok || !got.same(seen) {
		t.Errorf("by its mount the master side is %+v, %v, of the slave %+v", got, ok, seen)
	}
	if got, ok := masterInMount([]byte("mnt_id:\t0\n"), seen.index); ok {
		t.Errorf("the terminal of another mount is %+v", got)
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

// hides is set where TestHide is to hide.
const hides = "KERNEL_TEST_HIDES"

// TestHide is not a test but what the test below runs: it has the master sides of many
// terminals, of a devpts of its own.
func TestHide(t *testing.T) {
	if os.Getenv(hides) == "" {
		t.Skip("it is for another test")
	}
	if err := unix.Mount("devpts", "/dev/pts", "devpts", 0, "newinstance,ptmxmode=0666"); err != nil {
		t.Fatal(err)
	}
	for range 64 {
		if _, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY, 0); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Println("hides")
	os.Stdin.Read(make([]byte, 1)) // until the test ends
}

// TestNobodyHides: an ordinary user's process with terminals of all numbers is not left out.
func TestNobodyHides(t *testing.T) {
	testhost.Root(t)
	_, slave := testhost.Terminal(t)
	const nobody = 65534
	hidden := exec.Command(os.Args[0], "-test.run=^TestHide$")
	hidden.Env = append(os.Environ(), hides+"=1")
	hidden.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: nobody, Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: nobody, Size: 1}},
		Credential:  &syscall.Credential{NoSetGroups: true}, // root there, nobody here
	}
	input, err := hidden.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := hidden.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := hidden.Start(); err != nil {
		testhost.Need(t, testhost.InGuests, err)
	}
	defer hidden.Wait()
	defer input.Close()
	if said := bufio.NewReader(output); !hidesNow(said) {
		why, _ := io.ReadAll(said)
		t.Fatalf("it does not hide: %s", why)
	}

	cat := exec.Command("cat")
	cat.Stdout = slave
	wait, err := cat.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cat.Start(); err != nil {
		t.Fatal(err)
	}
	got := Viewers("/proc", cat.Process.Pid, nil)
	wait.Close()
	cat.Wait() // there was nothing to copy
	if want := []proc.Process{self(t)}; !slices.Equal(got, want) {
		t.Errorf("%d hides among %+v, want %+v", hidden.Process.Pid, got, want)
	}
}

// hidesNow reads what TestHide says.
func hidesNow(said *bufio.Reader) bool {
	line, err := said.ReadString('\n')
	return err == nil && line == "hides\n"
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
