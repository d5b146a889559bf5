package main

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"
	"testing"
	"time"
)

// TestPairs: what one process counts as sent is what the other has received.
func TestPairs(t *testing.T) {
	for _, l := range loads {
		if l.pairs == 0 {
			continue
		}
		t.Run(l.name, func(t *testing.T) {
			p := pair{startThread(t), startThread(t), filepath.Join(t.TempDir(), "sock")}
			l.pairs = 1
			traffic, err := newPairTraffic([]pair{p}, l, 20*time.Millisecond)
			if err != nil {
				t.Fatal(err)
			}
			rate, err := traffic.run()
			if err != nil {
				t.Fatal(err)
			}
			if sent, err := traffic.sent(); err != nil || rate <= 0 || sent < between {
				t.Errorf("%d sent, %v in a second, error %v", sent, rate, err)
			}
		})
	}
}

// startThread is startWorker within this process.
func startThread(t *testing.T) *worker {
	jobs, stdin := io.Pipe()
	stdout, results := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- work(jobs, results) }()
	t.Cleanup(func() {
		stdin.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return &worker{nil, json.NewEncoder(stdin), json.NewDecoder(stdout)}
}

// TestBytesMissing: it is told if one has not received what the other has sent.
func TestBytesMissing(t *testing.T) {
	says := func(results ...result) *worker {
		var text bytes.Buffer
		for _, r := range results {
			_ = json.NewEncoder(&text).Encode(r)
		}
		return &worker{jobs: json.NewEncoder(io.Discard), done: json.NewDecoder(&text)}
	}
	for _, test := range []struct {
		received uint64
		ok       bool
	}{{10, true}, {9, false}} {
		traffic := &pairTraffic{pairs: []pair{{
			client: says(result{Ready: true}, result{Sent: 1, Bytes: 10, Seconds: 1}), server: says(result{Received: test.received}),
		}}}
		if _, err := traffic.run(); (err == nil) != test.ok {
			t.Errorf("of 10 bytes %d came: %v", test.received, err)
		}
	}
}
