package probes

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

// TestWithoutJIT: where the kernel interprets programs, what tail calls goes over no
// stack but its own. Segments and descriptors have both programs called, often.
func TestWithoutJIT(t *testing.T) {
	offsets := testkernel.Need(t)
	testhost.Expendable(t)
	if runtime.GOARCH == "arm64" {
		t.Skip("nothing is captured there without: kernels may crash")
	}
	const jit = "/proc/sys/net/core/bpf_jit_enable"
	if offsets.Cast.Known() && !accepted(offsets).Cast.Known() {
		t.Error("the kernel refuses casts")
	}
	was, err := os.ReadFile(jit)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("this kernel has no JIT, all tests are without")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(jit, []byte("0"), 0); errors.Is(err, unix.EINVAL) {
		t.Skip("this kernel has no interpreter")
	} else if err != nil {
		t.Fatal(err)
	}
	defer func() { check(t, os.WriteFile(jit, was, 0)) }()

	if accepted(offsets).Cast.Known() {
		t.Error("programs have casts, which the kernel refuses")
	}
	dir := t.TempDir()
	w := connect(t, unix.SOCK_STREAM, filepath.Join(dir, "s"))
	fds, files := descriptors(t, dir)
	segments := shape(1024, func(i int) int { return i % 4 * 50 })
	data := bytes.Join(segments, nil)
	messages, stats := snoop(t, Options{RingSize: bigRing}, func() {
		_, err := unix.SendmsgBuffers(w.client, segments, unix.UnixRights(fds...), nil, 0)
		check(t, err)
		w.receive(t, len(data))
	}, w.path)
	if len(messages) != 1 || stats.Lost() > 0 {
		t.Fatalf("%d messages: %+v", len(messages), stats)
	}
	if got := together(t, messages); !bytes.Equal(got, data) {
		t.Errorf("captured %d other bytes", len(got))
	}
	if got := len(messages[0].Files); got != len(files) {
		t.Errorf("%d descriptors, want %d", got, len(files))
	}
}
