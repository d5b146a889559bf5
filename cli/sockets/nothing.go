package sockets

import (
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// maxNearest is how many similar names are told.
const maxNearest = 3

// Nothing explains to people why a filter wants no socket.
func (t *Table) Nothing(f *format.Filter) string {
	if t.IsEmpty() {
		return "there is no unix socket in this network namespace"
	}
	names := t.Names()
	var nearest []string
	for _, p := range f.Names {
		if slices.ContainsFunc(names, p.Match) {
			continue // the name is right, another criterion does not fit
		}
		for _, name := range Nearest(p, names, maxNearest) {
			if s := name.String(); !slices.Contains(nearest, s) && len(nearest) < maxNearest {
				nearest = append(nearest, s)
			}
		}
	}
	switch {
	case len(nearest) > 0:
		return "no socket matches; similar names are " + strings.Join(nearest, ", ")
	case len(f.Names) > 0:
		return "no socket matches; unixsnoop list without arguments shows all"
	}
	return "no socket matches"
}
