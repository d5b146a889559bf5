package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"

	"golang.org/x/sys/unix"
)

// holder is a process with sockets that are open and that nobody uses.
type holder struct {
	cmd   *exec.Cmd
	stdin io.Closer
}

// holdSockets has a process hold so many sockets, and returns when it does: none and nil if
// they are 0.
func holdSockets(n int) (*holder, error) {
	if n == 0 {
		return nil, nil
	}
	h := &holder{cmd: exec.Command("/proc/self/exe", "hold", strconv.Itoa(n))}
	h.cmd.Stderr = os.Stderr
	stdin, err := h.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	h.stdin = stdin
	stdout, err := h.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := h.cmd.Start(); err != nil {
		return nil, err
	}
	if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		h.end()
		return nil, fmt.Errorf("%d sockets could not be held open: %w", n, err)
	}
	return h, nil
}

// end closes the sockets. It may be called again.
func (h *holder) end() {
	if h != nil && h.cmd.ProcessState == nil {
		_ = h.stdin.Close()
		_ = h.cmd.Wait()
	}
}

// hold opens so many sockets, in connected pairs, says so, and holds them until its standard
// input ends.
func hold(args []string) error {
	if len(args) != 1 {
		return mistakef("hold needs one number of sockets")
	}
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 1 {
		return mistakef("hold %s: that is no number of sockets", args[0])
	}
	const others = 64 // descriptors
	limit := unix.Rlimit{Cur: uint64(n + others), Max: uint64(n + others)}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("raising the limit of open files to %d: %w", limit.Cur, err)
	}
	for range (n + 1) / 2 {
		if _, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0); err != nil {
			return fmt.Errorf("opening %d sockets: %w", n, err)
		}
	}
	fmt.Println("open")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}
