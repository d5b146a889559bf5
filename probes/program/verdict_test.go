package program

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// TestVerdictsOnNames: the trie tells of the longest match only, which must know of
// all the others.
func TestVerdictsOnNames(t *testing.T) {
	f := Filter{Filter: format.Filter{
		Names:   []format.Pattern{{Name: "/run/", Prefix: true}, {Name: "/run/a/x"}, {Name: "/etc/x"}},
		Exclude: []format.Pattern{{Name: "/run/a", Prefix: true}, {Name: "/run/b"}},
	}}
	want := map[string]Verdict{
		"/run/*":   wantSocket,
		"/run/a*":  wantSocket | refused,
		"/run/a/x": wantSocket | refused,
		"/run/b":   wantSocket | refused,
		"/etc/x":   wantSocket,
	}
	verdicts := f.names()
	got := map[string]Verdict{}
	for _, p := range f.patterns() {
		got[p.String()] = verdicts[key(p)]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestVerdictsOnEntries(t *testing.T) {
	dir, other := proc.FileID{Device: 1, Inode: 2}, proc.FileID{Device: 1, Inode: 3}
	at := func(dir proc.FileID, base string, prefix bool, v Verdict) located {
		return located{proc.Place{Dir: dir, Base: base}, format.Pattern{Prefix: prefix}, v}
	}
	places := []located{
		at(dir, "x", false, wantSocket),
		at(dir, "", true, refused),
		at(other, "x", false, wantSocket),
		at(proc.FileID{}, "x", false, wantSocket), // there is no such directory
	}
	verdicts := entries(places)
	want := []Verdict{wantSocket | refused, refused, wantSocket, 0}
	for i, p := range places {
		if got := verdicts[p.entry()]; got != want[i] {
			t.Errorf("place %d: %d, want %d", i, got, want[i])
		}
	}
	if len(verdicts) != 3 {
		t.Errorf("%d entries", len(verdicts))
	}
}
