package remote

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"

	"github.com/unixsnoop/unixsnoop/cli/invoker"
)

// Session is the tool that runs on another host.
type Session struct {
	Stdout *os.File // what it writes there
	ssh    *exec.Cmd
	stdin  *os.File
	end    sync.Once
	told   chan struct{} // closed when it has said all on standard error
}

// The exit statuses that ssh and shells add to those of the tool.
const (
	NoConnection = 255
	NotThere     = 127
)

// Start has the tool run there with these words, as the user (nil: as we are) that ssh is
// to take for the one at this end. What it and ssh say on standard error, tell is told by the
// line; ssh asks for passwords at the terminal. Ctrl-C is not for ssh: what was captured would
// be lost with it.
func Start(o Options, words []string, user *invoker.User, tell func(line string)) (*Session, error) {
	path, err := exec.LookPath("ssh")
	if err != nil {
		return nil, errors.New("--remote needs ssh, which is not installed here; Debian has it in openssh-client")
	}
	var program *os.File // to copy
	var size int64
	if o.Copy {
		if program, size, err = ourselves(); err != nil {
			return nil, fmt.Errorf("copying this program to %s: %w", o.Host, err)
		}
	}
	s := &Session{told: make(chan struct{}), ssh: exec.Command(path, "-T", "--", o.Host, command(words, size))}
	if user != nil {
		s.ssh.Env = user.Environment(os.Environ())
		s.ssh.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(user.Uid), Gid: uint32(user.Gid), Groups: groups(user)}}
	}
	said, err := s.begin()
	if err != nil {
		return nil, fmt.Errorf("running ssh: %w", err)
	}
	go func() {
		defer close(s.told)
		relay(said, tell)
	}()
	if program != nil {
		go func() {
			_, _ = io.Copy(s.stdin, program) // if it fails, ssh says why
			program.Close()
		}()
	}
	return s, nil
}

// begin starts ssh, and returns what it says on standard error.
func (s *Session) begin() (said io.Reader, err error) {
	in, stdin, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	stdout, out, err := os.Pipe()
	if err != nil {
		stdin.Close()
		return nil, err
	}
	defer out.Close()
	s.stdin, s.Stdout, s.ssh.Stdin, s.ssh.Stdout = stdin, stdout, in, out
	if said, err = s.ssh.StderrPipe(); err == nil {
		signal.Ignore(os.Interrupt) // ssh inherits that; ours is caught by who shows what is captured
		err = s.ssh.Start()
	}
	if err != nil {
		stdin.Close()
		stdout.Close()
	}
	return said, err
}

// ourselves is this program, whatever its name leads to by now.
func ourselves() (*os.File, int64, error) {
	file, err := os.Open("/proc/self/exe")
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, 0, err
	}
	return file, info.Size(), nil
}

func groups(user *invoker.User) []uint32 {
	var list []uint32
	for _, g := range user.Groups {
		list = append(list, uint32(g))
	}
	return list
}

// longestLine bounds what a hostile host can make us keep of what it says.
const longestLine = 1 << 16

// relay tells lines, without the name of the tool, which is ours as well.
func relay(said io.Reader, tell func(line string)) {
	lines := bufio.NewScanner(said)
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		tell(strings.TrimPrefix(strings.TrimSuffix(lines.Text(), "\r"), "unixsnoop: "))
	}
	_, _ = io.Copy(io.Discard, said) // behind a line that is too long
}

// End has the capture end there. What was captured still comes.
func (s *Session) End() { s.end.Do(func() { s.stdin.Close() }) }

// Kill ends ssh, whatever it does.
func (s *Session) Kill() { _ = s.ssh.Process.Kill() }

// Wait ends the capture if it goes on, leaves what comes still unread, and returns the
// exit status of the tool, or one of those above.
func (s *Session) Wait() (int, error) {
	s.End()
	_, _ = io.Copy(io.Discard, s.Stdout)
	<-s.told
	err := s.ssh.Wait()
	s.Stdout.Close()
	var failed *exec.ExitError
	if err == nil || errors.As(err, &failed) {
		return s.ssh.ProcessState.ExitCode(), nil
	}
	return NoConnection, fmt.Errorf("running ssh: %w", err)
}
