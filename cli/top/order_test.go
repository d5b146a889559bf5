package top

import (
	"strings"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// four are pairs whose A has one letter.
func four() []*Pair {
	pair := func(comm string, name format.Name, messages, bytes uint64, last time.Duration) *Pair {
		return &Pair{
			A: format.End{Comm: comm, Inode: uint64(comm[0])}, B: format.End{Name: name},
			AtoB: Tally{Messages: messages}, BtoA: Tally{Bytes: bytes}, Last: noon.Add(last),
		}
	}
	return []*Pair{
		pair("d", "/b", 1, 300, 1),
		pair("c", "", 3, 300, 4),
		pair("a", "/a", 0, 0, 3),
		pair("b", "/c", 2, 500, 2),
	}
}

func letters(pairs []*Pair) string {
	var b strings.Builder
	for _, p := range pairs {
		b.WriteString(p.A.Comm)
	}
	return b.String()
}

func TestOrders(t *testing.T) {
	for order, want := range map[Order]string{
		ByMessages: "cbda", ByBytes: "bcda", ByLast: "cabd", ByName: "adbc", ByProcess: "abcd",
	} {
		pairs := four()
		order.sort(pairs, false)
		if got := letters(pairs); got != want {
			t.Errorf("by %s: %s, want %s", order, got, want)
		}
		order.sort(pairs, true)
		backwards := ""
		for _, c := range want {
			backwards = string(c) + backwards
		}
		if got := letters(pairs); got != backwards {
			t.Errorf("by %s, reversed: %s, want %s", order, got, backwards)
		}
		if parsed, err := ParseOrder(string(order)); parsed != order || err != nil {
			t.Errorf("%s is read as %s: %v", order, parsed, err)
		}
	}
}

// TestEqualsStay: what is equal is in the same order whatever it was before.
func TestEqualsStay(t *testing.T) {
	pairs := four()
	for _, p := range pairs {
		p.AtoB, p.BtoA, p.Last, p.B = Tally{}, Tally{}, noon, format.End{}
	}
	for _, reverse := range []bool{false, true, false} {
		ByMessages.sort(pairs, reverse)
		if got := letters(pairs); got != "abcd" {
			t.Errorf("reverse %v: %s", reverse, got)
		}
	}
}

func TestKeys(t *testing.T) {
	for _, test := range []struct {
		keys    string
		order   Order
		reverse bool
		quit    bool
	}{
		{"", ByMessages, false, false},
		{"b", ByBytes, false, false},
		{"l", ByLast, false, false},
		{"nr", ByName, true, false},
		{"nrr", ByName, false, false},
		{"rp", ByProcess, false, false}, // another order starts at its top
		{"bm", ByMessages, false, false},
		{"rm", ByMessages, true, false},
		{"xyz\r", ByMessages, false, false},
		{"\x1b[b", ByMessages, false, false}, // a key that sends more than a letter
		{"b\x1b[A", ByBytes, false, false},
		{"q", ByMessages, false, true},
		{"\x03", ByMessages, false, true},
	} {
		keys, done := make(chan byte), make(chan struct{})
		go readKeys(strings.NewReader(test.keys), keys, done)
		v, quit := view{order: ByMessages}, false
		for key := range keys {
			quit = v.press(key) || quit
		}
		if v.order != test.order || v.reverse != test.reverse || quit != test.quit {
			t.Errorf("%q: by %s, reverse %v, quit %v", test.keys, v.order, v.reverse, quit)
		}
	}
}
