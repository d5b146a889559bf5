package probes

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// actorVariable makes the test binary an actor.
const actorVariable = "UNIXSNOOP_ACTOR"

// actor is a process of its own that does with sockets what it is told.
type actor struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

// startActor starts one that has these descriptors as 3, 4 and so on.
func startActor(t *testing.T, attributes *syscall.SysProcAttr, descriptors ...int) *actor {
	t.Helper()
	a := &actor{cmd: exec.Command("/proc/self/exe")}
	a.cmd.Env = append(os.Environ(), actorVariable+"=1")
	a.cmd.SysProcAttr = attributes
	a.cmd.Stderr = os.Stderr
	for _, fd := range descriptors {
		a.cmd.ExtraFiles = append(a.cmd.ExtraFiles, testsock.File(t, fd))
	}
	var err error
	if a.in, err = a.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := a.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	a.out = bufio.NewScanner(out)
	if err := a.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.leave(t) })
	return a
}

func (a *actor) pid() int { return a.cmd.Process.Pid }

// leave ends the actor, if it has not ended yet.
func (a *actor) leave(t *testing.T) {
	a.in.Close()
	if a.cmd.ProcessState == nil {
		check(t, a.cmd.Wait())
	}
}

// do has the actor carry out a command, and returns what it says when that is done.
func (a *actor) do(t *testing.T, command string, args ...any) string {
	t.Helper()
	fmt.Fprintf(a.in, command+"\n", args...)
	if !a.out.Scan() {
		t.Errorf("actor %d ended at %q", a.pid(), fmt.Sprintf(command, args...))
		return ""
	}
	said, failed := strings.CutPrefix(a.out.Text(), "error ")
	if failed {
		t.Errorf("actor: %q: %s", fmt.Sprintf(command, args...), said)
	}
	return said
}

// An actor stays on the main thread, whose name is the process's. Only while
// packages are initialised is it sure to be there.
func init() {
	if os.Getenv(actorVariable) != "" {
		runtime.LockOSThread()
	}
}

// act is what an actor does: a line of words on its standard input is a command, a
// line on its standard output the answer.
func act() error {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		answer, err := perform(strings.Fields(lines.Text()))
		if err != nil {
			answer = fmt.Sprint("error ", err)
		}
		fmt.Println(answer)
	}
	return nil
}

func perform(words []string) (string, error) {
	number := func(i int) int {
		n, _ := strconv.Atoi(words[i])
		return n
	}
	address := func(i int) unix.Sockaddr { return &unix.SockaddrUnix{Name: words[i]} }
	switch words[0] {
	case "name":
		name := append([]byte(words[1]), 0)
		return "", unix.Prctl(unix.PR_SET_NAME, uintptr(unsafe.Pointer(&name[0])), 0, 0, 0)
	case "user":
		return "", syscall.Setuid(number(1))
	case "chroot":
		if err := unix.Chroot(words[1]); err != nil {
			return "", err
		}
		return "", unix.Chdir("/")
	case "directory":
		return "", unix.Chdir(words[1])
	case "socket":
		fd, err := unix.Socket(unix.AF_UNIX, number(1), 0)
		return fmt.Sprint(fd), err
	case "bind":
		return "", unix.Bind(number(1), address(2))
	case "listen":
		return "", unix.Listen(number(1), 10)
	case "accept":
		fd, _, err := unix.Accept(number(1))
		return fmt.Sprint(fd), err
	case "connect":
		return "", unix.Connect(number(1), address(2))
	case "send":
		return "", unix.Send(number(1), []byte(words[2]), 0)
	case "sendto":
		return "", unix.Sendto(number(1), []byte(words[2]), 0, address(3))
	case "receive":
		buffer := make([]byte, 100)
		n, err := unix.Read(number(1), buffer)
		return string(buffer[:max(n, 0)]), err
	case "splice": // as many bytes into a pipe
		var pipe [2]int
		if err := unix.Pipe(pipe[:]); err != nil {
			return "", err
		}
		_, err := unix.Splice(number(1), nil, pipe[1], nil, number(2), 0)
		return "", err
	case "shutdown":
		return "", unix.Shutdown(number(1), number(2))
	case "close":
		return "", unix.Close(number(1))
	case "pass": // a descriptor, over another one
		return "", unix.Sendmsg(number(2), []byte("p"), unix.UnixRights(number(1)), nil, 0)
	case "take": // a descriptor that is passed
		control := make([]byte, unix.CmsgSpace(4))
		_, n, _, _, err := unix.Recvmsg(number(1), make([]byte, 1), control, 0)
		if err != nil {
			return "", err
		}
		messages, err := unix.ParseSocketControlMessage(control[:n])
		if err != nil || len(messages) == 0 {
			return "", fmt.Errorf("no descriptor: %w", err)
		}
		fds, err := unix.ParseUnixRights(&messages[0])
		return fmt.Sprint(fds[0]), err
	case "start": // a child that sends, and its pid
		// A duplicate, as the file closes its descriptor.
		dup, err := unix.FcntlInt(uintptr(number(1)), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			return "", err
		}
		socket := os.NewFile(uintptr(dup), "socket")
		defer socket.Close()
		cmd := exec.Command("/proc/self/exe")
		cmd.Env = append(os.Environ(), actorVariable+"=1")
		cmd.ExtraFiles = []*os.File{socket}
		cmd.Stdin = strings.NewReader("send 3 " + words[2] + "\n")
		if err := cmd.Run(); err != nil {
			return "", err
		}
		return strconv.Itoa(cmd.ProcessState.Pid()), nil
	}
	return "", fmt.Errorf("unknown command")
}
