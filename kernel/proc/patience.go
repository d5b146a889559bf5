package proc

import "time"

// Patience is for looks at what observed processes can keep from being looked at: a command
// line is in memory of theirs, which may be a file of a file system of theirs, and so may be the
// directory of a socket. It may be used by several goroutines at once.
type Patience struct {
	hung chan struct{}
	wait time.Duration
}

// LookPatience is for how long others wait behind a look, where that holds up no more than these.
const LookPatience = time.Second

// NewPatience has others wait for so long behind a look, and lets so many at once go on for
// themselves then, each on a thread.
func NewPatience(hung int, wait time.Duration) Patience {
	return Patience{make(chan struct{}, hung), wait}
}

// Look calls a function, and returns when that has, or when it has taken too long: then it goes
// on by itself. If too many do, the function is not called, and Look returns false.
func (p Patience) Look(do func()) bool {
	select {
	case p.hung <- struct{}{}:
	default:
		return false
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		do()
		<-p.hung
	}()
	select {
	case <-ended:
	case <-time.After(p.wait):
	}
	return true
}

// Hung is how many looks go on now.
func (p Patience) Hung() int { return len(p.hung) }
