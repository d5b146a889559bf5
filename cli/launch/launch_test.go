package launch

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// The test binary plays every part: the program that runs a command, the process
// that waits to become the command, and a command that tells which signals it gets.
const (
	part        = "LAUNCH_TEST_PART"
	runsCommand = "runs"
	holdsBack   = "holds back"
	hearsSignal = "hears"
	hearsNone   = "hears none"

	// asUser is the user to run the command as, in JSON; without it Invoker says.
	asUser = "LAUNCH_TEST_USER"
)

func TestMain(m *testing.M) {
	BecomeCommand(func(err error) { fmt.Fprintln(os.Stderr, "unixsnoop:", err) })
	switch os.Getenv(part) {
	case runsCommand, holdsBack:
		os.Exit(run(os.Args[1:]))
	case hearsSignal:
		os.Exit(hear())
	case hearsNone:
		fmt.Println("ready")
		time.Sleep(testrun.Patience)
		os.Exit(1) // the test has failed
	}
	// Whatever is ignored where the tests run, a handler here is none in a child.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT)
	os.Exit(m.Run())
}

// run does what main is to do.
func run(args []string) int {
	signal.Ignore(syscall.SIGPIPE)
	as, err := Invoker()
	if text := os.Getenv(asUser); text != "" {
		err = json.Unmarshal([]byte(text), &as)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	c, err := Prepare(args, as, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer c.Close()
	if os.Getenv(part) == holdsBack {
		fmt.Println(c.Pid())
		select {} // until it is killed
	}
	if err := c.Release(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	status, err := c.Wait()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return status
}

// hear prints the signals that it gets and ends with SIGTERM.
func hear() int {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM)
	time.AfterFunc(testrun.Patience, func() { os.Exit(1) }) // the test has failed
	fmt.Printf("ready %d\n", os.Getpid())
	for s := range signals {
		fmt.Println(s)
		if s == syscall.SIGTERM {
			return 5
		}
	}
	return 1
}

// playing is the test binary in one of its parts.
func playing(what string, args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Env = append(os.Environ(), part+"="+what)
	return cmd
}

// hearer is a command line that reports its signals.
func hearer(t *testing.T, before ...string) []string {
	t.Helper()
	return append(before, partOf(t, hearsSignal)...)
}

// partOf is a command line that plays that part.
func partOf(t *testing.T, what string) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []string{"env", part + "=" + what, self}
}

// result is what a finished program left.
type result struct {
	status         int
	stdout, stderr string
}

func finish(t *testing.T, cmd *exec.Cmd) result {
	t.Helper()
	status, stdout, stderr := testrun.Run(t, cmd)
	return result{status, stdout, stderr}
}

func TestStatusAndStreams(t *testing.T) {
	for _, test := range []struct {
		script string
		want   result
	}{
		{`exit 0`, result{}},
		{`exit 7`, result{status: 7}},
		{`kill -TERM $$`, result{status: 128 + 15}},
		{`kill -KILL $$`, result{status: 128 + 9}},
		{`echo out; echo err >&2; exit 3`, result{3, "out\n", "err\n"}},
		{`read line; echo "$line" "$0" "$1"`, result{0, "said name an argument\n", ""}},
	} {
		cmd := playing(runsCommand, "sh", "-c", test.script, "name", "an argument")
		cmd.Stdin = strings.NewReader("said\n")
		if got := finish(t, cmd); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.script, got, test.want)
		}
	}
}

