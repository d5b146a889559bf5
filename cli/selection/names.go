package selection

import (
	"sync"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// FollowNames has sockets captured that have another name than they were bound to, be it made
// before or while it captures: it calls include with names that are asked for, and lead
// elsewhere. It goes on until the function that it returns is called. What happens while it
// captures is told of.
func (l *Live) FollowNames(include func(path string, at []proc.Place) (added bool, err error), tell func(...any)) (stop func()) {
	paths, prefixes := l.paths()
	if len(paths)+len(prefixes) == 0 {
		return func() {}
	}
	watch, err := proc.WatchNames(paths, prefixes)
	if err != nil {
		return func() {} // the names that there were are captured
	}
	f := &followed{include: include, tell: tell, told: map[string]bool{}}
	there, all := watch.There()
	f.look(there, all, false)
	go func() {
		for {
			made, all, err := watch.Next()
			if err != nil || !f.look(made, all, true) {
				return
			}
		}
	}()
	return func() {
		watch.Close()
		f.stop()
	}
}

// paths are those among the names that are asked for, and the beginnings of paths.
func (l *Live) paths() (paths, prefixes []string) {
	for _, p := range l.Names {
		switch {
		case p.Name == "" || p.Name[0] == 0:
		case p.Prefix:
			prefixes = append(prefixes, string(p.Name))
		default:
			paths = append(paths, string(p.Name))
		}
	}
	return paths, prefixes
}

// followed are the names that are captured since they were made.
type followed struct {
	include func(string, []proc.Place) (bool, error)
	tell    func(...any)
	told    map[string]bool
	some    bool // it was told that there are too many names to look at all

	mu      sync.Mutex
	stopped bool
}

// maxTold bounds how many are told of: anybody may make links in /tmp.
const maxTold = 16

// look includes names, unless it was stopped. If these are not all that there are, it says so.
func (f *followed) look(names []string, all, tell bool) (goOn bool) {
	if !all {
		f.notAll()
	}
	for _, path := range names {
		if !f.one(path, proc.Places(path), tell) {
			return false
		}
	}
	return true
}

// one includes a name that leads there.
func (f *followed) one(path string, at []proc.Place, tell bool) (goOn bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.stopped {
		return false
	}
	added, err := f.include(path, at)
	switch {
	case f.told[path] || len(f.told) == maxTold:
	case err != nil:
		f.told[path] = true
		f.tell(format.Escape(path)+" leads to a socket of another name, which is not captured:", err)
	case added && tell:
		f.told[path] = true
		f.tell(format.Escape(path) + " leads to a socket of another name, which is captured from now on")
	}
	return true
}

// notAll says that there are more names than are looked at, once.
func (f *followed) notAll() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.stopped && !f.some {
		f.some = true
		f.tell("there are too many sockets and links to look at in the directories that are asked for: some may lead to sockets of other names, which are not captured")
	}
}

// stop has nothing more be included and told. It does not wait for a look at a name, which may
// lead to a file system that does not answer.
func (f *followed) stop() {
	f.mu.Lock()
	f.stopped = true
	f.mu.Unlock()
}
