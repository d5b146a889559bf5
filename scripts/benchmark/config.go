package main

import (
	"bufio"
	"fmt"
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
)

// config is what looks on while a load runs.
type config struct {
	name  string
	anew  bool // it is started for each load, since what it says in the end is of one
	ready string
	table bool // it says so on standard output, not on standard error

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
	all = append(all, config{
		name: "nothing", ready: capturing,
		command: func(s *scene) []string {
			return []string{s.unixsnoop, "--format", "header", filepath.Join(s.dir, "nobody.sock")}
		},
	})
	for _, c := range [][]string{
		{"header", "--format", "header"},
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

// The peers write to a file in memory, so that what they saw can be counted.
var peersByName = map[string]config{
	"strace": {
		name: "strace", anew: true, ready: " attached",
		command: func(s *scene) []string {
			args := []string{"strace", "-f", "-o", s.output(), "-e", "trace=write,writev,sendto,sendmsg,sendmmsg"}
			for _, pid := range s.pids {
				args = append(args, "-p", strconv.Itoa(pid))
			}
			return args
		},
		count: countLines(func(line string, _ window) bool {
			return strings.Contains(line, "write") || strings.Contains(line, "send")
		}),
	},
	"bpftrace": {
		// It takes too long to start it for each load. That probes are in place it
		// does not say; a second after the one of its clock they are.
		name: "bpftrace", ready: capturing,
		command: func(s *scene) []string {
			return []string{"bpftrace", "--unsafe", "-o", s.output(), "-e", fmt.Sprintf(`
				kprobe:unix_stream_sendmsg, kprobe:unix_dgram_sendmsg
				/comm == "%s" || comm == "redis-server" || comm == "redis-benchmark"/
				{ printf("sent %%lld %%s %%d %%d\n", nsecs, comm, pid, arg2); }
				interval:s:1 /!@told/ { @told = 1; system("echo '%s' >&2"); }`, filepath.Base(os.Args[0]), capturing)}
		},
		count: countLines(func(line string, during window) bool {
			var ns time.Duration
			n, _ := fmt.Sscanf(line, "sent %d", &ns)
			return n == 1 && during.start <= ns && ns <= during.end
		}),
	},
}

func (s *scene) output() string { return filepath.Join(s.dir, "output") }

// countLines counts the lines of the output that tell of a message.
func countLines(tells func(line string, during window) bool) func(*scene, []string, window) (*capture, error) {
	return func(s *scene, _ []string, during window) (*capture, error) {
		f, err := os.Open(s.output())
		if err != nil {
			return nil, err
		}
		defer f.Close()
		c := &capture{}
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			if tells(lines.Text(), during) {
				c.Captured++
			}
		}
		return c, lines.Err()
	}
}
