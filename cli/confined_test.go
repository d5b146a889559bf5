package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/confine"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/capability"
)

const nobody = 65534

// statusOf are the values of a line of /proc/PID/status, each once, of all threads.
func statusOf(t *testing.T, pid int, key string) []string {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil || len(threads) == 0 {
		t.Fatal("no threads", err)
	}
	var values []string
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if err != nil {
			continue // it has ended
		}
		for line := range strings.Lines(string(text)) {
			if value, ok := strings.CutPrefix(line, key+":"); ok && !strings.Contains(strings.Join(values, " "), strings.TrimSpace(value)) {
				values = append(values, strings.TrimSpace(value))
			}
		}
	}
	return values
}

// TestConfinedCapture: once it captures, all threads have lost what is needed no more; the
// capture works on, as another user too, and leaves no probe behind.
func TestConfinedCapture(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	if err := confine.Possible(); err != nil {
		t.Skipf("with the race detector there is cgo: %v", err)
	}
	const looks = 1<<unix.CAP_BPF | 1<<unix.CAP_PERFMON | 1<<unix.CAP_IPC_LOCK | 1<<unix.CAP_SYS_PTRACE | 1<<unix.CAP_DAC_READ_SEARCH
	const files = 1<<unix.CAP_DAC_OVERRIDE | 1<<unix.CAP_CHOWN | 1<<unix.CAP_FOWNER
	given := []uintptr{unix.CAP_BPF, unix.CAP_PERFMON, unix.CAP_SYS_RESOURCE, unix.CAP_IPC_LOCK, unix.CAP_SYS_RAWIO, unix.CAP_DAC_OVERRIDE, unix.CAP_DAC_READ_SEARCH, unix.CAP_SYS_PTRACE}
	for name, test := range map[string]struct {
		args  []string
		as    *syscall.SysProcAttr
		keeps uint64
		uid   uint32 // that the process and its files have
		level string // of kernel.perf_event_paranoid
	}{
		"root":         {nil, nil, looks, 0, "2"},
		"root, turns":  {[]string{"-C", "1"}, nil, looks | files, 0, "2"},
		"paranoid, -Z": {[]string{"-Z", "nobody", "-C", "1"}, nil, looks | 1<<unix.CAP_SYS_ADMIN, nobody, "3"},
		"capabilities": {nil, &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}, AmbientCaps: given}, looks, nobody, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			setSysctl(t, "kernel.perf_event_paranoid", test.level)
			dir := shortDir(t)
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Chown(dir, int(test.uid), int(test.uid)); err != nil {
				t.Fatal(err)
			}
			path, file := filepath.Join(dir, "s"), filepath.Join(dir, "x.pcapng")
			cmd := unixsnoop(append(test.args, "--print", "-q", "-w", file, path)...)
			cmd.SysProcAttr = test.as
			r := startCommand(t, cmd)
			pid := r.cmd.Process.Pid
			for key, want := range map[string]string{
				"CapPrm": fmt.Sprintf("%016x", test.keeps), "CapEff": fmt.Sprintf("%016x", test.keeps),
				"CapInh": strings.Repeat("0", 16), "CapAmb": strings.Repeat("0", 16),
				"NoNewPrivs": "1", "Seccomp": "2", "Uid": fmt.Sprintf("%[1]d\t%[1]d\t%[1]d\t%[1]d", test.uid),
			} {
				if got := statusOf(t, pid, key); len(got) != 1 || got[0] != want {
					t.Errorf("%s: %q, want %s", key, got, want)
				}
			}
			converse(t, path)
			got := r.stop(syscall.SIGTERM)
			if got.status != 0 || strings.Count(got.stdout, "\n") != 2 || !strings.HasSuffix(got.stderr, "2 messages captured, 0 lost\n") {
				t.Errorf("%+v", got)
			}
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			if uid := info.Sys().(*syscall.Stat_t).Uid; uid != test.uid {
				t.Errorf("the file is of user %d", uid)
			}
			events, err := os.ReadFile(filepath.Join(kernel.Tracefs(), "kprobe_events"))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(events), fmt.Sprintf("unixsnoop_%d_", pid)) {
				t.Errorf("left behind:\n%s", events)
			}
		})
	}
}

// TestFilesOfInvoker: who may capture by capabilities of the program's file may not write
// or read by them what is root's.
func TestFilesOfInvoker(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testhost.Root(t)
	dir := shortDir(t)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "root's.pcapng")
	if err := os.WriteFile(file, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	held, err := capability.Held()
	if err != nil {
		t.Fatal(err)
	}
	var given []uintptr
	for _, c := range []uint{unix.CAP_BPF, unix.CAP_PERFMON, unix.CAP_SYS_RESOURCE, unix.CAP_IPC_LOCK, unix.CAP_DAC_OVERRIDE, unix.CAP_DAC_READ_SEARCH, unix.CAP_SYS_PTRACE} {
		if held.Permitted&capability.Of(c) != 0 { // containers lack some
			given = append(given, uintptr(c))
		}
	}
	as := func(args ...string) *exec.Cmd {
		cmd := unixsnoop(args...)
		cmd.Path = "/proc/self/exe" // whose directory may be for root alone
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Credential:  &syscall.Credential{Uid: nobody, Gid: nobody},
			AmbientCaps: given,
		}
		return cmd
	}
	commands := [][]string{
		{"-r", file}, {"learn", file}, {"replay", file, "--as", "client", "/x"}, {"extcap", "install", "--dir", dir},
		{"--btf", file, "/x"}, {"check", "--btf", file}, {"top", "--btf", file},
	}
	if testkernel.Refuses() == nil { // where the others take long
		setSysctl(t, "kernel.perf_event_paranoid", "2")
		commands = [][]string{{"-w", file, "/x"}, {"-w", filepath.Join(dir, "new"), "/x"}, {"-r", file}, {"check", "--btf", file}}
	}
	for _, args := range commands {
		got := runCommand(t, as(args...))
		if got.status != 1 || !strings.Contains(got.stderr, "permission denied") && !strings.Contains(got.stderr, "belongs to") {
			t.Errorf("%q: %+v", args, got)
		}
	}
	if left, err := os.ReadFile(file); err != nil || string(left) != "kept" {
		t.Errorf("the file is %q, %v", left, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("there is %v, %v", left, err)
	}
}
