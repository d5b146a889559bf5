package proc

import (
	"slices"
	"sync"
	"time"
)

// search looks for the holders of sockets in /proc, for one question after the other.
type search struct {
	proc    string
	foreign bool // it has other numbers than the host

	// One at a time searches, and has these.
	searching sync.Mutex
	cgroups   *Cgroups
	told      int     // number in /proc of whom hold was told last
	latest    Process // that one
	scanned   time.Time
	listing   listing

	// What was found, and what is asked.
	mu       sync.Mutex
	held     *recent[Holder] // who holds a socket: apart from who was seen, so that a scan of many displaces nobody
	answers  map[question]answer
	asked    []asked   // of which the first is being searched for, in the background
	began    time.Time // when somebody began to wait
	patience time.Duration
}

// question is whose a socket is. The hint is a process that is likely to hold it, 0 for
// none.
type question struct {
	inode  uint64
	hint   int
	verify bool // whether the hint still holds it, else who does
}

// asked is a question, and when it was asked.
type asked struct {
	question
	at time.Time
}

// answer is what was found at some time.
type answer struct {
	Process
	at time.Time
}

const (
	// scanInterval bounds the work for sockets that nobody can be found for: they are
	// searched for once in so long, and waited for once.
	scanInterval = time.Second
	// patience is for how long of each scanInterval those who ask wait.
	patience = 200 * time.Millisecond

	maxAnswers = 4096
	maxAsked   = 64
)

func (s *search) init(proc string) {
	s.proc, s.patience = proc, patience
	s.foreign = !NumbersOfHost(proc)
	s.cgroups = NewCgroups(proc)
	s.held = newRecent[Holder](maxOwners)
	s.answers = map[question]answer{}
}

// ask answers from what was found, not longer ago than that, and has a question without such
// an answer searched for. It is not settled yet while that is worth waiting for.
func (s *search) ask(q question, now time.Time, notLonger time.Duration) (_ Process, settled bool) {
	if q == (question{}) {
		return Nobody, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a, there := s.answers[q]
	if there && now.Sub(a.at) < notLonger {
		return a.Process, true
	}
	if len(s.asked) < maxAsked && !slices.ContainsFunc(s.asked, func(a asked) bool { return a.question == q }) {
		s.asked = append(s.asked, asked{q, now})
		if len(s.asked) == 1 {
			go s.answerAll(s.asked[0])
		}
	}
	if now.Sub(s.began) >= scanInterval {
		s.began = now
	}
	switch {
	case q.verify:
		a.Process = Nobody
	case !there:
		a.Process = Process{Pid: q.hint, UID: -1}
	}
	return a.Process, now.Sub(s.began) >= s.patience
}

// answerAll searches for what is asked, of which q is the first, until that is nothing.
func (s *search) answerAll(q asked) {
	for more := true; more; {
		a := s.forHolder(q)
		s.mu.Lock()
		if len(s.answers) >= maxAnswers {
			clear(s.answers)
		}
		s.answers[q.question] = a
		s.asked = slices.Delete(s.asked, 0, 1)
		if more = len(s.asked) > 0; more {
			q = s.asked[0]
		}
		s.mu.Unlock()
	}
}

// forHolder searches for the holder of a socket. The hint is the answer if no better
// one is found.
func (s *search) forHolder(q asked) answer {
	s.searching.Lock()
	defer s.searching.Unlock()
	if q.verify {
		p := s.verified(q)
		return answer{p, s.listing.began}
	}
	return answer{s.found(q.question), time.Now()}
}

// found is who holds a socket, as far as it was noted or is to be found.
func (s *search) found(q question) Process {
	if q.inode == 0 {
		return s.process(q.hint)
	}
	if q.hint != 0 && !s.foreign {
		holds(s.proc, q.hint, s.hold)
	}
	p, ok := s.holder(q.inode)
	if !ok && time.Since(s.scanned) > scanInterval {
		s.scan()
		p, ok = s.holder(q.inode)
	}
	if ok {
		return p
	}
	return s.process(q.hint)
}

// holder is who was found to hold a socket.
func (s *search) holder(inode uint64) (Process, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, ok := s.held.use(inode)
	return h.Process, ok
}

// scan looks at the file descriptors of every process.
func (s *search) scan() {
	var (
		first  Process
		inodes []uint64
	)
	// What can't be read stays unknown.
	_, _ = Holders(s.proc, func(inode uint64, p Process) {
		if p.Pid == 1 {
			first, inodes = p, append(inodes, inode)
			return
		}
		s.hold(inode, p)
	})
	// Process 1 last, as it also holds the sockets of what it starts on demand.
	for _, inode := range inodes {
		s.hold(inode, first)
	}
	s.scanned = time.Now()
}

// hold notes that a process has a socket open, but never replaces what is known.
func (s *search) hold(inode uint64, p Process) {
	if inode == 0 || s.isHeld(inode, p.Pid) {
		return
	}
	if p.Pid != s.told { // it has many, one after the other
		s.told = p.Pid
		p.Cgroup = s.cgroups.Of(p.Pid)
		if s.foreign {
			p.Pid = 0
		}
		s.latest = p
	}
	s.mu.Lock()
	s.held.put(inode, Holder{Process: s.latest, Alone: true, number: s.told})
	s.mu.Unlock()
}

// isHeld reports whether it is known who holds a socket, and notes that this process does.
func (s *search) isHeld(inode uint64, number int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.held.peek(inode)
	if h == nil {
		return false
	}
	h.Alone = h.Alone && (h.number == number || number == 1)
	return true
}

// process describes a process while it is there.
func (s *search) process(pid int) Process {
	if s.foreign {
		return Process{Pid: pid, UID: -1}
	}
	p := Describe(s.proc, pid)
	if pid != 0 {
		p.Cgroup = s.cgroups.Of(pid)
	}
	return p
}
