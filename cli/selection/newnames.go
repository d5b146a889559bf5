package selection

import (
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// TellNewNames tells, until stop is called, of names that are asked for, are made now and
// lead to sockets that were bound under another one: what passes over these is not captured,
// as names are looked up when a capture starts.
func (l *Live) TellNewNames(tell func(...any)) (stop func()) {
	var paths, prefixes []string
	for _, p := range l.Names {
		switch {
		case p.Name == "" || p.Name[0] == 0:
		case p.Prefix:
			prefixes = append(prefixes, string(p.Name))
		default:
			paths = append(paths, string(p.Name))
		}
	}
	if len(paths)+len(prefixes) == 0 {
		return func() {}
	}
	names, err := proc.WatchNames(paths, prefixes)
	if err != nil {
		return func() {} // it is a help, and nothing that a capture needs
	}
	told, done := map[string]bool{}, make(chan struct{})
	go func() {
		defer close(done)
		for {
			made, err := names.Next()
			if err != nil {
				return
			}
			for _, path := range made {
				if !told[path] && len(told) < maxTold {
					told[path] = true
					tell(format.Escape(path) + " leads to a socket of another name from now on, which this name does not capture; start again for that")
				}
			}
		}
	}()
	return func() {
		names.Close()
		<-done
	}
}

// maxTold bounds how often that is told: anybody may make links in /tmp.
const maxTold = 16
