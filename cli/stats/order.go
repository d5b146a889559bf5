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

// sort sorts rows; what has no row of its own stays behind them.
func (o Order) sort(rows []*Row, reverse bool) {
	slices.SortStableFunc(rows, func(a, b *Row) int {
		if a.Others != b.Others {
			if a.Others {
				return 1
			}
			return -1
		}
		n := orders[o](a, b)
		if reverse {
			return -n
		}
		return n
	})
}
