package cli

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// The tests in this file capture on kernels that are set up in other ways than usual,
// and hold what the check says of it against what the capture does.

// checked is the report of the check, which has to say that capture works.
func checked(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	check := runCommand(t, cmd)
	if check.status != 0 || check.stderr != "" {
		t.Errorf("%+v", check)
	}
	return check.stdout
}

// refused is the one line with which both the check and a capture fail.
func refused(t *testing.T, command func(args ...string) *exec.Cmd) string {
	t.Helper()
	// Should it capture after all, it ends with the command.
	check, capture := runCommand(t, command("check")), runCommand(t, command("*", "--", "true"))
	if check.status != 1 || capture.status != 1 || capture.stderr != check.stderr || strings.Count(check.stderr, "\n") != 1 {
		t.Errorf("check %+v\ncapture %+v", check, capture)
	}
	return check.stderr
}

// capturedData has a client send a file's text with sendfile, and returns the bytes
// and holes that the capture by a command shows.
func capturedData(t *testing.T, command func(args ...string) *exec.Cmd, text string) (data string, holes int) {
	t.Helper()
	dir := shortDir(t)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "s")
	r := startCommand(t, command("-c", "1", "--format", "json", path))
	sendFile(t, path, text)
	got := r.stop(0)
	var line struct {
		Data  []byte
		Holes []struct{}
	}
	text = got.stdout // first come the processes, and what is missing is told behind the message
	for isAboutProcess(text) {
		_, text, _ = strings.Cut(text, "\n")
	}
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&line); err != nil {
		t.Fatalf("%+v: %v", got, err)
	}
	return string(line.Data), len(line.Holes)
}

// sendFile has a client send text from a file to a server at path.
func sendFile(t *testing.T, path, text string) {
	t.Helper()
	client, _, hangUp := connectAt(t, path)
	defer hangUp()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	raw, err := client.(*net.UnixConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	err = raw.Write(func(fd uintptr) bool {
		if n, err := unix.Sendfile(int(fd), int(file.Fd()), nil, len(text)); n != len(text) {
			t.Errorf("sent %d bytes: %v", n, err)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
}

// setSysctl sets a parameter of the kernel until the test ends.
func setSysctl(t *testing.T, name, value string) {
	t.Helper()
	testhost.Expendable(t)
	file := "/proc/sys/" + strings.ReplaceAll(name, ".", "/")
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(value), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.WriteFile(file, before, 0); err != nil {
			t.Error(err)
		}
	})
}

// limitLockedMemory limits what this process and those it starts may lock, in bytes,
// until the test ends. To look at the kernel has removed the limit.
func limitLockedMemory(t *testing.T, limit uint64) {
	t.Helper()
	var before unix.Rlimit
	if err := unix.Prlimit(0, unix.RLIMIT_MEMLOCK, &unix.Rlimit{Cur: limit, Max: limit}, &before); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Prlimit(0, unix.RLIMIT_MEMLOCK, &before, nil); err != nil {
			t.Error(err)
		}
	})
}

// TestWithoutTracefs: probes are made without it, with a limit that the check tells.
func TestWithoutTracefs(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	without := func(args ...string) *exec.Cmd {
		cmd := unixsnoop(args...)
		script := `umount -l /sys/kernel/tracing; umount -l /sys/kernel/debug; exec "$@"`
		cmd.Path, cmd.Args = "/bin/sh", append([]string{"sh", "-c", script, "sh", cmd.Path}, args...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
		return cmd
	}
	check := runCommand(t, without("check"))
	if check.status != 0 || !strings.Contains(check.stdout, "limited  tracefs       tracefs is not mounted: ") {
		t.Errorf("%+v", check)
	}
	if data, _ := capturedData(t, without, "without tracefs"); data != "without tracefs" {
		t.Errorf("captured %q", data)
	}
}

// TestHiddenAddresses: with the sysctl kernel.kptr_restrict at 2 nobody, not even
// root, learns from /proc/kallsyms where things are, and nobody needs it.
func TestHiddenAddresses(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	setSysctl(t, "kernel.kptr_restrict", "2")
	const text = "in a page"
	if data, holes := capturedData(t, unixsnoop, text); data != text || holes != 0 {
		t.Errorf("captured %q with %d holes", data, holes)
	}
}

// TestWithoutUnixDiag: sockets are listed and captured without the kernel's module.
func TestWithoutUnixDiag(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	const module = "/modules/unix_diag.ko" // of a guest of scripts/vm, where nobody loads it again
	f, err := os.Open(module)
	if err != nil {
		t.Skip("unix_diag is no module here: ", err)
	}
	t.Cleanup(func() { f.Close() })
	if err := unix.DeleteModule("unix_diag", 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.FinitModule(int(f.Fd()), "", 0); err != nil {
			t.Error(err)
		}
	})
	t.Run("list", TestListTellsTheTruth)
	if got := runCommand(t, unixsnoop("list")); !strings.Contains(got.stderr, "peers and queues are unknown: the kernel's module unix_diag is missing (modprobe unix_diag)\n") {
		t.Errorf("%+v", got)
	}
	path := filepath.Join(shortDir(t), "s")
	r := startCapture(t, "-q", "-c", "2", path)
	converse(t, path)
	us := fmt.Sprintf("[%d]", os.Getpid())
	if got := r.stop(0); strings.Count(got.stdout, us+" > ") != 2 || strings.Count(got.stdout, us+" stream "+path) != 2 {
		t.Errorf("%+v", got)
	}
}

