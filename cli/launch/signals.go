package launch

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// passer keeps the signals that ask a program to end from ending us while a
// command runs, and hands them on to it.
//
// What is typed at the terminal, Ctrl-C and Ctrl-\, the kernel sends to every
// process of the foreground process group, so the command has it already and must
// not get it twice. Who sent a signal can't be seen here. So an interrupt counts
// as typed if it would have reached the command in that case: if our group is in
// the foreground and the command has not left it. This means that kill -INT to us
// alone does nothing while we are in the foreground; kill, which is SIGTERM, does.
//
// SIGHUP may reach the command twice, from us and from the shell that loses its
// terminal. That does no harm to a program that is to end.
type passer struct {
	arrived chan os.Signal
	done    chan struct{}
	passed  chan struct{} // closed when nothing is handed on any more; nil before pass
}

// catchSignals takes the signals, but none that we were started to ignore, as by
// nohup or by a shell script in the background: the command is to ignore it too.
func catchSignals() *passer {
	p := &passer{arrived: make(chan os.Signal, 16), done: make(chan struct{})}
	for _, s := range []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM} {
		if !signal.Ignored(s) {
			signal.Notify(p.arrived, s)
		}
	}
	return p
}

// pass hands on what arrives, and what has arrived, until stop.
func (p *passer) pass(command *os.Process) {
	p.passed = make(chan struct{})
	go func() {
		defer close(p.passed)
		for {
			select {
			case s := <-p.arrived:
				if !typed(s, command.Pid) {
					_ = command.Signal(s) // it has ended, or may not be ended by us
				}
			case <-p.done:
				return
			}
		}
	}()
}

// stop lets the signals do what they did before.
func (p *passer) stop() {
	signal.Stop(p.arrived)
	close(p.done)
	if p.passed != nil {
		<-p.passed
	}
}

// typed reports whether a signal that arrived must be taken for one that the
// terminal has sent to the command as well.
func typed(s os.Signal, command int) bool {
	if s != syscall.SIGINT && s != syscall.SIGQUIT {
		return false
	}
	ours := unix.Getpgrp()
	group, err := unix.Getpgid(command)
	return err == nil && group == ours && foreground() == ours
}

// foreground is the process group that what is typed at our terminal reaches, 0 if
// we have no terminal.
func foreground() int {
	// The controlling terminal, wherever standard input comes from.
	tty, err := unix.Open("/dev/tty", unix.O_RDONLY|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0
	}
	defer unix.Close(tty)
	group, err := unix.IoctlGetUint32(tty, unix.TIOCGPGRP) // a pid_t
	if err != nil {
		return 0
	}
	return int(group)
}
