package layout

import (
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// optionRows are a byte and options to the end.
func optionRows(rows, options int) (list [][]byte) {
	for i := range rows {
		b := []byte{byte(i)}
		for j := range options + i%3 {
			value := strings.Repeat(string(rune(1+i+j)), 1+(i+j)%5)
			b = append(append(b, byte(j), byte(len(value))), value...)
		}
		list = append(list, b)
	}
	return list
}

// TestBudget: elements are found while there is something left to read them, and no longer: what is
// read does not grow with what there is.
func TestBudget(t *testing.T) {
	v := newView(optionRows(40, 100), 0)
	for _, c := range []struct {
		reads *Budget
		found bool
	}{{nil, true}, {&Budget{1_000_000}, true}, {&Budget{1000}, false}} {
		x := &layer{order: model.Big, style: segment.Style{Order: model.Big}, names: Names{}, selectors: map[int]bool{}, reads: c.reads}
		if _, at, ok := x.next(v); ok != c.found || ok && at != 1 {
			t.Errorf("with %+v: %t at %d", c.reads, ok, at)
		}
	}
}

// TestShortRow: where most rows have an element, one that none of those has seen that are looked at
// first may be too short for it.
func TestShortRow(t *testing.T) {
	rows := optionRows(100, 3)
	rows[2] = nil
	x := &layer{order: model.Big, style: segment.Style{Order: model.Big}, names: Names{}, selectors: map[int]bool{}}
	if _, at, ok := x.next(newView(rows, 0)); ok {
		t.Errorf("there is an element at %d", at)
	}
}
