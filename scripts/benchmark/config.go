package main

import (
	"os"
	"path/filepath"
	"slices"
	"time"
)

const (
	untraced    = "untraced"
	floorPrefix = "floor:" // and the set of functions
	withEvents  = "-events"
)

// config is what looks on while a load runs.
type config struct {
	name  string
	anew  bool // it is started for each load, since what it says in the end is of one
	ready string
	table bool // it says so on standard output, not on standard error
	each  bool // it says so of each process

	// What is run, on these sockets and while these processes talk; nil if nothing.
	command func(s *scene) []string

	// What it captured of a load, by what it said in the end, or by its output; nil if
	// that is not known.
	count func(s *scene, said []string, during window) (*capture, error)
}

// window is when a load ran, by CLOCK_MONOTONIC.
type window struct{ start, end time.Duration }

// scene is where the tool of a configuration runs.
type scene struct {
	unixsnoop string
	dir       string   // for files
	sockets   []string // that are used
	pids      []int    // of the processes that use them
}

// capturing is how unixsnoop's line begins when the probes are in place.
const capturing = "unixsnoop: capturing "

// configs are all but the untraced one.
func configs(floors, peers []string) []config {
	all := []config{floorOf("floor", todaysSet)}
	for _, set := range floors {
		all = append(all, floorOf(floorPrefix+set, set))
	}
	for _, c := range [][]string{{"nothing"}, {"nothing" + withEvents, "--events"}} {
		all = append(all, config{
			name: c[0], ready: capturing,
			command: func(s *scene) []string {
				return append(append([]string{s.unixsnoop, "--format", "header"}, c[1:]...), filepath.Join(s.dir, "nobody.sock"))
			},
		})
	}
	for _, c := range [][]string{
		{"header", "--format", "header"},
		{"header" + withEvents, "--format", "header", "--events"},
		{"hex", "--format", "hex"},
		{"json", "--format", "json"},
		{"pcapng", "-w", os.DevNull},
	} {
		all = append(all, config{
			name: c[0], anew: true, ready: capturing,
			command: func(s *scene) []string {
				return slices.Concat([]string{s.unixsnoop}, c[1:], s.sockets)
			},
			count: func(_ *scene, said []string, _ window) (*capture, error) { return parseSummary(said) },
		})
	}
	all = append(all, config{
		name: "top", ready: " msg/s ", table: true,
		command: func(s *scene) []string {
			return append([]string{s.unixsnoop, "top", "--interval", "1s"}, s.sockets...)
		},
	})
	for _, name := range peers {
		if known, ok := peersByName[name]; ok {
			all = append(all, known)
		}
	}
	return all
}

// serves reports whether the configuration is run with a load. Not all are with all, so
// that a run does not take too long.
func (c *config) serves(l load) bool {
	switch c.name {
	case "header":
		return true
	case "nothing" + withEvents, "header" + withEvents:
		return l.pairs == 1
	case "hex", "json":
		return l.kind != startup && l.pairs < 2 && l.name != "dgram-4k"
	case "strace":
		// Half of what is said there comes from processes that are not there before.
		return l.kind != startup && l.kind != redis
	}
	return l.kind != startup
}

func floorOf(name, set string) config {
	return config{
		name: name, ready: capturing,
		command: func(*scene) []string { return []string{"/proc/self/exe", "floor", set} },
	}
}
