package proc

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Path is the path of what the /proc at the given path shows of a process, or of one
// of its threads.
func Path(proc string, pid int, names ...string) string {
	return filepath.Join(append([]string{proc, strconv.Itoa(pid)}, names...)...)
}

// Pids are the processes that the /proc at the given path shows, the lowest first.
func Pids(proc string) ([]int, error) {
	dir, err := os.Open(proc)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	var pids []int
	for _, name := range names {
		if pid, err := strconv.Atoi(name); err == nil {
			pids = append(pids, pid)
		}
	}
	slices.Sort(pids)
	return pids, err
}

// Field is what stands behind "KEY:" in a file of /proc that has a line for each
// value, as status and fdinfo do.
func Field(text []byte, key string) (value string, ok bool) {
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, key+":"); ok {
			return strings.TrimSpace(value), true
		}
	}
	return "", false
}

// StatFields are the fields of /proc/PID/stat behind the name, from the state on;
// none if the process has gone.
func StatFields(proc string, pid int) []string {
	stat, _ := os.ReadFile(Path(proc, pid, "stat"))
	// The name, in parentheses, may hold anything, parentheses too.
	return strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
}

// Where StatFields has what, from 0.
const (
	statParent    = 1
	statFlags     = 6
	statStartTime = 19
	statArguments = 45
)

// Parent is the process that started the given one, or that took over; 0 if there
// is none.
func Parent(proc string, pid int) int {
	fields := StatFields(proc, pid)
	if len(fields) <= statParent {
		return 0
	}
	parent, _ := strconv.Atoi(fields[statParent])
	return parent
}

// StartTime is when a process started, a decimal number of clock ticks since boot, or
// "" if there is none. It tells a process from a later one with its number.
func StartTime(proc string, pid int) string {
	fields := StatFields(proc, pid)
	if len(fields) <= statStartTime {
		return ""
	}
	return fields[statStartTime]
}

// Image tells what a process runs from what it ran before, and from what a later process with
// its number runs: by its start time, and by the address of its command line, which is another
// one, by chance, in each program that begins (Linux 3.5 and later). It is "" if there is no process.
func Image(proc string, pid int) string {
	fields := StatFields(proc, pid)
	if len(fields) <= statArguments {
		return ""
	}
	return fields[statStartTime] + " " + fields[statArguments]
}

// ThreadGroup is the process that a thread belongs to, by the number of the thread;
// its first thread has the number of the process. The error is os.ErrNotExist if
// there is no such thread.
func ThreadGroup(proc string, tid int) (int, error) {
	path := Path(proc, tid, "status")
	status, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	group, _ := Field(status, "Tgid")
	pid, err := strconv.Atoi(group)
	if err != nil {
		return 0, fmt.Errorf("%s does not tell the process of thread %d", path, tid)
	}
	return pid, nil
}
