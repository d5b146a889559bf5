package main

import (
	"flag"
	"io"
	"regexp"
	"time"
)

// options say what is run.
type options struct {
	unixsnoop string // its path
	commit    string // that it was built from
	rounds    int
	duration  time.Duration // of a cell's load
	seed      uint64        // of the order
	only      *regexp.Regexp
	floors    []string // sets of functions, besides those of today
	peers     []string // of other tools
	counted   bool     // the clock counts instructions
}

func parseOptions(args []string) (*options, error) {
	o := &options{}
	s := flag.NewFlagSet("benchmark", flag.ContinueOnError)
	s.SetOutput(io.Discard)
	s.StringVar(&o.unixsnoop, "unixsnoop", "unixsnoop", "")
	s.StringVar(&o.commit, "commit", "", "")
	s.IntVar(&o.rounds, "rounds", 5, "")
	s.DurationVar(&o.duration, "duration", time.Second, "")
	s.Uint64Var(&o.seed, "seed", 0, "")
	s.BoolVar(&o.counted, "count", false, "")
	only := s.String("only", "", "")
	s.Func("floor", "", func(set string) error {
		if _, err := parseSet(set); err != nil {
			return err
		}
		o.floors = append(o.floors, set)
		return nil
	})
	s.Func("peer", "", func(name string) error {
		o.peers = append(o.peers, name)
		return nil
	})
	if err := s.Parse(args); err != nil {
		return nil, mistakef("%v", err)
	}
	if s.NArg() > 0 {
		return nil, mistakef("what is %q?", s.Arg(0))
	}
	if o.rounds < 1 || o.duration <= 0 {
		return nil, mistakef("rounds and their time have to be more than 0")
	}
	var err error
	if o.only, err = regexp.Compile(*only); err != nil {
		return nil, mistakef("--only: %v", err)
	}
	return o, o.check()
}
