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

// verified is the answer to such a question. It is as old as the list of who has which socket,
// unless that tells of another process which is found to have the socket still.
func (s *search) verified(q asked) answer {
	s.listing.renew(s.proc)
	var (
		at    = s.listing.began
		still = slices.Contains(s.listing.holders[q.inode], q.hint)
		able  []int // processes that can receive
	)
	if at.Before(q.at) { // it may have opened or closed it since
		still = s.has(q.hint, q.inode)
	}
	for _, pid := range s.listing.holders[q.inode] {
		if pid != q.hint {
			able = append(able, pid)
		}
	}
	if still {
		able = append(able, q.hint)
	}
	if len(able) > 1 {
		able = slices.DeleteFunc(able, func(pid int) bool { return pid == 1 })
	}
	switch {
	case len(able) > 1:
		return answer{Nobody, at}
	case len(able) == 1 && able[0] == q.hint:
		return answer{Process{Pid: q.hint, UID: -1}, at}
	case len(able) == 1:
		if at.Before(q.at) && s.has(able[0], q.inode) {
			at = time.Now()
		}
		return answer{s.process(able[0]), at}
	}
	if _, err := os.Stat(Path(s.proc, q.hint, "")); errors.Is(err, os.ErrNotExist) {
		return answer{Process{Pid: q.hint, UID: -1}, at}
	}
	return answer{Nobody, at}
}

// has reports whether a process has a socket open now.
func (s *search) has(pid int, inode uint64) bool {
	found := false
	holds(s.proc, pid, func(has uint64, _ Process) { found = found || has == inode })
	return found
}

// listing is who has which socket, as a look at all processes found.
type listing struct {
	holders      map[uint64][]int // of each socket: the ids of processes
	began, ended time.Time
}

// renew looks again, but not all the time: three quarters of it are for others.
func (l *listing) renew(proc string) {
	if time.Since(l.ended) < min(3*l.ended.Sub(l.began), scanInterval) {
		return
	}
	l.holders, l.began = map[uint64][]int{}, time.Now()
	// What can't be read stays unknown.
	_, _ = holders(proc, true, func(inode uint64, p Process) {
		before := l.holders[inode]
		if n := len(before); n == 0 || before[n-1] != p.Pid {
			l.holders[inode] = append(before, p.Pid)
		}
	})
	l.ended = time.Now()
}
