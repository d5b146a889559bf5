package probes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// asked knows which files the filter asks for. A program that sends or connects to a path at
// which there is no socket leaves nothing behind but the path, as it spelled that.
type asked struct {
	proc    string // "" where processes have other numbers
	wanted  []patternPlace
	refused []patternPlace
}

// patternPlace is a place that a pattern is for, of all whose names start so if it is a
// prefix.
type patternPlace struct {
	proc.Place
	prefix bool
}

func newAsked(f *Filter, places program.Places) *asked {
	a := &asked{proc: "/proc"}
	for _, p := range f.Paths() {
		for _, at := range places[p] {
			place := patternPlace{at, p.Prefix}
			if slices.Contains(f.Names, p) {
				a.wanted = append(a.wanted, place)
			}
			if slices.Contains(f.Exclude, p) {
				a.refused = append(a.refused, place)
			}
		}
	}
	return a
}

// wants reports whether the path that a record of an event has as the name of the other end
// means a file that is asked for, in the eyes of who asked. That may be gone by now: then it is
// what the path means here.
func (a *asked) wants(record *program.Record) bool {
	if a == nil || len(a.wanted) == 0 {
		return false
	}
	path := string(record.To.Name.Bound())
	if path == "" || path[0] == 0 {
		return false
	}
	seen := fmt.Sprintf("%s/%d/root%s", a.proc, record.From.Process.Pid, path)
	if path[0] != '/' {
		seen = fmt.Sprintf("%s/%d/cwd/%s", a.proc, record.From.Process.Pid, path)
	}
	var places []proc.Place
	if a.proc != "" {
		places = proc.Places(seen)
	}
	if (len(places) == 0 || places[0].Dir == (proc.FileID{})) && path[0] == '/' {
		places = proc.Places(path)
	}
	return among(a.wanted, places) && !among(a.refused, places)
}

// among reports whether a pattern is for one of the places.
func among(patterns []patternPlace, places []proc.Place) bool {
	for _, p := range patterns {
		for _, at := range places {
			switch {
			case p.File == at.File && at.File != (proc.FileID{}):
				return true
			case p.Dir != at.Dir || at.Dir == (proc.FileID{}):
			case p.Base == at.Base, p.prefix && strings.HasPrefix(at.Base, p.Base):
				return true
			}
		}
	}
	return false
}
