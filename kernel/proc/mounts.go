package proc

import (
	"fmt"
	"iter"
	"strings"
)

// mount is a line of /proc/PID/mountinfo.
type mount struct {
	id     string
	device string // major:minor
	root   string // of it in its file system
	point  string // where it is, with blanks and the like as \ooo
	kind   string // of file system
}

// mounts are the lines of mountinfo that can be read:
//
//	ID PARENT MAJOR:MINOR ROOT MOUNTPOINT OPTIONS ... - TYPE SOURCE OPTIONS
func mounts(text string) iter.Seq[mount] {
	return func(yield func(mount) bool) {
		for line := range strings.Lines(text) {
			front, behind, _ := strings.Cut(line, " - ")
			fields := strings.Fields(front)
			if len(fields) < 5 {
				continue
			}
			kind, _, _ := strings.Cut(behind, " ")
			if !yield(mount{fields[0], fields[2], fields[3], fields[4], kind}) {
				return
			}
		}
	}
}

// mountDevice finds the device of a mount in the contents of /proc/PID/mountinfo.
func mountDevice(text, id string) (uint32, bool) {
	for m := range mounts(text) {
		if m.id != id {
			continue
		}
		var major, minor uint32
		if n, _ := fmt.Sscanf(m.device, "%d:%d", &major, &minor); n == 2 {
			return device(major, minor), true
		}
	}
	return 0, false
}
