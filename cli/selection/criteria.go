package selection

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Define adds the flags that put criteria into a filter.
func Define(g *flags.Group, f *format.Filter) {
	g.Var(flags.ListOf(&f.Exclude, format.ParsePattern, format.Pattern.String), "exclude", "leave out `SOCKET` and its peers")
	g.VarP(flags.ListOf(&f.Pids, parsePid, strconv.Itoa), "pid", "p", "sockets of the process `PID`")
	g.Var(flags.ListOf(&f.Comms, parseComm, format.Escape), "comm", "sockets of processes with the command `NAME`")
	g.Var(flags.ListOf(&f.UIDs, parseUser, strconv.Itoa), "uid", "sockets of processes of `USER`, a number or name")
	g.Var(flags.ListOf(&f.Types, format.ParseSocketType, format.SocketType.String), "type", "sockets of this `TYPE`: stream, dgram or seqpacket")
	g.BoolVar(&f.Unnamed, "unnamed", false, "sockets without a name whose peers have none either")
	g.Var(flags.ListOf(&f.Inodes, parseInode, formatInode), "inode", "the socket with the inode number `N`")

	g.Complete("exclude", LivingSockets)
	g.CompleteWith("type", format.Stream.String(), format.Datagram.String(), format.Seqpacket.String())
	g.Complete("comm", commands)
	g.Complete("pid", pids)
	g.Complete("uid", users)
}

// ParseSockets reads SOCKET arguments.
func ParseSockets(args []string) ([]format.Pattern, error) {
	var sockets []format.Pattern
	for _, arg := range args {
		if isCaptureFile(arg) {
			return nil, flags.Mistakef("%q is a capture file and no socket; unixsnoop -r %s shows what is in it", arg, arg)
		}
		p, err := format.ParsePattern(arg)
		if err != nil && isCaptureName(arg) {
			return nil, flags.Mistakef("%q is no socket, and there is no capture file of this name; -r FILE reads one, -w FILE writes one", arg)
		}
		if err != nil {
			return nil, flags.Mistaken(err)
		}
		sockets = append(sockets, p)
	}
	return sockets, nil
}

// IsSocket reports whether an argument can be meant as a SOCKET only, where it might be a
// file too: an abstract name, the start of many names, or where a socket is.
func IsSocket(arg string) bool {
	if strings.HasPrefix(arg, "@") || strings.HasSuffix(arg, "*") {
		return true
	}
	info, err := os.Stat(arg)
	return err == nil && info.Mode()&os.ModeSocket != 0
}

// ParseName reads a SOCKET argument that is one name.
func ParseName(arg string) (format.Name, error) {
	p, err := format.ParsePattern(arg)
	switch {
	case err != nil:
	case p.Prefix:
		err = fmt.Errorf(`%s is many names; give one, where a '*' is written \x2a`, p)
	case len(p.Name) > format.MaxName:
		err = fmt.Errorf("%s has %d bytes, and a socket's name %d at most; go to its directory and give ./%s", p, len(p.Name), format.MaxName, format.Name(path.Base(string(p.Name))))
	}
	return p.Name, flags.Mistaken(err)
}

// CheckPids says which of the processes is none that runs now, if any.
func CheckPids(pids []int) error {
	for _, pid := range pids {
		switch process, err := proc.ThreadGroup("/proc", pid); {
		case err != nil:
			return flags.Mistakef("-p %d: there is no such process", pid)
		case process != pid:
			return flags.Mistakef("-p %d: it is a thread of process %d", pid, process)
		}
	}
	return nil
}

func parsePid(s string) (int, error) {
	pid, err := strconv.ParseInt(s, 10, 32)
	if err != nil || pid <= 0 {
		return 0, errors.New("it is not the number of a process")
	}
	return int(pid), nil
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
