package kernel

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseCPUs(t *testing.T) {
	for list, want := range map[string][]int{
		"0":         {0},
		"0-3":       {0, 1, 2, 3},
		"0,2-3":     {0, 2, 3},
		"1-2,5,8-9": {1, 2, 5, 8, 9},
		"":          nil,
		"3-1":       nil,
		"0-":        nil,
		"0,0":       nil,
		"2,1":       nil,
		"-1":        nil,
		"0-70000":   nil,
		"0 - 3":     nil,
	} {
		got, err := parseCPUs(list)
		if (err != nil) != (want == nil) {
			t.Errorf("%q: %v", list, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", list, diff)
		}
	}
}

// FuzzParseCPUs: what is understood is in ascending order, and says the same when it is
// written out.
func FuzzParseCPUs(f *testing.F) {
	f.Add("0-3,5,8-9")
	f.Add("0")
	f.Fuzz(func(t *testing.T, list string) {
		cpus, err := parseCPUs(list)
		if err != nil {
			return
		}
		var numbers []string
		for i, cpu := range cpus {
			if i > 0 && cpu <= cpus[i-1] {
				t.Fatalf("%q: %d is behind %d", list, cpu, cpus[i-1])
			}
			numbers = append(numbers, fmt.Sprint(cpu))
		}
		again, err := parseCPUs(strings.Join(numbers, ","))
		if diff := cmp.Diff(cpus, again); diff != "" || err != nil {
			t.Errorf("%q: %v %s", list, err, diff)
		}
	})
}

func TestCPUsOfThisMachine(t *testing.T) {
	possible, err := PossibleCPUs()
	if err != nil {
		t.Fatal(err)
	}
	online, err := OnlineCPUs()
	if err != nil {
		t.Fatal(err)
	}
	if len(online) == 0 || len(online) > len(possible) {
		t.Errorf("%v of %v are online", online, possible)
	}
}
