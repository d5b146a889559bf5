package proc

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// initialPid is what the initial pid namespace is called (PROC_PID_INIT_INO).
const initialPid = "pid:[4026531836]"

// NumbersOfHost reports whether the /proc at the given path has the processes under the
// numbers of the initial pid namespace, which are those that the kernel programs tell: it
// shows those of the pid namespace that it was mounted in, be it that of the process that
// looks or one above. Threads of the kernel are in the initial one only, kthreadd as 2. If
// that can't be found out, it is false.
func NumbersOfHost(proc string) bool {
	const (
		kthreadd     = 2
		kernelThread = 0x00200000 // PF_KTHREAD
	)
	if InInitialPidNamespace(proc) {
		return true
	}
	fields := StatFields(proc, kthreadd)
	if len(fields) <= statFlags {
		return false
	}
	flags, err := strconv.ParseUint(fields[statFlags], 10, 64)
	return err == nil && flags&kernelThread != 0
}

// InInitialPidNamespace reports whether this process is in the initial pid namespace: its
// own idea of its number, and of those of its children, is the kernel's. That can't be told
// from a /proc that does not show this process, as one of another namespace: who enters the
// mounts of a container and nothing else has such a one.
func InInitialPidNamespace(proc string) bool {
	name, err := os.Readlink(filepath.Join(proc, "self/ns/pid"))
	if err != nil {
		_, err = os.Stat(filepath.Join(proc, "self"))
		return err == nil // without namespaces there is one
	}
	return name == initialPid
}

// Self is the number that this process has in the /proc at the given path, 0 if none.
func Self(proc string) int {
	target, err := os.Readlink(filepath.Join(proc, "self"))
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(target)
	return pid
}

// Numbers tells the numbers of the initial pid namespace for those that processes in others
// know each other by. It needs a /proc that has them (NumbersOfHost).
type Numbers struct {
	proc string
	of   map[int][]int // of processes that were looked at: from the initial namespace down
}

// maxNumbers bounds how many processes are remembered.
const maxNumbers = 4096

// NewNumbers returns Numbers of the /proc at the given path.
func NewNumbers(proc string) *Numbers { return &Numbers{proc, map[int][]int{}} }

// Look looks at a process while it is there.
func (n *Numbers) Look(pid int) {
	status, err := os.ReadFile(Path(n.proc, pid, "status"))
	if err != nil {
		return
	}
	if len(n.of) >= maxNumbers {
		clear(n.of)
	}
	n.of[pid] = innerNumbers(status)
}

// innerNumbers are those that the contents of /proc/PID/status tell.
func innerNumbers(status []byte) []int {
	list, _ := Field(status, "NSpid")
	var numbers []int
	for word := range strings.FieldsSeq(list) {
		if n, err := strconv.Atoi(word); err == nil {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// OnHost is the number of what a process that was looked at calls inner: that process
// itself, or any if it is in the initial namespace. Of others it is 0, unknown; of a process
// that was gone by then it is inner itself.
func (n *Numbers) OnHost(pid, inner int) int {
	numbers := n.of[pid]
	switch depth := len(numbers); {
	case depth <= 1:
		return inner
	case numbers[depth-1] == inner:
		return pid
	}
	return 0
}
