package cli

import (
	"fmt"
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
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// inNamespace has a command run in a pid namespace of its own, with another process there
// that holds the file, and with a /proc of its own or that of the host.
func inNamespace(t *testing.T, cmd *exec.Cmd, held *os.File, ownProc bool) *exec.Cmd {
	t.Helper()
	testhost.Root(t)
	script := `sleep 1000 & exec 3<&-; exec "$0" "$@"`
	if ownProc {
		// The child is to be known as what it becomes. (&& would go to the background, too.)
		script = `mount -t proc proc /proc || exit
			sleep 1000 & exec 3<&-
			until read -r comm </proc/$!/comm && [ "$comm" = sleep ]; do :; done
			exec "$0" "$@"`
	}
	shell := testhost.Tool(t, testhost.InGuests, "sh")
	cmd.Path, cmd.Args = shell, append([]string{"sh", "-c", script, cmd.Path}, cmd.Args[1:]...)
	cmd.ExtraFiles = []*os.File{held}
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWPID | unix.CLONE_NEWNS, Unshareflags: unix.CLONE_NEWNS}
	return cmd
}

// TestPidNamespace: in a pid namespace, numbers of processes are all the host's, or not
// there, and whoever starts a capture is told.
func TestPidNamespace(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	for _, ownProc := range []bool{true, false} {
		t.Run(fmt.Sprint("own proc ", ownProc), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "s")
			held := os.NewFile(uintptr(testsock.Bound(t, unix.SOCK_DGRAM, path)), path)
			var st unix.Stat_t
			if err := unix.Fstat(int(held.Fd()), &st); err != nil {
				t.Fatal(err)
			}
			var r *running
			if ownProc {
				r = startCommand(t, inNamespace(t, unixsnoop("-q", path), held, true))
				held.Close()
			} else {
				outside := exec.Command(testhost.Tool(t, testhost.InGuests, "sleep"), "1000")
				outside.ExtraFiles = []*os.File{held}
				startDaemon(t, outside)
				held.Close()
				null, err := os.Open(os.DevNull)
				if err != nil {
					t.Fatal(err)
				}
				defer null.Close()
				r = startCommand(t, inNamespace(t, unixsnoop("-q", path), null, false))
			}
			holder := "[?]"
			if _, err := proc.Holders("/proc", func(inode uint64, p proc.Process) {
				if inode == st.Ino && !ownProc {
					holder = fmt.Sprintf("[%d]", p.Pid)
				}
			}); err != nil {
				t.Fatal(err)
			}
			if err := unix.Sendto(testsock.Open(t, unix.SOCK_DGRAM), []byte("hello"), 0, &unix.SockaddrUnix{Name: path}); err != nil {
				t.Fatal(err)
			}
			got := r.stop(syscall.SIGTERM)
			want := fmt.Sprintf(" %s[%d] > sleep%s dgram %s 5 bytes\n", comm(t, os.Getpid()), os.Getpid(), holder, path)
			if got.status != 0 || !strings.HasSuffix(got.stdout, want) {
				t.Errorf("%+v, want %s", got, want)
			}
			if said := strings.Contains(r.notices, "process ids are those of the host; [?] is"); said != ownProc {
				t.Errorf("it said %q", r.notices)
			}
		})
	}
}

// TestListInPidNamespace: numbers are those of /proc, and where these are not the host's,
// that is said.
func TestListInPidNamespace(t *testing.T) {
	if !proc.NumbersOfHost("/proc") {
		t.Skip("this is a container")
	}
	for _, ownProc := range []bool{true, false} {
		path := filepath.Join(t.TempDir(), "s")
		held := os.NewFile(uintptr(testsock.Bound(t, unix.SOCK_DGRAM, path)), path)
		got := runCommand(t, inNamespace(t, unixsnoop("list", path), held, ownProc))
		held.Close()
		owner := regexp.MustCompile(` sleep\[3\] `) // 2 was mount
		if !ownProc {
			owner = regexp.MustCompile(`[ ,]` + regexp.QuoteMeta(fmt.Sprintf("%s[%d]", comm(t, os.Getpid()), os.Getpid())) + `(,|\s)`)
		}
		if said := strings.Contains(got.stderr, "process ids are those of this pid namespace"); said != ownProc || !owner.MatchString(got.stdout) {
			t.Errorf("own proc %v: %+v, want %s", ownProc, got, owner)
		}
	}
}

// TestListInNetworkNamespace: list tells of the network namespace that it is in, and nsenter brings it
// into another.
func TestListInNetworkNamespace(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testhost.Root(t)
	nsenter := testhost.Tool(t, testhost.OnEveryChange, "nsenter")
	own := &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET}
	try := unixsnoop("version")
	try.SysProcAttr = own
	testhost.Need(t, testhost.InGuests, try.Run()) // root of some containers may not
	path := filepath.Join(t.TempDir(), "s")
	server := unixsnoop("replay", "../testdata/captures/redis.pcapng", "--as", "server", path)
	server.SysProcAttr = own
	startDaemon(t, server)
	waitFor(t, path)

	list := unixsnoop("list", "--format", "json", path)
	if got := runCommand(t, list); got.status != 0 || got.stdout != "" {
		t.Errorf("from here: %+v", got)
	}
	list = unixsnoop("list", "--format", "json", path)
	list.Args = append([]string{"nsenter", "-t", fmt.Sprint(server.Process.Pid), "-n", list.Path}, list.Args[1:]...)
	list.Path = nsenter
	got := runCommand(t, list)
	if want := fmt.Sprintf(`"pid":%d,`, server.Process.Pid); got.status != 0 || strings.Count(got.stdout, "\n") != 1 || !strings.Contains(got.stdout, want) {
		t.Errorf("from there: %+v, want %s", got, want)
	}
}
