package program

import (
	"bytes"
	"strings"
	"testing"
	"unsafe"

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

// TestVerdictsOnPaddedNames: names of any length are judged as their patterns say, though
// the trie has them padded.
func TestVerdictsOnPaddedNames(t *testing.T) {
	for _, patterns := range []string{
		`@x\x00*`, `@x\x00\x00* @x`, `@x\x00* --exclude @x\x00\x00*`, `@* --exclude @x\x00*`, `@\x00*`, `/run/x* /run/x`,
		"/" + strings.Repeat("long/", 100) + "x", "/" + strings.Repeat("long/", 100) + "x*",
	} {
		var f Filter
		list := &f.Names
		for _, word := range strings.Fields(patterns) {
			if word == "--exclude" {
				list = &f.Exclude
				continue
			}
			p, err := format.ParsePattern(word)
			if err != nil {
				t.Fatal(err)
			}
			*list = append(*list, p)
		}
		verdicts := f.names()
		for _, name := range []format.Name{"", "\x00", "\x00\x00", "\x00x", "\x00x\x00", "\x00x\x00\x00", "\x00x\x00y", "\x00xy", "/run/x", "/run/x\x01", "/long/long"} {
			want := f.ofNames(format.Pattern{Name: name})
			if got := longestMatch(verdicts, nameOf(name)); got != want {
				t.Errorf("%s: %q gets %b, want %b", patterns, name, got, want)
			}
		}
	}
}

// longestMatch is what the kernel's trie finds for a name.
func longestMatch(verdicts map[Name]Verdict, name Name) (found Verdict) {
	bits := func(n *Name) []byte {
		return unsafe.Slice((*byte)(unsafe.Pointer(n)), nameKeySize)[4:]
	}
	longest := -1
	for k, v := range verdicts {
		n := int(k.PrefixLen)
		if n > longest && bytes.Equal(bits(&k)[:n/8], bits(&name)[:n/8]) {
			longest, found = n, v
		}
	}
	return found
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

// TestFurther: a name that is made later adds a file or an entry, with the verdicts of all that
// there is; one that is known adds nothing, and so does one that nobody asks for.
func TestFurther(t *testing.T) {
	f := Filter{Filter: format.Filter{
		Names:   []format.Pattern{{Name: "/run/x"}, {Name: "/tmp/p", Prefix: true}},
		Exclude: []format.Pattern{{Name: "/srv/s"}, {Name: "/tmp/q"}},
	}}
	run, tmp, srv := proc.FileID{Device: 1, Inode: 10}, proc.FileID{Device: 1, Inode: 11}, proc.FileID{Device: 1, Inode: 12}
	left := proc.FileID{Device: 1, Inode: 99}
	places := Places{
		f.Names[0]:   {{Dir: run, Base: "x"}},
		f.Names[1]:   {{Dir: tmp, Base: "p"}},
		f.Exclude[0]: {{Dir: srv, Base: "s", File: left}},
		f.Exclude[1]: {{Dir: tmp, Base: "q"}},
	}
	for _, step := range []struct {
		path    format.Pattern
		at      []proc.Place
		files   []Verdict
		entries []Verdict
	}{
		{format.Pattern{Name: "/run/x"}, []proc.Place{{Dir: run, Base: "x"}}, nil, nil},
		{format.Pattern{Name: "/run/x"}, []proc.Place{{Dir: run, Base: "x", File: left}}, []Verdict{wantSocket | refused}, nil},
		{format.Pattern{Name: "/run/x"}, []proc.Place{{Dir: run, Base: "x"}, {Dir: srv, Base: "y"}}, nil, []Verdict{wantSocket}},
		{format.Pattern{Name: "/run/x"}, []proc.Place{{Dir: run, Base: "x"}, {Dir: srv, Base: "y"}}, nil, nil},
		{format.Pattern{Name: "/tmp/p1"}, []proc.Place{{Dir: tmp, Base: "p1", File: proc.FileID{Inode: 5}}, {Dir: srv, Base: "z"}}, []Verdict{wantSocket}, nil},
		{format.Pattern{Name: "/tmp/q"}, []proc.Place{{Dir: tmp, Base: "q", File: proc.FileID{Inode: 6}}}, nil, nil},
		{format.Pattern{Name: "/home/x"}, []proc.Place{{Dir: run, Base: "z", File: proc.FileID{Inode: 7}}}, nil, nil},
		{format.Pattern{Name: "/run/x"}, []proc.Place{{Dir: left, Base: "x"}}, nil, []Verdict{wantSocket}},
		{f.Names[1], []proc.Place{{Dir: left, Base: "p"}}, nil, []Verdict{wantSocket}},
		{f.Names[1], []proc.Place{{Dir: left, Base: "p"}}, nil, nil},
		{format.Pattern{Name: "/tmp/pq", Prefix: true}, []proc.Place{{Dir: srv, Base: "pq"}}, nil, nil},
	} {
		got := f.Further(places, step.path, step.at)
		for name, want := range map[string][]Verdict{mapFiles: step.files, mapEntries: step.entries} {
			var verdicts []Verdict
			for _, kv := range got[name] {
				verdicts = append(verdicts, Verdict(kv.Value.(uint64)))
			}
			if diff := cmp.Diff(want, verdicts); diff != "" {
				t.Errorf("%s at %+v: %s: %s", step.path, step.at, name, diff)
			}
		}
	}
}
