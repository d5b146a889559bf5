package selection

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestRecorded: containers are found by the names that a file has, and what others say in their
// control groups is theirs.
func TestRecorded(t *testing.T) {
	in := func(name string, group uint64) format.End {
		e := format.End{Pid: 7, Cgroup: group}
		if name != "" {
			e.Process = &format.Process{Container: name}
		}
		return e
	}
	outside := format.End{Pid: 1, Cgroup: 1, Process: &format.Process{}}
	for _, test := range []struct {
		prefix, name string
		want         bool
	}{
		{"web", "web", true},
		{"web", "webshop", true},
		{"web", "cobweb", false},
		{"4f", "4f8c6e", true},
		{"shop", "default/shop-7d4/web", true},
		{"web", "default/shop-7d4/web", true},
		{"default/shop", "default/shop-7d4/web", true},
		{"shop-7d4/w", "default/shop-7d4/web", true},
		{"7d4", "default/shop-7d4/web", false},
	} {
		l := Live{Containers: []string{test.prefix}}
		r := l.Recorded()
		unknown := &format.Message{From: in("", 42), To: outside}
		if l.Match(unknown) || r.Found() {
			t.Errorf("%s: something is in it before anything is known", test.prefix)
		}
		named := &format.Message{From: outside, To: in(test.name, 42)}
		r.See(named)
		if l.Match(named) != test.want || l.Match(unknown) != test.want || r.Found() != test.want {
			t.Errorf("--container %s and %s: %v, want %v", test.prefix, test.name, !test.want, test.want)
		}
		if l.Match(&format.Message{From: outside, To: in("", 43)}) {
			t.Errorf("--container %s: another group counts", test.prefix)
		}
	}
	if (&Live{}).Recorded() != nil {
		t.Error("nobody has asked")
	}
}
