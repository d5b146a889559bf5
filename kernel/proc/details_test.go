package proc

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDetailsOf: of this process, and of a made-up one.
func TestDetailsOf(t *testing.T) {
	ours := Describe("/proc", os.Getpid()).Comm
	d, ok := DetailsOf("/proc", os.Getpid(), ours)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if !ok || d.Executable != exe || d.Parent != os.Getppid() || d.ParentComm == "" {
		t.Errorf("%v %+v", ok, d)
	}
	want := os.Args
	for i := range d.Command { // unless there are too many bytes
		if d.Command[i] != want[i] && !strings.HasPrefix(want[i], d.Command[i]) {
			t.Errorf("argument %d is %q, want %q", i, d.Command[i], want[i])
		}
	}
	if len(d.Command) == 0 {
		t.Error("no command line")
	}
	if _, ok := DetailsOf("/proc", os.Getpid(), ours+"x"); ok {
		t.Error("it passes for one of another name")
	}

	gone := exec.Command("/bin/true")
	if err := gone.Run(); err != nil {
		t.Skip(err)
	}
	if d, ok := DetailsOf("/proc", gone.Process.Pid, "true"); ok {
		t.Errorf("of a process that has gone: %+v", d)
	}
}

func TestCommandLine(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                 nil,
		"a\x00":                            {"a"},
		"a\x00\x00b c\x00":                 {"a", "", "b c"},
		"nginx: master process":            {"nginx: master process"}, // as setproctitle leaves it
		"redis-server *:0\x00\x00\x00\x00": {"redis-server *:0"},      // and as others do
		"printf\x00\x00":                   {"printf", ""},
		"printf\x00\x00\x00x\x00":          {"printf", "", "", "x"},
		strings.Repeat("x", 2*maxCommand):  {strings.Repeat("x", maxCommand)},
	} {
		proc := t.TempDir()
		if err := os.Mkdir(filepath.Join(proc, "7"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(proc, "7", "cmdline"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, commandLine(proc, 7)); diff != "" {
			t.Error(diff)
		}
	}
	if got := commandLine(t.TempDir(), 7); got != nil {
		t.Errorf("%q", got)
	}
}
