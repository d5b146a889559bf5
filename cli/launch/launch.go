package launch

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"

	"github.com/unixsnoop/unixsnoop/cli/invoker"
)

// Command is a command that is to be run, or running.
type Command struct {
	process *os.Process
	gate    *os.File // nil once released
	as      *invoker.User
	signals *passer

	ended  bool
	status int
	err    error
}

// Prepare starts a process that waits to become the command args[0], with its
// arguments. It will run as the given user, or as we are if that is nil, on our
// standard input and error, and with no other file of ours; its standard output is
// the given file. If we end before Release, however that happens, the command is
// not run.
//
// From here on the signals that would end us are the command's: see passer.
// Close gives them back.
func Prepare(args []string, as *invoker.User, stdout *os.File) (*Command, error) {
	if len(args) == 0 {
		return nil, errors.New("there is no command to run")
	}
	wait, gate, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("preparing to run %q: %w", args[0], err)
	}
	defer wait.Close()
	signals := catchSignals()
	// The link, not the path that it shows: the file may have been replaced.
	process, err := os.StartProcess("/proc/self/exe", append([]string{waitsToRun}, args...), &os.ProcAttr{
		Env:   as.Environment(os.Environ()),
		Files: []*os.File{os.Stdin, stdout, os.Stderr, wait}, // wait becomes gateFd
	})
	if err != nil {
		gate.Close()
		signals.stop()
		return nil, fmt.Errorf("starting a process for %q: %w", args[0], err)
	}
	signals.pass(process)
	return &Command{process: process, gate: gate, as: as, signals: signals}, nil
}

// Pid is the number that the command will have, and that the process which waits
// for Release has already, in our pid namespace.
func (c *Command) Pid() int { return c.process.Pid }

// User is the name of the user that the command runs as.
func (c *Command) User() string {
	if c.as != nil {
		return c.as.Name
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "user " + strconv.Itoa(os.Geteuid())
}

// Release lets the process become the command. Whether it could, or has ended
// before, Wait tells.
func (c *Command) Release() error {
	gate := c.gate
	if gate == nil {
		return errors.New("the command was released already")
	}
	c.gate = nil
	order, err := json.Marshal(c.as)
	if err == nil {
		_, err = gate.Write(order)
	}
	if closed := gate.Close(); err == nil {
		err = closed
	}
	if err != nil && !errors.Is(err, syscall.EPIPE) {
		return fmt.Errorf("releasing the command: %w", err)
	}
	return nil
}

// Wait waits until the command has ended and returns its exit status as shells
// number it: 128+n if signal n ended it, 127 if it was not found, 126 if it could
// not be run. Why it could not, the process that tried has said on standard error.
func (c *Command) Wait() (int, error) {
	if c.ended {
		return c.status, c.err
	}
	c.ended = true
	state, err := c.process.Wait()
	if err != nil {
		c.err = fmt.Errorf("waiting for the command: %w", err)
		return 0, c.err
	}
	c.status = state.ExitCode()
	if how := state.Sys().(syscall.WaitStatus); how.Signaled() {
		c.status = 128 + int(how.Signal())
	}
	return c.status, nil
}

// Close gives the signals back that Prepare took, and ends the process if it still
// waits to be released. A command that runs is left running. Call it last: until
// then a Ctrl-C that ends the command can't end us before we have cleaned up.
func (c *Command) Close() {
	if c.gate != nil {
		c.gate.Close()
		c.gate = nil
		c.Wait() // it ends at once, and what with does not matter
	}
	c.signals.stop()
}
