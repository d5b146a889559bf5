package program

import (
	"fmt"
	"testing"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// TestRoomForGroups: whoever has made thousands of control groups with the name of a container keeps
// nobody from capturing it: what there is at the start has room, and as many as ever that are
// made later.
func TestRoomForGroups(t *testing.T) {
	const many = 40_000
	var f Filter
	for i := range many {
		f.Cgroups = append(f.Cgroups, uint64(i+1))
		f.Groups = append(f.Groups, proc.GroupName{Name: fmt.Sprint("docker-", i), Prefix: true})
	}
	specs := mapSpecs(f, nil, Capturing, Sizes{CPUs: 1})
	for name, more := range map[string]int{MapCgroups: maxGroups, MapGroups: maxGroupNames} {
		if s := specs[name]; len(s.Contents) != many || int(s.MaxEntries) != many+more {
			t.Errorf("%s has %d entries and room for %d", name, len(s.Contents), s.MaxEntries)
		}
	}
}