// TestLockdown runs in guests that scripts/test boots with lockdown=integrity or
// lockdown=confidentiality.
func TestLockdown(t *testing.T) {
	mode, err := os.ReadFile("/sys/kernel/security/lockdown")
	switch {
	case strings.Contains(string(mode), "[confidentiality]"):
		const reason = "it is locked down (confidentiality) and lets nobody read its memory; boot with lockdown=integrity or without lockdown\n"
		if got := refused(t, unixsnoop); !strings.HasSuffix(got, " can't be captured on: "+reason) {
			t.Errorf("%q", got)
		}
	case strings.Contains(string(mode), "[integrity]"):
		const text = "locked down"
		if data, holes := capturedData(t, unixsnoop, text); data != text || holes != 0 {
			t.Errorf("captured %q with %d holes", data, holes)
		}
		if report := checked(t, unixsnoop("check")); !strings.Contains(report, "locked down for integrity, which does not hinder tracing") {
			t.Error(report)
		}
	default:
		t.Skip("this kernel is not locked down ", err)
	}
}

// TestCapabilities: who is not root can capture with these capabilities and no less,
// and see more with some more.
func TestCapabilities(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	setSysctl(t, "kernel.perf_event_paranoid", "2")
	limitLockedMemory(t, 64<<10)
	as := func(capabilities ...uintptr) func(args ...string) *exec.Cmd {
		return func(args ...string) *exec.Cmd {
			cmd := unixsnoop(args...)
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}, AmbientCaps: capabilities}
			return cmd
		}
	}
	const text = "the bytes"

	// A capture, and what is not to be had so.
	least := as(unix.CAP_BPF, unix.CAP_PERFMON, unix.CAP_SYS_RESOURCE, unix.CAP_IPC_LOCK)
	report := checked(t, least("check"))
	for _, want := range []string{
		"limited  pages         bytes that splice and sendfile send stay unknown: open /proc/kcore: permission denied",
		"limited  tracefs       tracefs is not for this user: ",
		"limited  processes     those of other users can't be looked at: ",
	} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
	if data, holes := capturedData(t, least, text); data != "" || holes != 1 {
		t.Errorf("captured %q with %d holes", data, holes)
	}

	// Nothing less.
	for what, got := range map[string]string{
		"no CAP_BPF":     refused(t, as(unix.CAP_PERFMON, unix.CAP_SYS_RESOURCE)),
		"no CAP_PERFMON": refused(t, as(unix.CAP_BPF, unix.CAP_SYS_RESOURCE)),
	} {
		if !strings.Contains(got, "this user may not trace the kernel (no CAP_BPF and CAP_PERFMON)") {
			t.Errorf("%s: %q", what, got)
		}
	}
	if testhost.Guest() == "5.10" {
		if got := refused(t, as(unix.CAP_BPF, unix.CAP_PERFMON)); !strings.Contains(got, "its maps are locked memory, of which this user has too little (no CAP_SYS_RESOURCE)") {
			t.Errorf("no CAP_SYS_RESOURCE: %q", got)
		}
	} else {
		limited := as(unix.CAP_BPF, unix.CAP_PERFMON, unix.CAP_SYS_RAWIO, unix.CAP_DAC_READ_SEARCH)
		if got := runCommand(t, limited("-B", "1024", "*", "--", "true")); got.status != 1 || !strings.Contains(got.stderr, "to lock 1024 KiB of memory for each CPU takes CAP_IPC_LOCK") {
			t.Errorf("no CAP_IPC_LOCK: %+v", got)
		}
		if report := checked(t, limited("check")); !strings.Contains(report, "limited  rings         rings of more than 512 KiB ") {
			t.Error(report)
		}
		small := func(args ...string) *exec.Cmd { return limited(append([]string{"-B", "512"}, args...)...) }
		for _, command := range []func(...string) *exec.Cmd{small, limited} {
			if data, _ := capturedData(t, command, text); data != text {
				t.Errorf("captured %q without CAP_SYS_RESOURCE", data)
			}
		}
	}

	// All there is.
	all := as(unix.CAP_BPF, unix.CAP_PERFMON, unix.CAP_SYS_RESOURCE, unix.CAP_IPC_LOCK,
		unix.CAP_SYS_RAWIO, unix.CAP_DAC_OVERRIDE, unix.CAP_SYS_PTRACE)
	if report = checked(t, all("check")); strings.Contains(report, "limited") {
		t.Error(report)
	}
	if data, holes := capturedData(t, all, text); data != text || holes != 0 {
		t.Errorf("captured %q with %d holes", data, holes)
	}

	// Other users' processes.
	inode := testsock.Inode(t, testsock.Open(t, unix.SOCK_DGRAM))
	for _, test := range []struct {
		seen         bool
		capabilities []uintptr
	}{
		{true, []uintptr{unix.CAP_SYS_PTRACE, unix.CAP_DAC_READ_SEARCH}},
		{false, []uintptr{unix.CAP_SYS_PTRACE}},
		{false, []uintptr{unix.CAP_DAC_READ_SEARCH}},
	} {
		got := runCommand(t, as(test.capabilities...)("list", "--inode", fmt.Sprint(inode)))
		if seen := strings.Contains(got.stdout, fmt.Sprintf("[%d]", os.Getpid())); seen != test.seen {
			t.Errorf("%v: %+v", test.capabilities, got)
		}
	}

	// Debian's and Ubuntu's kernels can keep perf events for root.
	setSysctl(t, "kernel.perf_event_paranoid", "3")
	if check := runCommand(t, least("check")); check.status != 0 {
		if got := refused(t, least); !strings.Contains(got, "with the sysctl kernel.perf_event_paranoid at 3, it keeps perf events from all without CAP_SYS_ADMIN; sysctl kernel.perf_event_paranoid=2, or run it as root") {
			t.Errorf("%q", got)
		}
	} else {
		t.Log("this kernel gives perf events to CAP_PERFMON in any case")
	}
}

