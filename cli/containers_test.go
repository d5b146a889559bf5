package cli

import (
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

// cgroups is where control groups are mounted in guests.
const cgroups = "/sys/fs/cgroup/"

// dockerKnows has docker's files say that there is a container.
func dockerKnows(t *testing.T, id, name string) {
	t.Helper()
	file := filepath.Join("/var/lib/docker/containers", id, "config.v2.json")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file+".tmp", []byte(`{"ID":"`+id+`","Name":"/`+name+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".tmp", file); err != nil {
		t.Fatal(err)
	}
}

// sayIn has a shell say a text over a socket of its own, in a control group that is made.
func sayIn(t *testing.T, group, text string) {
	t.Helper()
	if err := os.MkdirAll(group, 0o755); err != nil {
		t.Skipf("no control groups (version 2): %v", err)
	}
	dir, err := os.Open(group)
	if err != nil {
		t.Fatal(err)
	}
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(ends[1])
	cmd := exec.Command(testhost.Tool(t, testhost.InGuests, "sh"), "-c", "echo "+text)
	cmd.Stdout = testsock.File(t, ends[0])
	unix.Close(ends[0])
	cmd.SysProcAttr = &syscall.SysProcAttr{UseCgroupFD: true, CgroupFD: int(dir.Fd())}
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	dir.Close()
	waitUntil(t, "who has ended has left "+group, func() bool {
		err := unix.Rmdir(group)
		if err != nil && err != unix.EBUSY {
			t.Fatal(err)
		}
		return err == nil
	})
}

// TestContainerByName: a container that docker calls so is captured, when it starts, starts
// again, and is made anew with another id.
func TestContainerByName(t *testing.T) {
	testkernel.Need(t)
	testhost.SameOnAllKernels(t)
	testhost.Expendable(t)
	ids := []string{strings.Repeat("1a", 32), strings.Repeat("2b", 32), strings.Repeat("3c", 32)}
	defer os.RemoveAll("/var/lib/docker")
	dockerKnows(t, ids[0], "web")
	dockerKnows(t, ids[2], "other")
	scope := func(id string) string { return cgroups + "docker-" + id + ".scope" }

	cmd := unixsnoop("--format", "string", "--container", "web")
	out := create(t, filepath.Join(t.TempDir(), "out"))
	cmd.Stdout = out
	r := startCommand(t, cmd)
	if !strings.Contains(r.notices, "no container web runs; waiting for it to start\n") {
		t.Errorf("notices: %s", r.notices)
	}
	sayIn(t, scope(ids[0]), "started")
	sayIn(t, scope(ids[0]), "again")
	sayIn(t, scope(ids[2]), "another")
	dockerKnows(t, ids[1], "web2")
	// It is known a moment later, as dockerd, too, takes one from that to starting it.
	waitUntil(t, "a container made anew is captured", func() bool {
		sayIn(t, scope(ids[1]), "anew")
		return strings.Contains(content(t, out), "anew")
	})
	got := r.stop(syscall.SIGTERM)
	got.stdout = content(t, out)
	for text, want := range map[string]int{"started": 1, "again": 1, "another": 0} {
		if n := strings.Count(got.stdout, text+"\n"); n != want {
			t.Errorf("%q %d times, want %d: %+v", text, n, want, got)
		}
	}
}
