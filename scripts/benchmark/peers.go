package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The peers write to a file in memory, so that what they saw can be counted.
var peersByName = map[string]config{
	"strace": {
		name: "strace", anew: true, ready: " attached", each: true,
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