// TestNotRun: a command that can't be run leaves the shell's status and one line.
func TestNotRun(t *testing.T) {
	dir := t.TempDir()
	for name, file := range map[string]struct {
		mode    os.FileMode
		content string
	}{
		"plain":   {0o644, "#!/bin/sh\n"},
		"orphan":  {0o755, "#!/no/such/interpreter\n"},
		"nothing": {0o755, "no program\n"},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(file.content), file.mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	path := dir + ":/no/such/directory"
	for _, test := range []struct {
		command string
		status  int
		want    string
	}{
		{"nosuch", 127, "there is no such program in PATH=" + path + "; if it is elsewhere, give its path"},
		{"", 127, "there is no such program in PATH="},
		{"folder", 127, "there is no such program in PATH="},
		{"/no/such/file", 127, "there is no file /no/such/file"},
		{dir + "/plain/file", 127, "there is no file " + dir + "/plain/file"},
		{"plain", 126, "executing " + dir + "/plain: permission denied"},
		{dir + "/plain", 126, "executing " + dir + "/plain: permission denied"},
		{"orphan", 126, dir + "/orphan needs an interpreter that does not exist"},
		{"nothing", 126, dir + "/nothing is neither a program for this machine nor a script that starts with #!"},
		{dir + "/folder", 126, dir + "/folder is a directory"},
	} {
		cmd := playing(runsCommand, test.command)
		cmd.Env = append(cmd.Env, "PATH="+path)
		got := finish(t, cmd)
		want := fmt.Sprintf("unixsnoop: can't run %q: %s", test.command, test.want)
		if got.status != test.status || !strings.HasPrefix(got.stderr, want) || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("%q: %+v\nwant %d, %s", test.command, got, test.status, want)
		}
	}
}

