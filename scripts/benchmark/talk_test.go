package main

import (
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
	return &worker{nil, stdin, json.NewEncoder(stdin), json.NewDecoder(stdout)}
}

// TestCheck: bytes that are missing are told.
func TestCheck(t *testing.T) {
	for _, test := range []struct {
		kind           string
		sent, received uint64
		ok             bool
	}{
		{flood, 3, 30, true},
		{flood, 3, 29, false},
		{datagram, 4, 30, true},
		{datagram, 4, 40, false},
	} {
		traffic := &pairTraffic{job: job{Kind: test.kind, Size: 10}}
		if err := traffic.check(result{Sent: test.sent}, result{Received: test.received}); (err == nil) != test.ok {
			t.Errorf("%+v: %v", test, err)
		}
	}
}

func TestParseRedisBenchmark(t *testing.T) {
	const head = `"test","rps","avg_latency_ms"` + "\n"
	if got, err := parseRedisBenchmark(head + `"SET","1234.50","0.1"` + "\n"); err != nil || got != 1234.5 {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := parseRedisBenchmark(head); err == nil {
		t.Errorf("without a rate: got %v", got)
	}
}

func TestParsePeakRSS(t *testing.T) {
	if got, err := parsePeakRSS("Name:\tx\nVmPeak:\t 9 kB\nVmHWM:\t   34816 kB\n"); err != nil || got != 34816 {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := parsePeakRSS("Name:\tx\n"); err == nil {
		t.Errorf("of a zombie: got %v", got)
	}
}

// TestPeersCount: a line is a message, of bpftrace those at the time of the load.
func TestPeersCount(t *testing.T) {
	during := window{10, 20}
	for _, test := range []struct {
		peer, output string
		want         uint64
	}{
		{"bpftrace", "Attaching 3 probes...\nsent 9 benchmark 1 64\nsent 10 benchmark 1 64\nsent 20 benchmark 1 64\nsent 21 benchmark 1 64\n", 2},
		{"strace", "12 write(3, \"\\0\", 1) = 1\n12 sendto(3, \"\", 0, 0, NULL, 0) = 0\n12 +++ exited with 0 +++\n", 2},
	} {
		s := &scene{dir: t.TempDir()}
		writeFile(t, s.output(), test.output)
		c := peersByName[test.peer]
		if got, err := c.count(s, nil, during); err != nil || got.Captured != test.want {
			t.Errorf("%s: got %+v, %v", test.peer, got, err)
		}
	}
}
