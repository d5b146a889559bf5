package probes

import (
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// acceptors are who was seen accepting connections, by where it was listened. Who called
// listen need not be one of them: it may have handed the socket on.
type acceptors struct {
	foreign bool // processes have other numbers here, so it can't be asked whether they are there
	at      map[program.Name]acceptor
}

type acceptor struct {
	proc.Process
	several bool // others have accepted there, too
}

// maxAcceptors bounds how many names are remembered.
const maxAcceptors = 4096

// saw notes that a process accepted a connection there.
func (a *acceptors) saw(at *program.Name, p *proc.Process) {
	before, there := a.at[*at]
	if !there && len(a.at) >= maxAcceptors {
		clear(a.at)
	}
	several := there && (before.several || before.Pid != p.Pid && a.isThere(before.Pid))
	a.at[*at] = acceptor{*p, several}
}

// alone is who accepts there, if that is one process, and Nobody if it is not known or gone.
func (a *acceptors) alone(at *program.Name) proc.Process {
	known, there := a.at[*at]
	if !there || known.several || !a.isThere(known.Pid) {
		return proc.Nobody
	}
	return known.Process
}

// isThere reports whether there is a process of that number, as far as that can be asked.
func (a *acceptors) isThere(pid int) bool { return a.foreign || unix.Kill(pid, 0) != unix.ESRCH }
