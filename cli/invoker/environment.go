package invoker

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Environment is what the user's command gets of ours, all of it if u is nil.
//
// The user's own was lost on the way, as sudo keeps little of it. What names the
// user is set as it was; PATH stays, be it sudo's secure_path or what the
// administrator lets through: nobody can tell any more what the user's was.
func (u *User) Environment(ours []string) []string {
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
