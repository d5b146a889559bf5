package main

import (
	"encoding/json"
	"io"
	"runtime"
	"time"
)

// A worker is one of the processes of a load. It is told on standard input what to do
// and says on standard output how that went, all as JSON: job → result{Ready}, and of
// the one that begins, after another job{Go}, a result when it is done.

// job is what a worker does next.
type job struct {
	Serve    bool          `json:"serve,omitempty"` // wait for the other one, at Path
	Kind     string        `json:"kind,omitempty"`
	Path     string        `json:"path,omitempty"`
	Size     int           `json:"size,omitempty"`
	Duration time.Duration `json:"duration,omitempty"`
	Go       bool          `json:"go,omitempty"`
}

// result is what came of it.
type result struct {
	Ready    bool    `json:"ready,omitempty"`
	Sent     uint64  `json:"sent"`     // messages, all of them
	Bytes    uint64  `json:"bytes"`    // in them
	Received uint64  `json:"received"` // bytes
	Counted  uint64  `json:"counted"`  // messages within Seconds, of both directions
	Seconds  float64 `json:"seconds"`
	Error    string  `json:"error,omitempty"`
}

// work does jobs until there are no more.
func work(in io.Reader, out io.Writer) error {
	runtime.LockOSThread()
	jobs, results := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var j job
		if err := jobs.Decode(&j); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		r, err := j.do(func() error {
			if err := results.Encode(result{Ready: true}); err != nil || j.Serve {
				return err
			}
			return jobs.Decode(&job{})
		})
		if err != nil {
			r.Error = err.Error()
		}
		if err := results.Encode(r); err != nil {
			return err
		}
	}
}

// do does a job; ready tells that it could begin, and waits until it may.
func (j *job) do(ready func() error) (result, error) {
	if j.Serve {
		return j.serve(ready)
	}
	return j.talk(ready)
}
