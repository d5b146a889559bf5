package cli

import (
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

// TestFlightRecorder: a capture to memory is written when SIGUSR2 comes and at the end, and
// tells Prometheus meanwhile how far it is.
func TestFlightRecorder(t *testing.T) {
	testkernel.Need(t)
	testhost.SameOnAllKernels(t)
	path := filepath.Join(t.TempDir(), "s")
	file := filepath.Join(t.TempDir(), "capture")
	r := startCapture(t, "--ring-memory", "1M", "--metrics", "935", "-w", file, path)
	address, ok := strings.CutPrefix(strings.TrimSpace(r.notices[strings.Index(r.notices, "unixsnoop: metrics"):]), "unixsnoop: metrics at ")
	if !ok {
		t.Fatalf("it says %q", r.notices)
	}
	address, _, _ = strings.Cut(address, "\n")
	converse(t, path)
	want := `unixsnoop_bytes_total{socket="` + path + `",type="stream"} 14` + "\n"
	waitUntil(t, "the messages are counted", func() bool {
		answer, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		return err == nil && strings.Contains(string(text), want)
	})
	if err := r.cmd.Process.Signal(syscall.SIGUSR2); err != nil {
		t.Fatal(err)
	}
	if line, err := r.stderr.ReadString('\n'); line != "unixsnoop: 2 messages of the last 1M written to "+file+"\n" {
		t.Fatalf("%q, %v", line, err)
	}
	converse(t, path)
	const ends = "unixsnoop: 2 messages of the last 1M written to "
	if got := r.stop(syscall.SIGINT); got.stderr != ends+file+"1\nunixsnoop: 4 messages captured, 0 lost\n" || got.status != 0 {
		t.Errorf("%+v", got)
	}
	for _, name := range []string{file, file + "1"} {
		if got := runCommand(t, unixsnoop("-r", name, "-q")); strings.Count(got.stdout, "\n") != 2 {
			t.Errorf("%+v", got)
		}
	}
}
