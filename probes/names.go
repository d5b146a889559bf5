package probes

import (
	"errors"
	"fmt"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// names are those that a filter asks for in running programs: where they led to at the
// start, and further ones since.
type names struct {
	filter *Filter
	places program.Places
	loaded *ebpf.Collection
}

// ErrTooManyNames is that no more names can be added to a filter.
var ErrTooManyNames = errors.New("too many names were added")

// IncludeName has a path, or a beginning of paths, be a further name of what the filter's patterns
// ask for that cover it: it leads to these places now. What is bound there is captured from now
// on. It reports whether it was not before, and fails with ErrTooManyNames when there is no room.
// It takes a map call or two, so it is for what happens seldom. It may be called while Run runs, by
// one goroutine at a time.
func (c *Capture) IncludeName(name format.Pattern, at []proc.Place) (added bool, err error) {
	return c.names.include(name, at)
}

// IncludeName is the same for what is counted.
func (c *Counter) IncludeName(name format.Pattern, at []proc.Place) (added bool, err error) {
	return c.names.include(name, at)
}

func (n *names) include(name format.Pattern, at []proc.Place) (added bool, err error) {
	for into, contents := range n.filter.Further(n.places, name, at) {
		for _, kv := range contents {
			err := mapCall(func() error { return n.loaded.Maps[into].Put(kv.Key, kv.Value) })
			if errors.Is(err, unix.E2BIG) || errors.Is(err, unix.ENOSPC) { // a hash, a trie
				return false, ErrTooManyNames
			}
			if err != nil {
				return false, fmt.Errorf("having %q captured: %w", name.Name, err)
			}
			added = true
		}
	}
	if !added {
		return false, nil
	}
	return true, mapCall(func() error { return n.loaded.Maps[program.MapFurther].Put(uint32(0), uint64(1)) })
}
