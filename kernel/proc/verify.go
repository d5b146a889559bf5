package proc

import (
	"errors"
	"os"
	"time"
)

// Who made a socket, or held it at some time, may have handed it on and closed it, or be
// gone. Who can't receive any more is not to be named.

// Verify makes sure that a process still has a socket open. If not, it is who alone has, but
// for process 1, which holds the sockets of what it starts on demand; Nobody if that are
// several, or nobody has while the process goes on. If that is gone, too, nobody else can
// have received there. As for Find, it is not settled while the answer is being searched
// for; if that takes too long, the guess is the answer.
func (o *Owners) Verify(inode uint64, guess *Process) (_ Process, settled bool) {
	if !o.canVerify(inode, guess) {
		return *guess, true
	}
	p, settled := o.search.ask(question{inode, guess.Pid, true}, time.Now())
	return inFull(p, guess), settled
}

// VerifyNow is Verify for those who can wait for a search.
func (o *Owners) VerifyNow(inode uint64, guess *Process) Process {
	if !o.canVerify(inode, guess) {
		return *guess
	}
	return inFull(o.search.forHolder(question{inode, guess.Pid, true}), guess)
}

func (o *Owners) canVerify(inode uint64, guess *Process) bool {
	return inode != 0 && guess.Pid != 0 && !o.Foreign()
}

// inFull is what is known of the process that was found.
func inFull(found Process, guess *Process) Process {
	if found.Pid == guess.Pid {
		return *guess
	}
	return found
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
		if _, err := os.Stat(Path(s.proc, q.hint, "")); errors.Is(err, os.ErrNotExist) {
			return Process{Pid: q.hint, UID: -1}
		}
		return Nobody
	}
	alone.Cgroup = s.cgroups.Of(alone.Pid)
	return alone
}
