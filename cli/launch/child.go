package launch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/confine"
	"github.com/unixsnoop/unixsnoop/cli/invoker"
)

const (
	// waitsToRun is the name by which a process knows that it is to become a
	// command, and shows it in ps.
	waitsToRun = "unixsnoop-waits-to-run"
	// gateFd is the descriptor on which that process is told to go ahead.
	gateFd = 3

	// Exit statuses of a command that was not run, the same as the shell's.
	statusNotRun   = 126
	statusNotFound = 127

	// defaultPath is searched if PATH is not set.
	defaultPath = "/usr/local/bin:/usr/bin:/bin"
)

// BecomeCommand does not return in a process that Prepare has started: it waits to
// be released and becomes the command. In every other process it does nothing.
// It must run before anything changes what signals do or sends a message. If the command
// can't be run, complain is told why.
func BecomeCommand(complain func(error)) {
	if len(os.Args) < 2 || os.Args[0] != waitsToRun {
		return
	}
	status, err := become(os.Args[1:])
	if err != nil {
		complain(err)
	}
	os.Exit(status)
}

// become returns only if the command can't be run: with the exit status and, if
// there is somebody to tell, the reason.
func become(args []string) (int, error) {
	order, err := io.ReadAll(os.NewFile(gateFd, "gate"))
	if err != nil {
		return statusNotRun, fmt.Errorf("can't run %q: waiting to be released: %w", args[0], err)
	}
	var as *invoker.User
	if json.Unmarshal(order, &as) != nil {
		return statusNotRun, nil // whoever was to release us has gone, or does not want to
	}
	// Before the user changes, who may then not look at our descriptors.
	if err := keepFiles(); err != nil {
		return statusNotRun, fmt.Errorf("can't run %q: %w", args[0], err)
	}
	if as != nil {
		// Here and not when this process was started: the user may have no
		// access to this program's file.
		if err := assume(as); err != nil {
			return statusNotRun, fmt.Errorf("can't run %q as %s: %w", args[0], as.Name, err)
		}
	}
	if err := dropInherited(); err != nil {
		return statusNotRun, fmt.Errorf("can't run %q: %w", args[0], err)
	}
	status, err := execute(args, os.Environ())
	if as != nil {
		return status, fmt.Errorf("can't run %q as %s: %w", args[0], as.Name, err)
	}
	return status, fmt.Errorf("can't run %q: %w", args[0], err)
}

// keepFiles makes the command inherit standard input, output and error only. Go's
// own files are closed by themselves; this is for those that we have inherited.
func keepFiles() error {
	fds, err := os.ReadDir("/proc/self/fd") // close_range can't do it before Linux 5.11
	if err != nil {
		return err
	}
	for _, entry := range fds {
		if fd, err := strconv.Atoi(entry.Name()); err == nil && fd > 2 {
			unix.CloseOnExec(fd)
		}
	}
	return nil
}

// assume changes all threads of the process to a user, for good.
func assume(u *invoker.User) error {
	// In this order: each step takes the right to do the one before.
	if err := syscall.Setgroups(u.Groups); err != nil {
		return fmt.Errorf("setting the groups: %w", err)
	}
	if err := syscall.Setgid(u.Gid); err != nil {
		return fmt.Errorf("setting the group %d: %w", u.Gid, err)
	}
	if err := syscall.Setuid(u.Uid); err != nil {
		return fmt.Errorf("setting the user %d: %w", u.Uid, err)
	}
	// A command that keeps root's rights by mistake would be worse than none.
	r, e, s := unix.Getresuid()
	if r != u.Uid || e != u.Uid || s != u.Uid {
		return fmt.Errorf("the user is %d, %d and %d afterwards, not %d", r, e, s, u.Uid)
	}
	r, e, s = unix.Getresgid()
	if r != u.Gid || e != u.Gid || s != u.Gid {
		return fmt.Errorf("the group is %d, %d and %d afterwards, not %d", r, e, s, u.Gid)
	}
	groups, err := unix.Getgroups()
	if err != nil {
		return fmt.Errorf("reading the groups: %w", err)
	}
	want := slices.Clone(u.Groups)
	slices.Sort(want)
	slices.Sort(groups)
	if !slices.Equal(groups, want) {
		return fmt.Errorf("the groups are %v afterwards, not %v", groups, want)
	}
	if syscall.Setuid(0) == nil {
		return errors.New("the right to become root again was not lost")
	}
	return nil
}

// dropInherited makes the thread that is to become the command hand no capability on to it:
// whoever lets somebody run this program with some did not mean every other one. What root
// gets by being root stays.
func dropInherited() error {
	runtime.LockOSThread() // and never unlocked: it is this thread that executes the command
	if err := confine.HandOnNone(); err != nil {
		return fmt.Errorf("keeping capabilities from it: %w", err)
	}
	return nil
}

// execute becomes the command, which it searches for as the shell does. It returns
// only if that fails.
func execute(args, env []string) (int, error) {
	name := args[0]
	if strings.Contains(name, "/") {
		return refused(name, syscall.Exec(name, args, env))
	}
	path, set := os.LookupEnv("PATH")
	if !set {
		path = defaultPath
	}
	status, reason := statusNotFound, fmt.Errorf("there is no such program in PATH=%s; if it is elsewhere, give its path", path)
	for _, dir := range filepath.SplitList(path) {
		file := filepath.Join(dir, name) // an empty dir is the current one
		if !strings.Contains(file, "/") {
			file = "./" + file
		}
		if info, err := os.Stat(file); name == "" || err != nil || info.IsDir() {
			continue
		}
		// One that can't be run does not hide one in a later directory.
		failed := syscall.Exec(file, args, env)
		if status == statusNotFound {
			status, reason = refused(file, failed)
		}
	}
	return status, reason
}

// refused explains why the kernel did not execute a file.
func refused(file string, err error) (int, error) {
	info, gone := os.Stat(file)
	switch {
	case errors.Is(err, syscall.ENOENT) && gone == nil:
		return statusNotRun, fmt.Errorf("%s needs an interpreter that does not exist, see its first line or, for a binary, its ELF header", file)
	case errors.Is(err, syscall.ENOENT), errors.Is(err, syscall.ENOTDIR):
		return statusNotFound, fmt.Errorf("there is no file %s", file)
	case gone == nil && info.IsDir():
		return statusNotRun, fmt.Errorf("%s is a directory", file)
	case errors.Is(err, syscall.ENOEXEC):
		//lint:ignore ST1005 it ends as such a line begins
		return statusNotRun, fmt.Errorf("%s is neither a program for this machine nor a script that starts with #!", file)
	}
	return statusNotRun, fmt.Errorf("executing %s: %w", file, err)
}
