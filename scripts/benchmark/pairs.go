package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// worker is a process that does jobs.
type worker struct {
	cmd  *exec.Cmd
	jobs *json.Encoder
	done *json.Decoder
}

// pair is a worker that serves and one that begins.
type pair struct {
	server, client *worker
	path           string // of their socket
}

// startPairs starts the processes of all loads; they are for the whole run.
func startPairs(dir string) ([]pair, error) {
	var pairs []pair
	for i := range maxPairs {
		p := pair{path: filepath.Join(dir, fmt.Sprintf("pair%d.sock", i))}
		for _, w := range []**worker{&p.server, &p.client} {
			var err error
			if *w, err = startWorker(); err != nil {
				return nil, err
			}
		}
		pairs = append(pairs, p)
	}
	return pairs, nil
}

func startWorker() (*worker, error) {
	self, err := os.Executable() // its name is that of the process, which bpftrace is told
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, "worker")
	// One thread does all the work, and no signal tells it to let others.
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "GODEBUG=asyncpreemptoff=1", "GOGC=off")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &worker{cmd, json.NewEncoder(in), json.NewDecoder(out)}, nil
}

// result waits for the next one.
func (w *worker) result() (r result, err error) {
	if err := w.done.Decode(&r); err != nil {
		return r, fmt.Errorf("a process of the load ended: %w", err)
	}
	if r.Error != "" {
		err = errors.New(r.Error)
	}
	return r, err
}

// begin gives a job and waits until the worker is ready for it.
func (w *worker) begin(j job) error {
	if err := w.jobs.Encode(j); err != nil {
		return err
	}
	r, err := w.result()
	if err == nil && !r.Ready {
		err = errors.New("a process of the load did not say that it is ready")
	}
	return err
}

// traffic is a load that is about to run.
type traffic interface {
	// run has it run, and returns how many messages were sent in a second.
	run() (rate float64, err error)
	// sent is how many messages were sent from first to last. It is asked when
	// nobody looks on any more.
	sent() (uint64, error)
}

// pairTraffic is that of our own processes.
type pairTraffic struct {
	pairs []pair
	job   job
	count uint64
}

// newPairTraffic has the servers wait for their clients.
func newPairTraffic(pairs []pair, l load, duration time.Duration) (*pairTraffic, error) {
	t := &pairTraffic{pairs: pairs[:l.pairs], job: job{Kind: l.kind, Size: l.size, Duration: duration}}
	for _, p := range t.pairs {
		if err := p.server.begin(t.of(p, true)); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *pairTraffic) of(p pair, serve bool) job {
	j := t.job
	j.Path, j.Serve = p.path, serve
	return j
}

func (t *pairTraffic) run() (rate float64, err error) {
	for _, p := range t.pairs {
		if err := p.client.begin(t.of(p, false)); err != nil {
			return 0, err
		}
	}
	for _, p := range t.pairs {
		if err := p.client.jobs.Encode(job{Go: true}); err != nil {
			return 0, err
		}
	}
	for _, p := range t.pairs {
		asked, err := p.client.result()
		if err != nil {
			return 0, err
		}
		served, err := p.server.result()
		if err != nil {
			return 0, err
		}
		if asked.Bytes != served.Received || served.Bytes != asked.Received {
			return 0, fmt.Errorf("of %d and %d bytes %d and %d were received", asked.Bytes, served.Bytes, served.Received, asked.Received)
		}
		rate += float64(asked.Counted) / asked.Seconds
		t.count += asked.Sent + served.Sent
	}
	return rate, nil
}

func (t *pairTraffic) sent() (uint64, error) { return t.count, nil }
