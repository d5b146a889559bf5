package proc

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// fakeProc is a /proc with these files and, where the name ends with @, links.
func fakeProc(t *testing.T, files map[string]string) (root string) {
	t.Helper()
	root = t.TempDir()
	for name, content := range files {
		path, isLink := strings.CutSuffix(filepath.Join(root, name), "@")
		err := os.MkdirAll(filepath.Dir(path), 0o700)
		if err == nil && isLink {
			err = os.Symlink(content, path)
		} else if err == nil {
			err = os.WriteFile(path, []byte(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return root
}

const (
	initialLink = "pid:[4026531836]"
	otherLink   = "pid:[4026532177]"
	kthreaddOne = "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0"
	processTwo  = "2 (kthreadd) S 1 2 2 0 -1 4194304 0 0 0 0 0"
)

// TestNumbersOfHost: whose numbers /proc has says what it shows, and not where who looks is.
func TestNumbersOfHost(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		want  bool
	}{
		"host":                    {map[string]string{"self/ns/pid@": initialLink, "2/stat": kthreaddOne}, true},
		"no namespaces":           {map[string]string{"self/comm": "x", "2/stat": kthreaddOne}, true},
		"only the mounts entered": {map[string]string{"1/comm": "x", "2/stat": processTwo}, false},
		"container":               {map[string]string{"self/ns/pid@": otherLink, "2/stat": processTwo}, false},
		"container of few":        {map[string]string{"self/ns/pid@": otherLink}, false},
		"inside, with the host's": {map[string]string{"self/ns/pid@": otherLink, "2/stat": kthreaddOne}, true},
	} {
		if got := NumbersOfHost(fakeProc(t, test.files)); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestForeignOwners: no number of a /proc that has others gets among those of the kernel, and
// it is not asked about one of those.
func TestForeignOwners(t *testing.T) {
	status := "Name:\tpython3\nUid:\t1000\t1000\t1000\t1000\n"
	files := map[string]string{
		"self/ns/pid@": otherLink, "7/comm": "python3\n", "7/status": status, "7/fd/3@": "socket:[111]",
		"520/comm": "somebody else\n", "520/status": status, "520/fd/3@": "socket:[222]",
	}
	root := fakeProc(t, files)
	o := NewOwners(root)
	if !o.Foreign() {
		t.Fatal("it is taken for the host's")
	}
	if p := o.Of(111, 0); p.Pid != 0 || p.Comm != "python3" || p.UID != 1000 {
		t.Errorf("%+v", p)
	}
	if p := o.Of(333, 520); p.Pid != 520 || p.Comm != "" {
		t.Errorf("%+v", p)
	}
	files["self/ns/pid@"] = initialLink
	o = NewOwners(fakeProc(t, files))
	if p := o.Of(111, 0); o.Foreign() || p.Pid != 7 {
		t.Errorf("%+v", p)
	}
}

func TestOnHost(t *testing.T) {
	root := fakeProc(t, map[string]string{
		"7/status":   "Name:\tx\nNSpid:\t7\n",
		"520/status": "Name:\tx\nNSpid:\t520\t30\t2\n",
	})
	n := NewNumbers(root)
	for _, pid := range []int{7, 520, 9} {
		n.Look(pid)
	}
	for _, test := range []struct{ pid, inner, want int }{
		{7, 7, 7}, {7, 8, 8}, {520, 2, 520}, {520, 30, 0}, {520, 520, 0}, {9, 9, 9}, {9, 8, 8},
	} {
		if got := n.OnHost(test.pid, test.inner); got != test.want {
			t.Errorf("what %d calls %d is %d, want %d", test.pid, test.inner, got, test.want)
		}
	}
}

// TestNumbersAreBounded: so many processes are remembered at most, the last one always.
func TestNumbersAreBounded(t *testing.T) {
	n := NewNumbers(fakeProc(t, map[string]string{"520/status": "NSpid:\t520\t2\n"}))
	for pid := range maxNumbers {
		n.of[pid+1000] = nil
	}
	n.Look(520)
	if got := n.OnHost(520, 2); got != 520 || len(n.of) > maxNumbers {
		t.Errorf("%d, %d are remembered", got, len(n.of))
	}
}

// TestNumbersOfProcess: the kernel tells them of a process in a namespace of its own.
func TestNumbersOfProcess(t *testing.T) {
	testhost.Root(t)
	if !NumbersOfHost("/proc") {
		t.Skip("this is a container")
	}
	cmd := exec.Command("cat")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWPID}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer in.Close()
	n := NewNumbers("/proc")
	n.Look(cmd.Process.Pid)
	if got := n.OnHost(cmd.Process.Pid, 1); got != cmd.Process.Pid {
		t.Errorf("%d, want %d", got, cmd.Process.Pid)
	}
	if Self("/proc") != os.Getpid() {
		t.Errorf("%d, want %d", Self("/proc"), os.Getpid())
	}
}

func FuzzInnerNumbers(f *testing.F) {
	f.Add([]byte("Name:\tx\nNSpid:\t520\t30\t2\n"))
	f.Add([]byte("NSpid:\t-\t99999999999999999999\n"))
	f.Fuzz(func(t *testing.T, status []byte) {
		if n := innerNumbers(status); len(n) > len(status) {
			t.Errorf("%d numbers", len(n))
		}
	})
}
