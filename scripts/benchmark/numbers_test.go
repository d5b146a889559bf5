package main

import "testing"

func TestNumbers(t *testing.T) {
	for _, test := range [][2]string{
		{count(0), "0"}, {count(999), "999"}, {count(1000), "1,000"}, {count(1234567.4), "1,234,567"},
		{percent(1), "100 %"}, {percent(0.999999), "99.99 %"}, {percent(0.5), "50 %"}, {percent(0), "0 %"},
		{microseconds(0.12), "0.1"}, {microseconds(1234), "1,234"},
	} {
		if test[0] != test[1] {
			t.Errorf("got %s, want %s", test[0], test[1])
		}
	}
}
