package main

import "testing"

func TestParsePeakRSS(t *testing.T) {
	if got, err := parsePeakRSS("Name:\tx\nVmPeak:\t 9 kB\nVmHWM:\t   34816 kB\n"); err != nil || got != 34816 {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := parsePeakRSS("Name:\tx\n"); err == nil {
		t.Errorf("of a zombie: got %v", got)
	}
}
