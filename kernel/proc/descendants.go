package proc

// Descendants are all that these processes have started, and those in turn, as
// /proc at the given path shows it; without these processes themselves.
func Descendants(proc string, pids []int) []int {
	children := map[int][]int{}
	all, _ := Pids(proc) // unreadable: nothing is known
	for _, pid := range all {
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
