package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// bench is a run.
type bench struct {
	*options
	dir   string
	pairs []pair
	redis *redisServer // nil if no cell needs it
}

// run runs all cells of all rounds, and prints a line for each.
func run(o *options, stdout io.Writer) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{options: o, dir: dir}
	defer b.stop()
	lines := json.NewEncoder(stdout)
	if err := lines.Encode(o.about()); err != nil {
		return err
	}
	units := o.units()
	if err := b.start(units); err != nil {
		return err
	}
	for round := 1; round <= o.rounds; round++ {
		for _, u := range shuffled(units, o.seed, round) {
			samples, err := b.unit(u)
			if err != nil {
				return fmt.Errorf("round %d, %s: %w", round, cellName(u.config, u.loads[0]), err)
			}
			for _, s := range samples {
				s.Round = round
				fmt.Fprintf(os.Stderr, "round %d of %d: %-26s %s\n", round, o.rounds, s.Config+"/"+s.Load, s.short())
				if err := lines.Encode(s); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (s *sample) short() string {
	if s.Load == startup {
		return fmt.Sprintf("%.2f s", s.Tool.First)
	}
	return fmt.Sprintf("%.0f messages/s", s.Rate)
}

// about tells of this machine.
func (o *options) about() about {
	a := about{CPUs: runtime.NumCPU(), Counted: o.counted, Commit: o.commit, Rounds: o.rounds, Seconds: o.duration.Seconds(), Seed: o.seed}
	var name unix.Utsname
	if unix.Uname(&name) == nil {
		a.Kernel = unix.ByteSliceToString(name.Release[:])
	}
	// Not all architectures name it; it is for people only.
	cpus, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(cpus)) {
		if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
			a.Processor = strings.TrimSpace(value)
			break
		}
	}
	return a
}

// start starts the processes of the loads.
func (b *bench) start(units []unit) (err error) {
	if b.pairs, err = startPairs(b.dir); err != nil {
		return err
	}
	for _, u := range units {
		for _, l := range u.loads {
			if l.kind == redis && b.redis == nil {
				if b.redis, err = startRedis(b.dir, b.duration); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// stop ends them.
func (b *bench) stop() {
	for _, p := range b.pairs {
		for _, w := range []*worker{p.client, p.server} {
			// After a mistake it may wait for one that does not come.
			_ = w.cmd.Process.Kill()
			_ = w.cmd.Wait()
		}
	}
	if b.redis != nil {
		_ = b.redis.cmd.Process.Kill()
		_ = b.redis.cmd.Wait()
	}
}
