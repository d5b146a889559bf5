package top

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
	"github.com/unixsnoop/unixsnoop/probes"
)

// The test binary is also a program that shows made-up rates, and a shell that runs it
// as a job and tells on descriptor 3 what becomes of it. To look at the screen:
//
//	go test -c -o /tmp/top.test ./cli/top && UNIXSNOOP_TOP=show /tmp/top.test
const roleVariable = "UNIXSNOOP_TOP"

func TestMain(m *testing.M) {
	var err error
	switch os.Getenv(roleVariable) {
	case "show":
		err = showMadeUp()
	case "shell":
		err = runAsJob()
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// showMadeUp is the command, but for the kernel.
func showMadeUp() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, unix.SIGTERM, unix.SIGHUP)
	defer stop()
	return Run(ctx, &growing{}, Options{Interval: 100 * time.Millisecond, Order: ByMessages}, os.Stdin, os.Stdout)
}

// growing counts a little more at each reading.
type growing struct{ n uint64 }

func (g *growing) Read() (*probes.Reading, error) {
	g.n++
	var flows []probes.Flow
	for i := range uint64(30) {
		c, s := client, server
		c.Inode, c.Pid, s.Inode = 100+i, int(100+i), 200+i
		if i%4 == 1 {
			c.Comm, s.Name = "\x1b[31mred", "\x00日本語\x1b]0;title\x07"
		}
		f := flow(c, s, (i+1)*g.n)
		f.Last = time.Now()
		flows = append(flows, f)
	}
	return &probes.Reading{At: time.Now(), Flows: flows}, nil
}

// runAsJob runs the program as a job in the foreground.
func runAsJob() error {
	events := os.NewFile(3, "events")
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), roleVariable+"=show")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Foreground: true, Ctty: 0}
	if err := cmd.Start(); err != nil {
		return err
	}
	fmt.Fprintln(events, "started", cmd.Process.Pid)
	for {
		var status unix.WaitStatus
		_, err := unix.Wait4(cmd.Process.Pid, &status, unix.WUNTRACED, nil)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return err
		case status.Stopped():
			fmt.Fprintln(events, "stopped")
		default:
			fmt.Fprintln(events, "ended", status.ExitStatus())
			return nil
		}
	}
}

// console is a terminal with a program in it.
type console struct {
	*testing.T
	master, slave *os.File
	before        unix.Termios
	written       *bufio.Reader
	cmd           *exec.Cmd
	seen          strings.Builder
}

// startOnConsole runs the test binary in that role with a terminal of its own.
func startOnConsole(t *testing.T, role string, files ...*os.File) *console {
	t.Helper()
	master, slave := testhost.Terminal(t)
	c := &console{T: t, master: master, slave: slave, written: bufio.NewReader(master)}
	c.resize(80, 24)
	c.before = c.state()

	c.cmd = exec.Command("/proc/self/exe")
	c.cmd.Env = append(os.Environ(), roleVariable+"="+role, "TERM=xterm")
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = slave, slave, slave
	c.cmd.ExtraFiles = files
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.cmd.Process.Kill() })
	return c
}

func (c *console) resize(width, height uint16) {
	c.Helper()
	if err := unix.IoctlSetWinsize(int(c.slave.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Col: width, Row: height}); err != nil {
		c.Fatal(err)
	}
}

func (c *console) state() unix.Termios {
	c.Helper()
	state, err := unix.IoctlGetTermios(int(c.slave.Fd()), unix.TCGETS)
	if err != nil {
		c.Fatal(err)
	}
	return *state
}

// await reads what the program writes until text comes.
func (c *console) await(text string) {
	c.Helper()
	c.seen.Reset()
	if err := c.master.SetReadDeadline(time.Now().Add(testrun.Patience)); err != nil {
		c.Fatal(err)
	}
	for !strings.HasSuffix(c.seen.String(), text) {
		b, err := c.written.ReadByte()
		if err != nil {
			c.Fatalf("waiting for %q: %v; there was %q", text, err, c.seen.String())
		}
		c.seen.WriteByte(b)
	}
}

func (c *console) press(keys string) {
	c.Helper()
	if _, err := io.WriteString(c.master, keys); err != nil {
		c.Fatal(err)
	}
}

