package selection

import (
	"errors"
	"fmt"
	"testing"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// TestGroupsWithoutRoom: that a container can't be captured is said, once; it is tried again, and
// behind the end nothing is.
func TestGroupsWithoutRoom(t *testing.T) {
	var told []string
	var included []int
	full := errors.New("full")
	g := &groups{
		include: func(names []proc.GroupName) error {
			included = append(included, len(names))
			return full
		},
		tell: func(words ...any) { told = append(told, fmt.Sprint(words...)) },
		have: map[proc.GroupName]bool{},
	}
	g.add(nil)
	names := []proc.GroupName{{Name: "one"}, {Name: "two"}}
	for range 3 {
		g.add(names)
	}
	full = nil
	g.add(names)
	g.stop()
	g.add(names)
	if len(told) != 1 || len(included) != 4 || len(g.have) != 2 {
		t.Errorf("told %q, included %v, there are %d", told, included, len(g.have))
	}
}
