package stats

import "time"

// Bin is how many answers took at least From and less than To.
type Bin struct {
	From, To time.Duration
	Count    uint64
}

// bound is where a bin begins: 0, then 1, 2 and 5 in each power of ten of nanoseconds.
func bound(i int) time.Duration {
	if i <= 0 {
		return 0
	}
	d := time.Duration([]int{1, 2, 5}[(i-1)%3])
	for range (i - 1) / 3 {
		d *= 10
	}
	return d
}

// bins are how many there are.
const bins = 3 * 18 // up to 30 years

// binOf is the number of the bin that a time is in.
func binOf(d time.Duration) int {
	i := 0
	for i+1 < bins && bound(i+1) <= d {
		i++
	}
	return i
}

// span is the numbers of the first and the last bin that have anything of all of these.
// Without any, first is greater than last.
func span(list []*Latency) (first, last int) {
	first, last = bins, -1
	for _, l := range list {
		for d := range l.times {
			first, last = min(first, binOf(d)), max(last, binOf(d))
		}
	}
	return first, last
}

// Histogram is how many there are in each bin from one to another.
func (l *Latency) histogram(first, last int) []Bin {
	var list []Bin
	for i := first; i <= last; i++ {
		list = append(list, Bin{From: bound(i), To: bound(i + 1)})
	}
	for d, n := range l.times {
		list[binOf(d)-first].Count += n
	}
	return list
}

// Histogram is how many there are of each size, from the first to the last bin that has any.
func (l *Latency) Histogram() []Bin { return l.histogram(span([]*Latency{l})) }
