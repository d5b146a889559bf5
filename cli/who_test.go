package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestWho: command line, parent, executable and container of each process, once, shown and
// read back.
func TestWho(t *testing.T) {
	testkernel.Need(t)
	testhost.SameOnAllKernels(t)
	testhost.Expendable(t)
	id := strings.Repeat("4d", 32)
	defer os.RemoveAll("/var/lib/docker")
	dockerKnows(t, id, "web")
	group := cgroups + "docker-" + id + ".scope"
	if err := os.Mkdir(group, 0o755); err != nil {
		t.Skipf("no control groups (version 2): %v", err)
	}
	t.Cleanup(func() { unix.Rmdir(group) }) // behind the process that is in it
	dir, err := os.Open(group)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()

	sh := testhost.Tool(t, testhost.InGuests, "sh")
	ours, theirs := testsock.Pair(t, unix.SOCK_STREAM)
	inside := exec.Command(sh, "-c", "while read line; do echo $line; done", "it's me", "")
	end := testsock.File(t, theirs)
	inside.Stdin, inside.Stdout = end, end
	inside.SysProcAttr = &syscall.SysProcAttr{UseCgroupFD: true, CgroupFD: int(dir.Fd())}
	if err := inside.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		inside.Process.Kill()
		inside.Wait() // its end is not of interest
	})
	file := filepath.Join(t.TempDir(), "f")
	us := testsock.File(t, ours)
	var got result
	waitUntil(t, "who receives does so in time to be named", func() bool {
		r := startCapture(t, "--who", "-q", "--print", "-w", file, "-p", fmt.Sprint(inside.Process.Pid))
		for range 3 {
			if _, err := us.WriteString("hello\n"); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(us, make([]byte, len("hello\n"))); err != nil {
				t.Fatal(err)
			}
		}
		got = r.stop(syscall.SIGTERM)
		if got.status != 0 {
			t.Fatalf("%+v", got)
		}
		return !strings.Contains(got.stdout, " > ? ")
	})

	exe, err := filepath.EvalSymlinks(sh)
	if err != nil {
		t.Fatal(err)
	}
	line := fmt.Sprintf(`process %[1]s[%[2]d] uid=0 parent=%[3]s[%[4]d] container=docker:web exe=%[5]s cmd=%[6]s -c 'while read line; do echo $line; done' 'it'"'"'s me' ''`+"\n",
		comm(t, inside.Process.Pid), inside.Process.Pid, comm(t, os.Getpid()), os.Getpid(), exe, sh)
	if strings.Count(got.stdout, line) != 1 || len(regexp.MustCompile(`(?m)^process `).FindAllString(got.stdout, -1)) != 2 {
		t.Errorf("not there once: %s\n%s", line, got.stdout)
	}
	if again := runCommand(t, unixsnoop("--who", "-q", "-r", file)); again.stdout != got.stdout {
		t.Errorf("read back:\n%s\nshown:\n%s", again.stdout, got.stdout)
	}
	for container, want := range map[string]string{
		"web":   "unixsnoop: 6 messages read\n",
		"other": "unixsnoop: no process in the file is said to be in a container called other\nunixsnoop: 0 messages read\n",
	} {
		if again := runCommand(t, unixsnoop("-q", "-r", file, "--container", container)); again.status != 0 || again.stderr != want {
			t.Errorf("--container %s: %+v", container, again)
		}
	}
	var known []string
	for line := range strings.Lines(runCommand(t, unixsnoop("--format", "json", "-r", file)).stdout) {
		var l struct {
			Process struct {
				Pid       int
				Parent    struct{ Pid int }
				Container struct{ Runtime, Name string }
			}
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		if p := l.Process; p.Pid == inside.Process.Pid {
			known = append(known, fmt.Sprint(p.Parent.Pid, p.Container))
		}
	}
	if want := fmt.Sprintf("[%d {docker web}]", os.Getpid()); fmt.Sprint(known) != want {
		t.Errorf("JSON tells %v, want %s", known, want)
	}
}
