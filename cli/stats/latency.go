package stats

import (
	"math"
	"slices"
	"time"
)

const (
	// maxExact is how many times are kept as they are.
	maxExact = 256
	// precision is how much larger than the one before a size of more times is: what is said
	// of them is off by a hundredth at most.
	precision = 1.02
)

var logPrecision = math.Log(precision)

// Latency is how long answers took. The zero Latency is of none.
type Latency struct {
	Count uint64
	Max   time.Duration

	exact []time.Duration // all of them, in no order, while they are few
	sizes map[int]uint64  // else how many there are of each size
}

// Add adds a time, 0 at least.
func (l *Latency) Add(d time.Duration) {
	l.add(d, 1)
	l.Max = max(l.Max, d)
}

func (l *Latency) add(d time.Duration, count uint64) {
	l.Count += count
	if l.sizes == nil && l.Count <= maxExact {
		l.exact = append(l.exact, slices.Repeat([]time.Duration{d}, int(count))...)
		return
	}
	l.roughen()
	l.sizes[sizeOf(d)] += count
}

// roughen goes over to sizes.
func (l *Latency) roughen() {
	if l.sizes != nil {
		return
	}
	l.sizes = map[int]uint64{}
	for _, d := range l.exact {
		l.sizes[sizeOf(d)]++
	}
	l.exact = nil
}

// Join adds all of another.
func (l *Latency) Join(other *Latency) {
	for _, d := range other.exact {
		l.add(d, 1)
	}
	if other.sizes != nil {
		l.roughen()
		l.Count += other.Count
		for size, n := range other.sizes {
			l.sizes[size] += n
		}
	}
	l.Max = max(l.Max, other.Max)
}

// sizeOf is the size that a time has: n is around precision to the power of n nanoseconds.
func sizeOf(d time.Duration) int {
	if d < 1 {
		return -1
	}
	return int(math.Round(math.Log(float64(d)) / logPrecision))
}

func ofSize(size int) time.Duration {
	if size < 0 {
		return 0
	}
	return time.Duration(math.Round(math.Exp(float64(size) * logPrecision)))
}

// IsExact reports whether what is said of them is so to the nanosecond.
func (l *Latency) IsExact() bool { return l.sizes == nil }

// times are all of them by ascending length, with how many there are of each.
func (l *Latency) times(yield func(d time.Duration, count uint64) bool) {
	for _, d := range slices.Sorted(slices.Values(l.exact)) {
		if !yield(d, 1) {
			return
		}
	}
	sizes := make([]int, 0, len(l.sizes))
	for size := range l.sizes {
		sizes = append(sizes, size)
	}
	slices.Sort(sizes)
	for _, size := range sizes {
		if !yield(min(ofSize(size), l.Max), l.sizes[size]) {
			return
		}
	}
}

// Percentile is the shortest time that so many of a hundred answers took at most, 0 of
// none.
func (l *Latency) Percentile(percent int) time.Duration {
	rank := (l.Count*uint64(percent) + 99) / 100
	var seen uint64
	for d, n := range l.times {
		if seen += n; seen >= rank {
			return d
		}
	}
	return l.Max
}
