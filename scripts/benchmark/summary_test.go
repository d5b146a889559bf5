package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseSummary(t *testing.T) {
	for _, test := range []struct {
		name string
		said []string
		want *capture // nil: an error
	}{
		{"nothing lost", []string{"unixsnoop: capturing /x, Ctrl-C ends", "unixsnoop: 1 message captured, 0 lost"},
			&capture{Captured: 1, Losses: map[string]uint64{}}},
		{"events", []string{"unixsnoop: 2 messages and 1 event captured, 0 lost"},
			&capture{Captured: 2, Losses: map[string]uint64{}}},
		{"losses", []string{"unixsnoop: 20 messages captured, 3 lost, 2 lost because a ring was full (a larger -B helps), 1 lost because their return was not seen, 4 with bytes missing"},
			&capture{20, 3, map[string]uint64{
				"lost because a ring was full (a larger -B helps)": 2,
				"lost because their return was not seen":           1,
				"with bytes missing":                               4,
			}}},
		{"a comma in a note", []string{"unixsnoop: 3 messages captured, 0 lost, 5 notes lost, so that messages may be out of order, 1 with bytes missing"},
			&capture{3, 0, map[string]uint64{
				"notes lost, so that messages may be out of order": 5,
				"with bytes missing": 1,
			}}},
		{"the last of several", []string{"unixsnoop: 7 messages captured, 0 lost so far", "unixsnoop: 9 messages captured, 0 lost"},
			&capture{Captured: 9, Losses: map[string]uint64{}}},
		{"so far only", []string{"unixsnoop: 7 messages captured, 0 lost so far"}, nil},
		{"no number", []string{"unixsnoop: 7 messages captured, 1 lost, some lost"}, nil},
		{"too large a number", []string{"unixsnoop: 99999999999999999999 messages captured, 0 lost"}, nil},
		{"nothing", nil, nil},
	} {
		got, err := parseSummary(test.said)
		if diff := cmp.Diff(test.want, got); diff != "" || (err != nil) != (test.want == nil) {
			t.Errorf("%s: error %v, %s", test.name, err, diff)
		}
	}
}

// TestWhole: what is missing counts once, whether it was told or not.
func TestWhole(t *testing.T) {
	for _, test := range []struct {
		name             string
		capture          capture
		whole, uncounted uint64
	}{
		{"all", capture{Captured: 100}, 100, 0},
		{"lost", capture{Captured: 90, Lost: 10}, 90, 0},
		{"lost, and nobody said it", capture{Captured: 90}, 90, 10},
		{"lost, and some of it said", capture{Captured: 90, Lost: 4}, 90, 6},
		{"in part", capture{Captured: 100, Losses: map[string]uint64{"with bytes missing": 5, "shown after newer ones": 7}}, 95, 0},
		{"in part, and lost", capture{Captured: 90, Lost: 10, Losses: map[string]uint64{"cut short: too many segments": 5}}, 85, 0},
		{"in pieces", capture{Captured: 103}, 100, 0},
		{"in pieces, and lost", capture{Captured: 103, Lost: 2}, 98, 0},
		{"more lost than sent", capture{Lost: 200}, 0, 0},
	} {
		if got := test.capture.whole(100); got != test.whole {
			t.Errorf("%s: %d are whole, want %d", test.name, got, test.whole)
		}
		if got := test.capture.uncounted(100); got != test.uncounted {
			t.Errorf("%s: %d are not counted, want %d", test.name, got, test.uncounted)
		}
	}
}
