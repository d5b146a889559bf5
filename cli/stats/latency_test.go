package stats

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// TestLatency compares percentiles with those of all times: the same while they are few,
// off by a hundredth if they are many, in whatever parts they are added.
func TestLatency(t *testing.T) {
	random := testrand.New(t)
	for _, count := range []int{1, 2, 3, 100, maxExact, maxExact + 1, 1000, 20_000} {
		parts := make([]Latency, 1+random.IntN(5))
		var all []time.Duration
		for range count {
			d := spread(random)
			all = append(all, d)
			parts[random.IntN(len(parts))].Add(d)
		}
		var sum Latency
		for i := range parts {
			sum.Join(&parts[i])
		}
		slices.Sort(all)
		if sum.Count != uint64(count) || sum.Max != all[count-1] {
			t.Errorf("%d times: %d, at most %v of %v", count, sum.Count, sum.Max, all[count-1])
		}
		if exact := count <= maxExact; sum.IsExact() != exact {
			t.Errorf("%d times: exact is %v", count, !exact)
		}
		for _, percent := range []int{1, 50, 90, 99, 100} {
			want := all[(count*percent+99)/100-1]
			got := sum.Percentile(percent)
			allowed := time.Duration(0)
			if !sum.IsExact() {
				allowed = want/100 + 1
			}
			if (got - want).Abs() > allowed {
				t.Errorf("%d times: %d of a hundred took %v, but %v is said", count, percent, want, got)
			}
		}
		var binned uint64
		for _, b := range sum.Histogram() {
			if binned += b.Count; b.From >= b.To {
				t.Errorf("a bin from %v to %v", b.From, b.To)
			}
		}
		if binned != uint64(count) {
			t.Errorf("%d times: %d are in bins", count, binned)
		}
	}
}

// spread is a time from none to an hour.
func spread(random *rand.Rand) time.Duration {
	d := time.Hour
	for range random.IntN(13) {
		d /= 10
	}
	return time.Duration(random.Int64N(int64(d) + 1))
}

// TestSizesAreBounded: whatever times there are, there are not many sizes of them.
func TestSizesAreBounded(t *testing.T) {
	var l Latency
	random := testrand.New(t)
	for range 1_000_000 {
		l.Add(spread(random))
	}
	if len(l.sizes) > 1500 {
		t.Errorf("%d sizes", len(l.sizes))
	}
}

func TestBins(t *testing.T) {
	for d, want := range map[time.Duration]time.Duration{
		0: 0, 1: 1, 4: 2, 5: 5, 999: 500, 1000: 1000, time.Millisecond: time.Millisecond,
		19 * time.Millisecond: 10 * time.Millisecond, 51 * time.Second: 50 * time.Second,
	} {
		if got := bound(binOf(d)); got != want {
			t.Errorf("%v is in the bin from %v, want %v", d, got, want)
		}
	}
	if got := bars([]Bin{{Count: 1}, {}, {Count: 8}, {Count: 4}}); got != "▁·█▄" {
		t.Error(got)
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[uint64]string{0: "0", 9999: "9999", 10_000: "10.0K", 123_456: "123K", 999_600: "1.0M", 12_345_678: "12.3M"} {
		if got := amount(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		0: "0s", 1: "1ns", 999: "999ns", 1000: "1µs", 1234: "1.23µs", 12345: "12.3µs", 123456: "123µs",
		20 * time.Millisecond: "20ms", 1500 * time.Millisecond: "1.50s", 90 * time.Second: "90s", 5000 * time.Second: "5000s",
	} {
		if got := duration(d); got != want {
			t.Errorf("%d: %s, want %s", d, got, want)
		}
	}
}
