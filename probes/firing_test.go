package probes

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

// switchOff writes 0 to a file of the kernel's until the test ends or the returned
// function is called. Where that can't be done, the test is skipped.
func switchOff(t *testing.T, file string) (on func()) {
	t.Helper()
	testhost.Expendable(t)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Skip(err)
	}
	if err := os.WriteFile(file, []byte("0"), 0); err != nil {
		t.Skip(err)
	}
	on = func() { check(t, os.WriteFile(file, before, 0)) }
	t.Cleanup(on)
	return on
}

const (
	kprobesEnabled = "/sys/kernel/debug/kprobes/enabled"
	ftraceEnabled  = "/proc/sys/kernel/ftrace_enabled"
)

// watching are options of a capture that makes sure that its probes are run.
func watching(t *testing.T, path string) Options {
	t.Helper()
	o := here(t, Options{}, []string{path})
	o.Filter.Self = os.Getpid()
	return o
}

// TestNotFiringAtStart: a capture that would see nothing does not start.
func TestNotFiringAtStart(t *testing.T) {
	testkernel.Need(t)
	path := filepath.Join(t.TempDir(), "s")
	t.Run("kprobes", func(t *testing.T) {
		switchOff(t, kprobesEnabled)
		c, err := Start(watching(t, path))
		if err == nil {
			c.Close()
		}
		var not *NotFiringError
		if !errors.As(err, &not) || !strings.Contains(err.Error(), kprobesEnabled) {
			t.Errorf("got error %v", err)
		}
	})
	t.Run("function tracing", func(t *testing.T) {
		switchOff(t, ftraceEnabled)
		c, err := Start(watching(t, path))
		var not *NotFiringError
		switch {
		case errors.As(err, &not) && strings.Contains(err.Error(), "kernel.ftrace_enabled"):
		case err != nil:
			t.Errorf("got error %v", err)
		default: // this kernel's kprobes do without
			check(t, c.Close())
		}
	})
}

// TestNotFiringAnyMore: a capture whose probes are switched off in the middle ends with an
// error, and shows what it has.
func TestNotFiringAnyMore(t *testing.T) {
	testkernel.Need(t)
	w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
	o := watching(t, w.path)
	c, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	sender := startActor(t, nil, w.client)
	sender.do(t, "send 3 seen")
	on := switchOff(t, kprobesEnabled)
	sender.do(t, "send 3 unseen")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out := &keeper{}
	err = c.Run(ctx, out)
	on()
	var not *NotFiringError
	if !errors.As(err, &not) || !strings.Contains(err.Error(), "nothing may have been captured since ") {
		t.Errorf("got error %v", err)
	}
	if len(out.messages) != 1 || string(payload(t, out.messages[0])) != "seen" {
		t.Errorf("%d messages", len(out.messages))
	}
}
