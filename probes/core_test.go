package probes

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestKernelSends has the kernel itself send, from its own memory and from pages:
// since 6.16 it can write a core dump to a socket.
func TestKernelSends(t *testing.T) {
	testkernel.Need(t)
	testhost.Expendable(t)
	const row = "the kernel itself: a core dump"
	path := filepath.Join(t.TempDir(), "core")
	listener := testsock.Listening(t, unix.SOCK_STREAM, path, 1)
	const setting = "/proc/sys/kernel/core_pattern"
	before, err := os.ReadFile(setting)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(setting, []byte("@"+path), 0); err != nil {
		t.Fatal(err)
	}
	defer os.WriteFile(setting, before, 0)

	var received []byte
	var pid int
	messages, stats := snoop(t, Options{RingSize: bigRing}, func() {
		crash := exec.Command("sh", "-c", "ulimit -c unlimited; kill -SEGV $$")
		crash.Dir = t.TempDir() // for a kernel that takes the socket for a file's name
		check(t, crash.Start())
		pid = crash.Process.Pid
		go func() {
			crash.Wait()
			unix.Shutdown(listener, unix.SHUT_RDWR) // nobody will connect any more
		}()
		server, _, err := unix.Accept(listener)
		if err != nil {
			return
		}
		w := wire{server: server}
		for {
			got := w.receive(t, 1<<16)
			received = append(received, got...)
			if len(got) < 1<<16 {
				break
			}
		}
		unix.Close(server)
	}, path)
	if len(received) == 0 {
		proves(t, row, "there is no such sender")
		return
	}
	if all := together(t, messages); !bytes.Equal(all, received) {
		t.Fatalf("captured %d bytes of %d: %+v", len(all), len(received), stats)
	}
	for _, m := range messages {
		if m.From.Pid != pid {
			t.Fatalf("%s, want process %d", format.Header(m), pid)
		}
	}
	proves(t, row, "yes")
}