// TestPath: the search goes on after what can't be run, starts from the current
// directory where PATH has an empty entry, and does without a PATH.
func TestPath(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	for file, mode := range map[string]os.FileMode{first + "/tool": 0o644, second + "/tool": 0o755} {
		if err := os.WriteFile(file, []byte("#!/bin/sh\nexit 9\n"), mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{first + ":" + second, ":/bin"} {
		cmd := playing(runsCommand, "tool")
		cmd.Env = append(cmd.Env, "PATH="+path)
		cmd.Dir = second
		if got := finish(t, cmd); got != (result{status: 9}) {
			t.Errorf("PATH=%s: %+v", path, got)
		}
	}
	cmd := playing(runsCommand, "sh", "-c", "exit 9")
	cmd.Env = []string{part + "=" + runsCommand}
	if got := finish(t, cmd); got != (result{status: 9}) {
		t.Errorf("no PATH: %+v", got)
	}
}

// TestKnownBeforeItRuns: the process that waits becomes the command, and not before
// it is released.
func TestKnownBeforeItRuns(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pid")
	script := []string{"sh", "-c", `echo $$ >"$0"`, file}

	c, err := Prepare(script, nil, os.Stdout)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := os.Stat(file); err == nil {
		t.Error("it has run before it was released")
	}
	if err := c.Release(); err != nil {
		t.Fatal(err)
	}
	if status, err := c.Wait(); status != 0 || err != nil {
		t.Errorf("status %d, %v", status, err)
	}
	pid, err := os.ReadFile(file)
	if err != nil || string(pid) != fmt.Sprintln(c.Pid()) {
		t.Errorf("it ran as process %s(%v), expected as %d", pid, err, c.Pid())
	}
	if err := c.Release(); err == nil {
		t.Error("it was released twice")
	}
}

// TestNeverReleased: what was not released never runs, however we end.
func TestNeverReleased(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ran")
	script := []string{"touch", file}

	c, err := Prepare(script, nil, os.Stdout)
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	if err := syscall.Kill(c.Pid(), 0); err != syscall.ESRCH {
		t.Errorf("the process is still there after Close: %v", err)
	}

	cmd := playing(holdsBack, script...)
	cmd.Stderr = os.Stderr
	out := start(t, cmd)
	line, err := out.ReadString('\n')
	if _, bad := strconv.Atoi(strings.TrimSpace(line)); err != nil || bad != nil {
		t.Errorf("no process: %q, %v", line, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	// The pipe ends when both have ended.
	if rest, err := io.ReadAll(out); len(rest) > 0 || err != nil {
		t.Errorf("%q, %v", rest, err)
	}
	cmd.Wait() // it was killed
	if _, err := os.Stat(file); err == nil {
		t.Error("the command has run without being released")
	}
}

// TestEndedBeforeRelease: Wait tells it.
func TestEndedBeforeRelease(t *testing.T) {
	c, err := Prepare([]string{"true"}, nil, os.Stdout)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.process.Kill(); err != nil {
		t.Fatal(err)
	}
	if status, err := c.Wait(); status != 128+9 || err != nil {
		t.Errorf("status %d, %v", status, err)
	}
	if err := c.Release(); err != nil {
		t.Error(err)
	}
}

// TestInherited: the command gets three files, the limits that we were started
// with, and no signal ignored or blocked that was not so for us.
func TestInherited(t *testing.T) {
	// A file that we have inherited, at two numbers.
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()

	const state = `ulimit -n; ulimit -l; grep -E '^Sig(Blk|Ign):' /proc/self/status; true`
	for _, test := range []struct{ name, before string }{
		{"as it is", ""},
		{"background", `trap "" INT HUP; `},
	} {
		t.Run(test.name, func(t *testing.T) {
			direct := exec.Command("sh", "-c", test.before+`exec sh -c "$0"`, state)
			through := exec.Command("sh", "-c", test.before+`exec "$0" sh -c "$1"`, "/proc/"+strconv.Itoa(os.Getpid())+"/exe", state+"; ls /proc/$$/fd; true")
			through.Env = append(os.Environ(), part+"="+runsCommand)
			through.ExtraFiles = []*os.File{null, null}
			want, got := finish(t, direct), finish(t, through)
			want.stdout += "0\n1\n2\n"
			if got != want {
				t.Errorf("it has %+v\n  want %+v", got, want)
			}
		})
	}
}

// TestNothingPrivilegedInherited: the command has no capability that this program was given
// for itself, be it inheritable or ambient, and no variable of ours.
func TestNothingPrivilegedInherited(t *testing.T) {
	testhost.Root(t)
	const nobody = 65534
	through := playing(runsCommand, "sh", "-c", `grep -E '^Cap(Inh|Prm|Eff|Amb):' /proc/self/status; ls /proc/$$/fd; env`)
	through.Env = []string{part + "=" + runsCommand, "KEPT=x", "PATH=" + os.Getenv("PATH")}
	through.SysProcAttr = &syscall.SysProcAttr{
		Credential:  &syscall.Credential{Uid: nobody, Gid: nobody},
		AmbientCaps: []uintptr{unix.CAP_DAC_OVERRIDE, unix.CAP_NET_ADMIN, unix.CAP_SYS_PTRACE},
	}
	got := finish(t, through)
	none := strings.Repeat("0", 16)
	want := "CapInh:\t" + none + "\nCapPrm:\t" + none + "\nCapEff:\t" + none + "\nCapAmb:\t" + none + "\n0\n1\n2\n"
	rest, ok := strings.CutPrefix(got.stdout, want)
	if got.status != 0 || !ok {
		t.Fatalf("it has %+v\n  want %s", got, want)
	}
	for line := range strings.Lines(rest) {
		switch name, _, _ := strings.Cut(line, "="); name {
		case part, "KEPT", "PATH", "PWD", "_", "OLDPWD", "SHLVL":
		default:
			t.Errorf("it has the variable %s", line)
		}
	}
}

// TestNotRunByCapabilities: what this program was given for itself finds and runs no program
// that its user can't get at.
func TestNotRunByCapabilities(t *testing.T) {
	testhost.Root(t)
	const nobody = 65534
	dir := t.TempDir()
	program := filepath.Join(dir, "program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho it runs\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{program, "program"} {
		through := playing(runsCommand, name)
		through.Env = []string{part + "=" + runsCommand, "PATH=" + dir}
		through.SysProcAttr = &syscall.SysProcAttr{
			Credential:  &syscall.Credential{Uid: nobody, Gid: nobody},
			AmbientCaps: []uintptr{unix.CAP_DAC_OVERRIDE, unix.CAP_DAC_READ_SEARCH},
		}
		if got := finish(t, through); got.stdout != "" || got.status != statusNotRun && got.status != statusNotFound {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestBrokenPipe: a command that writes to nobody ends, although we ignore SIGPIPE.
func TestBrokenPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	defer w.Close()
	cmd := playing(runsCommand, "yes")
	cmd.Stdout = w
	err = cmd.Run()
	if status := cmd.ProcessState.ExitCode(); status != 128+13 {
		t.Errorf("status %d, %v", status, err)
	}
}

// TestSignalsToUs: without a terminal, or with a command that left our group, what
// is sent to us alone reaches the command, once.
func TestSignalsToUs(t *testing.T) {
	for _, test := range []struct {
		name    string
		command []string
		attr    *syscall.SysProcAttr
	}{
		{"no terminal", hearer(t), &syscall.SysProcAttr{Setsid: true}},
		{"another session", hearer(t, "setsid"), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			cmd := playing(runsCommand, test.command...)
			cmd.SysProcAttr = test.attr
			if test.attr == nil {
				inTerminal(t, cmd)
			}
			out := start(t, cmd)
			expect(t, out, "ready")
			for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGTERM} {
				if err := cmd.Process.Signal(s); err != nil {
					t.Fatal(err)
				}
				expect(t, out, s.String())
			}
			if rest, err := io.ReadAll(out); len(rest) > 0 || err != nil {
				t.Errorf("and %q, %v", rest, err)
			}
			err := cmd.Wait()
			if status := cmd.ProcessState.ExitCode(); status != 5 {
				t.Errorf("status %d, %v", status, err)
			}
		})
	}
}

// TestTyped: what is typed reaches the command once, and does not end us.
func TestTyped(t *testing.T) {
	cmd := playing(runsCommand, hearer(t)...)
	master := inTerminal(t, cmd)
	out := start(t, cmd)
	expect(t, out, "ready")
	for key, signal := range map[string]string{"\x03": "interrupt", "\x1c": "quit"} {
		if _, err := master.WriteString(key); err != nil {
			t.Fatal(err)
		}
		expect(t, out, signal)
	}
	// That it came once can't be seen: two that wait to be delivered become one. But
	// what is not typed now counts as typed, and must not be handed on before this.
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM} {
		if err := cmd.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, out, "terminated")
	err := cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != 5 {
		t.Errorf("status %d, %v", status, err)
	}
}

// TestEndedByTyping: the command's end by a Ctrl-C is its status, not ours. The command is
// no shell: busybox's (1.35) loses an interrupt that comes right before it waits to read.
func TestEndedByTyping(t *testing.T) {
	cmd := playing(runsCommand, partOf(t, hearsNone)...)
	master := inTerminal(t, cmd)
	expect(t, start(t, cmd), "ready")
	if _, err := master.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != 128+2 {
		t.Errorf("status %d, %v", status, err)
	}
}

// start starts cmd and returns its standard output.
func start(t *testing.T, cmd *exec.Cmd) *bufio.Reader {
	t.Helper()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := stdout.(*os.File).SetReadDeadline(time.Now().Add(testrun.Patience)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return bufio.NewReader(stdout)
}

// expect reads a line that starts so.
func expect(t *testing.T, from *bufio.Reader, want string) {
	t.Helper()
	line, err := from.ReadString('\n')
	if err != nil || !strings.HasPrefix(line, want) {
		t.Fatalf("got %q, %v; want %s", line, err, want)
	}
}

// inTerminal has cmd start in a terminal of its own, and returns what to type into.
func inTerminal(t *testing.T, cmd *exec.Cmd) *os.File {
	t.Helper()
	master, slave := testhost.Terminal(t)
	cmd.Stdin = slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	return master
}
