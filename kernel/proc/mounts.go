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

// mountOf finds a mount in the contents of /proc/PID/mountinfo.
func mountOf(text, id string) (mount, bool) {
	for m := range mounts(text) {
		if m.id == id {
			return m, true
		}
	}
	return mount{}, false
}

// number is the device's as the kernel has it.
func (m mount) number() (uint32, bool) {
	var major, minor uint32
	n, _ := fmt.Sscanf(m.device, "%d:%d", &major, &minor)
	return device(major, minor), n == 2
}

// isAt reports whether a path is where the mount is.
func (m mount) isAt(path string) bool {
	if !strings.Contains(m.point, `\`) {
		return m.point == path
	}
	return escapedBlanks.Replace(m.point) == path
}

// escapedBlanks undoes mangle_path (fs/seq_file.c) of show_mountinfo.
var escapedBlanks = strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`, `\043`, "#")

// mountDevice finds the device of a mount in the contents of /proc/PID/mountinfo.
func mountDevice(text, id string) (uint32, bool) {
	m, ok := mountOf(text, id)
	if !ok {
		return 0, false
	}
	return m.number()
}
