package selection

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/kernel/container"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes"
)

// addContainers has a filter ask for the containers of --container: for their control groups
// that there are, and for those that are made later.
func (l *Live) addContainers(f *probes.Filter) error {
	if len(l.Containers) == 0 {
		return nil
	}
	groups := proc.NewCgroups("/proc")
	known := container.Read("/")
	for _, prefix := range l.Containers {
		names := known.Groups(prefix)
		ids, _ := groups.Named(names)
		if len(ids) == 0 && !known.Knows(prefix) {
			return flags.Mistakef("no container has an id or name that starts with %q", prefix)
		}
		if !groups.Mounted() {
			return errors.New("--container: control groups of version 2 are not mounted here, so no container can be told from others; mount -t cgroup2 none /sys/fs/cgroup helps if the kernel has them")
		}
		f.Cgroups = append(f.Cgroups, ids...)
		f.Groups = append(f.Groups, names...)
	}
	return nil
}

// WaitsForContainer says that no container runs yet that is asked for, "" if one does.
func (l *Live) WaitsForContainer(f *probes.Filter) string {
	if len(l.Containers) == 0 || len(f.Cgroups) > 0 {
		return ""
	}
	return fmt.Sprintf("no container %s runs; waiting for it to start", strings.Join(l.Containers, ", "))
}

// FollowContainers has containers captured that are made later under one of the names, with
// an id that nobody knew: it calls include with what their control groups may be called. It
// goes on until the function that it returns is called. If the names of new containers can't
// be learned, the limit says so to people; that one can't be captured is told.
func (l *Live) FollowContainers(f *probes.Filter, include func([]proc.GroupName) error, tell func(...any)) (stop func(), limit string) {
	if len(l.Containers) == 0 {
		return func() {}, ""
	}
	w, err := container.Watch("/")
	if err != nil {
		return func() {}, err.Error() + "; a container that is made later is captured only if it has the id of one that there was"
	}
	g := &groups{include: include, tell: tell, have: map[proc.GroupName]bool{}}
	for _, n := range f.Groups {
		g.have[n] = true
	}
	go func() {
		for {
			// First what was made since the filter was.
			g.add(l.newGroups(container.Read("/"), g.have))
			if w.Next() != nil {
				return
			}
		}
	}()
	return func() {
		w.Close()
		g.stop()
	}, ""
}

// groups are those of containers that are captured.
type groups struct {
	include func([]proc.GroupName) error
	tell    func(...any)
	have    map[proc.GroupName]bool

	mu      sync.Mutex
	stopped bool
	told    bool // that one is not
}

// add includes further ones, unless it was stopped.
func (g *groups) add(names []proc.GroupName) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.stopped || len(names) == 0 {
		return
	}
	err := g.include(names)
	if err == nil {
		for _, n := range names {
			g.have[n] = true
		}
	} else if !g.told {
		g.told = true
		g.tell("a container that was made is not captured:", err)
	}
}

// stop has nothing more be included. It does not wait for what is being read of containers, some
// of which is in directories of users.
func (g *groups) stop() {
	g.mu.Lock()
	g.stopped = true
	g.mu.Unlock()
}

// newGroups are names of control groups that are asked for, and not among those that we
// have.
func (l *Live) newGroups(known *container.Known, have map[proc.GroupName]bool) []proc.GroupName {
	var names []proc.GroupName
	added := map[proc.GroupName]bool{}
	for _, prefix := range l.Containers {
		for _, n := range known.Groups(prefix) {
			if !have[n] && !added[n] {
				added[n] = true
				names = append(names, n)
			}
		}
	}
	return names
}
