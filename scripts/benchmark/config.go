package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	untraced    = "untraced"
	floorPrefix = "floor:" // and the set of functions
	withEvents  = "-events"
	withNames   = "-names"   // of sockets that nobody uses are asked for besides
	withSockets = "-sockets" // are open besides
)

// How many these are.
const (
	manyNames   = 1_000
	manySockets = 100_000
)

// config is what looks on while a load runs.
type config struct {
	name  string
	anew  bool // it is started for each load, since what it says in the end is of one
	ready string
	table bool // it says so on standard output, not on standard error
	each  bool // it says so of each process
	open  int  // sockets that are open meanwhile, beside those of the load

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
	for _, c := range [][]string{{"nothing"}, {"nothing" + withEvents, "--events"}, {"nothing" + withNames}, {"nothing" + withSockets}} {
		all = append(all, config{
			name: c[0], ready: capturing, open: openBeside(c[0]),
			command: func(s *scene) []string {
				return slices.Concat([]string{s.unixsnoop, "--format", "header"}, c[1:],
					[]string{filepath.Join(s.dir, "nobody.sock")}, namesBeside(c[0], s.dir))
			},
		})
	}
	for _, c := range [][]string{
		{"header", "--format", "header"},
		{"header" + withEvents, "--format", "header", "--events"},
		{"header" + withNames, "--format", "header"},
		{"header" + withSockets, "--format", "header"},
		{"hex", "--format", "hex"},
		{"json", "--format", "json"},
		{"pcapng", "-w", os.DevNull},
	} {
		all = append(all, config{
			name: c[0], anew: true, ready: capturing, open: openBeside(c[0]),
			command: func(s *scene) []string {
				return slices.Concat([]string{s.unixsnoop}, c[1:], s.sockets, namesBeside(c[0], s.dir))
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
	case "nothing" + withNames, "nothing" + withSockets:
		return l.name == "ping-64"
	case "header" + withNames, "header" + withSockets:
		return l.name == "ping-64" || l.kind == startup
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

// openBeside is how many sockets are open beside those of the load.
func openBeside(config string) int {
	if strings.HasSuffix(config, withSockets) {
		return manySockets
	}
	return 0
}

// namesBeside are those asked for beside those of the load.
func namesBeside(config, dir string) (names []string) {
	if strings.HasSuffix(config, withNames) {
		for i := range manyNames {
			names = append(names, filepath.Join(dir, "beside", strconv.Itoa(i)))
		}
	}
	return names
}

func floorOf(name, set string) config {
	return config{
		name: name, ready: capturing,
		command: func(*scene) []string { return []string{"/proc/self/exe", "floor", set} },
	}
}
