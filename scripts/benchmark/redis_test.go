package main

import "testing"

func TestParseRedisBenchmark(t *testing.T) {
	const head = `"test","rps","avg_latency_ms"` + "\n"
	if got, err := parseRedisBenchmark(head + `"SET","1234.50","0.1"` + "\n"); err != nil || got != 1234.5 {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := parseRedisBenchmark(head); err == nil {
		t.Errorf("without a rate: got %v", got)
	}
}
