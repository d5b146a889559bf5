package probes

import (
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// ends remembers how ends are called, so that names are not made anew for each message.
// Who comes to the place of another displaces it, which costs a few names: sockets that
// were made one after the other don't, and neither do two processes mostly that share one.
type ends [4096]called

// called is how the rest of the program calls an end.
type called struct {
	end     program.End
	there   bool
	process proc.Process
	name    format.Name
}

// of returns what there is to say of an end. It is there until another one is asked for.
func (e *ends) of(end *program.End) *called {
	c := &e[(2*end.Inode+uint64(end.Process.Pid%2))%uint64(len(e))]
	if !c.there || !c.end.Same(end) {
		*c = called{*end, true, known(&end.Process), end.Name.Bound()}
	}
	return c
}

// known is the process as the rest of the program knows it.
func known(p *program.Process) proc.Process {
	if p.Pid == 0 {
		return proc.Nobody
	}
	uid := int(p.UID)
	if p.UID == program.UnknownUID {
		uid = -1
	}
	return proc.Process{Pid: int(p.Pid), Comm: p.Command(), UID: uid, Cgroup: p.Cgroup}
}

func endOf(inode uint64, p *proc.Process, name format.Name) format.End {
	return format.End{Pid: p.Pid, UID: p.UID, Comm: p.Comm, Cgroup: p.Cgroup, Inode: inode, Name: name}
}
