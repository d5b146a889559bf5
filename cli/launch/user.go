package launch

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// User is who a command runs as.
type User struct {
	Name     string
	Uid, Gid int
	Groups   []int  // sorted, Gid among them
	Home     string // "" if unknown
	Shell    string // "" if unknown
}

// Invoker is the user who had us run as root by sudo, doas or pkexec, by what those
// say in the environment. It is nil if nobody had, or root had, or we are not root:
// a command then runs as we are. It reads the user database, which may ask a service
// over a unix socket, so it is for the process that is not captured.
func Invoker() (*User, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	var uid, name, gid, from string
	switch {
	case os.Getenv("SUDO_UID") != "":
		uid, name, gid, from = os.Getenv("SUDO_UID"), os.Getenv("SUDO_USER"), os.Getenv("SUDO_GID"), "SUDO_UID"
	case os.Getenv("DOAS_USER") != "":
		name, from = os.Getenv("DOAS_USER"), "DOAS_USER"
	case os.Getenv("PKEXEC_UID") != "":
		uid, from = os.Getenv("PKEXEC_UID"), "PKEXEC_UID"
	default:
		return nil, nil
	}
	u, err := lookUp(uid, name, gid)
	if err != nil {
		return nil, fmt.Errorf("can't tell which user to run the command as: %w; unset %s to run it as root", err, from)
	}
	if u.Uid == 0 {
		return nil, nil
	}
	return u, nil
}

// lookUp completes what is known of a user, of which uid or name may be empty and
// gid may be, from the user database.
func lookUp(uid, name, gid string) (*User, error) {
	var (
		account *user.User
		err     error
	)
	if name != "" {
		account, err = user.Lookup(name)
	}
	if uid != "" && (account == nil || account.Uid != uid) { // several names may share a number
		account, err = user.LookupId(uid)
	}
	u := &User{Name: name}
	switch {
	case err == nil:
		u.Name, u.Home, u.Shell = account.Username, account.HomeDir, shellOf(account.Username)
		uid = account.Uid
		if gid == "" {
			gid = account.Gid
		}
	case uid == "" || gid == "":
		return nil, err
	case name == "":
		u.Name = "user " + uid
	}
	// Otherwise the account is in a directory that this binary can't ask, as a
	// static one can't: the numbers that are known must do.
	if u.Uid, err = id(uid); err != nil {
		return nil, err
	}
	if u.Gid, err = id(gid); err != nil {
		return nil, err
	}
	u.Groups = []int{u.Gid}
	groups, err := (&user.User{Username: u.Name, Gid: gid}).GroupIds()
	if err != nil {
		return nil, fmt.Errorf("looking up the groups of %s: %w", u.Name, err)
	}
	for _, group := range groups {
		n, err := id(group)
		if err != nil {
			return nil, err
		}
		u.Groups = append(u.Groups, n)
	}
	slices.Sort(u.Groups)
	u.Groups = slices.Compact(u.Groups)
	return u, nil
}

// id reads the number of a user or group. The highest is none: to the kernel it
// means "leave it as it is".
func id(s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil || n == 1<<32-1 {
		return 0, fmt.Errorf("%q is not the number of a user or group", s)
	}
	return int(n), nil
}

// passwd is the file that has a user's shell, which package user does not tell.
var passwd = "/etc/passwd"

// shellOf is a user's shell, "" if the user is not in the file.
func shellOf(name string) string {
	lines, err := os.ReadFile(passwd)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(lines)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), ":")
		if len(fields) != 7 || fields[0] != name {
			continue
		}
		if fields[6] == "" {
			return "/bin/sh" // passwd(5)
		}
		return fields[6]
	}
	return ""
}

// environment is what the user's command gets of ours, all of it if u is nil.
//
// The user's own was lost on the way, as sudo keeps little of it. What names the
// user is set as it was; PATH stays, be it sudo's secure_path or what the
// administrator lets through: nobody can tell any more what the user's was.
func (u *User) environment(ours []string) []string {
	if u == nil {
		return ours
	}
	var env []string
	runtime := ""
	for _, entry := range ours {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case strings.HasPrefix(name, "SUDO_"), name == "DOAS_USER", name == "PKEXEC_UID":
		case name == "HOME", name == "SHELL", name == "USER", name == "LOGNAME":
		case name == "MAIL": // root's, set by sudo
		case name == "XDG_RUNTIME_DIR":
			runtime = value
		default:
			env = append(env, entry)
		}
	}
	env = append(env, "USER="+u.Name, "LOGNAME="+u.Name)
	if u.Home != "" {
		env = append(env, "HOME="+u.Home)
	}
	if u.Shell != "" {
		env = append(env, "SHELL="+u.Shell)
	}
	// Where the user's session has its sockets: without it most of what is worth
	// capturing, the session bus above all, would not be found. The directory is
	// the one that systemd and elogind make.
	for _, dir := range []string{runtime, filepath.Join("/run/user", strconv.Itoa(u.Uid))} {
		if dir != "" && ownerOf(dir) == u.Uid {
			env = append(env, "XDG_RUNTIME_DIR="+dir)
			break
		}
	}
	return env
}

// ownerOf is the user number of a file's owner, -1 if there is no such file.
func ownerOf(path string) int {
	info, err := os.Stat(path)
	if err != nil {
		return -1
	}
	return int(info.Sys().(*syscall.Stat_t).Uid)
}
