package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// session is a tool that is in place.
type session struct {
	config config
	scene  *scene
	cmd    *exec.Cmd
	beside *holder // nil if the configuration wants no sockets beside those of the load
	ready  float64 // seconds that it took
	said   <-chan []string
}

// begin starts the tool of a configuration and waits until it is in place. What it
// writes to standard output goes to shown, if that is not nil.
func begin(c config, s *scene, shown *os.File) (_ *session, err error) {
	beside, err := holdSockets(c.open)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			beside.end()
		}
	}()
	args := c.command(s)
	cmd := exec.Command(args[0], args[1:]...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if shown != nil {
		cmd.Stdout = shown
	}
	var stdout io.Reader
	if c.table {
		if stdout, err = cmd.StdoutPipe(); err != nil {
			return nil, err
		}
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var told atomic.Int64
	times := int64(1)
	if c.each {
		times = int64(len(s.pids))
	}
	inPlace := make(chan struct{})
	watch := func(line string) {
		if strings.Contains(line, c.ready) && told.Add(1) == times {
			close(inPlace)
		}
	}
	if stdout != nil {
		go readLines(stdout, watch)
	}
	said := make(chan []string, 1)
	go func() {
		var lines []string
		readLines(stderr, func(line string) {
			lines = append(lines, line)
			watch(line)
		})
		said <- lines
	}()
	x := &session{config: c, scene: s, cmd: cmd, beside: beside, said: said}
	select {
	case <-inPlace:
		x.ready = time.Since(start).Seconds()
		return x, nil
	case lines := <-said:
		return nil, fmt.Errorf("%s was not in place when it ended (%w); it said %q", c.name, cmd.Wait(), lines)
	}
}

func readLines(from io.Reader, do func(string)) {
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		do(lines.Text())
	}
	_, _ = io.Copy(io.Discard, from) // whatever ended the lines, nobody may have to wait
}

// end ends the tool. It returns what it used from then on, in seconds of CPU time, and
// what it has said on standard error.
func (x *session) end() (float64, []string, error) {
	before, err := x.cpu()
	if err != nil {
		return 0, nil, err
	}
	if err := x.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, nil, err
	}
	said := <-x.said
	err = x.cmd.Wait()
	x.beside.end()
	// A peer may end by the signal itself.
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.Exited()) {
		return 0, nil, fmt.Errorf("%s ended with %w; it said %q", x.config.name, err, said)
	}
	usage := x.cmd.ProcessState
	return (usage.UserTime() + usage.SystemTime()).Seconds() - before, said, nil
}

// kill ends a tool that has not been ended, after a mistake.
func (x *session) kill() {
	if x.cmd.ProcessState == nil {
		_ = x.cmd.Process.Kill()
		_ = x.cmd.Wait()
	}
	x.beside.end()
}

// captured is what the tool, which has ended, captured of a load, if it tells.
func (x *session) captured(said []string, during window) (*capture, error) {
	if x.config.count == nil {
		return nil, nil
	}
	c, err := x.config.count(x.scene, said, during)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", x.config.name, err)
	}
	return c, nil
}

// monotonic is the time by CLOCK_MONOTONIC, in which kernel programs tell it.
func monotonic() time.Duration {
	var t unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &t) // fails only of clocks that there are not
	return time.Duration(t.Nano())
}

// cpu is the CPU time that the tool has used, in seconds. The clock of another process
// is finer than what /proc has.
func (x *session) cpu() (float64, error) {
	const scheduled = 2 // CPUCLOCK_SCHED
	var t unix.Timespec
	if err := unix.ClockGettime(int32(^x.cmd.Process.Pid<<3|scheduled), &t); err != nil {
		return 0, fmt.Errorf("the CPU time of %s: %w", x.config.name, err)
	}
	return time.Duration(t.Nano()).Seconds(), nil
}

// peakRSS is the most memory that the tool has had, in KiB. What wait4 tells is that of
// the process it was forked from, too.
func (x *session) peakRSS() (uint64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", x.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	return parsePeakRSS(string(status))
}

// parsePeakRSS reads VmHWM of /proc/PID/status.
func parsePeakRSS(status string) (uint64, error) {
	for line := range strings.Lines(status) {
		var kib uint64
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kib); n == 1 {
			return kib, nil
		}
	}
	return 0, errors.New("/proc/PID/status has no VmHWM")
}
