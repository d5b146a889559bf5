package proc

import "time"

// Who made a socket, or held it at some time, may have handed it on and closed it, or be
// gone. Who can't receive any more is not to be named.

// Verify makes sure that a process still has a socket open. If not, it is who alone has, but
// for process 1, which holds the sockets of what it starts on demand; Nobody if that are
// several. As for Find, it is not settled while the answer is being searched for; if that
// takes too long, the guess is the answer.
func (o *Owners) Verify(inode uint64, guess *Process) (_ Process, settled bool) {
	if inode == 0 || guess.Pid == 0 || o.Foreign() {
		return *guess, true
	}
	p, settled := o.search.ask(question{inode, guess.Pid, true}, time.Now())
	if p.Pid == guess.Pid {
		p = *guess
	}
	return p, settled
}

// verified is the answer to such a question.
func (s *search) verified(q question) Process {
	still := false
	holds(s.proc, q.hint, func(inode uint64, _ Process) { still = still || inode == q.inode })
	if still {
		return Process{Pid: q.hint, UID: -1}
	}
	if time.Since(s.listed) > scanInterval {
		s.holders = map[uint64][]Process{}
		_, _ = Holders(s.proc, func(inode uint64, p Process) {
			before := s.holders[inode]
			if n := len(before); n == 0 || before[n-1].Pid != p.Pid {
				s.holders[inode] = append(before, p)
			}
		})
		s.listed = time.Now()
	}
	var alone Process
	for _, p := range s.holders[q.inode] {
		switch {
		case p.Pid == q.hint: // it has closed it since
		case alone.Pid <= 1:
			alone = p
		default:
			return Nobody
		}
	}
	if alone.Pid == 0 {
		return Nobody
	}
	alone.Cgroup = s.cgroups.Of(alone.Pid)
	return alone
}
