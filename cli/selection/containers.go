package selection

import (
	"errors"
	"fmt"
	"slices"
	"strings"

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
// be learned, the limit says so to people.
func (l *Live) FollowContainers(f *probes.Filter, include func([]proc.GroupName) error) (stop func(), limit string) {
	if len(l.Containers) == 0 {
		return func() {}, ""
	}
	w, err := container.Watch("/")
	if err != nil {
		return func() {}, err.Error() + "; a container that is made later is captured only if it has the id of one that there was"
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		have := slices.Clone(f.Groups)
		for {
			// First what was made since the filter was.
			if names := l.newGroups(container.Read("/"), have); len(names) > 0 && include(names) == nil {
				have = append(have, names...)
			}
			if w.Next() != nil {
				return
			}
		}
	}()
	return func() {
		w.Close()
		<-ended
	}, ""
}

// newGroups are names of control groups that are asked for, and not among those that we
// have.
func (l *Live) newGroups(known *container.Known, have []proc.GroupName) []proc.GroupName {
	var names []proc.GroupName
	for _, prefix := range l.Containers {
		for _, n := range known.Groups(prefix) {
			if !slices.Contains(have, n) && !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	return names
}
