package kernel

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// PossibleCPUs are the numbers of all CPUs that this machine may ever have, in ascending
// order. There may be gaps.
func PossibleCPUs() ([]int, error) { return readCPUs("possible") }

// OnlineCPUs are those that run now.
func OnlineCPUs() ([]int, error) { return readCPUs("online") }

func readCPUs(which string) ([]int, error) {
	path := "/sys/devices/system/cpu/" + which
	list, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("counting processors: %w", err)
	}
	cpus, err := parseCPUs(strings.TrimSpace(string(list)))
	if err != nil {
		return nil, fmt.Errorf("counting processors: %s: %w", path, err)
	}
	return cpus, nil
}

// parseCPUs reads a list as the kernel prints bitmaps: 0-3,5,8-9. CPUs have numbers below
// 1<<16.
func parseCPUs(list string) ([]int, error) {
	var cpus []int
	for part := range strings.SplitSeq(list, ",") {
		from, to, isRange := strings.Cut(part, "-")
		if !isRange {
			to = from
		}
		first, err := strconv.ParseUint(from, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("%q is no list of CPUs", list)
		}
		last, err := strconv.ParseUint(to, 10, 16)
		if err != nil || last < first || len(cpus) > 0 && int(first) <= cpus[len(cpus)-1] {
			return nil, fmt.Errorf("%q is no list of CPUs", list)
		}
		for cpu := first; cpu <= last; cpu++ {
			cpus = append(cpus, int(cpu))
		}
	}
	return cpus, nil
}