// restored fails the test unless the terminal is as it was.
func (c *console) restored() {
	c.Helper()
	if now := c.state(); now != c.before {
		c.Errorf("the terminal is in state %+v, was in %+v", now, c.before)
	}
}

func TestScreenOnTerminal(t *testing.T) {
	for name, end := range map[string]func(c *console){
		"q":       func(c *console) { c.press("q") },
		"Ctrl-C":  func(c *console) { c.press("\x03") },
		"SIGTERM": func(c *console) { c.cmd.Process.Signal(unix.SIGTERM) },
		"SIGHUP":  func(c *console) { c.cmd.Process.Signal(unix.SIGHUP) },
	} {
		t.Run(name, func(t *testing.T) {
			c := startOnConsole(t, "show")
			c.await(enterScreen)
			if taken := c.state(); taken.Lflag&(unix.ICANON|unix.ECHO) != 0 || taken.Lflag&unix.ISIG == 0 {
				t.Errorf("flags %#x", taken.Lflag)
			}
			c.await("by messages")
			c.press("b")
			c.await("by bytes")
			c.press("r")
			c.await("by bytes, reversed")
			c.await(`\x1b[31m`) // so some rows are there, and escaped
			end(c)
			c.await(leaveScreen)
			if err := c.cmd.Wait(); err != nil {
				t.Error(err)
			}
			c.restored()
		})
	}
}

// TestWindowSize: another size is used at once.
func TestWindowSize(t *testing.T) {
	c := startOnConsole(t, "show")
	c.await("SOCKET")
	c.resize(30, 10)
	c.await(format.Cut(keysHelp, 30))
	c.press("q")
	c.await(leaveScreen)
	if err := c.cmd.Wait(); err != nil {
		t.Error(err)
	}
	c.restored()
}

// TestStop: while the program is stopped, the terminal is as it was.
func TestStop(t *testing.T) {
	for name, stop := range map[string]func(c *console, pid int){
		"Ctrl-Z":  func(c *console, pid int) { c.press("\x1a") },
		"SIGTSTP": func(c *console, pid int) { unix.Kill(pid, unix.SIGTSTP) },
	} {
		t.Run(name, func(t *testing.T) {
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			c := startOnConsole(t, "shell", w)
			w.Close()
			events := bufio.NewScanner(r)
			event := func() string {
				if !events.Scan() {
					t.Fatalf("the shell has gone: %v", events.Err())
				}
				return events.Text()
			}
			var pid int
			if _, err := fmt.Sscanf(event(), "started %d", &pid); err != nil {
				t.Fatal(err)
			}
			defer unix.Kill(pid, unix.SIGKILL)
			c.await(enterScreen)
			c.await("by messages")
			for range 2 {
				stop(c, pid)
				c.await(leaveScreen)
				if got := event(); got != "stopped" {
					t.Fatalf("%q instead of stopped", got)
				}
				c.restored()
				if err := unix.Kill(pid, unix.SIGCONT); err != nil {
					t.Fatal(err)
				}
				c.await(enterScreen)
				c.await("by messages")
			}
			c.press("q")
			c.await(leaveScreen)
			if got := event(); got != "ended 0" {
				t.Errorf("%q", got)
			}
			c.restored()
		})
	}
}

// TestStopWithoutShell: where nobody could continue it, the program goes on.
func TestStopWithoutShell(t *testing.T) {
	c := startOnConsole(t, "show")
	c.await("by messages")
	c.press("\x1a")
	c.await(leaveScreen)
	c.await(enterScreen)
	c.await("by messages")
	c.press("q")
	c.await(leaveScreen)
	if err := c.cmd.Wait(); err != nil {
		t.Error(err)
	}
	c.restored()
}

// TestDumbTerminal: neither there nor in a file is there any control sequence.
func TestDumbTerminal(t *testing.T) {
	_, slave := testhost.Terminal(t)
	for kind, drawn := range map[string]bool{"": false, "dumb": false, "xterm": true} {
		t.Setenv("TERM", kind)
		if got := openTerminal(slave, slave) != nil; got != drawn {
			t.Errorf("TERM=%q is drawn on: %v", kind, got)
		}
	}
	t.Setenv("TERM", "xterm")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if openTerminal(r, w) != nil {
		t.Error("a pipe is drawn on")
	}
}
