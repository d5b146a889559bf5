package proc

import (
	"os"
	"strconv"
)

// Descendants are all that these processes have started, and those in turn, as
// /proc at the given path shows it; without these processes themselves.
func Descendants(proc string, pids []int) []int {
	children := map[int][]int{}
	dirs, _ := os.ReadDir(proc) // unreadable: nothing is known
	for _, dir := range dirs {
		pid, err := strconv.Atoi(dir.Name())
		if err != nil {
			continue
		}
		if parent := Parent(proc, pid); parent != 0 {
			children[parent] = append(children[parent], pid)
		}
	}
	var found []int
	seen := map[int]bool{}
	for _, pid := range pids {
		seen[pid] = true
	}
	for next := pids; len(next) > 0; {
		var young []int
		for _, pid := range next {
			for _, child := range children[pid] {
				if !seen[child] {
					seen[child] = true
					young = append(young, child)
				}
			}
		}
		found, next = append(found, young...), young
	}
	return found
}

// Parent is the process that started the given one, or that took over; 0 if there
// is none.
func Parent(proc string, pid int) int {
	fields := StatFields(proc, pid)
	if len(fields) < 2 {
		return 0
	}
	parent, _ := strconv.Atoi(fields[1])
	return parent
}
