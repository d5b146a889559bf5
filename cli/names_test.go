package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

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

// TestDirectoryMadeAgain: what is bound by a relative name is captured where the directory of
// what is asked for was made after the start, or made again, as those of services are.
func TestDirectoryMadeAgain(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	root := shortDir(t)
	run := filepath.Join(root, "run")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	cmd := unixsnoop("--format", "string", filepath.Join(run, "s"), filepath.Join(run, "p*"))
	out, in, err := os.Pipe()
	must(err)
	defer out.Close()
	cmd.Stdout = in
	r := startCommand(t, cmd)
	in.Close()
	shown := bufio.NewReader(out)
	client := testsock.Open(t, unix.SOCK_DGRAM)
	for _, generation := range []string{"first", "second"} {
		must(os.Mkdir(run, 0o700))
		at, err := os.Open(run)
		must(err)
		bind := func(name string) (fd int, to *unix.SockaddrUnix) {
			relative := fmt.Sprintf("/proc/self/fd/%d/%s", at.Fd(), name)
			return testsock.Bound(t, unix.SOCK_DGRAM, relative), &unix.SockaddrUnix{Name: relative}
		}
		_, other := bind("other")
		must(unix.Sendto(client, []byte("not asked for"), 0, other))
		for _, name := range []string{"s", "p1"} {
			fd, to := bind(name)
			text := generation + " to " + name
			seen := make(chan struct{})
			var sending sync.WaitGroup
			sending.Go(func() { // until what listens for directories has heard of this one
				for {
					select {
					case <-seen:
						return
					default:
						_ = unix.Sendto(client, []byte(text), 0, to)
						_, _, _ = unix.Recvfrom(fd, make([]byte, 100), unix.MSG_DONTWAIT)
						time.Sleep(20 * time.Millisecond)
					}
				}
			})
			patiently(t, out)
			for line := ""; !strings.Contains(line, text); {
				if line, err = shown.ReadString('\n'); err != nil {
					t.Fatalf("%s is not captured: %v", text, err)
				}
			}
			close(seen)
			sending.Wait()
		}
		at.Close()
		must(os.Rename(run, filepath.Join(root, generation)))
	}
	patiently(t, out)
	rest := make(chan string)
	go func() {
		text, _ := io.ReadAll(shown)
		rest <- string(text)
	}()
	if got := r.stop(syscall.SIGTERM); got.status != 0 {
		t.Errorf("%+v", got)
	}
	if text := <-rest; strings.Contains(text, "not asked for") {
		t.Errorf("captured %s", text)
	}
}
