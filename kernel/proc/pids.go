package proc

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// Pids are the processes that the /proc at the given path shows, by their numbers;
// none if it can't be read.
func Pids(proc string) []int {
	dirs, _ := os.ReadDir(proc)
	var pids []int
	for _, dir := range dirs {
		if pid, err := strconv.Atoi(dir.Name()); err == nil {
			pids = append(pids, pid)
		}
	}
	slices.Sort(pids)
	return pids
}

// ThreadGroup is the process that a thread is of, by the /proc at the given path. It is
// false if there is no such thread.
func ThreadGroup(proc string, tid int) (pid int, ok bool) {
	status, err := os.ReadFile(filepath.Join(proc, strconv.Itoa(tid), "status"))
	if err != nil {
		return 0, false
	}
	number, _ := Field(status, "Tgid")
	pid, err = strconv.Atoi(number)
	return pid, err == nil
}
