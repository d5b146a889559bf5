package selection

import (
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// Recorded finds the containers of --container in a capture file, which names the container of
// a process, mostly with its first message, and has the control group of each.
type Recorded struct {
	prefixes []string
	filter   *format.Filter
}

// noGroup is a control group that no process is in: while none of a container is known,
// nothing is of it.
const noGroup = 1<<64 - 1

// Recorded has the filter want what the containers say and hear that See finds. Without
// --container it is nil.
func (l *Live) Recorded() *Recorded {
	if len(l.Containers) == 0 {
		return nil
	}
	l.Cgroups = append(l.Cgroups, noGroup)
	return &Recorded{l.Containers, &l.Filter}
}

// See takes from a message which control groups are of a container that is asked for.
func (r *Recorded) See(m *format.Message) {
	for _, e := range []*format.End{&m.From, &m.To} {
		if p := e.Process; p != nil && e.Cgroup != 0 && r.asksFor(p.Container) && !slices.Contains(r.filter.Cgroups, e.Cgroup) {
			r.filter.Cgroups = append(r.filter.Cgroups, e.Cgroup)
		}
	}
}

// Found reports whether there was any such container.
func (r *Recorded) Found() bool { return len(r.filter.Cgroups) > 1 }

// asksFor reports whether a container is called so: its name starts with a PREFIX or, of
// NAMESPACE/POD/CONTAINER, what stands behind a slash does.
func (r *Recorded) asksFor(name string) bool {
	for rest, more := name, name != ""; more; _, rest, more = strings.Cut(rest, "/") {
		if slices.ContainsFunc(r.prefixes, func(prefix string) bool { return strings.HasPrefix(rest, prefix) }) {
			return true
		}
	}
	return false
}
