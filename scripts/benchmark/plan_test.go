package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cellsOf are the cells of a plan, by their names.
func cellsOf(units []unit) []string {
	var names []string
	for _, u := range units {
		for _, l := range u.loads {
			names = append(names, cellName(u.config, l))
		}
	}
	return names
}

func plan(t *testing.T, args ...string) []unit {
	t.Helper()
	o, err := parseOptions(args)
	if err != nil {
		t.Fatal(err)
	}
	return o.units()
}

// TestOnly: the cells that are chosen, and what they are compared with.
func TestOnly(t *testing.T) {
	for _, test := range []struct {
		pattern string
		want    []string
	}{
		{"^header/ping-64$", []string{"untraced/ping-64", "header/ping-64"}},
		{"(nothing|top)/flood-4k", []string{
			"untraced/flood-4k", "untraced/flood-4k-x4",
			"nothing/flood-4k", "nothing/flood-4k-x4", "top/flood-4k", "top/flood-4k-x4",
		}},
		{"start-up", []string{"header/start-up", "header-names/start-up", "header-sockets/start-up"}},
		{"untraced/redis", []string{"untraced/redis"}},
		{"floor:.*/redis", []string{"untraced/redis", "floor:skb_queue_tail/redis"}},
	} {
		if diff := cmp.Diff(test.want, cellsOf(plan(t, "--floor", "skb_queue_tail", "--only", test.pattern))); diff != "" {
			t.Errorf("%s: %s", test.pattern, diff)
		}
	}
}

// TestWholePlan: every configuration and every load has its place, each cell once.
func TestWholePlan(t *testing.T) {
	names := cellsOf(plan(t, "--peer", "strace", "--peer", "bpftrace"))
	sorted := slices.Compact(slices.Sorted(slices.Values(names)))
	if len(sorted) != len(names) {
		t.Errorf("cells are there twice: %q", names)
	}
	for _, name := range []string{untraced, "floor", "nothing", "nothing-events", "nothing-names", "nothing-sockets", "header", "header-events", "header-names", "header-sockets", "hex", "json", "pcapng", "top", "strace", "bpftrace"} {
		if !slices.Contains(names, name+"/ping-64") {
			t.Errorf("%s is missing", name)
		}
	}
	for _, l := range loads {
		if !slices.Contains(names, "header/"+l.name) {
			t.Errorf("%s is missing", l.name)
		}
	}
}

// TestShuffled: a seed says the order, rounds differ, and nothing is lost.
func TestShuffled(t *testing.T) {
	units := plan(t)
	order := func(seed uint64, round int) string { return strings.Join(cellsOf(shuffled(units, seed, round)), " ") }
	first, again := order(1, 1), order(1, 1)
	if first != again {
		t.Error("the same seed gives another order")
	}
	if first == order(1, 2) || first == order(2, 1) {
		t.Error("rounds or seeds give the same order")
	}
	sorted := func(units []unit) []string { return slices.Sorted(slices.Values(cellsOf(units))) }
	if diff := cmp.Diff(sorted(units), sorted(shuffled(units, 1, 1))); diff != "" {
		t.Error(diff)
	}
}

func TestMistakes(t *testing.T) {
	for _, args := range [][]string{
		{"--only", "nosuch"},
		{"--only", "("},
		{"--floor", "a,,b"},
		{"--floor", "a b"},
		{"--rounds", "0"},
		{"--duration", "0s"},
		{"--nosuch"},
		{"a"},
	} {
		if _, err := parseOptions(args); !errors.Is(err, errMistake) {
			t.Errorf("%q: got %v", args, err)
		}
	}
}

func TestParseSet(t *testing.T) {
	got, err := parseSet("skb_queue_tail,unix_stream_sendmsg%return")
	want := "[{skb_queue_tail false} {unix_stream_sendmsg true}]"
	if text := fmt.Sprint(got); err != nil || text != want {
		t.Errorf("got %s and %v, want %s", text, err, want)
	}
}
