package launch

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/invoker"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// somebody is an account that is not root's.
func somebody(t *testing.T) *user.User {
	t.Helper()
	for _, name := range []string{"nobody", "daemon", "bin"} {
		if u, err := user.Lookup(name); err == nil {
			return u
		}
	}
	testhost.Need(t, testhost.InGuests, errors.New("there is no account nobody, daemon or bin"))
	return nil
}

// setenv is a test's environment in which nobody had us run, except as given.
func setenv(t *testing.T, env ...string) {
	t.Helper()
	for _, name := range []string{"SUDO_UID", "SUDO_GID", "SUDO_USER", "SUDO_COMMAND", "DOAS_USER", "PKEXEC_UID"} {
		t.Setenv(name, "") // puts back at the end what it was
		os.Unsetenv(name)
	}
	for _, entry := range env {
		name, value, _ := strings.Cut(entry, "=")
		t.Setenv(name, value)
	}
}

// TestInvokingUser: the command runs as the user who typed sudo, with the groups
// and the environment of that user.
func TestInvokingUser(t *testing.T) {
	testhost.Root(t)
	u := somebody(t)
	groups, err := exec.Command("id", "-G", u.Username).Output()
	if err != nil {
		t.Fatal(err)
	}
	for name, env := range map[string][]string{
		"sudo":   {"SUDO_UID=" + u.Uid, "SUDO_GID=" + u.Gid, "SUDO_USER=" + u.Username, "SUDO_COMMAND=unixsnoop"},
		"doas":   {"DOAS_USER=" + u.Username},
		"pkexec": {"PKEXEC_UID=" + u.Uid},
	} {
		t.Run(name, func(t *testing.T) {
			setenv(t, env...)
			as, err := Invoker()
			if err != nil {
				t.Fatal(err)
			}
			t.Setenv("HOME", "/root")
			t.Setenv("MAIL", "/var/mail/root")
			t.Setenv("KEPT", "a=b")
			t.Setenv("XDG_RUNTIME_DIR", "/")
			got := finish(t, playing(runsCommand, "sh", "-c", `id -u; id -g; id -G; grep -E "^(Uid|CapEff|CapPrm)" /proc/self/status; env`))
			want := fmt.Sprintf("%s\n%s\n%sUid:\t%[1]s\t%[1]s\t%[1]s\t%[1]s\nCapPrm:\t%[4]s\nCapEff:\t%[4]s\n", u.Uid, u.Gid, groups, strings.Repeat("0", 16))
			if got.status != 0 || !strings.HasPrefix(got.stdout, want) {
				t.Errorf("%+v\nwant %s", got, want)
			}
			is := strings.Split(got.stdout, "\n")
			for _, entry := range []string{
				"USER=" + u.Username, "LOGNAME=" + u.Username, "HOME=" + u.HomeDir,
				"SHELL=" + as.Shell, "PATH=" + os.Getenv("PATH"), "KEPT=a=b",
			} {
				if !slices.Contains(is, entry) {
					t.Errorf("no %s in the environment %q", entry, is)
				}
			}
			for _, entry := range is {
				for _, gone := range []string{"SUDO_", "DOAS_", "PKEXEC_", "MAIL=", "HOME=/root", "XDG_RUNTIME_DIR=/\n"} {
					if strings.HasPrefix(entry+"\n", gone) {
						t.Errorf("%s is in the environment", entry)
					}
				}
			}
		})
	}
}

// TestNobodyInvoked: without sudo, or when root typed it, nothing changes.
func TestNobodyInvoked(t *testing.T) {
	testhost.Root(t)
	for _, env := range [][]string{nil, {"SUDO_UID=0", "SUDO_GID=0", "SUDO_USER=root"}, {"DOAS_USER=root"}, {"PKEXEC_UID=0"}} {
		setenv(t, env...)
		const script = `id; env | grep -vE "^(_|PWD|OLDPWD|SHLVL)=" | sort`
		direct := exec.Command("sh", "-c", script)
		direct.Env = append(os.Environ(), part+"="+runsCommand)
		if got, want := finish(t, playing(runsCommand, "sh", "-c", script)), finish(t, direct); got != want {
			t.Errorf("%q: %+v\nwant %+v", env, got, want)
		}
	}
}

// TestEveryGroup: all groups arrive, and no more; and what the user may not run
// is not run.
func TestEveryGroup(t *testing.T) {
	testhost.Root(t)
	setenv(t)
	as, err := json.Marshal(invoker.User{Name: "me", Uid: 12345, Gid: 54321, Groups: []int{7, 54321, 70000}})
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(asUser, string(as))
	got := finish(t, playing(runsCommand, "grep", "-E", "^(Uid|Gid|Groups)", "/proc/self/status"))
	want := "Uid:\t12345\t12345\t12345\t12345\nGid:\t54321\t54321\t54321\t54321\nGroups:\t7 54321 70000 \n"
	if got != (result{0, want, ""}) {
		t.Errorf("%+v\nwant %s", got, want)
	}

	dir := t.TempDir()
	if err := os.WriteFile(dir+"/private", []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":/bin")
	for command, want := range map[string]result{
		"private":        {127, "", `unixsnoop: can't run "private" as me: there is no such program in PATH=` + dir + ":/bin; if it is elsewhere, give its path\n"},
		dir + "/private": {126, "", fmt.Sprintf("unixsnoop: can't run %q as me: executing %[1]s: permission denied\n", dir+"/private")},
	} {
		if got := finish(t, playing(runsCommand, command)); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

// TestNoRightToChange: a user who can't be assumed is an error, not a command that
// runs with the wrong rights.
func TestNoRightToChange(t *testing.T) {
	testhost.Root(t)
	setenv(t)
	as, err := json.Marshal(invoker.User{Name: "me", Uid: 12345, Gid: 54321, Groups: []int{54321}})
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(asUser, string(as))
	cmd := playing(runsCommand, "echo", "ran")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 1, Gid: 1}}
	want := result{126, "", `unixsnoop: can't run "echo" as me: setting the groups: operation not permitted` + "\n"}
	if got := finish(t, cmd); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestBadInvoker(t *testing.T) {
	testhost.Root(t)
	for want, env := range map[string][]string{
		`"x" is not the number of a user or group; unset SUDO_UID to run it as root`:          {"SUDO_UID=x", "SUDO_GID=1"},
		`"4294967295" is not the number of a user or group; unset SUDO_UID to run it as root`: {"SUDO_UID=4294967295", "SUDO_GID=1"},
		`"-1" is not the number of a user or group; unset SUDO_UID to run it as root`:         {"SUDO_UID=1", "SUDO_GID=-1"},
		"user: unknown user no-such-user; unset DOAS_USER to run it as root":                  {"DOAS_USER=no-such-user"},
		"user: unknown userid 4000000000; unset PKEXEC_UID to run it as root":                 {"PKEXEC_UID=4000000000"},
	} {
		setenv(t, env...)
		u, err := Invoker()
		if want = "can't tell which user to run the command as: " + want; err == nil || err.Error() != want {
			t.Errorf("%q: %+v, %v\nwant %s", env, u, err, want)
		}
	}
}
