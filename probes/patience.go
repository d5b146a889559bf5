package probes

import "time"

// patience is for looks at what observed processes can keep from being looked at: a command
// line is in memory of theirs, which may be a file of a file system of theirs, and so may be the
// directory of a socket.
type patience struct{ hung chan struct{} }

const (
	// lookPatience is for how long others wait behind a look.
	lookPatience = time.Second
	// maxHung is how many looks may go on for themselves behind that, each on a thread.
	maxHung = 64
)

func newPatience() patience { return patience{make(chan struct{}, maxHung)} }

// look calls a function, and returns when that has, or when it has taken too long: then it goes
// on by itself. If too many do, the function is not called, and look returns false.
func (p patience) look(do func()) bool {
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
	case <-time.After(lookPatience):
	}
	return true
}
