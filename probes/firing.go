package probes

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// That probes are in place does not mean that the kernel runs the programs: kprobes can be
// switched off, and what they are made of. Then there is nothing to capture, and nothing
// that says so. So we send messages of our own and look whether the programs ran.

// proveEvery is how often a capture makes sure of it.
const proveEvery = time.Minute

// sendPrograms are those that run for a message over a stream and one of datagrams.
var sendPrograms = []string{"stream_entry", "dgram_entry", "queued", returnProgram}

const returnProgram = "send_return"

// NotFiringError says that the kernel did not run a program where its probe is.
type NotFiringError struct {
	Program string
	Cause   string // what is known to switch probes off, or that nothing of it is
}

func (e *NotFiringError) Error() string {
	return fmt.Sprintf("the kernel does not run the program %s where its probe is: %s", e.Program, e.Cause)
}

// errUnproven is that it can't be found out whether programs run.
var errUnproven = errors.New("whether the kernel runs the programs is not known")

// proveFiring makes sure that the kernel runs the programs that see what is sent. It
// returns a *NotFiringError if it does not, and errUnproven if that can't be found out:
// kernels count runs of programs for those with CAP_SYS_ADMIN only (BPF_ENABLE_STATS, Linux
// 5.8), and sockets to talk over may be refused to us.
func proveFiring(loaded *ebpf.Collection) error {
	counting, err := ebpf.EnableStats(unix.BPF_STATS_RUN_TIME)
	if err != nil {
		return errUnproven
	}
	defer counting.Close()
	return prove(func() (map[string]uint64, error) { return runs(loaded) }, talk)
}

// profile is where the kernel tells how often it hit each probe of tracefs. What switches
// probes off does that to all, so those of ours at the return of sends stand for the others;
// and it takes no capability to read it once it is open.
type profile struct{ file *os.File }

// openProfile opens the one of the tracefs at dir.
func openProfile(dir string) (*profile, error) {
	file, err := os.Open(filepath.Join(dir, "kprobe_profile"))
	if err != nil {
		return nil, err
	}
	return &profile{file}, nil
}

// proveFiring makes sure that probes are hit, as the other one does for programs.
func (p *profile) proveFiring() error { return prove(p.hits, talk) }

// hits are how often the probes at the return of sends were hit, or were to be and found no
// room, whoever put them in place.
func (p *profile) hits() (map[string]uint64, error) {
	text, err := io.ReadAll(io.NewSectionReader(p.file, 0, math.MaxInt64))
	if err != nil {
		return nil, err
	}
	return hitsIn(string(text)), nil
}

// hitsIn reads lines of an event, its hits and its misses (probes_profile_seq_show,
// kernel/trace/trace_kprobe.c).
func hitsIn(profile string) map[string]uint64 {
	n := map[string]uint64{returnProgram: 0}
	for line := range strings.Lines(profile) {
		fields := strings.Fields(line)
		if len(fields) != 3 || fields[0] != kernel.StreamSend && fields[0] != kernel.DgramSend {
			continue
		}
		for _, count := range fields[1:] {
			hits, _ := strconv.ParseUint(count, 10, 64)
			n[returnProgram] += hits
		}
	}
	return n
}

// prove compares how often programs ran before and after talking.
func prove(runs func() (map[string]uint64, error), talk func(typ int) error) error {
	before, err := runs()
	if err != nil {
		return errUnproven
	}
	// A program is skipped now and then, while another runs on the CPU or a task there is
	// in the bpf system call.
	var missing string
	for range 100 {
		for _, typ := range []int{unix.SOCK_STREAM, unix.SOCK_DGRAM} {
			if talk(typ) != nil {
				return errUnproven
			}
		}
		after, err := runs()
		if err != nil {
			return errUnproven
		}
		missing = ""
		for name, n := range after {
			if n == before[name] {
				missing = name
			}
		}
		if missing == "" {
			return nil
		}
	}
	return &NotFiringError{Program: missing, Cause: switchedOff()}
}

// runs are how often the kernel ran each of the programs.
func runs(loaded *ebpf.Collection) (map[string]uint64, error) {
	n := map[string]uint64{}
	for _, name := range sendPrograms {
		stats, err := loaded.Programs[name].Stats()
		if err != nil {
			return nil, err
		}
		n[name] = stats.RunCount
	}
	return n, nil
}

// talk sends a message over sockets of our own, and receives it.
func talk(typ int) error {
	ends, err := unix.Socketpair(unix.AF_UNIX, typ|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(ends[0])
	defer unix.Close(ends[1])
	message := []byte("seen?")
	if err := unix.Send(ends[0], message, 0); err != nil {
		return err
	}
	_, err = unix.Read(ends[1], message)
	return err
}

// switchedOff says what is known to switch probes off here, and how to switch it on.
func switchedOff() string {
	for _, s := range []struct{ file, help string }{
		{"/sys/kernel/debug/kprobes/enabled", "kprobes are switched off; echo 1 > /sys/kernel/debug/kprobes/enabled"},
		{"/proc/sys/kernel/ftrace_enabled", "function tracing is switched off, and kprobes with it; sysctl kernel.ftrace_enabled=1"},
	} {
		if value, err := os.ReadFile(s.file); err == nil && bytes.HasPrefix(value, []byte("0")) {
			return s.help
		}
	}
	return "neither kprobes nor function tracing seem to be switched off; see whether other tracing tools work"
}

// firing is what a capture knows of whether its probes are run.
type firing struct {
	prove  func() error
	proven time.Time // when they were last, or the capture started
	tried  time.Time // when it was tried last to prove it

	profile *profile // that prove looks at, nil if it does not
}

// newFiring makes sure that the probes are run, unless our messages would be captured. Later
// it asks what tracefs says, if that is there.
func newFiring(loaded *ebpf.Collection, f *Filter, tracefs bool) (*firing, error) {
	if f.Self == 0 {
		return nil, nil
	}
	now := time.Now()
	fire := &firing{prove: func() error { return proveFiring(loaded) }, proven: now, tried: now}
	err := fire.prove()
	if tracefs {
		err = fire.byProfile(err)
	}
	if err != nil && !errors.Is(err, errUnproven) {
		return nil, err
	}
	return fire, nil
}

// byProfile has the profile prove it from now on, if it can. The error is what the programs
// proved; where that is nothing, what the profile does.
func (f *firing) byProfile(err error) error {
	p, unopened := openProfile(kernel.Tracefs())
	if unopened != nil {
		return err
	}
	if errors.Is(err, errUnproven) {
		err = p.proveFiring()
	}
	if err != nil {
		p.file.Close()
		return err
	}
	f.prove, f.profile = p.proveFiring, p
	return nil
}

// byCapability reports whether it takes CAP_SYS_ADMIN to make sure of it.
func (f *firing) byCapability() bool { return f != nil && f.profile == nil }

func (f *firing) close() error {
	if f == nil || f.profile == nil {
		return nil
	}
	return f.profile.file.Close()
}

// still makes sure of it once more, if that was long ago or at the end of a capture.
func (f *firing) still(end bool) error {
	if f == nil || !end && time.Since(f.tried) < proveEvery {
		return nil
	}
	err := f.prove()
	f.tried = time.Now()
	switch {
	case err == nil:
		f.proven = f.tried
	case !errors.Is(err, errUnproven):
		return fmt.Errorf("nothing may have been captured since %s: %w", f.proven.Format(time.TimeOnly), err)
	}
	return nil
}
