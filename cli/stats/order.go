package stats

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Order is what rows are sorted by.
type Order string

// orders compare rows: those that come first are the smaller ones.
var orders = map[Order]func(a, b *Row) int{
	"messages": func(a, b *Row) int { return cmp.Compare(b.Messages(), a.Messages()) },
	"bytes":    func(a, b *Row) int { return cmp.Compare(b.Bytes(), a.Bytes()) },
	"duration": func(a, b *Row) int { return cmp.Compare(b.Duration(), a.Duration()) },
	"start":    func(a, b *Row) int { return a.First.Compare(b.First) },
	"p50":      byPercentile(50),
	"p90":      byPercentile(90),
	"p99":      byPercentile(99),
	"max":      func(a, b *Row) int { return cmp.Compare(b.Latency.Max, a.Latency.Max) },
	"name":     func(a, b *Row) int { return strings.Compare(a.name(), b.name()) },
}

// Orders are all there are, the usual one first.
var Orders = []string{"messages", "bytes", "duration", "start", "p50", "p90", "p99", "max", "name"}

func byPercentile(percent int) func(a, b *Row) int {
	return func(a, b *Row) int {
		return cmp.Compare(b.Latency.Percentile(percent), a.Latency.Percentile(percent))
	}
}

// ParseOrder reads one of Orders.
func ParseOrder(s string) (Order, error) {
	if !slices.Contains(Orders, s) {
		return "", fmt.Errorf("unknown order %q; known are %s", s, strings.Join(Orders, ", "))
	}
	return Order(s), nil
}

// isOfAnswers reports whether the order is one of those that say how long answers took.
func (o Order) isOfAnswers() bool { return slices.Contains([]Order{"p50", "p90", "p99", "max"}, o) }

// sort sorts rows. Behind them, also the other way round, stay those of which it is not known
// what they are sorted by, and at the end what has no row of its own.
func (o Order) sort(rows []*Row, reverse bool) {
	rank := func(r *Row) int {
		switch {
		case r.Others:
			return 2
		case o.isOfAnswers() && r.Latency.Count == 0:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(rows, func(a, b *Row) int {
		if x, y := rank(a), rank(b); x != y {
			return cmp.Compare(x, y)
		}
		n := orders[o](a, b)
		if reverse {
			return -n
		}
		return n
	})
}
