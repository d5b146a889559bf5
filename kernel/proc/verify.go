package proc

import (
	"errors"
	"os"
	"slices"
	"time"
)

// Who made a socket, or used it at some time, may have handed it on and closed it, or be
// gone, or not be the only one that has it. Who can't receive any more is not to be named,
// and neither is one of several that can.

// Verify makes sure that a process still has a socket open, and alone. If not, it is who alone
// has, in either case but for process 1, which holds the sockets of what it starts on demand;
// Nobody if that are several, or nobody has while the process goes on. If that is gone, too,
// nobody else can have received there. What was found before serves if that was not longer
// ago. As for Find, it is not settled while the answer is being searched for; if that takes
// too long, it is Nobody.
func (o *Owners) Verify(inode uint64, guess *Process, notLonger time.Duration) (_ Process, settled bool) {
	if !o.canVerify(inode, guess) {
		return *guess, true
	}
	p, settled := o.search.ask(question{inode, guess.Pid, true}, time.Now(), notLonger)
	return inFull(p, guess), settled
}

// VerifyNow is Verify for those who can wait for a search. What was found a moment before
// serves, but for LookAgain.
func (o *Owners) VerifyNow(inode uint64, guess *Process) Process {
	if !o.canVerify(inode, guess) {
		return *guess
	}
	return inFull(o.search.forHolder(asked{question: question{inode, guess.Pid, true}}).Process, guess)
}

// LookAgain has the next question find out anew who has which socket.
func (o *Owners) LookAgain() {
	o.search.searching.Lock()
	defer o.search.searching.Unlock()
	o.search.listing = listing{}
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
func (s *search) verified(q asked) Process {
	s.listing.renew(s.proc)
	var (
		still bool
		able  []Process // to receive
	)
	for _, p := range s.listing.holders[q.inode] {
		if p.Pid == q.hint {
			still = true
		} else {
			able = append(able, p)
		}
	}
	if s.listing.began.Before(q.at) { // it may have opened or closed it since
		still = false
		holds(s.proc, q.hint, func(inode uint64, _ Process) { still = still || inode == q.inode })
	}
	if still {
		able = append(able, Process{Pid: q.hint, UID: -1})
	}
	if len(able) > 1 {
		able = slices.DeleteFunc(able, func(p Process) bool { return p.Pid == 1 })
	}
	if len(able) == 0 {
		if _, err := os.Stat(Path(s.proc, q.hint, "")); errors.Is(err, os.ErrNotExist) {
			return Process{Pid: q.hint, UID: -1}
		}
	}
	if len(able) != 1 {
		return Nobody
	}
	able[0].Cgroup = s.cgroups.Of(able[0].Pid)
	return able[0]
}

// listing is who has which socket, as a look at all processes found.
type listing struct {
	holders      map[uint64][]Process // of each socket
	began, ended time.Time
}

// renew looks again, but not all the time: three quarters of it are for others.
func (l *listing) renew(proc string) {
	if time.Since(l.ended) < min(3*l.ended.Sub(l.began), scanInterval) {
		return
	}
	l.holders, l.began = map[uint64][]Process{}, time.Now()
	// What can't be read stays unknown.
	_, _ = Holders(proc, func(inode uint64, p Process) {
		before := l.holders[inode]
		if n := len(before); n == 0 || before[n-1].Pid != p.Pid {
			l.holders[inode] = append(before, p)
		}
	})
	l.ended = time.Now()
}
