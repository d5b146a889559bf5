package proc

import (
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Reach says why a path behind /proc/PID/root leads nowhere: ENOENT if there is no such
// process, EACCES if this one may not look into it (PTRACE_MODE_READ in proc_pid_get_link),
// which a security module can refuse to who has all capabilities. It is nil for other paths,
// and whether or not there is such a file.
func Reach(path string) error {
	root, _, ok := cutRoot(path)
	if !ok {
		return nil
	}
	fd, err := unix.Open(root, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	return unix.Close(fd)
}

// BehindRoot is what a path behind /proc/PID/root is called in there; of another it is the path
// itself.
func BehindRoot(path string) string {
	if _, rest, ok := cutRoot(path); ok {
		return "/" + strings.TrimLeft(rest, "/")
	}
	return path
}

// Profile is the name of the profile of AppArmor that confines this process, as those of
// containers do, or "" if none does. proc is where /proc is.
func Profile(proc string) string {
	// From Linux 5.8 on each security module has a directory of its own.
	for _, name := range []string{"apparmor/current", "current"} {
		text, err := os.ReadFile(filepath.Join(proc, "self/attr", name))
		if err != nil {
			continue
		}
		profile, enforced := strings.CutSuffix(strings.TrimRight(string(text), "\n\x00"), " (enforce)")
		if enforced {
			return profile
		}
	}
	return ""
}
