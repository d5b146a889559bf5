package top

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// Order is what pairs are sorted by.
type Order string

// The orders, busiest, latest or alphabetically first.
const (
	ByMessages Order = "messages"
	ByBytes    Order = "bytes"
	ByLast     Order = "last"
	ByName     Order = "name"
	ByProcess  Order = "process"
)

var orders = []Order{ByMessages, ByBytes, ByLast, ByName, ByProcess}

// ParseOrder reads the name of an order.
func ParseOrder(s string) (Order, error) {
	if o := Order(s); slices.Contains(orders, o) {
		return o, nil
	}
	var names []string
	for _, o := range orders {
		names = append(names, string(o))
	}
	return "", fmt.Errorf("unknown order %q; known are %s", s, strings.Join(names, ", "))
}

// sort sorts pairs in place. Those that are equal keep apart by what never changes, so
// that rows do not jump.
func (o Order) sort(pairs []*Pair, reverse bool) {
	slices.SortFunc(pairs, func(a, b *Pair) int {
		n := o.compare(a, b)
		if reverse {
			n = -n
		}
		return cmp.Or(n, b.Last.Compare(a.Last), idOf(a.A).compare(idOf(b.A)), idOf(a.B).compare(idOf(b.B)))
	})
}

func (o Order) compare(a, b *Pair) int {
	x, y := a.Total(), b.Total()
	byMessages := cmp.Or(cmp.Compare(y.Messages, x.Messages), cmp.Compare(y.Bytes, x.Bytes))
	switch o {
	case ByBytes:
		return cmp.Or(cmp.Compare(y.Bytes, x.Bytes), byMessages)
	case ByLast:
		return b.Last.Compare(a.Last)
	case ByName:
		return cmp.Or(unnamedLast(a.Name(), b.Name()), cmp.Compare(a.Name(), b.Name()), byMessages)
	case ByProcess:
		return cmp.Or(compareProcesses(a.A, b.A), compareProcesses(a.B, b.B), byMessages)
	}
	return byMessages
}

func unnamedLast(a, b format.Name) int {
	rank := map[bool]int{true: 1}
	return cmp.Compare(rank[a == ""], rank[b == ""])
}

func compareProcesses(a, b format.End) int {
	return cmp.Or(cmp.Compare(a.Comm, b.Comm), cmp.Compare(a.Pid, b.Pid))
}
