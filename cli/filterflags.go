package cli

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/format"
)

// filterFlags are the flags that narrow down what SOCKET selects. They are of
// three groups, as in a capture: sockets, of which one criterion suffices; types;
// processes, where one value of each flag must fit the same process.
type filterFlags struct {
	inodes  []uint64
	unnamed bool

	types []format.SocketType

	pids  []int
	comms []string
	uids  []int

	exclude []format.Pattern // stronger than all others
}

func (f *filterFlags) register(flags *pflag.FlagSet) {
	flags.Var(&values[format.Pattern]{&f.exclude, format.ParsePattern, format.Pattern.String}, "exclude", "leave out `SOCKET` and its peers")
	flags.VarP(&values[int]{&f.pids, parsePid, strconv.Itoa}, "pid", "p", "sockets of the process `PID`")
	flags.Var(&values[string]{&f.comms, parseComm, format.Escape}, "comm", "sockets of processes with the command `NAME`")
	flags.Var(&values[int]{&f.uids, parseUser, strconv.Itoa}, "uid", "sockets of processes of `USER`, a number or name")
	flags.Var(&values[format.SocketType]{&f.types, format.ParseSocketType, format.SocketType.String}, "type", "sockets of this `TYPE`: stream, dgram or seqpacket")
	flags.BoolVar(&f.unnamed, "unnamed", false, "sockets that are not bound, nor are their peers")
	flags.Var(&values[uint64]{&f.inodes, parseInode, formatInode}, "inode", "the socket with the inode number `N`")
}

// forSockets is what the flags select of these sockets, of all if there are none.
func (f *filterFlags) forSockets(names []format.Pattern) format.Filter {
	return format.Filter{
		Names:   names,
		Exclude: f.exclude,
		Inodes:  f.inodes,
		Unnamed: f.unnamed,
		Types:   f.types,
		Pids:    f.pids,
		Comms:   f.comms,
		UIDs:    f.uids,
	}
}

// byProcess reports whether there is a criterion for processes.
func (f *filterFlags) byProcess() bool { return len(f.pids)+len(f.comms)+len(f.uids) > 0 }

// values is a flag that may be given several times.
type values[T any] struct {
	list  *[]T
	parse func(string) (T, error)
	show  func(T) string
}

func (v *values[T]) Set(s string) error {
	value, err := v.parse(s)
	if err == nil {
		*v.list = append(*v.list, value)
	}
	return err
}

func (v *values[T]) String() string {
	var s string
	for i, value := range *v.list {
		if i > 0 {
			s += ","
		}
		s += v.show(value)
	}
	return s
}

// Type is empty, as the help names the argument in backquotes.
func (v *values[T]) Type() string { return "" }

func parsePid(s string) (int, error) {
	pid, err := strconv.ParseInt(s, 10, 32)
	if err != nil || pid <= 0 {
		return 0, errors.New("it is not the number of a process")
	}
	return int(pid), nil
}

// checkPids says which of the processes is none that runs now, if any.
func (f *filterFlags) checkPids() error {
	for _, pid := range f.pids {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			return fmt.Errorf("-p %d: there is no such process", pid)
		}
		for line := range strings.Lines(string(status)) {
			process, ok := strings.CutPrefix(line, "Tgid:")
			if process = strings.TrimSpace(process); ok && process != strconv.Itoa(pid) {
				return fmt.Errorf("-p %d: it is a thread of process %s", pid, process)
			}
		}
	}
	return nil
}

// parseComm cuts a name as the kernel does (TASK_COMM_LEN).
func parseComm(s string) (string, error) {
	const longest = 15
	if s == "" {
		return "", errors.New("it is empty")
	}
	return s[:min(len(s), longest)], nil
}

func parseUser(s string) (int, error) {
	const nobody = 1<<32 - 1 // what the kernel calls no user
	if uid, err := strconv.ParseUint(s, 10, 32); err == nil && uid != nobody {
		return int(uid), nil
	}
	u, err := user.Lookup(s)
	if err != nil {
		return 0, errors.New("there is no such user")
	}
	return strconv.Atoi(u.Uid)
}

func parseInode(s string) (uint64, error) {
	inode, err := strconv.ParseUint(s, 10, 64)
	if err != nil || inode == 0 {
		return 0, errors.New("it is not an inode number")
	}
	return inode, nil
}

func formatInode(n uint64) string { return fmt.Sprint(n) }
