package proc

import "time"

// Patience is for looks at what observed processes can keep from being looked at: a command
// line is in memory of theirs, which may be a file of a file system of theirs, and so may be the
// directory of a socket. It may be used by several goroutines at once.
type Patience struct{ hung chan struct{} }

// LookPatience is for how long others wait behind a look.
const LookPatience = time.Second

// NewPatience lets so many looks at once go on for themselves behind that, each on a thread.
func NewPatience(hung int) Patience { return Patience{make(chan struct{}, hung)} }

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
	case <-time.After(LookPatience):
	}
	return true
}

// Hung is how many looks go on now.
func (p Patience) Hung() int { return len(p.hung) }
