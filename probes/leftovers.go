package probes

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Return probes are made in tracefs, in a group named after their process:
// unixsnoop_PID_STARTTIME, the start time in clock ticks since boot so that a
// reused pid is not taken for its predecessor. The ebpf library appends a
// random number.
const groupName = "unixsnoop"

var leftoverLine = regexp.MustCompile(`(?m)^[pr][0-9]*:(` + groupName + `_([0-9]+)_([0-9]+)_[0-9a-f]+/[^ ]+)`)

// groupPrefix names the group of a process's probes.
func groupPrefix(pid int) string {
	return fmt.Sprintf("%s_%d_%s", groupName, pid, proc.StartTime("/proc", pid))
}

// RemoveLeftovers removes the probes in the tracefs at dir whose process has
// gone without removing them, because it was killed. Probes of anybody else,
// and of a process of ours that lives, stay. It returns how many it removed.
func RemoveLeftovers(dir string) (int, error) {
	file := filepath.Join(dir, "kprobe_events")
	events, err := os.ReadFile(file)
	if err != nil {
		return 0, fmt.Errorf("looking for leftover probes: %w", err)
	}
	dead := leftovers(events, func(pid int) string { return proc.StartTime("/proc", pid) })
	var (
		removed int
		errs    []error
	)
	for _, event := range dead {
		err := removeEvent(file, event)
		if errors.Is(err, unix.EBUSY) {
			continue // it is in use: its process lives in another pid namespace
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("removing the leftover probe %s: %w", event, err))
			continue
		}
		removed++
	}
	return removed, errors.Join(errs...)
}

// leftovers picks the events of dead processes from a kprobe_events file.
// started returns the start time of a process, "" if there is none.
func leftovers(events []byte, started func(pid int) string) []string {
	var dead []string
	for _, m := range leftoverLine.FindAllSubmatch(events, -1) {
		pid, err := strconv.Atoi(string(m[2]))
		if err != nil || started(pid) == string(m[3]) {
			continue
		}
		dead = append(dead, string(m[1]))
	}
	return dead
}

// inGroups picks the events of ours from a kprobe_events file whose group starts so.
func inGroups(events []byte, prefix string) []string {
	var found []string
	for _, m := range leftoverLine.FindAllSubmatch(events, -1) {
		if event := string(m[1]); strings.HasPrefix(event, prefix+"_") {
			found = append(found, event)
		}
	}
	return found
}

func removeEvent(file, event string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString("-:" + event)
	return err
}
