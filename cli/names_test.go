package cli

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestNewNames: a name that is asked for, and is made while the capture runs, leads to a
// socket that was bound elsewhere: that is captured from then on. So is one that a directory of
// a prefix has from the start. Links there to what is not asked for change nothing.
func TestNewNames(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	dir, elsewhere := shortDir(t), shortDir(t)
	in := func(name string) string { return filepath.Join(dir, name) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	bound := map[string]*unix.SockaddrUnix{}
	for _, name := range []string{"soft", "hard", "pnew", "pold", "other", "excluded"} {
		at := filepath.Join(elsewhere, name)
		testsock.Bound(t, unix.SOCK_DGRAM, at)
		bound[name] = &unix.SockaddrUnix{Name: at}
	}
	must(os.Link(bound["pold"].Name, in("pold")))
	r := startCapture(t, "-A", in("soft"), in("hard"), in("p*"), in("later"), bound["excluded"].Name, "--exclude", in("x"))
	made := func(err error, name string) {
		t.Helper()
		must(err)
		line, err := r.stderr.ReadString('\n')
		must(err)
		if want := in(name) + " leads to a socket of another name, which is captured from now on\n"; !strings.HasSuffix(line, want) {
			t.Errorf("told %q, want %q", line, want)
		}
	}
	must(os.Symlink(bound["excluded"].Name, in("x"))) // anybody could hide a socket so
	must(os.Symlink(bound["other"].Name, in("other")))
	made(os.Symlink(bound["soft"].Name, in("soft")), "soft")
	made(os.Link(bound["hard"].Name, in("hard")), "hard")
	made(os.Symlink(bound["pnew"].Name, in("pnew")), "pnew")
	made(os.Symlink(filepath.Join(elsewhere, "later"), in("later")), "later")
	testsock.Bound(t, unix.SOCK_DGRAM, filepath.Join(elsewhere, "later"))
	bound["later"] = &unix.SockaddrUnix{Name: filepath.Join(elsewhere, "later")}
	client := testsock.Open(t, unix.SOCK_DGRAM)
	for name, to := range bound {
		must(unix.Sendto(client, []byte("to "+name), 0, to))
	}
	got := r.stop(syscall.SIGTERM)
	for name := range bound {
		if captured := strings.Contains(got.stdout, "to "+name); captured == (name == "other") {
			t.Errorf("%s: captured is %v", name, captured)
		}
	}
	if got.status != 0 || !strings.HasSuffix(got.stderr, "6 messages captured, 0 lost\n") {
		t.Errorf("%+v", got)
	}
}
