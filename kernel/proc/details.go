package proc

import (
	"io"
	"os"
	"slices"
	"strings"
)

// Details are what there is to say of a process beside its name and user. Zero members are
// unknown.
type Details struct {
	Executable string   // path of the file that it runs, with " (deleted)" behind one that was removed
	Command    []string // its command line; of more than maxCommand bytes the first
	Parent     int
	ParentComm string
	Group      string // path of its control group (version 2) from the root
}

// maxCommand bounds how much of a command line is read.
const maxCommand = 4096

// DetailsOf looks at a process by the /proc at the given path. It reports false if the
// process has gone or is not called so any more: it may be another one, or run another
// program. It may wait for a process that hangs, whose command line is in its own memory.
func DetailsOf(proc string, pid int, comm string) (Details, bool) {
	d := Details{Command: commandLine(proc, pid), Parent: Parent(proc, pid), Group: (&Cgroups{proc: proc}).Path(pid)}
	if d.Parent != 0 {
		d.ParentComm = Comm(proc, d.Parent)
	}
	d.Executable, _ = os.Readlink(Path(proc, pid, "exe"))
	return d, Comm(proc, pid) == comm // last: all of it is of this one
}

// commandLine is that of a process, empty of a thread of the kernel.
func commandLine(proc string, pid int) []string {
	f, err := os.Open(Path(proc, pid, "cmdline"))
	if err != nil {
		return nil
	}
	defer f.Close()
	text, _ := io.ReadAll(io.LimitReader(f, maxCommand))
	if len(text) == 0 {
		return nil
	}
	return untitled(strings.Split(strings.TrimSuffix(string(text), "\x00"), "\x00"))
}

// untitled is a command line without the empty words that a process leaves behind the title which
// it wrote over it, as servers do: all but the first word are empty then, and mostly many.
func untitled(words []string) []string {
	const many = 2
	if len(words) <= many || slices.ContainsFunc(words[1:], func(word string) bool { return word != "" }) {
		return words
	}
	return words[:1]
}