// TestFewFiles: who may open few files is told how many it takes, in one line, and
// with as many it works.
func TestFewFiles(t *testing.T) {
	testhost.MuchTheSame(t)
	testhost.Tool(t, testhost.InGuests|testhost.OnEveryChange, "sh")
	within := func(limit int) func(args ...string) *exec.Cmd {
		return func(args ...string) *exec.Cmd {
			cmd := unixsnoop(args...)
			args = append([]string{"sh", "-c", fmt.Sprintf(`ulimit -n %d; exec "$0" "$@"`, limit)}, cmd.Args...)
			cmd.Path, cmd.Args = "/bin/sh", args
			return cmd
		}
	}
	var enough int
	for _, limit := range []int{8, 16, 32, 64} {
		for _, args := range [][]string{{"--duration", "1ms", "*"}, {"top", "--once"}} {
			got := runCommand(t, within(limit)(args...))
			if got.status != 1 || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 {
				t.Errorf("%d files: %+v", limit, got)
			}
			_, help, _ := strings.Cut(got.stderr, "raise that limit ")
			if n, _ := fmt.Sscanf(help, "(ulimit -n %d)", &enough); n != 1 || !strings.Contains(got.stderr, fmt.Sprintf("at most %d files may be open", limit)) {
				t.Errorf("%d files: %s", limit, got.stderr)
			}
		}
	}
	testkernel.Need(t)
	if data, _ := capturedData(t, within(enough), "the bytes"); data != "the bytes" {
		t.Errorf("with %d files, captured %q", enough, data)
	}
}
