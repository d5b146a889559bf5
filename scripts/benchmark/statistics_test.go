package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   float64
	}{
		{nil, 0},
		{[]float64{3}, 3},
		{[]float64{9, 1, 2}, 2},
		{[]float64{9, 1, 2, 4}, 3},
	} {
		if got := median(test.values); got != test.want {
			t.Errorf("%v: got %v, want %v", test.values, got, test.want)
		}
	}
}

func TestSpreadOf(t *testing.T) {
	values := []float64{5, 1, 3}
	for _, test := range []struct {
		largest bool
		want    *spread
	}{
		{true, &spread{Best: 5, Median: 3, Low: 1, High: 5}},
		{false, &spread{Best: 1, Median: 3, Low: 1, High: 5}},
	} {
		if diff := cmp.Diff(test.want, spreadOf(values, test.largest)); diff != "" {
			t.Error(diff)
		}
	}
	if got := spreadOf(nil, true); got != nil {
		t.Errorf("of nothing: %+v", got)
	}
}

// TestShares: best and median are of the rates, low and high of single rounds.
func TestShares(t *testing.T) {
	bare := map[int]float64{1: 100, 2: 200, 3: 50}
	for _, test := range []struct {
		name  string
		rates map[int]float64
		want  *spread
	}{
		{"three rounds", map[int]float64{1: 90, 2: 120, 3: 10}, &spread{Best: 0.6, Median: 0.9, Low: 0.2, High: 0.9}},
		{"one round", map[int]float64{2: 50}, &spread{Best: 0.25, Median: 0.5, Low: 0.25, High: 0.25}},
		{"a round without its like", map[int]float64{4: 50}, nil},
		{"none", nil, nil},
	} {
		if diff := cmp.Diff(test.want, shares(test.rates, bare)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}
