package main

import "slices"

// spread sums up what the rounds gave.
type spread struct {
	Best   float64 `json:"best"`
	Median float64 `json:"median"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
}

// spreadOf sums up values of which the best is the largest, or the smallest.
func spreadOf(values []float64, largest bool) *spread {
	if len(values) == 0 {
		return nil
	}
	s := &spread{Median: median(values), Low: slices.Min(values), High: slices.Max(values)}
	if s.Best = s.Low; largest {
		s.Best = s.High
	}
	return s
}

// median is the middle of values, of an even number the mean of both middles; 0 of none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// shares are rates as shares of others, by round. The best is that of the best rates,
// which were disturbed least, and the median that of both medians; low and high are of
// single rounds, each compared with its own.
func shares(rates, whole map[int]float64) *spread {
	var all, base, each []float64
	for round, rate := range rates {
		all = append(all, rate)
		if of := whole[round]; of > 0 {
			each = append(each, rate/of)
		}
	}
	for _, rate := range whole {
		base = append(base, rate)
	}
	if len(each) == 0 {
		return nil
	}
	return &spread{
		Best:   slices.Max(all) / slices.Max(base),
		Median: median(all) / median(base),
		Low:    slices.Min(each),
		High:   slices.Max(each),
	}
}
